/** In a pod: its service account answers where nothing else names a server. */
import { describe, expect, it } from 'vitest'
import { settle } from '../../../src/cluster/kubeconfig/settings.js'
import type { KubeFlags } from '../../../src/domain/kube-flags.js'
import { kubeHome, problemOf } from '../../support/cluster/kube-home.js'

const account = { 'sa/token': 'mounted\n', 'sa/ca.crt': 'CA', 'sa/namespace': 'pods\n' }
const service = { KUBERNETES_SERVICE_HOST: '10.96.0.1', KUBERNETES_SERVICE_PORT: '443' }
const kubeconfig = {
  '.kube/config': `current-context: c
clusters: [{name: k, cluster: {server: "https://k"}}]
users: [{name: u, user: {token: tok}}]
contexts: [{name: c, context: {cluster: k, user: u}}, {name: d, context: {cluster: k, user: u, namespace: d}}, {name: gone, context: {cluster: gone, user: u, namespace: d}}]`,
}

async function connection(flags: KubeFlags, files: object = account, env: object = service) {
  const { server, namespace, context, tls, credentials, impersonate } = await settle(
    flags,
    kubeHome({ ...files }, { ...env }).around,
  )
  const { authorization } = await credentials(false, new AbortController().signal)
  return { server: server.href, namespace, context, ca: tls?.ca?.toString(), authorization, impersonate }
}

const mounted = {
  server: 'https://10.96.0.1/',
  namespace: 'pods',
  context: null,
  ca: 'CA',
  authorization: 'Bearer mounted',
  impersonate: [],
}

describe('the account', () => {
  it.each<[string, KubeFlags, object, object, object]>([
    ['alone', {}, account, service, mounted],
    [
      'at an IPv6 address',
      {},
      account,
      { ...service, KUBERNETES_SERVICE_HOST: 'fd00::1' },
      { ...mounted, server: 'https://[fd00::1]/' },
    ],
    [
      'POD_NAMESPACE before the file',
      {},
      account,
      { ...service, POD_NAMESPACE: 'said' },
      { ...mounted, namespace: 'said' },
    ],
    [
      '-n before both',
      { namespace: 'x' },
      account,
      { ...service, POD_NAMESPACE: 'said' },
      { ...mounted, namespace: 'x' },
    ],
    ['without a namespace', {}, { ...account, 'sa/namespace': ' \n' }, service, { ...mounted, namespace: 'default' }],
    ['--token', { token: 'flag' }, account, service, { ...mounted, authorization: 'Bearer flag' }],
    [
      '--certificate-authority',
      { certificateAuthority: 'other' },
      { ...account, other: 'OTHER' },
      service,
      { ...mounted, ca: 'OTHER' },
    ],
    ['--as', { as: 'j' }, account, service, { ...mounted, impersonate: [['Impersonate-User', 'j']] }],
    [
      'without an authority',
      {},
      { 'sa/token': 'mounted', 'sa/namespace': 'pods' },
      service,
      { ...mounted, ca: undefined },
    ],
    [
      'in place of a cluster that is not there',
      { context: 'gone' },
      { ...account, ...kubeconfig },
      service,
      { ...mounted, namespace: 'd' },
    ],
  ])('%s', async (_name, flags, files, env, expected) => {
    expect(await connection(flags, files, env)).toEqual(expected)
  })
})

describe('a kubeconfig in a pod', () => {
  it.each<[string, KubeFlags, object]>([
    ['names the server; the namespace is the pod’s', {}, { server: 'https://k/', namespace: 'pods', context: 'c' }],
    [
      'names the namespace too',
      { context: 'd' },
      { server: 'https://k/', namespace: 'd', authorization: 'Bearer tok' },
    ],
    ['--server without the account', { server: 'https://s' }, { server: 'https://s/', authorization: 'Bearer tok' }],
  ])('%s', async (_name, flags, expected) => {
    expect(await connection(flags, { ...account, ...kubeconfig })).toMatchObject(expected)
  })
})

it.each([
  ['no account is mounted', {}, service],
  ['the token is a folder', { 'sa/token/x': '' }, service],
  ['the service has no port', account, { KUBERNETES_SERVICE_HOST: '10.96.0.1' }],
])('it is no pod where %s', async (_name, files, env) => {
  expect((await problemOf(() => connection({}, files, env))).reason).toBe('no-cluster')
})
