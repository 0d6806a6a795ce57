/** What was meant by a Service that is not there, or selects no pod: another one, or pods whose labels come near. */
import type { Astray } from '../../domain/findings/backend-facts.js'
import type { FindingFacts, Told } from '../../domain/findings/facts.js'
import { type Finding, finding, told } from '../../domain/findings/finding.js'
import { groupedBy, uniqueBy } from '../../domain/groups.js'
import { pathsOf } from '../../domain/objects/ingress-paths.js'
import type { Inventory } from '../../domain/objects/inventory.js'
import { isSelected } from '../../domain/objects/label-selector.js'
import { type NamespacedName, nameOf, refOf } from '../../domain/objects/ref.js'
import type { Pod } from '../../domain/objects/workloads.js'
import type { ClusterReader } from '../../domain/ports.js'
import { nearest } from '../../domain/text/nearest.js'
import type { WhyRow } from '../../domain/why/why.js'

type Labels = Readonly<Record<string, string>>

/** Services that are looked at, and pods of each namespace, so that many of both stay cheap. */
const most = { services: 200, pods: 500 }

/** By the Service that it is about: the pods that it was meant for. */
type AstrayOf = ReadonlyMap<string, Astray>

/** A Service without endpoints is told with what its selector misses, one that is not there with the one that is. */
export async function withMeant(
  cluster: ClusterReader,
  inventory: Inventory,
  rows: readonly WhyRow[],
): Promise<readonly WhyRow[]> {
  const empty = rows.flatMap(({ causes }) => causes.flatMap((one) => emptyService(one, cluster) ?? []))
  const found = await astrayOf(cluster, inventory, empty)
  const meant = new Map<string, NamespacedName | null>()
  const meantBy = (service: NamespacedName) => {
    const name = nameOf(service)
    if (!meant.has(name) && meant.size < most.services) meant.set(name, meantService(inventory, service))
    return meant.get(name) ?? null
  }
  const told = (one: Finding) => {
    const service = emptyService(one, cluster)
    if (service !== null) return toldOf(one, found.get(nameOf(service)))
    if (one.code === 'no-service') return named(one, meantBy(one.facts.service))
    if (one.code === 'backend-unseen' && cluster.isAtHand) return elsewhere(one, meantBy(one.facts.service))
    if (one.code === 'auth-unreachable') return asked(one, one.facts, meantBy)
    const isGone = one.code === 'share-fails' && one.facts.how === 'no-service' && one.facts.backend.kind === 'Service'
    return isGone ? named(one, meantBy(one.facts.backend)) : one
  }
  return rows.map((row) => (row.causes.length === 0 ? row : { ...row, causes: row.causes.map(told) }))
}

function named(one: Finding, meant: NamespacedName | null): Finding {
  if (meant === null) return one
  if (one.code === 'no-service') return { ...one, facts: { ...one.facts, meant } }
  return one.code === 'share-fails' ? { ...one, facts: { ...one.facts, meant } } : one
}

/** Whoever says who may pass is mostly in a namespace of its own. */
function asked(
  one: Finding,
  facts: FindingFacts['auth-unreachable'],
  meantBy: (service: NamespacedName) => NamespacedName | null,
): Finding {
  const { fault, annotation } = facts
  const meant = fault.is === 'no-service' ? meantBy(fault.service) : null
  return meant === null || fault.is !== 'no-service'
    ? one
    : ({ ...one, facts: { annotation, fault: { ...fault, meant } } } as Finding)
}

/** Of a namespace of which files hold no Service: whose Service stands in another one was meant for that, as it seems. */
function elsewhere(one: Finding, meant: NamespacedName | null): Finding {
  if (one.code !== 'backend-unseen' || one.facts.unseen !== 'Service' || meant === null) return one
  const { service } = one.facts
  return inferred(one, told('no-service', { service, instead: { is: 'unsaid' }, meant, isUnseen: true }))
}

function inferred({ source, field }: Finding, told: Told): Finding {
  return finding(told, source, { ...(field !== null && { field }), inferred: true })
}

/** @param services without endpoints */
export async function astrayOf(
  cluster: ClusterReader,
  inventory: Inventory,
  services: readonly NamespacedName[],
): Promise<AstrayOf> {
  const asked = uniqueBy(services, nameOf)
    .filter((one) => Object.keys(selectorOf(one, inventory)).length > 0)
    .slice(0, most.services)
  const found = new Map<string, Astray>()
  const lookIn = async (namespace: string, services: readonly NamespacedName[]) => {
    const { items } = await cluster.list('Pod', { scope: { namespace }, withTemplates: true })
    const selectors = inventory.servicesIn(namespace).map((one) => selectorOf(refOf(one), inventory))
    const free = items.slice(0, most.pods).filter((one) => !selectors.some((other) => selects(other, one)))
    for (const service of services) {
      const selector = selectorOf(service, inventory)
      const isMet = items.some((one) => selects(selector, one))
      const near = isMet ? null : nearestOf(selector, free)
      if (near !== null) found.set(nameOf(service), { ...near, selector, isSure: inventory.seesSlices(service) })
    }
  }
  await Promise.all([...groupedBy(asked, (one) => one.namespace)].map(([namespace, own]) => lookIn(namespace, own)))
  return found
}

/** One of nearly that name that no Ingress of the namespace has, or one of that name elsewhere; null: there is none. */
export function meantService(inventory: Inventory, { namespace, name }: NamespacedName): NamespacedName | null {
  const used = inventory.ingresses.flatMap((one) =>
    refOf(one).namespace === namespace ? pathsOf(one).map(({ backend }) => backend?.service?.name) : [],
  )
  const free = inventory.servicesIn(namespace).flatMap((one) => (used.includes(refOf(one).name) ? [] : refOf(one).name))
  const [near] = nearest(name, free, 1)
  return near === undefined ? (inventory.servicesNamed(name)[0] ?? null) : { namespace, name: near }
}

function emptyService(one: Finding, { isAtHand }: ClusterReader): NamespacedName | null {
  if (one.code === 'no-endpoints') return one.facts.service
  if (one.code === 'share-fails') return one.facts.how === 'no-endpoints' ? one.facts.backend : null
  return isAtHand && one.code === 'backend-unseen' && one.facts.unseen === 'EndpointSlice' ? one.facts.service : null
}

function toldOf(one: Finding, astray: Astray | undefined): Finding {
  if (astray === undefined) return one
  if (one.code === 'no-endpoints') return { ...one, facts: { ...one.facts, astray } }
  if (one.code === 'share-fails') return { ...one, facts: { ...one.facts, astray } }
  if (one.code !== 'backend-unseen') return one
  const { service } = one.facts
  return inferred(one, told('no-endpoints', { service, instead: { is: 'unsaid' }, port: null, astray }))
}

function selectorOf(service: NamespacedName, inventory: Inventory): Labels {
  return inventory.service(service)?.spec?.selector ?? {}
}

/** null: none comes near */
function nearestOf(selector: Labels, pods: readonly Pod[]): Pick<Astray, 'labels' | 'of'> | null {
  const near = pods.flatMap((pod) => {
    const found = nearLabels(selector, pod.metadata.labels ?? {})
    return found === null ? [] : [{ ...found, pod }]
  })
  const [best] = near.sort((a, b) => b.kept - a.kept)
  if (best === undefined) return null
  const { ownerReferences, name } = best.pod.metadata
  // Of a Deployment's pods the owner has a name that nobody gave.
  const owner = ownerReferences?.find(({ kind }) => kind !== 'ReplicaSet')
  return { labels: best.labels, of: { kind: owner?.kind ?? 'Pod', name: owner?.name ?? name ?? '' } }
}

/** No selector selects nothing. */
function selects(selector: Labels, { metadata }: Pod): boolean {
  return Object.keys(selector).length > 0 && isSelected({ matchLabels: selector }, metadata.labels ?? {})
}

/** What an API server takes for one, and may stand in a command. */
const isLabel = /^[\w./-]{1,317}=[\w.-]{1,63}$/

/** The selector that would select them, each part being there, written otherwise, or left out beside others; null: it is another one. */
function nearLabels(selector: Labels, labels: Labels): { readonly labels: Labels; readonly kept: number } | null {
  const found: Record<string, string> = {}
  let kept = 0
  for (const [key, value] of Object.entries(selector)) {
    const own = labels[key]
    const moved = Object.keys(labels).find((other) => labels[other] === value)
    if (own === value) kept += 1
    if (own !== undefined && (own === value || isNear(own, value))) found[key] = own
    else if (moved !== undefined) found[moved] = value
    else if (own !== undefined) return null
  }
  const written = Object.entries(found).map(([key, value]) => `${key}=${value}`)
  return written.length > 0 && written.every((one) => isLabel.test(one)) ? { labels: found, kept } : null
}

function isNear(one: string, other: string): boolean {
  return nearest(one, [other]).length > 0 || nearest(other, [one]).length > 0
}
