/** Objects are read and pods are looked into as one user, over one connection where that is free. */
import { describe, expect, it } from 'vitest'
import { connectServer } from '../../../src/cluster/connect.js'
import { createPodAccess } from '../../../src/cluster/pods/pod-access.js'
import { kubelet } from '../../support/cluster/fake-kubelet.js'
import { kubeHome } from '../../support/cluster/kube-home.js'
import { startApi } from '../../support/cluster/open-cluster.js'
import { textOf, web } from '../../support/cluster/open-pods.js'

describe('a live cluster', () => {
  it('is read and looked into as one user, over one connection where that is free', async () => {
    const api = await startApi({
      tls: 'server',
      upgrade: kubelet(async ({ send, exit }) => {
        await send(1, 'events {}\n')
        await exit(0)
      }),
    })
    const { around } = kubeHome({ '.kube/config': api.kubeconfig() })
    const { newReader, server, transport } = await connectServer(
      {},
      { ...around, userAgent: 'kubectl-tkng/1.2.3', showBody: async () => () => null },
    )
    const reader = newReader()
    const pods = createPodAccess(server, transport)
    expect(api.connections()).toBe(0)
    await reader.list('IngressClass', { scope: reader.scope })
    const { stdout, exit } = await pods.exec(web, ['cat', '/etc/nginx/nginx.conf'])
    expect(await textOf(stdout)).toBe('events {}\n')
    expect(await exit).toBe(0)
    expect(api.connections()).toBe(1)
    expect(api.requests.map(({ peer, headers }) => [peer, headers['user-agent']])).toEqual([
      ['ann', 'kubectl-tkng/1.2.3'],
      ['ann', 'kubectl-tkng/1.2.3'],
    ])
  })
})
