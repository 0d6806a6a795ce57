/** The README says what the program does: each example on the demo capture is run, and every flag it names exists. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { columnNames } from '../src/cli/flags/output.js'
import { declareVerbs, parseCommandLine } from '../src/cli/program.js'
import { verbs } from '../src/commands/index.js'
import { parseConfig } from '../src/config/parse.js'
import { formats } from '../src/print/view.js'
import { session } from './support/session.js'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const examples = [...readme.matchAll(/```console\n\$ kubectl tkng (.*)\n([\s\S]*?)```/g)]

describe('examples with output', () => {
  it('are there', () => {
    expect(examples.length).toBeGreaterThanOrEqual(5)
  })

  it.each(examples.map(([, line = '', output = '']) => ({ line, output })))('$line', async ({ line, output }) => {
    expect(await session(line.split(' '))).toEqual({ stdout: output, stderr: '', code: 0 })
  })
})

it('the example of a config file is one', () => {
  const [, text = ''] = /```yaml\n(apiVersion: tkng\.dev[\s\S]*?)```/.exec(readme) ?? []
  const columns = Object.fromEntries(verbs.flatMap(({ name, view }) => (view ? [[name, columnNames(view)]] : [])))
  const { defaults, contexts } = parseConfig(text, 'README.md', { outputs: formats, columns })
  expect([...defaults.keys()]).toEqual(['output', 'columns.ingresses'])
  expect([...(contexts.get('kind-dev')?.keys() ?? [])]).toEqual(['output', 'controller'])
})

describe('the roles', () => {
  const role = (file: string) => readFileSync(new URL(`../krew/rbac/${file}`, import.meta.url), 'utf8')

  it('are quoted as they stand', () => {
    expect(readme).toContain(`\`\`\`yaml\n${role('reader.yaml')}\`\`\``)
  })

  it.each(['port-forward.yaml', 'exec.yaml', 'secrets.yaml'])('are told in a row: %s', (file) => {
    const [{ resources, verbs }, ...more] = parse(role(file)).rules
    expect(more).toEqual([])
    expect(readme).toContain(`| [${file}](krew/rbac/${file}) | \`${resources.join()}\`: ${verbs.join(', ')} |`)
  })
})

it('what it says of the predecessor names commands and flags that are there', () => {
  const section = /## Coming from[\s\S]*?\n## /.exec(readme)?.[0] ?? ''
  const here = [...section.matchAll(/^\|[^|]*\|(.*)\|$/gm)].map(([, text = '']) => text).join('\n')
  const flags = [...here.matchAll(/`(--[a-z-]+)/g)].map(([, flag]) => flag)
  const declared = [...declareVerbs(verbs, '0', () => {}).commands.keys()].flatMap(({ options }) => options)
  expect(flags.length).toBeGreaterThan(10)
  expect(flags.filter((flag) => !declared.some(({ long }) => long === flag))).toEqual([])
})

describe('the rest', () => {
  it('names every command', () => {
    for (const { name } of verbs) expect(readme).toContain(`kubectl tkng ${name}`)
  })

  it('names no connection flag that does not exist', () => {
    const parsed = parseCommandLine(['ingresses', '--help'], verbs, '0')
    const help = 'say' in parsed ? parsed.say : ''
    const section = /All connection flags of kubectl work[\s\S]*?\n\n/.exec(readme)?.[0] ?? ''
    const named = [...section.matchAll(/`(--?[a-z-]+)/gi)].map(([, flag]) => flag)
    expect(named.length).toBeGreaterThan(5)
    for (const flag of named) expect(help).toContain(flag)
  })
})
