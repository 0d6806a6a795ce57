/** From a kubeconfig to a cluster: which server is asked, with which trust and as whom. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { connect } from '../../src/cluster/connect.js'
import type { KubeFlags } from '../../src/domain/kube-flags.js'
import type { Problem } from '../../src/domain/problem.js'
import { closeAfterTest, startApi } from '../support/cluster/open-cluster.js'

async function connectWith(kubeconfig: string | null, flags: KubeFlags, env: object = {}) {
  const cwd = mkdtempSync(join(tmpdir(), 'tkng-connect-'))
  closeAfterTest(async () => rmSync(cwd, { recursive: true }))
  const file = join(cwd, 'config')
  if (kubeconfig !== null) writeFileSync(file, kubeconfig)
  const said: string[] = []
  const cluster = await connect(flags, {
    env: { KUBECONFIG: file, HOME: cwd, ...env },
    cwd,
    platform: 'linux',
    stdinIsTTY: false,
    hold: () => () => {},
    stderrIsTTY: false,
    warn: (line) => said.push(line),
    signal: new AbortController().signal,
    userAgent: 'kubectl-tkng/1.2.3',
    showBody: async () => () => null,
  })
  return { cluster, said }
}

describe('connecting', () => {
  it('reads nothing until it is asked; then as the user of the kubeconfig, and as itself', async () => {
    const api = await startApi({ tls: 'server' })
    const { cluster } = await connectWith(api.kubeconfig(), {})
    expect(api.connections()).toBe(0)
    await cluster.list('IngressClass', { scope: cluster.scope })
    expect(api.requests[0]).toMatchObject({ peer: 'ann', headers: { 'user-agent': 'kubectl-tkng/1.2.3' } })
  })

  it.each<[string, KubeFlags, object | string]>([
    ['-A', { allNamespaces: true, namespace: 'blog' }, 'all-namespaces'],
    ['-n', { namespace: 'blog' }, { namespace: 'blog' }],
    ['the context', {}, { namespace: 'shop' }],
  ])('the scope is that of %s', async (_name, flags, scope) => {
    const api = await startApi()
    expect((await connectWith(api.kubeconfig(), flags)).cluster.scope).toEqual(scope)
  })

  it('names the context as its source, or the server where there is none', async () => {
    const api = await startApi()
    expect((await connectWith(api.kubeconfig(), {})).cluster.source).toBe('context "fake"')
    expect((await connectWith(null, { server: api.url })).cluster.source).toBe(`server ${api.url}`)
  })

  it.each([
    ['trusts', 'ca', 'all'],
    ['does not trust', 'foreign-ca', 'tls-unknown-authority'],
  ])('%s a server whose authority the machine knows by %s.pem alone', async (_name, authority, outcome) => {
    const api = await startApi({ tls: 'server' })
    const SSL_CERT_FILE = fileURLToPath(new URL(`../fixtures/tls/${authority}.pem`, import.meta.url))
    const { cluster } = await connectWith(null, { server: api.url, token: 'any' }, { SSL_CERT_FILE })
    const found = await cluster.list('Ingress', { scope: cluster.scope }).then(
      ({ coverage }) => coverage,
      ({ value }: Problem) => value.reason,
    )
    expect(found).toBe(outcome)
  })

  it('says requests on stderr with -v 6', async () => {
    const api = await startApi()
    const { cluster, said } = await connectWith(api.kubeconfig(), { verbosity: 6 })
    await cluster.list('IngressClass', { scope: cluster.scope })
    expect(said).toEqual([expect.stringMatching(/^GET .*ingressclasses\?limit=500 200 OK in/)])
  })
})
