/** Credential plugins: what they are told, what they may answer, and that none of them can hold us up. */
import { describe, expect, it } from 'vitest'
import { credentialsFromPlugin } from '../../src/cluster/credentials/exec-plugin.js'
import type { ClusterEntry, ExecSettings } from '../../src/cluster/kubeconfig/types.js'
import { type KubeHome, kubeHome, problemOf } from '../support/cluster/kube-home.js'

const apiVersion = 'client.authentication.k8s.io/v1'
const cluster: ClusterEntry = { name: 'k', skipTLSVerify: false, disableCompression: false }

/** A plugin that is a line of JavaScript. */
const node = (script: string, more: Partial<ExecSettings> = {}): ExecSettings => ({
  command: process.execPath,
  args: ['-e', script],
  env: [],
  apiVersion,
  provideClusterInfo: false,
  interactiveMode: 'Never',
  ...more,
})
const writes = (text: string) => node(`process.stdout.write(${JSON.stringify(text)})`)
const credential = (status: unknown) => ({ apiVersion, kind: 'ExecCredential', status })
const answers = (status: unknown) => writes(JSON.stringify(credential(status)))

const run = async (settings: ExecSettings, { around }: KubeHome = kubeHome(), entry = cluster, ca?: Buffer) =>
  credentialsFromPlugin(settings, { entry, server: 'https://k:6443', ca }, around, around.signal)

interface Telling {
  readonly settings?: Partial<ExecSettings>
  readonly home?: KubeHome
  readonly entry?: ClusterEntry
  readonly ca?: Buffer
}

/** What a plugin finds in a variable: it gives it back as its token. */
async function told(variable: string, { settings, home, entry, ca }: Telling = {}): Promise<string> {
  const status = `{token: process.env.${variable}}`
  const script = `console.log(JSON.stringify({apiVersion: '${apiVersion}', kind: 'ExecCredential', status: ${status}}))`
  const { authorization = '' } = await run(node(script, settings), home, entry, ca)
  return authorization.replace('Bearer ', '')
}

describe('what it is told', () => {
  const info = async (telling?: Telling) => JSON.parse(await told('KUBERNETES_EXEC_INFO', telling))

  it('the version, and that nobody can be asked', async () => {
    expect(await info()).toEqual({ kind: 'ExecCredential', apiVersion, spec: { interactive: false } })
  })

  it('the cluster, where it wants to know', async () => {
    const entry: ClusterEntry = {
      ...cluster,
      tlsServerName: 'api',
      skipTLSVerify: true,
      disableCompression: true,
      proxyUrl: 'http://p',
      execConfig: { audience: 'x' },
    }
    expect((await info({ settings: { provideClusterInfo: true }, entry, ca: Buffer.from('CA') })).spec.cluster).toEqual(
      {
        server: 'https://k:6443',
        'tls-server-name': 'api',
        'insecure-skip-tls-verify': true,
        'certificate-authority-data': 'Q0E=',
        'proxy-url': 'http://p',
        'disable-compression': true,
        config: { audience: 'x' },
      },
    )
    expect((await info({ settings: { provideClusterInfo: true } })).spec.cluster).toEqual({
      server: 'https://k:6443',
      config: null,
    })
  })

  it('our variables and its own, which win', async () => {
    const home = kubeHome({}, { OURS: 'ours', BOTH: 'ours' })
    const env = [
      { name: 'OWN', value: 'own' },
      { name: 'BOTH', value: 'own' },
    ]
    expect(await told('OURS', { settings: { env }, home })).toBe('ours')
    expect(await told('OWN', { settings: { env }, home })).toBe('own')
    expect(await told('BOTH', { settings: { env }, home })).toBe('own')
  })

  it.each([
    ['a link', 'console.error("open https://login")', ['open https://login']],
    ['lines', 'process.stderr.write("a\\r\\nb\\rc\\n")', ['a', 'b', 'c']],
    ['a question', 'process.stderr.write("Code: "); setTimeout(() => {}, 1e6)', ['Code: ']],
    ['a letter in two', 'const l = Buffer.from("é\\n"); for (const b of l) process.stderr.write(Buffer.of(b))', ['é']],
    [
      'a key',
      'for (const l of ["-----BEGIN PRIVATE KEY-----", "MIIE", "-----END PRIVATE KEY-----"]) console.error(l)',
      ['-----BEGIN PRIVATE KEY<masked>'],
    ],
    ['no end', 'process.stderr.write("x".repeat(1e5))', ['x'.repeat(60_000), expect.stringContaining('is not shown')]],
  ])('it says to the person: %s', async (_name, script, expected) => {
    const stop = new AbortController()
    const { around } = kubeHome()
    const said: string[] = []
    const warn = (line: string) => {
      said.push(line)
      if (said.length === expected.length) stop.abort()
    }
    const about = { entry: cluster, server: 'https://k', ca: undefined }
    await problemOf(() => credentialsFromPlugin(node(script), about, { ...around, warn }, stop.signal))
    expect(said).toEqual(expected)
  })

  it('Always needs a terminal', async () => {
    expect(await problemOf(() => run({ ...answers({ token: 't' }), interactiveMode: 'Always' }))).toMatchObject({
      facts: { detail: 'it must ask you something, and standard input is not a terminal' },
    })
  })
})

describe('what it answers', () => {
  it.each([
    ['a token', answers({ token: 't' }), { authorization: 'Bearer t' }],
    ['a certificate', answers({ clientCertificateData: 'C', clientKeyData: 'K' }), { cert: 'C', key: 'K' }],
    [
      'both',
      answers({ token: 't', clientCertificateData: 'C', clientKeyData: 'K' }),
      { authorization: 'Bearer t', cert: 'C', key: 'K' },
    ],
    [
      'an expired token',
      answers({ token: 't', expirationTimestamp: '2020-01-01T00:00:00Z' }),
      { authorization: 'Bearer t' },
    ],
    [
      'YAML',
      writes(`apiVersion: ${apiVersion}\nkind: ExecCredential\nstatus: {token: t}`),
      { authorization: 'Bearer t' },
    ],
    ['nothing', writes(''), 'its output is not an ExecCredential in JSON or YAML'],
    [
      'a JSON cut short',
      writes(JSON.stringify(credential({ token: 't' })).slice(0, -1)),
      'its output is not an ExecCredential in JSON or YAML',
    ],
    ['a list', writes('[]'), 'its output is not an ExecCredential in JSON or YAML'],
    [
      'another version',
      writes('{"kind":"ExecCredential","apiVersion":"x"}'),
      `its output has apiVersion x, and ${apiVersion} was asked for`,
    ],
    ['no status', answers(null), 'its output has no status'],
    ['an empty status', answers({}), 'it gave neither a token nor a certificate with its key'],
    ['half a pair', answers({ token: 't', clientKeyData: 'K' }), 'it gave only one of certificate and key'],
    ['a number', answers({ token: 1 }), 'its token, certificate or key is not a text'],
    ['no time', answers({ token: 't', expirationTimestamp: 'soon' }), 'its expirationTimestamp is not a time'],
    ['a failure', node('process.exit(3)'), 'it ended with exit code 3'],
    ['a death', node('process.kill(process.pid, "SIGKILL")'), 'it was ended by SIGKILL'],
    ['without end', node('setInterval(() => process.stdout.write("x".repeat(65536)), 0)'), 'it writes without end'],
  ])('%s', async (_name, settings, expected) => {
    if (typeof expected !== 'string') expect(await run(settings)).toEqual(expected)
    else
      expect(await problemOf(() => run(settings))).toEqual({
        reason: 'exec-plugin',
        facts: { command: process.execPath, detail: expected },
      })
  })
})

describe.skipIf(process.platform === 'win32')('how it is found', () => {
  const named = (command: string) => node('', { command, installHint: 'get it' })

  it.each([
    ['a name that is not on PATH', 'nope', 'there is no such program'],
    ['a path that leads nowhere', '/nope/x', 'there is no such program'],
    ['a file that is no program', `${process.cwd()}/package.json`, 'it may not be executed'],
  ])('%s', async (_name, command, detail) => {
    expect(await problemOf(() => run(named(command)))).toEqual({
      reason: 'exec-plugin',
      facts: { command, detail, installHint: 'get it' },
    })
  })

  it('on our PATH, in its order; relative folders do not count', async () => {
    const script = (token: string) =>
      `#!/bin/sh\necho '{"apiVersion":"${apiVersion}","kind":"ExecCredential","status":{"token":"${token}"}}'`
    const files = {
      'a/my-plugin/x': '',
      'b/my-plugin': script('b'),
      'c/my-plugin': script('c'),
      'my-plugin': script('here'),
    }
    const home = kubeHome(files, { PATH: '.::a:$HOME/a:$HOME/b:$HOME/c:/usr/bin:/bin' })
    expect(await run(named('my-plugin'), home)).toEqual({ authorization: 'Bearer b' })
  })
})

it('an interrupt ends it', async () => {
  const stop = new AbortController()
  const { around } = kubeHome()
  const waits = node('console.error("ready"); setInterval(() => {}, 1000)')
  const ended = problemOf(() =>
    credentialsFromPlugin(
      waits,
      { entry: cluster, server: 'https://k', ca: undefined },
      { ...around, warn: () => stop.abort() },
      stop.signal,
    ),
  )
  expect((await ended).reason).toBe('interrupted')
})
