/** TCP and UDP services: the proxy cannot be asked for them, so they are what the plan makes of the ConfigMaps. */

import type { Backend } from '../../../domain/controllers/replica-facts.js'
import type { Gap } from '../../../domain/gap.js'
import { look } from '../../../domain/look.js'
import { inventoryOf } from '../../../domain/objects/inventory.js'
import type { ClusterReader } from '../../../domain/ports.js'
import { type StreamEntry, streamEntries } from '../model/streams.js'
import { policyOf } from '../workload/policy.js'
import type { NginxReplica } from '../workload/settings.js'

/** In the shape of the controller's own entries, with `source: "api"`. */
export async function streamServices(
  replica: NginxReplica,
  cluster: ClusterReader,
): Promise<{ readonly backends: readonly Backend[]; readonly gaps: readonly Gap[] }> {
  const { tcpServices, udpServices } = replica.settings
  const names = [tcpServices, udpServices].filter((one) => one !== null)
  if (names.length === 0) return { backends: [], gaps: [] }
  const configMaps = await look(cluster, 'ConfigMap', names)
  const entriesWith = (inventory: ReturnType<typeof inventoryOf>) =>
    streamEntries(replica, { inventory, configMapOf: configMaps.of }, policyOf(replica, undefined))
  const nothing = { items: [], coverage: 'all', gaps: [] } as const
  const without = { ingresses: nothing, classes: nothing, services: nothing, slices: nothing }
  const namespaces = new Set(entriesWith(inventoryOf(without)).flatMap(({ service }) => service?.namespace ?? []))
  const answers = await Promise.all(
    [...namespaces].map(async (namespace) => {
      const scope = { namespace }
      const [services, slices] = await Promise.all([
        cluster.list('Service', { scope }),
        cluster.list('EndpointSlice', { scope }),
      ])
      const inventory = inventoryOf({ ...without, services, slices })
      const own = entriesWith(inventory).filter(({ service }) => service?.namespace === namespace)
      return { backends: own.flatMap(backendOf), gaps: inventory.gaps }
    }),
  )
  return {
    backends: answers.flatMap(({ backends }) => backends),
    gaps: [...configMaps.listing.gaps, ...answers.flatMap(({ gaps }) => gaps)],
  }
}

function backendOf({ upstream, service, found }: StreamEntry): Backend[] {
  if (upstream === null || service === null) return []
  const endpoints = (found?.endpoints ?? []).map((one) => {
    const colon = one.lastIndexOf(':')
    return { address: one.slice(0, colon), port: one.slice(colon + 1) }
  })
  return [
    {
      name: upstream,
      service: { metadata: { namespace: service.namespace, name: service.service } },
      port: service.port,
      ...(endpoints.length > 0 ? { endpoints } : {}),
      source: 'api',
    },
  ]
}
