/**
 * How one kind of controller thinks: the contract that a folder of src/controllers signs. Everything that is particular
 * to a controller stands behind it, and nothing outside of that folder names one.
 *
 * A dialect gets back only controllers and replicas that it recognised or assumed itself, so it may read its own settings
 * in them.
 */

import type { Gap } from '../gap.js'
import type { ControllerRule } from '../lint/rule.js'
import type { Discretion } from '../masking/masker.js'
import type { CustomKind } from '../objects/custom.js'
import type { GatewayClass } from '../objects/gateway/gateways.js'
import type { Inventory } from '../objects/inventory.js'
import type { Event, Ingress } from '../objects/objects.js'
import type { NamespacedName } from '../objects/ref.js'
import type { ConfigMap, Container, Pod } from '../objects/workloads.js'
import type { ClusterReader } from '../ports.js'
import type { Fate } from '../routes/fate.js'
import type { CountEndpoints } from '../routes/resolve-routes.js'
import type { Controller, DialectId, FoundControllers, Nature, Release, Replica } from './controller.js'
import type { ControllerKind, KnownKinds } from './kind.js'
import type { LogFormat } from './log-record.js'
import type { Observation, SavedTexts } from './observation.js'
import type { Plan } from './plan.js'
import type { PodAccess } from './pod-access.js'
import type { Backend } from './replica-facts.js'
import type { RoutingFacts } from './routing-facts.js'
import type { Upstream } from './upstream.js'

/** A pod that runs one, and what its words say. */
export interface Recognised extends Nature {
  readonly container: Container
}

/** What tells of a controller that has no pods: null, classes may not be seen. */
export type SeenObjects = Pick<Inventory, 'ingresses' | 'classes'> & {
  readonly gatewayClasses?: readonly GatewayClass[]
}

/** Objects beside the Ingresses that decide where requests go. */
export interface Needs {
  readonly configMaps: readonly NamespacedName[]
  /** ConfigMaps that say what becomes of connections and datagrams, and nothing of requests. Absent: none */
  readonly streams?: readonly NamespacedName[]
  /** ConfigMaps that it would read, were it told to: looked at where somebody may have meant that */
  readonly forgotten?: readonly NamespacedName[]
  readonly secrets: readonly NamespacedName[]
  /** kinds of which all objects are read. Absent: none */
  readonly custom?: readonly CustomKind[]
}

/** How far such a controller is understood: all of them are recognised and named. */
export interface Reads {
  /** what it makes of the objects: its plan tells fates and answers, and is `unknown` otherwise */
  readonly rules: boolean
  /** what its replicas say that they serve */
  readonly inside: boolean
}

export interface Dialect extends ControllerKind {
  /** what is told where it is only assumed, in words */
  readonly assumption: string
  /** `its image does not say …: judged as …`; null: its rules are read as they are. Absent: nothing hangs on the release */
  presumed?(release: Release): string | null
  readonly reads: Reads
  /** the flag by which such a controller is given a class of its own; null: none is known */
  readonly classFlag: string | null
  /** A pod alone does not make it a controller of Ingresses: it counts where there is an IngressClass of its own. */
  readonly needsClass?: true
  /** Whom it shows no certificate it lets ask nothing: what becomes of a route hangs on its Secret. */
  readonly refusesWithoutSecret?: true

  /** By what the pod runs: arguments and image path, never by a name or a label alone. */
  recognise(pod: Pod): Recognised | null
  /**
   * What `app.kubernetes.io/name` says of the pods and ConfigMaps of its usual installations: where only counts hang on it,
   * they are looked for first. Absent: nothing is known.
   */
  readonly names?: readonly string[]
  /**
   * Of all that were found of its kind, those that are: pods that only steer and the proxies that they steer are one
   * controller, whose replicas are the proxies. Absent: each workload is one.
   */
  readonly joined?: (found: readonly Controller[]) => readonly Controller[]
  /** The controller itself, where it runs outside of the cluster and objects tell of it. Absent: its pods do. */
  readonly outside?: (seen: SeenObjects) => Controller | null
  /**
   * What answers behind the backends of Ingresses, counted as the plan counts it, without the rest of the plan.
   * @param facts those of its Ingresses that the controller takes, or may; its ConfigMap may be left out
   */
  counting(controller: Controller, facts: RoutingFacts): (ingress: Ingress) => CountEndpoints
  /**
   * What else decides.
   * @param hosts of the requests in question, in lower case: what can mean nothing to them is not named; null: all
   */
  needs(controller: Controller, ingresses: readonly Ingress[], hosts: readonly string[] | null): Needs
  /** THE ONE place that says what this controller makes of the objects. */
  plan(controller: Controller, facts: RoutingFacts): Plan

  /** Opens a replica: HTTP GET, programs that only read, logs. */
  observe(pods: PodAccess, replica: Replica): Observation
  /** The same, out of a capture. */
  replay(saved: SavedTexts, replica: Replica): Observation
  /**
   * A text that somebody saved by hand, and that does not say whose it is, by the names of texts; null: it is none that
   * such a controller writes. Absent: none can be told.
   */
  readonly savedByHand?: (text: string) => Readonly<Record<string, string>> | null
  /** Names of texts by which a saved file is known to be of such a controller. */
  readonly texts: readonly string[]

  /**
   * What becomes of an Ingress that it takes and has given no address, by what it wrote about it; null: that does not say.
   * Absent: its Events decide nothing.
   */
  readonly fatesHeard?: (events: readonly Event[]) => (ingress: Ingress) => Fate | null

  /** What may be shown and kept of its texts. Absent: it has none that are its own. */
  readonly discretion?: Discretion
  /** What can be wrong with such a controller, beside what becomes of Ingresses. Absent: nothing that is known. */
  readonly rules?: readonly ControllerRule[]
  /** Kinds that such controllers brought with them, as far as they are read: files and captures keep these. */
  readonly customKinds?: readonly CustomKind[]
  /** Absent: nothing is understood of its log. */
  readonly log?: LogLanguage
  /** Absent: it keeps no list of backends that could be read. */
  readonly backends?: BackendLanguage
  /** The line of a log that says why an Ingress of nobody is passed over; null: there is none. */
  readonly whyIgnored?: (log: readonly string[], source: NamespacedName) => string | null
}

export interface LogLanguage {
  /** the ConfigMap that says how a replica writes its access log; null: none does */
  formatIn(replica: Replica): NamespacedName | null
  /** @param configMap null: there is none, or it cannot be seen */
  format(configMap: ConfigMap | null): LogFormat
}

export interface BackendLanguage {
  /** the names of the upstreams that Ingresses ask for, each with its Service */
  names(ingresses: readonly Ingress[]): ReadonlyMap<string, NamespacedName>
  /** one of them without the fields that are no matter of the proxy: Kubernetes puts whole objects in there */
  harmless(backend: Backend): Backend
  /** @param ingresses the objects that explain the names */
  read(backends: readonly Backend[], ingresses: readonly Ingress[]): readonly Upstream[]
  /** those for which the proxy cannot be asked, computed from the objects that define them */
  streams?(replica: Replica, cluster: ClusterReader): Promise<{ backends: readonly Backend[]; gaps: readonly Gap[] }>
}

/** Finds controllers and asks them, live or from a capture, each by its own dialect. */
export interface Controllers extends KnownKinds {
  readonly dialects: readonly Dialect[]
  /** takes whatever nobody owns, of both worlds */
  readonly fallback: Dialect & Required<Pick<Dialect, 'gateway'>>
  dialectOf(of: { readonly dialect: DialectId }): Dialect
  /** @param namespace null: all that may be seen */
  find(namespace: string | null): Promise<FoundControllers>
  /** those of usual installations, with their ConfigMaps: the API server picks them out, in one round */
  findUsual(): Promise<FoundControllers & { readonly configMaps: readonly ConfigMap[] }>
  /** those that run outside of the cluster, as far as objects tell of them */
  outside(seen: SeenObjects): readonly Controller[]
  observe(replica: Replica): Observation
}
