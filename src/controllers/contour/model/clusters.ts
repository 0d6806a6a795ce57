/** What stands behind routes, as clusters of an Envoy: internal/envoy/cluster.go and internal/dag/accessors.go of https://github.com/projectcontour/contour */
import { sha1Of, sha256Of } from '../../../domain/certificates.js'
import type { Inventory } from '../../../domain/objects/inventory.js'
import type { Service, ServicePort } from '../../../domain/objects/objects.js'
import type { NamespacedName } from '../../../domain/objects/ref.js'
import { servicePort } from '../../../domain/routes/resolve-endpoints.js'
import { resolveService } from '../../../domain/routes/resolve-service.js'
import type { RouteEndpoints } from '../../../domain/routes/route.js'
import type { Cluster } from '../../../languages/envoy/config/types.js'

/** What is asked of a cluster: two that differ in it are two. */
export interface ClusterWords {
  /** of the balancing, the health checks and the validation, in its own words */
  readonly before: string
  /** null: as the Service says it */
  readonly protocol: string | null
  /** the name in the handshake; null: as the Service leads out of the cluster */
  readonly sni: string | null
  /** for which name its certificate must be; null: it is not looked at */
  readonly verifiedFor: string | null
  readonly after: string
}

export const plainWords: ClusterWords = { before: '', protocol: null, sni: null, verifiedFor: null, after: '' }

export interface FoundCluster {
  /** null: no route is made of it */
  readonly name: string | null
  /** what the objects give */
  readonly endpoints: RouteEndpoints
}

export class Clusters {
  readonly #inventory: Inventory
  readonly #takesExternalNames: boolean
  readonly #made = new Map<string, Cluster>()

  constructor(inventory: Inventory, takesExternalNames: boolean) {
    this.#inventory = inventory
    this.#takesExternalNames = takesExternalNames
  }

  /** By name. */
  get made(): ReadonlyMap<string, Cluster> {
    return this.#made
  }

  /** What the objects give, of which no cluster is made. @param port of the Service, by number or name */
  count(ref: NamespacedName, port: number | string): RouteEndpoints {
    return resolveService(this.#inventory, ref, port, 'TCP')
  }

  /** @param port of the Service, by number or name */
  find(ref: NamespacedName, port: number | string, words: ClusterWords): FoundCluster {
    const endpoints = this.count(ref, port)
    const service = this.#inventory.service(ref)
    const found = service && servicePort(service, port, 'TCP')
    const outside = service?.spec?.type === 'ExternalName' ? (service.spec.externalName ?? '') : ''
    if (endpoints.state === 'no-service') return { name: null, endpoints }
    if (outside !== '' && (!found || !this.#takesExternalNames || isLocal(outside))) return { name: null, endpoints }
    if (endpoints.state === 'no-port') return { name: null, endpoints }
    // One that may not be seen is taken to be there, as it is asked for.
    const number = found?.port ?? port
    const said = words.protocol ?? (service && found ? protocolOf(service, found) : '')
    const name = clusterName(ref, number, `${words.before}${said}${words.sni ?? outside}${words.after}`)
    if (!this.#made.has(name)) {
      const isTls = said === 'tls' || said === 'h2'
      const { sni, verifiedFor } = words
      const tls = isTls ? { serverName: sni || outside || null, verifiedFor, hasCertificate: false } : null
      this.#made.set(name, { ...clusterOf(name, endpoints, outside, Number(number) || null), tls })
    }
    return { name, endpoints }
  }
}

function isLocal(name: string): boolean {
  return ['localhost', 'localhost.localdomain', 'local.projectcontour.io'].includes(name)
}

const protocols: Readonly<Record<string, string>> = { 'kubernetes.io/h2c': 'h2c', https: 'tls' }

/** Its `appProtocol`, else an annotation that lists ports. */
function protocolOf({ metadata: { annotations } }: Service, { appProtocol, name, port }: ServicePort): string {
  if (appProtocol != null) return protocols[appProtocol] ?? ''
  const said = (wanted: string) =>
    ['tls', 'h2c', 'h2'].find((one) =>
      (annotations?.[`projectcontour.io/upstream-protocol.${one}`] ?? '')
        .split(',')
        .some((part) => part.trim() === wanted),
    )
  return (name && said(name)) || said(String(port)) || ''
}

function clusterOf(
  name: string,
  { items, state }: RouteEndpoints,
  outside: string,
  port: number | null,
): Omit<Cluster, 'tls'> {
  const ready = outside === '' ? items.filter((one) => one.ready) : [{ address: outside, port }]
  const hostname = outside || null
  const endpoints = ready.map((one) => ({ address: one.address, port: one.port, hostname, isHealthy: true }))
  return {
    name,
    endpointName: name,
    localities: state === 'unknown' ? null : [{ weight: null, priority: 0, endpoints }],
    panicThreshold: 0,
    failsInPanic: false,
    type: outside === '' ? 'EDS' : 'STRICT_DNS',
  }
}

/** `NAMESPACE/SERVICE/PORT/HASH`, cut where it is long; the port is told by its number. @param said all that is asked of it */
function clusterName({ namespace, name }: NamespacedName, port: number | string, said: string): string {
  const parts = [namespace, name, String(port), sha1Of(said).slice(0, 10)]
  let joined = parts.join('/')
  if (joined.length < longest) return joined
  const hash = sha256Of(joined)
  for (let at = parts.length - 1; at >= 0; at--) {
    parts[at] = cut(parts[at] ?? '', longest / parts.length, hash.slice(0, 6))
    joined = parts.join('/')
    if (joined.length < longest) return joined
  }
  return hash.slice(0, longest)
}

const longest = 60

function cut(part: string, length: number, hash: string): string {
  return part.length <= length ? part : `${part.slice(0, length - hash.length - 1)}-${hash}`
}

export function addressOf({ address, port }: { readonly address: string; readonly port: number | null }): string {
  return `${address}:${port ?? ''}`
}
