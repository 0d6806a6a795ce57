/** The npm form: what is in the archive, and that it installs offline and runs on each Node that package.json allows. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { list } from 'tar'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { verbs } from '../../src/commands/index.js'
import { type FakeApi, fakeApi } from '../support/cluster/fake-api.js'
import { insideOf, oneController } from '../support/cluster/fake-controller.js'
import { type Ended, runProgram } from '../support/program/program.js'
import { session } from '../support/program/session.js'

const root = join(import.meta.dirname, '..', '..')
const npm = process.env.npm_execpath
if (!npm) throw new Error('this suite installs with npm: start it with npm run test:pack')
/** The oldest that `engines` allows, and the newest of each line. */
const versions = ['20.19.0', '22.23.2', '24.21.0', '26.10.0']

let folder = ''
let archive = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tkng-pack-'))
  execFileSync(process.execPath, [npm, 'pack', '--silent', '--pack-destination', folder], { cwd: root })
  archive = join(folder, readdirSync(folder)[0] ?? '')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let api: FakeApi | undefined
afterEach(() => api?.close())

const parts = [
  ...['cli', 'cluster', 'controllers', 'files', 'findings', 'gateways', 'help', 'ingress-nginx', 'inside', 'lint'],
  ...['lists', 'more', 'others', 'trace', 'view', 'why', 'words'],
]

describe('the archive', () => {
  it('holds the program, the licences and the schemas, and nothing else', () => {
    const paths: string[] = []
    list({ file: archive, sync: true, onReadEntry: ({ path }) => paths.push(path.replace('package/', '')) })
    expect(paths.sort()).toEqual([
      'LICENSE',
      'README.md',
      'dist/THIRD_PARTY',
      'dist/kubectl-tkng.cjs',
      'dist/kubectl_complete-tkng.cjs',
      ...parts.map((name) => `dist/parts/${name}.cjs`),
      ...readdirSync(join(root, 'krew/schemas'))
        .sort()
        .map((name) => `krew/schemas/${name}`),
      'package.json',
    ])
  })

  it('is smaller than 910 KB', () => {
    expect(statSync(archive).size).toBeLessThan(910_000)
  })

  it('says its version after reading 38 KB', () => {
    expect(statSync(join(root, 'dist', 'kubectl-tkng.cjs')).size).toBeLessThan(38_000)
  })

  it('shows the help of every verb without the parts that ask and think', async () => {
    const start = without(['cluster', 'controllers', 'files'])
    for (const { name } of verbs)
      expect(await runProgram([name, '--help'], { env: {}, start }), name).toMatchObject({ stderr: '', code: 0 })
  })

  it('shows the help of the verbs that explain without what their answers are made of', async () => {
    const start = without(['cluster', 'controllers', 'files', 'findings', 'gateways', 'lists'])
    for (const name of ['trace', 'why', 'describe', 'status', 'drift'])
      expect(await runProgram([name, '--help'], { env: {}, start }), name).toMatchObject({ stderr: '', code: 0 })
  })

  it.each(['ingresses', 'conf', 'trace http://dev/'])(
    'opens nothing of controllers that are not there: %s',
    async (line) => {
      const start = without(['others'])
      const { stderr, code } = await runProgram([...line.split(' '), '--from', 'demo'], { env: {}, start })
      expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
    },
  )

  function without(names: readonly string[]) {
    const alone = mkdtempSync(join(folder, 'parts-'))
    cpSync(join(root, 'dist'), alone, { recursive: true })
    for (const name of names) rmSync(join(alone, 'parts', `${name}.cjs`))
    return [process.execPath, join(alone, 'kubectl-tkng.cjs')] as const
  }
})

describe.each(versions)('Node %s', (version) => {
  let env: Record<string, string> = {}
  let bin = ''
  beforeAll(() => {
    const node = execFileSync(process.execPath, [join(root, 'krew', 'fetch-node.mjs'), version], { encoding: 'utf8' })
    const prefix = mkdtempSync(join(folder, 'prefix-'))
    env = { PATH: [dirname(node.trim()), process.env.PATH].join(delimiter), HOME: prefix }
    const words = ['install', '--global', '--offline', '--prefix', prefix, '--cache', join(prefix, 'cache'), archive]
    execFileSync(node.trim(), [npm, ...words], { env, stdio: 'pipe' })
    bin = process.platform === 'win32' ? prefix : join(prefix, 'bin')
  })

  const run = async (argv: readonly string[], more: Record<string, string> = {}, name = 'kubectl-tkng') =>
    runProgram(argv, { env: { ...env, ...more }, cwd: folder, start: [join(bin, name)] })

  it('runs it, and says so', async () => {
    const { stdout } = await run(['--version', '-o', 'json'])
    expect(JSON.parse(stdout)).toMatchObject({ node: `v${version}` })
  })

  it.each([
    '--version',
    '--help',
    'ingresses --from demo -o wide',
    'backends --from demo -o yaml',
    'certs --from demo',
    'nope',
  ])('%s says the same as from the sources, and warns of nothing', async (line) => {
    expect(await run(line.split(' '))).toEqual(await session(line.split(' ')))
  })

  it('speaks TLS and WebSockets', async () => {
    api = await fakeApi({
      objects: oneController,
      tls: 'server',
      upgrade: insideOf({ programs: { cat: { out: 'events {}\n' } }, pages: { '/configuration/backends': '[]' } }),
    })
    const kubeconfig = join(folder, `config-${version}`)
    writeFileSync(kubeconfig, api.kubeconfig())
    const done = (stdout: string): Ended => ({ stdout, stderr: '', code: 0 })
    expect(await run(['backends'], { KUBECONFIG: kubeconfig })).toEqual(done('[]\n'))
    expect(await run(['conf'], { KUBECONFIG: kubeconfig })).toEqual(done('events {}\n'))
  })

  it('completes under its second name', async () => {
    const words = ['ingresses', '-']
    const asked = await run(words, {}, 'kubectl_complete-tkng')
    expect(asked).toEqual(await run(['__complete', '--', ...words]))
    expect(asked).not.toEqual(await run(words))
  })

  it.each([
    ['a part that is not there', null],
    ['a part that throws', `throw new Error('gone')${';'.repeat(10_000)}`],
    ['a part that is no program', `${';'.repeat(10_000)}}`],
  ])('tells of %s in one line, not in source', async (_name, text) => {
    const alone = mkdtempSync(join(folder, 'alone-'))
    execFileSync('tar', ['-xzf', archive, '-C', alone])
    const dist = join(alone, 'package', 'dist')
    if (text === null) rmSync(join(dist, 'parts', 'cli.cjs'))
    else writeFileSync(join(dist, 'parts', 'cli.cjs'), text)
    const node = join(env.PATH?.split(delimiter)[0] ?? '', 'node')
    const { stderr, code } = await runProgram(['why', '--help'], { env, start: [node, join(dist, 'kubectl-tkng.cjs')] })
    expect(stderr).toMatch(/^error: this is a bug in kubectl-tkng [^\n]{1,700}\n$/)
    expect(code).toBe(2)
  })

  it('tells of an error that escaped in one line, too', async () => {
    const crash = join(folder, 'crash.cjs')
    writeFileSync(crash, `setImmediate(() => { throw new Error('escaped') })${';'.repeat(10_000)}`)
    const { stderr, code } = await run(['--help'], { NODE_OPTIONS: `--require ${crash}` })
    expect(stderr).toMatch(/^error: this is a bug in kubectl-tkng [^\n]*escaped[^\n]*\n$/)
    expect(code).toBe(2)
  })
})
