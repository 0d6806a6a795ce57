/** One kind of controller by itself: its names, its releases, and which objects are its own. Plans and replicas are its dialect's. */
import type { OwnerFinding } from '../findings/finding.js'
import type { GatewayDialect } from '../gateway/profile.js'
import type { FindClass, Inventory } from '../objects/inventory.js'
import type { Ingress, IngressClass } from '../objects/objects.js'
import type { Controller, DialectId, Nature, Release } from './controller.js'

/** How long a release is looked after, and which of its flaws are public. */
export interface Support {
  /** one line */
  readonly sentence: string
  /** worst or newest first; null: not known for this build */
  readonly flaws: readonly string[] | null
  /** the last day on which its builder makes fixes, `2026-03-31`; absent: none is known */
  readonly end?: string
}

/** What is supposed to be otherwise than it is. */
export interface Supposed {
  /** `1.12.0`; null: the one that runs */
  readonly version: string | null
  /** `--NAME=VALUE`, which count before those that are there */
  readonly flags: readonly string[]
  /** settings of its ConfigMap */
  readonly config: Readonly<Record<string, string>>
}

/** The annotations by which people speak to a kind of controller. */
export interface AnnotationWords {
  /** without the slash */
  readonly prefixes: readonly string[]
  /** prefixes of others, or whole names, that are its own, too, where it takes the Ingress. Absent: none */
  readonly shares?: readonly string[]
  /** those that keep somebody out, without prefix */
  readonly guards: readonly string[]
  /** objects of its own keep people out, too: that nothing here does says nothing. Absent: none do */
  readonly guardsBeside?: true
  /** annotations of another controller's that it reads where it takes Ingresses in its place. Absent: none */
  readonly instead?: readonly string[]
  /** it bounds bodies and headers, unless an annotation of its own says otherwise. Absent: it does not */
  readonly bounds?: true
}

export interface ControllerKind {
  readonly id: DialectId
  /** as people call it */
  readonly title: string
  /** Absent: it reads no annotations that are known. */
  readonly speaks?: AnnotationWords
  /** null: nothing is known of this release. */
  readonly support?: (release: Release) => Support | null
  /** One of its last release with the flags that are usual, where none can be seen. @param namespace where it would run */
  usual(namespace: string): Nature
  /** The same with other words. Its ConfigMap is then named as its namespace is. Absent: there are none that count. */
  readonly suppose?: (namespace: string, supposed: Supposed) => Nature
  /** Does it read such a key of its ConfigMap. Absent: that is not known. */
  readonly readsSetting?: (key: string) => boolean
  /** the flag that names its ConfigMap, with its dashes. Absent: none does */
  readonly configFlag?: string
  /** it ends where the ConfigMap is not there. Absent: it goes by its defaults */
  readonly needsConfig?: true
  /** Does an Ingress speak of such a controller, by class or annotation, so that one may be assumed where none is seen. */
  suggests(ingress: Ingress, ingressClass: Inventory['ingressClass']): boolean

  /** Does this controller serve this Ingress; null: cannot be told. @param classOf null: classes may not be seen */
  owns(controller: Controller, ingress: Ingress, classOf: FindClass | null): boolean | null
  /** Why it does not although the class fits, or why it cannot be told; null: there is nothing to say but the class. */
  ownership(controller: Controller, ingress: Ingress, classOf: FindClass | null): OwnerFinding | null
  /** Does it take this one as another kind of controller would, whatever the class is called: {@link AnnotationWords.instead}. Absent: it never does */
  takesInstead?(controller: Controller, ingress: Ingress, classOf: FindClass | null): boolean
  /** Do Ingresses of this class belong to it. */
  hasClass(controller: Controller, ingressClass: IngressClass): boolean
  /** Hosts and wildcards under which it would answer for an Ingress, aliases included; not regular expressions. */
  hostNames(controller: Controller, ingress: Ingress): readonly string[]

  /** Absent: it takes no Gateways. */
  readonly gateway?: GatewayDialect
}

export interface KnownKinds {
  /** in the order in which a pod is shown to them, the fallback among them */
  readonly dialects: readonly ControllerKind[]
  /** of which nothing is known but its kind */
  assumed(kind: ControllerKind): Controller
}
