/** Every recorded route beside what the real controller held in its backends at that moment. */

import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { nameOf } from '../../src/domain/objects/ref.js'
import { resolveRoutes } from '../../src/domain/routes/resolve-routes.js'
import type { Route, RouteBackend } from '../../src/domain/routes/route.js'
import { gatherRoutes } from '../../src/questions/routes/gather.js'
import { memoryCluster } from '../support/cluster/memory-cluster.js'
import { recordedJson, recordedObjects, recording } from '../support/recorded/recordings.js'

interface Upstream {
  readonly name: string
  readonly endpoints?: readonly { address: string; port: string }[]
}

async function recordedRoutes(cluster: string): Promise<Route[]> {
  const reader = memoryCluster({ objects: recordedObjects(cluster) })
  return resolveRoutes(await gatherRoutes(reader, { scope: 'all-namespaces' }))
}

/** Endpoints by upstream name; replicas may hold the same upstream several times, so their union counts. */
function recordedUpstreams(cluster: string): Map<string, Set<string>> {
  const upstreams = new Map<string, Set<string>>()
  for (const pod of readdirSync(recording(cluster, 'pods')))
    for (const { name, endpoints } of recordedJson<Upstream[]>(cluster, 'pods', pod, 'configuration_backends.body')) {
      const known = upstreams.get(name) ?? new Set()
      for (const { address, port } of endpoints ?? []) known.add(`${address}:${port}`)
      upstreams.set(name, known)
    }
  return upstreams
}

function upstreamName({ service }: RouteBackend): string | null {
  return service && `${service.namespace}-${service.name}-${service.port}`
}

function readyAddresses({ endpoints }: RouteBackend): string[] {
  return endpoints.items.filter(({ ready }) => ready).map(({ address, port }) => `${address}:${port}`)
}

/** Where the controller departs from the API, by its own rules: upstream → what the API says, and why theirs differs. */
const departures: Readonly<
  Record<string, { readonly state: string; readonly ready: readonly string[]; readonly why: string }>
> = {
  'legacy-ext-dns-80': { state: 'external-name', ready: [], why: 'resolved by the proxy itself' },
  'legacy-ext-nodns-80': { state: 'external-name', ready: [], why: 'resolved by the proxy itself' },
  'legacy-ext-ip-80': { state: 'external-name', ready: [], why: 'resolved by the proxy itself' },
  'legacy-ext-noports-8080': { state: 'external-name', ready: [], why: 'resolved by the proxy itself' },
  'legacy-ext-noports-http': { state: 'external-name', ready: [], why: 'resolved by the proxy itself' },
  'legacy-manual-80': {
    state: 'ok',
    ready: ['10.244.250.10:8080', '10.244.250.11:8080', '10.244.250.14:9090'],
    why: 'a slice whose name does not begin with the name of its Service is invisible to the controller',
  },
  'legacy-hiddenslice-80': {
    state: 'ok',
    ready: ['10.244.250.10:8080'],
    why: 'a slice whose name does not begin with the name of its Service is invisible to the controller',
  },
  'shop-multi-8080': {
    state: 'ok',
    ready: ['10.244.0.20:9090'],
    why: 'the controller takes the first port whose targetPort is 8080',
  },
  'shop-web-8080': { state: 'no-port', ready: [], why: 'the controller accepts a targetPort for a port' },
  'team-a-b-c-80': { state: 'ok', ready: ['10.244.0.40:8080'], why: 'two Services share this upstream name' },
}

describe.each(['guide', 'zoo'])('%s', (cluster) => {
  it('resolves every Service backend as the controller did, but where the controller departs from the API', async () => {
    const upstreams = recordedUpstreams(cluster)
    let compared = 0
    for (const { source, backends } of await recordedRoutes(cluster)) {
      const [backend] = backends
      const name = backend ? upstreamName(backend) : null
      const theirs = name === null ? undefined : upstreams.get(name)
      if (backend === undefined || name === null || theirs === undefined) continue
      const departure = departures[name]
      const told = { name, state: backend.endpoints.state, ready: readyAddresses(backend).sort() }
      const state = theirs.size > 0 ? 'ok' : expect.not.stringMatching(/^(ok|unknown)$/)
      const departed = departure && !(name === 'team-a-b-c-80' && source.namespace === 'team-a')
      expect(told).toEqual(
        departed
          ? { name, state: departure.state, ready: departure.ready }
          : { name, state, ready: [...theirs].sort() },
      )
      compared++
    }
    expect(compared).toBe(cluster === 'guide' ? 4 : 240)
  })

  it('names each Ingress that kubectl names', async () => {
    const named = new Set((await recordedRoutes(cluster)).map(({ source }) => nameOf(source)))
    const theirs = recordedObjects(cluster).Ingress as { metadata: { namespace: string; name: string } }[]
    expect([...named].sort()).toEqual(theirs.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).sort())
  })
})
