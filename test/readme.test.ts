/**
 * The texts for people say what the program does: every example with output is run, tables and roles that stand
 * elsewhere are quoted as they are there, and every command, flag and link that is named exists.
 * `-u` writes what the program says now into the texts.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { columnNames } from '../src/cli/flags/output.js'
import { declareTree } from '../src/cli/program.js'
import { parseConfig } from '../src/config/parse.js'
import { customKinds } from '../src/controllers/files.js'
import { gatewayKinds } from '../src/domain/objects/gateway/inventory.js'
import { kinds } from '../src/domain/objects/objects.js'
import { topics } from '../src/help/topics.js'
import { formats } from '../src/print/view.js'
import { understood, verbs } from './support/program/grammar.js'
import { namedProgram } from './support/program/program.js'
import { session } from './support/program/session.js'

const root = join(import.meta.dirname, '..')
const files = [
  'README.md',
  '.github/CONTRIBUTING.md',
  '.github/RELEASING.md',
  ...readdirSync(join(root, 'src/help'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `src/help/${file}`),
]
const textOf = (file: string) => readFileSync(join(root, file), 'utf8')

/** The text with what the program prints now under each `$ kubectl tkng` of a console block. */
async function withExamples(text: string): Promise<string> {
  const blocks = text.split(/(```console\n[\s\S]*?```)/)
  const told = blocks.map(async (block) => {
    const line = /^```console\n\$ kubectl tkng (.*)\n/.exec(block)?.[1]
    if (line === undefined) return block
    const { stdout, code } = await session(line.split(' '), { cwd: root })
    expect([0, 1], line).toContain(code)
    return `\`\`\`console\n$ kubectl tkng ${line}\n${stdout}\`\`\``
  })
  return (await Promise.all(told)).join('')
}

/** The text with a table under each mark: it ends with an empty line. */
function withTables(text: string): string {
  const rows: Readonly<Record<string, readonly string[]>> = {
    verbs: verbs.map(({ name, summary }) => `| \`${name}\` | ${summary} |`),
    topics: topics.map(({ name, summary }) => `| [${name}](src/help/${name}.md) | ${summary} |`),
  }
  return text.replaceAll(/(<!-- (\w+): generated .*-->\n)(?:\|.*\n)*/g, (_all, mark: string, name: string) =>
    [
      mark,
      ...[`| ${name === 'verbs' ? 'command' : 'topic'} | |`, '|---|---|', ...(rows[name] ?? [])].map(
        (row) => `${row}\n`,
      ),
    ].join(''),
  )
}

function withRole(text: string): string {
  const role = readFileSync(join(root, 'krew/rbac/reader.yaml'), 'utf8')
  return text.replace(/```yaml\n(?:#.*\n)*apiVersion: rbac[\s\S]*?```/, () => `\`\`\`yaml\n${role}\`\`\``)
}

describe.each(files)('%s', (file) => {
  it('shows what the program says', async () => {
    const text = textOf(file)
    const now = withRole(withTables(await withExamples(text)))
    // Another form of the program answers by the clock of the machine: only that it answers is held.
    if (namedProgram === undefined) await expect(now).toMatchFileSnapshot(join(root, file))
  })

  it('names commands that are there', () => {
    const named = [...textOf(file).matchAll(/kubectl tkng ([a-z][a-z-]*)/g)].map(([, verb = '']) => verb)
    for (const verb of named) expect(() => understood([verb, '--help']), verb).not.toThrow()
  })

  it('names files that are there', () => {
    const links = [...textOf(file).matchAll(/\]\(([^)#:]+)\)/g)].map(([, link = '']) => link)
    for (const link of links) expect(existsSync(join(root, dirname(file), link)), link).toBe(true)
    const rooms = [...textOf(file).matchAll(/`((?:src|controllers|domain|questions|semantics|languages|cli)\/[^`]+)`/g)]
    const places = rooms.map(([, place = '']) => place).filter((place) => !/ID|NAME/.test(place))
    for (const place of places) expect(existsSync(join(root, place.replace(/^(?!src)/, 'src/'))), place).toBe(true)
  })

  it('can be read in a terminal and in a difference: prose is wrapped', () => {
    const prose = textOf(file).replaceAll(/```[\s\S]*?```/g, '')
    const long = prose.split('\n').filter((line) => line.length > 112 && !line.startsWith('|') && !line.includes('://'))
    expect(long).toEqual([])
  })
})

it('every topic is a file, and every file a topic', () => {
  const names = files.flatMap((file) => /^src\/help\/(.*)\.md$/.exec(file)?.[1] ?? [])
  expect(topics.map(({ name }) => name).sort()).toEqual(names.sort())
})

it.each(topics.map(({ name }) => name))('help %s prints it', async (name) => {
  expect(await session(['help', name])).toEqual({ stdout: textOf(`src/help/${name}.md`), stderr: '', code: 0 })
})

it('the front page is short', () => {
  expect(textOf('README.md').length).toBeLessThan(10_000)
  const examples = [...textOf('README.md').matchAll(/```console\n\$.*\n([\s\S]*?)```/g)]
  expect(examples.length).toBe(2)
  for (const [, output = ''] of examples) expect(output.split('\n').filter(Boolean).length).toBeLessThanOrEqual(13)
})

it('the example of a config file is one', () => {
  const [, text = ''] = /```yaml\n(apiVersion: tkng\.dev[\s\S]*?)```/.exec(textOf('src/help/configuration.md')) ?? []
  const columns = Object.fromEntries(verbs.flatMap(({ name, view }) => (view ? [[name, columnNames(view)]] : [])))
  const { defaults, contexts } = parseConfig(text, 'configuration.md', { outputs: formats, columns })
  expect([...defaults.keys()]).toEqual(['output', 'columns.ingresses'])
  expect([...(contexts.get('kind-dev')?.keys() ?? [])]).toEqual(['output', 'controller'])
})

it('the role of a reader lists every kind of routes that is read', () => {
  const { rules } = parse(readFileSync(join(root, 'krew/rbac/reader.yaml'), 'utf8'))
  const listed = rules.flatMap(({ apiGroups, resources }: Record<string, readonly string[]>) =>
    resources?.map((plural) => `${plural}.${apiGroups?.[0]}`),
  )
  const read = [...gatewayKinds.map((kind) => kinds[kind]), ...customKinds].map(
    ({ plural, group }) => `${plural}.${group}`,
  )
  expect(listed).toEqual(expect.arrayContaining(read))
})

it.each(['port-forward.yaml', 'exec.yaml', 'secrets.yaml'])('the role of %s is told in a row', (file) => {
  const [{ resources, verbs }, ...more] = parse(readFileSync(join(root, 'krew/rbac', file), 'utf8')).rules
  expect(more).toEqual([])
  expect(textOf('src/help/permissions.md')).toContain(
    `| [${file}](../../krew/rbac/${file}) | \`${resources.join()}\`: ${verbs.join(', ')} |`,
  )
})

it('the documents of -o json are told of by their kinds', () => {
  const text = textOf('src/help/json.md')
  for (const { name, view } of verbs) {
    if (view === undefined) continue
    expect(text, name).toMatch(new RegExp(`^\\| \`${name}[ \`].*\\| \`${view.kind}\` \\|`, 'm'))
  }
})

it('what is said of the predecessor names flags that are there', () => {
  const here = [...textOf('src/help/from-ingress-nginx-plugin.md').matchAll(/^\|[^|]*\|(.*)\|$/gm)]
  const flags = here.flatMap(([, text = '']) => [...text.matchAll(/`(--[a-z-]+)/g)].map(([, flag]) => flag))
  const declared = verbs.flatMap((named) => declareTree({ verbs, named }, '0', () => {}).named?.command.options ?? [])
  expect(flags.length).toBeGreaterThan(10)
  expect(flags.filter((flag) => !declared.some(({ long }) => long === flag))).toEqual([])
})

it('the walkthrough names every command that looks at a cluster', () => {
  for (const { name, scope } of verbs)
    if (scope !== 'none') expect(textOf('src/help/walkthrough.md')).toContain(`kubectl tkng ${name}`)
})
