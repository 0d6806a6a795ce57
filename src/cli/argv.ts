/** Command lines as pflag reads them, made into what commander reads. */
import type { Command, Option } from 'commander'
import { problem } from '../domain/problem.js'

const yes = new Set(['1', 't', 'T', 'true', 'TRUE', 'True'])
const no = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False'])

/**
 * pflag lets `--flag=false` unset a boolean and `-n=x` mean `-n x`; commander does neither.
 * https://pkg.go.dev/github.com/spf13/pflag#hdr-Command_line_flag_syntax
 */
export function normalize(argv: readonly string[], program: Command): string[] {
  const flags = new Map<string, Option>()
  for (const command of [program, ...program.commands])
    for (const option of command.options)
      for (const name of [option.short, option.long]) if (name) flags.set(name, option)
  const end = argv.indexOf('--')
  const mine = end < 0 ? argv : argv.slice(0, end)
  return [...mine.flatMap((word) => normalizeWord(word, flags)), ...(end < 0 ? [] : argv.slice(end))]
}

function normalizeWord(word: string, flags: ReadonlyMap<string, Option>): string[] {
  const match = /^(--?[A-Za-z][-A-Za-z]*)=(.*)$/s.exec(word)
  const [, name = '', value = ''] = match ?? []
  const option = flags.get(name)
  if (!option) return [word]
  if (option.required) return name.startsWith('--') ? [word] : [name, value]
  if (yes.has(value)) return [name]
  if (no.has(value)) return []
  throw problem('usage', { message: `invalid value "${value}" for ${name}: it is true or false` })
}
