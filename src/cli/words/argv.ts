/** Command lines as pflag reads them, made into what commander reads. */
import type { Command, Option } from 'commander'
import { usage } from '../../domain/problem.js'

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
  checkBundle(word, flags)
  const match = /^(--?[A-Za-z][-A-Za-z]*)=(.*)$/s.exec(word)
  const [, name = '', value = ''] = match ?? []
  const option = flags.get(name)
  if (!option) return [word]
  if (option.required) return name.startsWith('--') ? [word] : [name, value]
  if (yes.has(value)) return [name]
  if (no.has(value)) return []
  throw usage(`invalid value "${value}" for ${name}: it is true or false`)
}

/**
 * `-it` and `-An shop` are several flags in one word. Where a value would hang on behind them, a long flag was meant:
 * to pflag `-All` is -A with the selector "l".
 * @throws Problem `usage`
 */
function checkBundle(word: string, flags: ReadonlyMap<string, Option>): void {
  if (!/^-[A-Za-z]{3,}$/.test(word)) return
  const letters = [...word.slice(1)].map((letter) => flags.get(`-${letter}`))
  const at = letters.findIndex((option) => option === undefined || option.required)
  const option = letters[at]
  if (at < 1 || option === undefined || at === letters.length - 1) return
  const parts = [...word.slice(1, at + 1)].map((letter) => `-${letter}`).join(' ')
  throw usage(
    `"${word}" can be read as ${parts} ${option.short} ${word.slice(at + 2)}`,
    'long flags begin with two dashes; write short ones apart',
  )
}
