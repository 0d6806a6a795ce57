/** TCP and UDP services: the proxy cannot be asked for them, so they are computed from the ConfigMaps that define them. */

import type { Backend } from '../../../domain/controllers/observation.js'
import { inventoryOf } from '../../../domain/objects/inventory.js'
import type { NamespacedName } from '../../../domain/objects/ref.js'
import type { ClusterReader, Gap, Listing } from '../../../domain/ports.js'
import { resolveService } from '../../../domain/routes/resolve-service.js'
import type { Settings } from '../workload/settings.js'

interface StreamRule {
  readonly protocol: 'tcp' | 'udp'
  readonly service: NamespacedName
  readonly port: number | string
}

/**
 * In the shape of the controller's own entries, with `source: "api"`.
 * https://kubernetes.github.io/ingress-nginx/user-guide/exposing-tcp-udp-services/
 */
export async function streamServices(
  cluster: ClusterReader,
  { tcpServices, udpServices }: Pick<Settings, 'tcpServices' | 'udpServices'>,
): Promise<{ readonly backends: readonly Backend[]; readonly gaps: readonly Gap[] }> {
  const [tcp, udp] = await Promise.all([rulesOf(cluster, 'tcp', tcpServices), rulesOf(cluster, 'udp', udpServices)])
  const rules = [...tcp.rules, ...udp.rules]
  const namespaces = [...new Set(rules.map(({ service }) => service.namespace))]
  const answers = await Promise.all(namespaces.map((namespace) => backendsIn(cluster, namespace, rules)))
  return {
    backends: answers.flatMap(({ backends }) => backends),
    gaps: [...tcp.gaps, ...udp.gaps, ...answers.flatMap(({ gaps }) => gaps)],
  }
}

async function rulesOf(cluster: ClusterReader, protocol: 'tcp' | 'udp', configMap: NamespacedName | null) {
  if (configMap === null) return { rules: [], gaps: [] }
  const { namespace, name } = configMap
  const { items, gaps } = await cluster.list('ConfigMap', { scope: { namespace }, names: [name] })
  const rules = items.flatMap(({ data }) => Object.values(data ?? {}).flatMap((value) => ruleOf(protocol, value)))
  return { rules, gaps }
}

/** `NAMESPACE/SERVICE:PORT`, and after two more colons the word PROXY. */
function ruleOf(protocol: 'tcp' | 'udp', value: string): StreamRule[] {
  const [, namespace, name, port] = /^\s*([^/:\s]+)\/([^/:\s]+):([^:\s]+)/.exec(value) ?? []
  if (!namespace || !name || !port) return []
  return [{ protocol, service: { namespace, name }, port: /^\d+$/.test(port) ? Number(port) : port }]
}

async function backendsIn(cluster: ClusterReader, namespace: string, rules: readonly StreamRule[]) {
  const scope = { namespace }
  const nothing: Listing<'Ingress'> & Listing<'IngressClass'> = { items: [], coverage: 'all', gaps: [] }
  const [services, slices] = await Promise.all([
    cluster.list('Service', { scope }),
    cluster.list('EndpointSlice', { scope }),
  ])
  const inventory = inventoryOf({ ingresses: nothing, classes: nothing, services, slices })
  const own = rules.filter(({ service }) => service.namespace === namespace)
  return {
    gaps: inventory.gaps,
    backends: own.map(({ protocol, service, port }): Backend => {
      const { items } = resolveService(inventory, service, port, protocol === 'udp' ? 'UDP' : 'TCP')
      const ready = items.filter((item) => item.ready)
      return {
        name: `${protocol}-${service.namespace}-${service.name}-${port}`,
        service: { metadata: { namespace: service.namespace, name: service.name } },
        port,
        ...(ready.length > 0
          ? { endpoints: ready.map(({ address, port }) => ({ address, port: String(port ?? '') })) }
          : {}),
        source: 'api',
      }
    }),
  }
}
