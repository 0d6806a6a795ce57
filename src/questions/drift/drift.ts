/** Where a replica serves something else than is planned: one row for each thing, made of the comparison alone. */
import type { CertificateFacts } from '../../domain/certificates.js'
import { type ControllerRef, controllerRef, type Replica } from '../../domain/controllers/controller.js'
import type { PlannedBreak } from '../../domain/controllers/plan.js'
import type { ServedRoute } from '../../domain/controllers/replica-facts.js'
import type { Told } from '../../domain/findings/facts.js'
import { told } from '../../domain/findings/finding.js'
import type { EndpointSlice } from '../../domain/objects/objects.js'
import { fullName, namedBy, type Ref, refKey, refOf } from '../../domain/objects/ref.js'
import type { ServiceBackend } from '../../domain/requests/trace.js'
import type { ReplicaComparison } from './compare-replica.js'
import { type ComparedWorld, unreadyOf } from './gather-comparisons.js'

export type DriftKind =
  | 'replica'
  | 'reload'
  | 'image'
  | 'route'
  | 'endpoints'
  | 'certificate'
  | 'setting'
  | 'configuration'

export type DriftChange = 'missing' | 'extra' | 'different' | 'unknown'

/** A difference, without the replica and the cause, of which programs get less. */
export interface DriftCore {
  readonly controller: ControllerRef
  /**
   * `replica`: it is not ready, or tells nothing; `reload`: the last one failed, whatever else may differ for that; `image`: the youngest
   * replica runs another one; `configuration`: a block of it is not as other replicas have it
   */
  readonly what: DriftKind
  /** `missing`: planned and not served; `extra`: the other way round; `unknown`: it could not be asked, see `gaps` */
  readonly change: DriftChange
  /** a host with its path, the name of an upstream, a host; null: all of the kind */
  readonly subject: string | null
  /** whose object asks for it; null: nobody's, or it is not known whose */
  readonly source: Ref | null
  /** object, addresses, certificate; empty: nothing; null: not known, or no matter of the plan */
  readonly planned: readonly string[] | null
  readonly served: readonly string[] | null
  /** RFC 3339: not before this instant; null: not known */
  readonly since: string | null
}

export interface Drift extends DriftCore {
  readonly replica: Replica
  /** what most likely brought it about; null: that is not known */
  readonly cause: Told<'reload-failed' | 'reload-blocked'> | null
}

/** Of all replicas, in their order: what stops the others first. */
export function driftsOf(compared: ComparedWorld): Drift[] {
  const { world, replicas } = compared
  const createdAt = new Map(
    world.facts.ingresses.map((one) => [refKey(refOf(one)), one.metadata.creationTimestamp ?? null]),
  )
  const askedSince = (source: Ref) => createdAt.get(refKey(source)) ?? null
  const { slices } = world.facts.inventory
  const changedAt = ({ namespace, service: name }: ServiceBackend) =>
    slices({ namespace, name }).map(lastChange).reduce(later, null)
  return [
    ...replicas.flatMap((one) => driftsOfReplica(one, { askedSince, changedAt }, compared)),
    ...unreadyOf(compared).map((replica) => unready(controllerRef(world.chosen.controller), replica)),
  ]
}

/**
 * When a pod or its Service made the endpoints what they are. Where pods went nobody notes when, but when the slice was written.
 * https://kubernetes.io/docs/reference/labels-annotations-taints/#endpoints-kubernetes-io-last-change-trigger-time
 */
function lastChange({ metadata: { annotations, managedFields } }: EndpointSlice): string | null {
  const triggered = annotations?.['endpoints.kubernetes.io/last-change-trigger-time']
  return triggered ?? (managedFields ?? []).map(({ time }) => time ?? null).reduce(later, null)
}

/** Since when things are as they are planned; null: not known. */
interface Ages {
  readonly askedSince: (source: Ref) => string | null
  /** the endpoints of a Service */
  readonly changedAt: (service: ServiceBackend) => string | null
}

/** Nothing is known of what it will serve: that is no drift yet, but nobody who waits for all is done. */
function unready(controller: ControllerRef, replica: Replica): Drift {
  const { state, reason, createdAt } = replica
  const served = [reason === null ? state : `${state} (${reason})`]
  return {
    controller,
    replica,
    ...row('replica', 'unknown', { planned: ['ready'], served, since: createdAt }),
    cause: null,
  }
}

type DriftRow = Omit<Drift, 'controller' | 'replica' | 'cause'>

/** Of all of its kind, of nobody's object, and not known since when, unless it is said. */
function row(what: DriftKind, change: DriftChange, said: Partial<DriftRow> = {}): DriftRow {
  return { what, change, subject: null, source: null, planned: null, served: null, since: null, ...said }
}

function driftsOfReplica(
  comparison: ReplicaComparison,
  { askedSince, changedAt }: Ages,
  { world }: ComparedWorld,
): Drift[] {
  const { controller, replica, reload, failure } = comparison
  const loadedAt = reload?.succeededAt ?? null
  const brokenBy = world.plan.brokenBy ?? null
  // Where it does not tell how its last reload went, the objects may tell that none can go well.
  const suspected = failure === null && reload === null ? blockedBy(brokenBy) : null
  const parts = [
    ...failureOf(comparison),
    ...frozenOf(comparison),
    ...imageOf(comparison),
    ...routesOf(comparison, loadedAt, askedSince),
    ...endpointsOf(comparison, changedAt),
    ...certificatesOf(comparison),
    ...settingsOf(comparison, loadedAt),
    ...blocksOf(comparison, loadedAt),
    ...unknownsOf(comparison),
  ]
  return parts.map((part) => ({
    controller,
    replica,
    ...part,
    // What is no part of the configuration reaches a replica without a reload.
    cause: part.change !== 'unknown' && isWritten.has(part.what) ? (failure ?? suspected) : null,
  }))
}

/** What a reload brings into effect. */
const isWritten: ReadonlySet<DriftKind> = new Set(['reload', 'route', 'setting', 'configuration'])

function blockedBy(brokenBy: PlannedBreak | null): Told<'reload-blocked'> | null {
  return brokenBy && told('reload-blocked', { by: brokenBy.found, culprit: brokenBy.culprit, isOwn: false })
}

function failureOf({ failure, reload }: ReplicaComparison): DriftRow[] {
  if (failure === null) return []
  const { culprit } = failure.facts
  const source = culprit && { kind: 'Ingress', ...culprit }
  return [row('reload', 'different', { source, since: reload?.succeededAt ?? null })]
}

/** Whatever it had before it goes on with, and after a restart it has nothing. */
function frozenOf({ frozen }: ReplicaComparison): DriftRow[] {
  return frozen.map(({ port }) => row('reload', 'different', { subject: `port ${port}` }))
}

function imageOf({ image }: ReplicaComparison): DriftRow[] {
  if (image === null) return []
  const { planned, served, since } = image
  return [row('image', 'different', { planned: [planned], served: [served], since })]
}

function settingsOf({ settings }: ReplicaComparison, loadedAt: string | null): DriftRow[] {
  return (settings?.different ?? []).map(({ key: subject, source, value, served }) =>
    row('setting', served === null ? 'missing' : 'different', {
      ...{ subject, source, planned: [value], served: served === null ? [] : [served], since: loadedAt },
    }),
  )
}

function blocksOf({ odd }: ReplicaComparison, loadedAt: string | null): DriftRow[] {
  return odd.map(({ change, key: subject }) => row('configuration', change, { subject, since: loadedAt }))
}

/** What it lacks was asked for after it was loaded last, and what it has too much was given up after that. */
function routesOf({ routes }: ReplicaComparison, loadedAt: string | null, askedSince: Ages['askedSince']): DriftRow[] {
  const routeRow = (route: ServedRoute, change: DriftChange, since: string | null): DriftRow => {
    const name = fullName(route.source)
    return row('route', change, {
      subject: `${route.host ?? '*'}${route.path}`,
      source: namedBy(route.source),
      planned: change === 'missing' ? [name] : [],
      served: change === 'missing' ? [] : [name],
      since,
    })
  }
  return [
    ...(routes?.missing ?? []).map((one) => routeRow(one, 'missing', later(askedSince(one.source), loadedAt))),
    ...(routes?.different ?? []).map((one): DriftRow => {
      const since = later(askedSince(one.source), loadedAt)
      return { ...routeRow(one, 'different', since), planned: one.planned, served: one.served }
    }),
    ...(routes?.stale ?? []).map((one) => routeRow(one, 'extra', loadedAt)),
  ]
}

function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b
  return Date.parse(a) > Date.parse(b) ? a : b
}

/** They reach a replica without a reload: what it lacks came about when the endpoints changed last. */
function endpointsOf({ endpoints }: ReplicaComparison, changedAt: Ages['changedAt']): DriftRow[] {
  if (endpoints === null) return []
  const since = (service: ServiceBackend | null | undefined) => (service ? changedAt(service) : null)
  return [
    ...endpoints.different.map(({ name: subject, service, planned, served }) =>
      row('endpoints', 'different', { subject, planned, served, since: since(service) }),
    ),
    ...endpoints.missing.map(({ name: subject, service, endpoints: planned }) =>
      row('endpoints', 'missing', { subject, planned, served: [], since: since(service) }),
    ),
    ...(endpoints.stale ?? []).map(({ name: subject, endpoints: served }) =>
      row('endpoints', 'extra', { subject, planned: [], served }),
    ),
  ]
}

function certificatesOf({ certificates }: ReplicaComparison): DriftRow[] {
  return (certificates?.different ?? []).map(({ host, secret, planned, served, isFake }) =>
    row('certificate', served === null || isFake ? 'missing' : 'different', {
      subject: host,
      source: secret,
      planned: [certificateText(planned)],
      served: served === null ? [] : [certificateText(served)],
      since: planned.notBefore,
    }),
  )
}

function certificateText({ subject, serial }: CertificateFacts): string {
  return `${subject} ${serial}`
}

/** Not asked, or asked in vain: the gaps tell why, and once where it tells nothing at all. */
function unknownsOf(comparison: ReplicaComparison): DriftRow[] {
  const { routes, endpoints } = comparison
  if (routes === null && endpoints === null) return [row('replica', 'unknown')]
  const kinds = [
    ['endpoints', 'endpoints'],
    ['routes', 'route'],
    ['certificates', 'certificate'],
    ['settings', 'setting'],
  ] as const
  return kinds.flatMap(([compared, what]) => (comparison[compared] === null ? [row(what, 'unknown')] : []))
}
