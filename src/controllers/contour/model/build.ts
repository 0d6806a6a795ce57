/**
 * What Contour makes of Ingresses and HTTPProxies, as the configuration of the Envoy that it would steer by them:
 * https://github.com/projectcontour/contour/blob/main/internal/dag/builder.go
 *
 * Each host has a virtual host of its own, so that a host with rules never falls back to those without one. Both kinds fill
 * the same hosts, and what an HTTPProxy asks for takes the place of what an Ingress asks for alike.
 */
import type { PassedOver } from '../../../domain/controllers/plan.js'
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { CustomObject } from '../../../domain/objects/custom.js'
import { text } from '../../../domain/objects/project-fields.js'
import { nameOf, refOf } from '../../../domain/objects/ref.js'
import type { EnvoyConfig } from '../../../languages/envoy/config/types.js'
import { httpProxies } from '../custom/kinds.js'
import { addProxies } from '../custom/roots.js'
import { Secrets } from '../custom/secrets.js'
import { type AskedRoute, Faults } from '../custom/types.js'
import { type ContourSettings, configIn, configKey } from '../workload/config.js'
import { Clusters } from './clusters.js'
import { Hosts } from './hosts.js'
import { addIngresses, type Taken, tlsOf } from './ingresses.js'
import { listenersOf, type Places, tableOf } from './tables.js'
import type { HostTls } from './types.js'

export interface ContourModel {
  readonly config: EnvoyConfig
  readonly clusters: Clusters
  readonly taken: readonly Taken[]
  readonly asked: readonly AskedRoute[]
  /** its own */
  readonly proxies: readonly CustomObject[]
  readonly faults: Faults
  readonly secrets: Secrets
  /** namespaces whose HTTPProxies include more than is looked at */
  readonly cut: ReadonlySet<string>
  readonly places: Places
  readonly hosts: Hosts
  /** by the host or wildcard that it is asked for; those of HTTPProxies that are rejected for it, too */
  readonly tls: ReadonlyMap<string, HostTls>
}

export function modelOf(facts: RoutingFacts, settings: ContourSettings): ContourModel {
  const hosts = new Hosts()
  const file = settings.configMap && facts.configMapOf(settings.configMap)
  const config = configIn(file?.data?.[configKey] ?? null)
  const clusters = new Clusters(facts.inventory, config.takesExternalNames)
  const tls = new Map(tlsOf(facts))
  for (const [host, one] of tls) if (one.isGood) hosts.ensureSecure(host).tls = one
  const taken = addIngresses(facts, clusters, hosts)
  const proxies = (facts.customOf?.(httpProxies).items ?? []).filter((one) => isOwn(one, settings))
  const world = {
    ...{ settings, config, clusters, secrets: new Secrets(facts), faults: new Faults() },
    ...{ again: new Map(), cut: new Set<string>() },
    proxies: new Map(proxies.map((one) => [nameOf(refOf(one)), one])),
  }
  const asked = addProxies(world, hosts)
  const { plain, secure } = hosts.served
  for (const { name, tls: shown } of secure) if (shown !== null) tls.set(name, shown)
  const places: Places = { wanted: new Map(), tied: new Map(), ties: new Map() }
  const fallback = secure.filter(({ isFallback }) => isFallback)
  const tables = [
    tableOf('ingress_http', plain, false, places),
    ...secure.map((one) => tableOf(`https/${one.name}`, one.routes.size === 0 ? [] : [one], true, places)),
    ...(fallback.length === 0 ? [] : [tableOf('ingress_fallbackcert', fallback, true, places)]),
  ]
  return {
    config: {
      listeners: listenersOf(plain.length > 0, secure, config),
      routeTables: new Map(tables.map((one) => [one.name, one])),
      clusters: clusters.made,
      ...{ endpoints: new Map(), certificates: new Map(), refused: [] },
    },
    ...{
      clusters,
      taken,
      asked,
      proxies,
      faults: world.faults,
      secrets: world.secrets,
      cut: world.cut,
      places,
      hosts,
      tls,
    },
  }
}

/**
 * Whose an HTTPProxy is: by the annotation, else by the field; a namespace that is not watched has none.
 * internal/ingressclass/ingressclass.go of https://github.com/projectcontour/contour
 */
function isOwn({ metadata, spec, ...rest }: CustomObject, { takes: [own] }: ContourSettings): boolean {
  if (own === undefined) return false
  const { namespace } = refOf({ metadata, ...rest })
  if (own.namespaces !== null && !own.namespaces.includes(namespace)) return false
  const name = classNameOf({ metadata, spec })
  return name === null ? own.withoutClass === true : own.names.includes(name)
}

/** null: it names none */
export function classNameOf({ metadata, spec }: Pick<CustomObject, 'metadata' | 'spec'>): string | null {
  return metadata.annotations?.['kubernetes.io/ingress.class'] || text(spec.ingressClassName) || null
}

/** HTTPProxies that are none of its own. */
export function passedOver({ customOf }: Pick<RoutingFacts, 'customOf'>, settings: ContourSettings): PassedOver[] {
  return (customOf?.(httpProxies).items ?? [])
    .filter((one) => !isOwn(one, settings))
    .map((one) => ({ source: refOf(one), class: classNameOf(one) }))
}
