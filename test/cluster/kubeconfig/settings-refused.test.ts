/** Settings that lead to no connection: which problem, with which facts. */
import { describe, expect, it } from 'vitest'
import { settle } from '../../../src/cluster/kubeconfig/settings.js'
import type { KubeFlags } from '../../../src/domain/kube-flags.js'
import { kubeHome, problemOf } from '../../support/cluster/kube-home.js'

const kubeconfig = `
current-context: c
clusters: [{name: k, cluster: {server: "https://k:6443"}}, {name: none, cluster: {}}]
users: [{name: u, user: {token: tok}}, {name: bare, user: {}}]
contexts:
- {name: c, context: {cluster: k, user: u}}
- {name: gone, context: {cluster: gone, user: u}}
- {name: empty, context: {cluster: none, user: u}}
- {name: bare, context: {cluster: k, user: bare}}
- {name: nouser, context: {cluster: k, user: gone}}
- {name: anyone, context: {cluster: k}}
- {name: nocluster, context: {user: u}}
`

describe('what is refused', () => {
  it.each<[string, KubeFlags, object]>([
    ['a context that is not there', { context: 'x' }, { reason: 'context-missing', facts: { context: 'x' } }],
    ['a cluster that is not there', { cluster: 'x' }, { reason: 'cluster-missing', facts: { cluster: 'x' } }],
    ['a user that is not there', { user: 'x' }, { reason: 'user-missing', facts: { user: 'x' } }],
    [
      'a context whose cluster is not there',
      { context: 'gone' },
      { reason: 'cluster-missing', facts: { cluster: 'gone' } },
    ],
    ['a context whose user is not there', { context: 'nouser' }, { reason: 'user-missing', facts: { user: 'gone' } }],
    [
      'a context without a cluster',
      { context: 'nocluster' },
      { reason: 'invalid-setting', facts: { setting: 'context "nocluster"' } },
    ],
    [
      'a cluster without a server',
      { context: 'empty' },
      { reason: 'invalid-setting', facts: { setting: 'cluster "none"' } },
    ],
    [
      'a user without credentials',
      { context: 'bare' },
      {
        reason: 'no-credentials',
        facts: { server: 'https://k:6443', detail: 'user "bare" of the kubeconfig has none' },
      },
    ],
    [
      'a context without a user',
      { context: 'anyone' },
      { reason: 'no-credentials', facts: { detail: 'context "anyone" names no user' } },
    ],
    [
      'a password without a username',
      { context: 'bare', password: 'p' },
      { reason: 'no-credentials', facts: { detail: 'there is a password, but no username' } },
    ],
    ['a namespace with a slash', { namespace: 'a/b' }, { reason: 'invalid-setting', facts: { setting: 'namespace' } }],
    ['a namespace that is a dot', { namespace: '.' }, { reason: 'invalid-setting' }],
    [
      'an authority that is not there',
      { certificateAuthority: 'x' },
      { reason: 'credentials-file', facts: { what: 'certificate authority', detail: 'it does not exist' } },
    ],
    ['both trusts by flag', { certificateAuthority: 'x', insecureSkipTlsVerify: true }, { reason: 'invalid-setting' }],
    ['a group without a user', { asGroup: ['g'] }, { reason: 'invalid-setting', facts: { setting: 'user "u"' } }],
  ])('%s', async (_name, flags, expected) => {
    expect(await problemOf(() => settle(flags, kubeHome({ '.kube/config': kubeconfig }).around))).toMatchObject(
      expected,
    )
  })

  it('no cluster at all, with where it was looked for', async () => {
    const home = kubeHome()
    expect(await problemOf(() => settle({}, home.around))).toEqual({
      reason: 'no-cluster',
      facts: { looked: [home.path('.kube/config'), "the pod's service account"] },
    })
  })

  it('clusters, but no current-context', async () => {
    const home = kubeHome({ k: kubeconfig.replace('current-context: c', '') })
    expect(await problemOf(() => settle({ kubeconfig: 'k' }, home.around))).toMatchObject({
      facts: { looked: ['k (which has no current-context)', "the pod's service account"] },
    })
  })
})
