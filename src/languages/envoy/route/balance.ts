/** Over which endpoints a cluster balances: health, and what happens where too few are healthy. */
import type { Cluster, Endpoint, EnvoyConfig, Locality } from '../config/types.js'

export interface Balanced {
  /** endpoints that may be asked */
  readonly asked: readonly Endpoint[]
  /** too few are healthy: all are asked, those that are not, too */
  readonly isPanic: boolean
  /** null: which endpoints there are is not told */
  readonly all: readonly Endpoint[] | null
}

export function balance(cluster: Cluster, endpoints: EnvoyConfig['endpoints']): Balanced {
  const localities = endpoints.get(cluster.endpointName) ?? cluster.localities
  if (localities === null)
    return { asked: [], isPanic: false, all: cluster.type === 'EDS' && endpoints.size > 0 ? [] : null }
  const all = localities.flatMap((one) => one.endpoints)
  const first = firstPriority(localities)
  const inUse = localities.filter(({ priority }) => priority === first)
  const hosts = inUse.flatMap((one) => one.endpoints)
  const healthy = hosts.filter(({ isHealthy }) => isHealthy).length
  const isPanic = hosts.length > 0 && (100 * healthy) / hosts.length < cluster.panicThreshold
  const mayBeAsked = ({ isHealthy }: Endpoint) => (isPanic ? !cluster.failsInPanic : isHealthy)
  return { asked: withShare(inUse, mayBeAsked), isPanic, all }
}

/** The lowest that has a healthy host, else the lowest. */
function firstPriority(localities: readonly Locality[]): number {
  const order = [...new Set(localities.map(({ priority }) => priority))].sort((a, b) => a - b)
  const isAlive = (wanted: number) =>
    localities.some(({ priority, endpoints }) => priority === wanted && endpoints.some(({ isHealthy }) => isHealthy))
  return order.find(isAlive) ?? order[0] ?? 0
}

/** Where some of the localities have a weight, the others have no share (the dump writes 0 for none). */
function withShare(localities: readonly Locality[], mayBeAsked: (endpoint: Endpoint) => boolean): readonly Endpoint[] {
  const alive = localities
    .map(({ weight, endpoints }) => ({ weight: weight ?? 0, endpoints: endpoints.filter(mayBeAsked) }))
    .filter(({ endpoints }) => endpoints.length > 0)
  const byWeight = alive.some(({ weight }) => weight > 0)
  return alive.flatMap(({ weight, endpoints }) => (byWeight && weight === 0 ? [] : endpoints))
}
