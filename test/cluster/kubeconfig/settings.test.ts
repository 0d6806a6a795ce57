/** From kubeconfig, flags and environment to one connection, as a whole. */
import { describe, expect, it } from 'vitest'
import { settle } from '../../../src/cluster/kubeconfig/settings.js'
import type { Connection } from '../../../src/cluster/wire/connection.js'
import type { KubeFlags } from '../../../src/domain/kube-flags.js'
import { kubeHome } from '../../support/cluster/kube-home.js'

const usual = `
current-context: c
clusters:
- {name: k, cluster: {server: "https://k:6443", certificate-authority-data: Q0E=, tls-server-name: api, disable-compression: true}}
- {name: l, cluster: {server: "https://l/x", insecure-skip-tls-verify: true, proxy-url: "socks5://p:1"}}
- {name: plain, cluster: {server: "localhost:8001"}}
users:
- {name: u, user: {token: tok}}
- {name: cert, user: {client-certificate-data: Q0VSVA==, client-key-data: S0VZ, as: j, as-groups: [a, b]}}
- {name: bare, user: {}}
contexts:
- {name: c, context: {cluster: k, user: u}}
- {name: d, context: {cluster: l, user: cert, namespace: team}}
- {name: plain, context: {cluster: plain, user: gone}}
`

const connection = async (flags: KubeFlags, env = {}, files: Record<string, string> = { '.kube/config': usual }) =>
  shown(await settle(flags, kubeHome(files, env).around))

/** A connection as plain values; the credentials are asked for. */
async function shown({ server, tls, proxy, credentials, ...others }: Connection) {
  const { authorization } = await credentials(false, new AbortController().signal)
  const pems = tls && { ...tls, ca: tls.ca?.toString(), cert: tls.cert?.toString(), key: tls.key?.toString() }
  return { server: server.href, tls: pems, proxy: proxy?.href ?? null, authorization, ...others }
}

describe('a kubeconfig alone', () => {
  it('gives everything', async () => {
    expect(await connection({})).toEqual({
      server: 'https://k:6443/',
      namespace: 'default',
      context: 'c',
      tls: { ca: 'CA', servername: 'api', insecure: false },
      proxy: null,
      authorization: 'Bearer tok',
      impersonate: [],
      compression: false,
      requestTimeoutMs: 0,
    })
  })

  it('in another context', async () => {
    expect(await connection({ context: 'd', requestTimeoutMs: 5000 })).toEqual({
      server: 'https://l/x',
      namespace: 'team',
      context: 'd',
      tls: { cert: 'CERT', key: 'KEY', insecure: true },
      proxy: 'socks5://p:1',
      authorization: undefined,
      impersonate: [
        ['Impersonate-User', 'j'],
        ['Impersonate-Group', 'a'],
        ['Impersonate-Group', 'b'],
      ],
      compression: true,
      requestTimeoutMs: 5000,
    })
  })

  it('without TLS nobody is told who we are', async () => {
    const flags = { context: 'plain', token: 'flag', as: 'j', clientCertificate: '/gone', clientKey: '/gone' }
    expect(await connection(flags)).toMatchObject({
      server: 'http://localhost:8001/',
      tls: null,
      authorization: undefined,
      impersonate: [['Impersonate-User', 'j']],
    })
  })
})

describe('flags', () => {
  it.each<[string, KubeFlags, object]>([
    [
      '--server clears tls-server-name',
      { server: 'https://s' },
      { server: 'https://s/', tls: { ca: 'CA', insecure: false } },
    ],
    ['--tls-server-name', { tlsServerName: 'n' }, { tls: { ca: 'CA', servername: 'n', insecure: false } }],
    ['--insecure-skip-tls-verify', { insecureSkipTlsVerify: true }, { tls: { servername: 'api', insecure: true } }],
    ['--insecure-skip-tls-verify=false', { insecureSkipTlsVerify: false, context: 'd' }, { tls: { insecure: true } }],
    [
      '--certificate-authority',
      { certificateAuthority: 'ca.pem' },
      { tls: { ca: 'FILE', servername: 'api', insecure: false } },
    ],
    [
      '--certificate-authority over insecure',
      { certificateAuthority: 'ca.pem', context: 'd' },
      { tls: { ca: 'FILE', insecure: false } },
    ],
    [
      '--client-certificate and --client-key',
      { clientCertificate: 'ca.pem', clientKey: 'ca.pem', context: 'd' },
      { tls: { cert: 'FILE', key: 'FILE' } },
    ],
    ['--token', { token: 'flag' }, { authorization: 'Bearer flag' }],
    [
      '--username and --password',
      { user: 'bare', username: 'a', password: 'b:c' },
      { authorization: 'Basic YTpiOmM=' },
    ],
    [
      '--cluster and --user',
      { cluster: 'l', user: 'cert' },
      { server: 'https://l/x', context: 'c', authorization: undefined },
    ],
    ['-n over the context', { context: 'd', namespace: 'x' }, { namespace: 'x' }],
    [
      'empty flags are none',
      { context: '', server: '', token: '', namespace: '', user: '' },
      { server: 'https://k:6443/', authorization: 'Bearer tok' },
    ],
    [
      '--as',
      { as: 'i', context: 'd' },
      {
        impersonate: [
          ['Impersonate-User', 'i'],
          ['Impersonate-Group', 'a'],
          ['Impersonate-Group', 'b'],
        ],
      },
    ],
    [
      '--as-group, --as-uid, --as-user-extra',
      { as: 'i', asGroup: ['x', 'y'], asUid: '7', asUserExtra: ['k=1', 'k=a=b', 'none', 'a/b%é=v', '__proto__=p'] },
      {
        impersonate: [
          ['Impersonate-User', 'i'],
          ['Impersonate-Uid', '7'],
          ['Impersonate-Group', 'x'],
          ['Impersonate-Group', 'y'],
          ['Impersonate-Extra-k', '1'],
          ['Impersonate-Extra-k', 'a=b'],
          ['Impersonate-Extra-a%2Fb%25%C3%A9', 'v'],
          ['Impersonate-Extra-__proto__', 'p'],
        ],
      },
    ],
    ['--disable-compression', { context: 'd', disableCompression: true }, { compression: false }],
  ])('%s', async (_name, flags, expected) => {
    expect(await connection(flags, {}, { '.kube/config': usual, 'ca.pem': 'FILE' })).toMatchObject(expected)
  })
})

describe('the environment', () => {
  it('HTTPS_PROXY', async () => {
    expect(await connection({}, { HTTPS_PROXY: 'p:1' })).toMatchObject({ proxy: 'http://p:1/' })
  })

  it('KUBERNETES_MASTER is the last resort', async () => {
    const env = { KUBERNETES_MASTER: 'http://m' }
    expect(await connection({}, env)).toMatchObject({ server: 'https://k:6443/' })
    expect(await connection({}, env, {})).toMatchObject({ server: 'http://m/', context: null })
  })
})
