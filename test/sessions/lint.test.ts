/** Command lines of `lint`: what is wrong, where it stands, in every format, and what it ends with. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { session, transcript } from '../support/program/session.js'
import { expectGolden } from './golden.js'

const cwd = join(import.meta.dirname, '../..')

it.each([
  'lint --from demo',
  'lint --from demo:broken',
  'lint --from demo:broken -o json --severity error --select no-service,duplicate',
  'lint shop/typo team/upload --from demo:broken -o wide',
  'lint -f test/fixtures/shop.yaml',
  'check -f test/fixtures/shop.yaml -o sarif',
  'lint -f test/fixtures/shop.yaml -o gitlab',
  'lint --from demo:broken -o junit --select tls-expired,annotation-invalid',
  'lint --from demo:broken -o github --ignore class-missing',
])('%s', async (line) => {
  const file = line.replaceAll(/[^\w.=-]+/g, '_')
  await expectGolden(transcript(line, await session(line.split(' '), { cwd })), `golden/lint/${file}.txt`)
})

it('on a terminal', async () => {
  const found = await session(['lint', '--from', 'demo:broken'], { cwd, columns: 100 })
  await expectGolden(transcript('lint --from demo:broken', found), 'golden/lint/terminal.txt')
})

const ingress = (name: string, service = 'web', annotations = '{}') => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: ${name}, namespace: shop, annotations: ${annotations}}
spec:
  ingressClassName: nginx
  rules:
    - host: ${name}.example.com
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: ${service}, port: {number: 80}}}}]}
---`
const service =
  'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {ports: [{port: 80}]}\n---'
const wrong = '{nginx.ingress.kubernetes.io/proxy-body-size: 8mb}'

const lint = (stdin: string, ...words: string[]) => session(['lint', '-f', '-', ...words], { stdin })

describe('ends with', () => {
  it.each<[what: string, code: number, text: string, words: readonly string[]]>([
    ['0 where nothing is wrong', 0, service + ingress('a'), []],
    ['1 for an error', 1, service + ingress('a', 'wbe'), []],
    ['1 for a warning', 1, service + ingress('a', 'web', wrong), []],
    ['0 for a warning where only errors fail', 0, service + ingress('a', 'web', wrong), ['--fail-on', 'error']],
    ['0 for an error where nothing fails', 0, service + ingress('a', 'wbe'), ['--fail-on', 'never']],
    ['0 where the code is not asked for', 0, service + ingress('a', 'wbe'), ['--select', 'duplicate']],
    ['0 where the code is ignored', 0, service + ingress('a', 'wbe'), ['--ignore', 'no-service']],
    ['2 where a name is not there', 2, service + ingress('a'), ['shop/b']],
    ['2 for a code that is none', 2, service + ingress('a'), ['--select', 'no-servise']],
    ['2 for a severity that is none', 2, service + ingress('a'), ['--fail-on', 'all']],
  ])('%s', async (_, code, text, words) => {
    expect((await lint(text, ...words)).code).toBe(code)
  })
})

it('writes further formats into files', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lint-'))
  const words = ['--output-file', 'sarif=out/lint.sarif', '--output-file', 'markdown=lint.md']
  const found = await session(['lint', '-f', '-', ...words], { stdin: service + ingress('a', 'wbe'), cwd: folder })
  expect(found.stdout).toContain('no-service')
  const written = JSON.parse(readFileSync(join(folder, 'out/lint.sarif'), 'utf8'))
  expect(written.runs[0].results.length).toBe(1)
  expect(readFileSync(join(folder, 'lint.md'), 'utf8')).toContain('| error | no-service |')
  const refused = await session(['lint', '--from', 'demo', '--output-file', 'sarif'], {})
  const unwritable = await session(['lint', '--from', 'demo', '--output-file', `sarif=${folder}/lint.md/x`], {})
  expect(unwritable.stderr).toContain(
    `cannot write ${folder}/lint.md/x: a part of its path is a file, and no folder (name a file in a folder that you may write to)\n`,
  )
  expect(unwritable.code).toBe(2)
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('it is like sarif=lint.sarif')])
  const output = await session(['lint', '--from', 'demo', '--output-file', 'sarif=-'], { cwd: folder })
  expect([output.code, output.stderr]).toEqual([2, expect.stringContaining('say -o sarif for standard output')])
})

it('looks at several sources at once, and says which file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lint-'))
  writeFileSync(join(folder, 'services.yaml'), service)
  writeFileSync(join(folder, 'ingress.yaml'), ingress('a', 'wbe'))
  const { stdout, code } = await session(['lint', '-f', 'services.yaml', '-f', 'ingress.yaml'], { cwd: folder })
  expect([stdout, code]).toEqual([expect.stringContaining('ingress.yaml:9'), 1])
})

describe('what people have in a folder', () => {
  it('is passed over where nobody expects that it can be read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lint-'))
    const others = {
      'tsconfig.json': '{\n  // words\n  "a": 1,\n}\n',
      'pages.yaml': '{% if x %}\na: b\n{% endif %}\n',
      'site.yml': 'a: !!python/name:x.y\n',
      ...{ 'empty.yaml': '', 'comment.yaml': '# nothing\n', 'picture.json': '\xff\xfe\x00' },
    }
    for (const [name, text] of Object.entries(others)) writeFileSync(join(folder, name), text, 'latin1')
    writeFileSync(join(folder, 'ingress.yaml'), service + ingress('a', 'web'))
    const { stdout, stderr, code } = await session(['lint', '-R', '-f', '.'], { cwd: folder })
    expect([stdout, code], stderr).toEqual(['', 0])
  })

  it.each(['lint', 'why'])('is told by %s where it is ours and in another encoding', async (verb) => {
    const folder = mkdtempSync(join(tmpdir(), 'lint-'))
    writeFileSync(join(folder, 'a.yaml'), service + ingress('a', 'wbe'))
    writeFileSync(join(folder, 'b.yaml'), `# caf\xe9\n${ingress('b')}`, 'latin1')
    const { stdout, stderr, code } = await session([verb, '--from', '.'], { cwd: folder })
    expect([stdout, code]).toEqual([expect.stringContaining('wbe'), 1])
    expect(stderr).toContain('b.yaml: it is neither UTF-8 text nor an archive')
  })

  it('is told where it is ours and broken, and the rest is looked at', async () => {
    const broken = 'apiVersion: v1\nkind: Service\nmetadata: {name: [}\n---'
    const found = await lint(`${service}\n${broken}${ingress('a', 'wbe')}`)
    expect([found.stdout, found.code]).toEqual([expect.stringContaining('-:17'), 1])
    expect(found.stderr).toContain('warning: standard input:8:19: not valid YAML')
    const rest = await lint(`${service}\n${broken}${ingress('a')}`)
    expect([rest.stdout, rest.code]).toEqual(['', 2])
    expect(rest.stderr).toContain('error: standard input:8:19: not valid YAML')
    const traced = await session(['trace', 'http://a.example.com/', '-o', 'json', '--from', '-'], {
      stdin: `${service}\n${broken}${ingress('a')}`,
    })
    expect(traced.stdout.match(/standard input:8:19: not valid YAML/g), traced.stderr).toHaveLength(1)
    expect(traced.stderr).toContain('warning: standard input:8:19: not valid YAML')
  })
})

describe('of what helm prints', () => {
  const before =
    'WARNING: the kubeconfig is readable by all: change it, please\nwalk.go:75: found a symbolic link: x\n---\n'
  const head = 'NAME: shop\nSTATUS: pending-install\nHOOKS:\nMANIFEST:\n---\n'
  const notes = '\nNOTES:\n1. Open it:\n  http://a.example.com/\n{{ and more }}\n'

  it.each([
    ['warnings before it', before + service + ingress('a')],
    ['a trial run with notes', head + service + ingress('a') + notes],
  ])('%s are none of the objects', async (_, text) => {
    const { stdout, stderr, code } = await lint(text)
    expect([stdout, code], stderr).toEqual(['', 0])
  })

  it('what is wrong before the notes is told, in its line', async () => {
    const { stdout, code } = await lint(head + service + ingress('a', 'wbe') + notes)
    expect([stdout, code]).toEqual([expect.stringMatching(/no-service .* -:\d+ /), 1])
  })

  it('an error in the place of all objects is none of them either, and no answer', async () => {
    const { stderr, code } = await lint('Error: INSTALLATION FAILED: no chart: x\n')
    expect([stderr, code]).toEqual([expect.stringContaining('not valid YAML'), 2])
  })
})

describe('of GitHub', () => {
  it('no more than are shown are told, the worst first, and how many there are', async () => {
    const all = Array.from({ length: 12 }, (_, i) => ingress(`a${i}`, 'wbe')).join('\n') + ingress('b', 'web', wrong)
    const { stdout } = await lint(service + all, '-o', 'github')
    const lines = stdout.trim().split('\n')
    expect(lines.filter((line) => line.startsWith('::error ')).length).toBe(10)
    expect(lines.filter((line) => line.startsWith('::warning ')).length).toBe(1)
    expect(lines.at(-1)).toBe(
      '::notice title=kubectl tkng lint::12 errors, 1 warning, 0 remarks in all: not every one is shown here',
    )
  })

  it('no name is a command', async () => {
    const name = '"%0A::error,title=x::y::warning::z"'
    const { stdout } = await lint(service + ingress('a', name), '-o', 'github')
    const lines = stdout.trim().split('\n')
    expect(lines.map((line) => /^::error title=([a-z-]+)::/.exec(line)?.[1])).toEqual(['api-refuses', 'no-service'])
    expect(stdout).toContain('%250A')
  })
})
