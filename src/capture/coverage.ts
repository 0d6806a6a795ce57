/** How far a source saw: which namespaces stand behind "none of that name". */
import { issuerAsked } from '../domain/objects/ingress-hosts.js'
import { serviceNameLabel } from '../domain/objects/inventory.js'
import { type Kind, type KindInfo, type Kinds, kinds } from '../domain/objects/objects.js'
import { isRecord, record, type Wire } from '../domain/objects/project-fields.js'
import type { Coverage, Scope } from '../domain/ports.js'

/** Of a listing in one namespace, "all" means that namespace. */
export function coverageInCluster(kind: Kind | KindInfo, coverage: Coverage, scope: Scope): Coverage {
  return coverage === 'all' && infoOf(kind).namespaced && scope !== 'all-namespaces' ? [scope.namespace] : coverage
}

/** The way back: how much of a question about `scope` is answered. */
export function coverageInScope(kind: Kind | KindInfo, coverage: Coverage, scope: Scope): Coverage {
  if (typeof coverage === 'string') return coverage
  if (!infoOf(kind).namespaced || coverage.length === 0) return 'none'
  if (scope === 'all-namespaces') return coverage
  return coverage.includes(scope.namespace) ? 'all' : 'none'
}

function infoOf(kind: Kind | KindInfo): KindInfo {
  return typeof kind === 'string' ? kinds[kind] : kind
}

export function bothCoverages(one: Coverage, other: Coverage): Coverage {
  if (one === 'all' || other === 'none') return one
  if (other === 'all' || one === 'none') return other
  return [...new Set([...one, ...other])].sort()
}

/** Operators, issuers of certificates and other repositories bring theirs, and a cluster its endpoints. */
const madeElsewhere: ReadonlySet<Kind> = new Set([
  ...(['Secret', 'ConfigMap', 'IngressClass', 'GatewayClass'] as const),
  ...(['EndpointSlice', 'Endpoints'] as const),
])

/** Whoever makes a Secret of it, or opens it, comes after the files. */
const makersOfSecrets = /^(?:Certificate|ExternalSecret|SealedSecret)$/

/** Does this object have another one make a Secret, or is it one that only a key opens (SOPS)? */
export function hasSecretElsewhere(name: string, { metadata, sops }: Wire): boolean {
  if (name === 'Secret') return isRecord(sops)
  const isAsked = name === 'Ingress' && issuerAsked(record(record(metadata).annotations)) !== undefined
  return makersOfSecrets.test(name) || isAsked
}

/** Those of a namespace stand together. */
const together: ReadonlySet<Kind> = new Set(['Service', 'Gateway', 'ListenerSet', 'XListenerSet', 'ReferenceGrant'])

/**
 * How much files that people write hold of a kind: of some those of other namespaces stand elsewhere, and what others make is
 * not missed. What has a uid was in a cluster, and came out of it whole, as endpoints were of a Service that selects pods: people
 * write those of others, and of no more.
 */
export function coverageOfPart(
  kind: Kind,
  objects: readonly Kinds[Kind][],
  serviceOf: (name: string) => Kinds[Kind] | undefined,
): Coverage {
  if (objects.length === 0 || objects.some((one) => one.metadata.uid || isMade(one, serviceOf))) return 'all'
  if (madeElsewhere.has(kind)) return 'none'
  return together.has(kind) ? coverageByNamespace(objects) : 'all'
}

function isMade(one: Kinds[Kind], serviceOf: (name: string) => Kinds[Kind] | undefined): boolean {
  if (one.kind !== 'EndpointSlice' && one.kind !== 'Endpoints') return false
  const { namespace, name, labels } = one.metadata
  const found = serviceOf(`${namespace}/${one.kind === 'Endpoints' ? name : labels?.[serviceNameLabel]}`)
  return found?.kind === 'Service' && Object.keys(found.spec?.selector ?? {}).length > 0
}

/** Who takes them out of a cluster has those of the namespaces that are asked for. */
export function coverageByNamespace(objects: readonly Kinds[Kind][]): Coverage {
  return [...new Set(objects.map(({ metadata }) => metadata.namespace ?? ''))].sort()
}

/** Services of a namespace stand together: where one asks that is of another one, nothing is known of its Services. */
export function hasStranger(services: ReadonlyMap<string, Kinds[Kind]>, asking: ReadonlySet<string>): boolean {
  const namespaces = new Set([...services.values()].map(({ metadata }) => metadata.namespace))
  return [...asking].some((one) => !namespaces.has(one))
}
