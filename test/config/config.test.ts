/** Preferences as a person meets them: where they come from, what wins, and what they leave alone. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { findConfig } from '../../src/config/read.js'
import { session } from '../support/program/session.js'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tkng-config-'))
})

const file = (text: string, path = '.config/tkng/config.yaml') => {
  mkdirSync(dirname(join(home, path)), { recursive: true })
  writeFileSync(join(home, path), `apiVersion: tkng.dev/v1\n${text}\n`)
  return join(home, path)
}
const kubeconfig = (current: string) =>
  file(`current-context: ${current}`, '.kube/config') &&
  writeFileSync(
    join(home, '.kube/config'),
    JSON.stringify({
      'current-context': current,
      contexts: ['a', 'b'].map((name) => ({ name, context: { cluster: 'c', user: 'u' } })),
      clusters: [{ name: 'c', cluster: { server: 'http://127.0.0.1:1' } }],
    }),
  )
interface More {
  readonly env?: Readonly<Record<string, string>>
  readonly columns?: number
}
const tkng = (line: string, { env = {}, columns = 300 }: More = {}) =>
  session(line.split(' ').filter(Boolean), { env: { HOME: home, ...env }, cwd: home, columns })
const head = async (line: string, more: More = {}) => {
  const { stdout, stderr, code } = await tkng(`${line} --from demo --color never`, more)
  if (code !== 0) throw new Error(stderr)
  return stdout.split('\n')[0]?.trim()
}
const usual = 'NAMESPACE   INGRESS NAME   HOST+PATH   ADDRESSES      TLS   SERVICE   SERVICE PORT   ENDPOINTS'

describe('output and columns', () => {
  it.each([
    ['output: json', 'ingresses', '{'],
    ['output: json', 'ingresses -o table', usual],
    ['output: json', 'ing', '{'],
    ['output: name', 'backends', '['],
    ['output: name', 'backends -o table', /^NAME +SERVICE/],
    ['output: name', 'conf', /./],
    ['output: name', 'info', /^deployment\/ingress-controller/],
    ['columns: {ingresses: [service, tls]}', 'ingresses', 'SERVICE   TLS'],
    ['columns: {ingresses: [service, tls]}', 'ingresses --columns tls', 'TLS'],
    ['columns: {ingresses: [service, tls]}', 'ingresses -o wide', /^NAMESPACE.*AGE/],
    ['columns: {ingresses: [service, tls]}', 'ingresses -o json', '{'],
    ['columns: {ingresses: [service, tls]}\n  output: json', 'ingresses', '{'],
    ['columns: {ingresses: [controller]}', 'ingresses', 'CONTROLLER'],
    ['columns: {status: [node]}', 'ingresses', usual],
    ['columns: {backends: [name]}', 'backends', '['],
    ['columns: {backends: [name]}', 'backends -o table', 'NAME'],
  ])('%s: %s', async (settings, line, wanted) => {
    file(`defaults:\n  ${settings}`)
    expect(await head(line)).toMatch(
      typeof wanted === 'string' ? new RegExp(`^${wanted.replaceAll(/[+{[]/g, '\\$&')}$`) : wanted,
    )
  })

  it('of the file change nothing in a pipe: a script does not know of it', async () => {
    file('defaults: {output: json, columns: {ingresses: [tls]}}')
    const { stdout } = await session(['ingresses', '--from', 'demo'], { env: { HOME: home } })
    expect(stdout).toBe((await session(['ingresses', '--from', 'demo'])).stdout)
    const own = await session(['ingresses', '--from', 'demo'], { env: { HOME: home, TKNG_OUTPUT: 'json' } })
    expect(own.stdout).toMatch(/^\{/)
  })
})

describe('what wins', () => {
  it.each([
    ['', {}, usual],
    ['defaults: {output: json}', {}, '{'],
    ['defaults: {output: json}', { TKNG_OUTPUT: 'table' }, usual],
    ['defaults: {output: json}', { TKNG_OUTPUT: '' }, '{'],
    ['defaults: {output: json}', { TKNG_CONFIG: '/dev/null' }, usual],
  ])('%s %j', async (text, env, wanted) => {
    file(text)
    expect(await head('ingresses', { env: env as Record<string, string> })).toBe(wanted)
  })

  it('the context that kubeconfig and flags select, over the defaults; a file as source has none', async () => {
    file('defaults: {output: wide}\ncontexts: {a: {output: name}, b: {columns: {ps: [pid]}}}')
    kubeconfig('a')
    const output = async (line: string) => {
      const { stdout } = await tkng(`config view ${line} -o json`)
      return JSON.parse(stdout).items.find(({ setting }: { setting: string }) => setting === 'output').value
    }
    expect(await output('')).toBe('name')
    expect(await output('--context b')).toBe('wide')
    expect(await output('--kubeconfig /not/there')).toBe('wide')
    expect(await head('ingresses')).toMatch(/AGE/)
    kubeconfig('b')
    expect(await output('')).toBe('wide')
    expect(await output('--context a')).toBe('name')
  })
})

describe('controller', () => {
  // Nothing answers at the address: the question is only whether the command line is complete.
  const chosen = async (line: string, env: Record<string, string> = {}) => (await tkng(line, { env })).stderr
  it('is the one where none is said', async () => {
    expect((await tkng('backends --from demo --controller nope', {})).stderr).toContain('controller nope not found')
    file('defaults: {controller: nope}')
    expect(await chosen('backends --from demo')).toBe('')
    expect(await chosen('ps --from demo', { TKNG_CONTROLLER: 'a/b/c' })).toBe(
      'error: invalid TKNG_CONTROLLER "a/b/c" (it is NAME or NAMESPACE/NAME)\n',
    )
  })
})

describe('trouble', () => {
  it.each([
    ['ingresses --from demo', 2],
    ['config view', 2],
    ['config path', 0],
    ['capture --from demo -o -', 0],
    ['completion bash', 0],
    ['__complete -- ing', 0],
    ['--help', 0],
    ['--version', 0],
  ])('a broken file stops only what heeds it: %s', async (line, code) => {
    const path = file('defaults: {outptu: x}')
    const { stderr, code: got } = await tkng(line)
    expect(got).toBe(code)
    if (code === 2) expect(stderr).toBe(`error: ${path}:2:12: unknown key "outptu" in defaults: did you mean output?\n`)
  })

  it.each([
    [
      { TKNG_CONFIG: 'not-there.yaml' },
      /^error: config file \/.*\/not-there\.yaml does not exist \(check TKNG_CONFIG\)\n$/,
    ],
    [{ TKNG_CONFIG: '.' }, /^error: cannot read config file \/.*: it is a folder\n$/],
    [
      { TKNG_OUTPUT: 'tabel' },
      /^error: invalid value "tabel" for TKNG_OUTPUT: did you mean table\? \(it is one of table, .*\)\n$/,
    ],
  ])('%j', async (env, message) => {
    const { stdout, stderr, code } = await tkng('ingresses --from demo', { env })
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 })
    expect(stderr).toMatch(message)
  })
})

describe('config', () => {
  it('view shows each setting with its origin', async () => {
    const path = file('defaults: {output: json, columns: {ps: [pid]}}')
    const { stdout, stderr, code } = await tkng('config view --color never', { env: { TKNG_CONTROLLER: 'edge/proxy' } })
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['SETTING', 'VALUE', 'ORIGIN'],
      ['columns.ps', 'pid', `${path}:2`],
      ['controller', 'edge/proxy', 'TKNG_CONTROLLER'],
      ['output', 'json', `${path}:2`],
      [''],
    ])
  })

  it('path says where the file is, or would be', async () => {
    const path = join(home, '.config/tkng/config.yaml')
    expect(await tkng('config path')).toEqual({
      stdout: `${path}\n`,
      stderr: 'note: there is no such file yet\n',
      code: 0,
    })
    file('')
    expect(await tkng('config path')).toEqual({ stdout: `${path}\n`, stderr: '', code: 0 })
    expect((await session(['config', 'path'])).stderr).toBe(
      'error: no home folder is known (set HOME or TKNG_CONFIG)\n',
    )
  })

  it.each([
    [{ HOME: '/h' }, 'linux', '/h/.config/tkng/config.yaml'],
    [{ HOME: '/h', XDG_CONFIG_HOME: '/x' }, 'linux', '/x/tkng/config.yaml'],
    [{ HOME: '/h', XDG_CONFIG_HOME: '' }, 'darwin', '/h/.config/tkng/config.yaml'],
    [{ USERPROFILE: '/h', APPDATA: '/a' }, 'win32', '/a/tkng/config.yaml'],
    [{ HOME: '/h', TKNG_CONFIG: 'my.yaml' }, 'linux', '/here/my.yaml'],
    [{ HOME: '/h', TKNG_CONFIG: '/my.yaml' }, 'win32', '/my.yaml'],
    [{}, 'linux', undefined],
  ])('%j on %s: %s', (env, platform, path) => {
    expect(findConfig({ env, platform, cwd: '/here' })?.path).toBe(path)
  })

  it.each([
    ['config', 'missing required argument'],
    ['config vew', 'did you mean view?'],
    ['config view more', 'too many arguments'],
  ])('%s', async (line, message) => {
    const { stderr, code } = await tkng(line)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})
