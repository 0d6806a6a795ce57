/** Over which endpoints a cluster balances: health, and what happens where too few are healthy. */
import type { Cluster, Endpoint, EnvoyConfig, Locality } from '../config/types.js'

/** Endpoints that may be asked, in groups that share the requests by their weights. */
export interface Group {
  readonly region: string
  /** of all requests, in percent */
  readonly percent: number
  readonly endpoints: readonly Endpoint[]
}

export interface Balanced {
  readonly groups: readonly Group[]
  /** too few are healthy: all are asked, those that are not, too */
  readonly isPanic: boolean
  /** null: which endpoints there are is not told */
  readonly all: readonly Endpoint[] | null
}

export function balance(cluster: Cluster, endpoints: EnvoyConfig['endpoints']): Balanced {
  const localities = endpoints.get(cluster.endpointName) ?? cluster.localities
  if (localities === null)
    return { groups: [], isPanic: false, all: cluster.type === 'EDS' && endpoints.size > 0 ? [] : null }
  const all = localities.flatMap((one) => one.endpoints)
  const first = firstPriority(localities)
  const inUse = localities.filter(({ priority }) => priority === first)
  const hosts = inUse.flatMap((one) => one.endpoints)
  const healthy = hosts.filter(({ isHealthy }) => isHealthy).length
  const isPanic = hosts.length > 0 && (100 * healthy) / hosts.length < cluster.panicThreshold
  const asked = ({ isHealthy }: Endpoint) => (isPanic ? !cluster.failsInPanic : isHealthy)
  return { groups: grouped(inUse, asked), isPanic, all }
}

/** The lowest that has a healthy host, else the lowest. */
function firstPriority(localities: readonly Locality[]): number {
  const order = [...new Set(localities.map(({ priority }) => priority))].sort((a, b) => a - b)
  const isAlive = (wanted: number) =>
    localities.some(({ priority, endpoints }) => priority === wanted && endpoints.some(({ isHealthy }) => isHealthy))
  return order.find(isAlive) ?? order[0] ?? 0
}

/** By the weights of the localities where they have some (the dump writes 0 for none), else by the number of endpoints. */
function grouped(localities: readonly Locality[], asked: (endpoint: Endpoint) => boolean): readonly Group[] {
  const alive = localities
    .map(({ region, weight, endpoints }) => ({ region, weight, endpoints: endpoints.filter(asked) }))
    .filter(({ endpoints }) => endpoints.length > 0)
  const byWeight = alive.some(({ weight }) => weight !== null && weight > 0)
  const shares = alive.map(({ weight, endpoints }) => (byWeight ? (weight ?? 0) : endpoints.length))
  const total = shares.reduce((sum, one) => sum + one, 0)
  return alive.flatMap(({ region, endpoints }, i) => {
    const percent = total === 0 ? 0 : (100 * (shares[i] ?? 0)) / total
    return percent === 0 ? [] : [{ region, percent, endpoints }]
  })
}
