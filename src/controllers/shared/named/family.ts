/** What is known of a kind of controller that is named, and not read any further. */
import type { AnnotationWords } from '../../../domain/controllers/kind.js'
import type { Finding } from '../../../domain/findings/finding.js'
import type { GatewayDialect } from '../../../domain/gateway/profile.js'
import type { ControllerRule } from '../../../domain/lint/rule.js'
import type { Ingress, IngressClass } from '../../../domain/objects/objects.js'
import type { NamespacedName } from '../../../domain/objects/ref.js'
import type { Pod } from '../../../domain/objects/workloads.js'
import type { Claim } from './claim.js'
import type { Flags } from './flags.js'

/** What a container runs. */
export interface ContainerWords {
  /** of its image, without tag and digest */
  readonly path: string
  /** command and arguments */
  readonly argv: readonly string[]
}

export interface Family {
  /** short, as programs name it */
  readonly id: string
  /** as people call it */
  readonly title: string
  /** the annotations by which people speak to it, as its documentation has them; absent: none are known */
  readonly speaks?: AnnotationWords
  /** Does this container run it: by its image and its words. Absent: it runs outside of the cluster. */
  readonly runs?: (words: ContainerWords, pod: Pod) => boolean
  /** Is this a proxy that it steers, in a pod of its own: told as such, and it takes nothing itself. Absent: none is known */
  readonly proxies?: (words: ContainerWords, pod: Pod) => boolean
  /** Is this its proxy where both stand in one pod: what is said to that counts, too. Absent: none is known */
  readonly beside?: (words: ContainerWords) => boolean
  /** by which it is given a class of its own; absent: none is known */
  readonly classFlag?: string
  /** What it takes, by its flags: any of these. Empty: no Ingress. @param namespace where it runs */
  readonly claims: (flags: Flags, namespace: string) => readonly Claim[]
  /** where clients come in, at the pod that takes them; absent: the proxy, or the load balancer, is somewhere else */
  readonly ports?: { readonly http: number; readonly https: number }
  /** the Service whose address it publishes; null: none is named */
  readonly publishes?: (flags: Flags, namespace: string) => NamespacedName | null
  /** it is one kind of many things that such a pod can be: it counts where there is an IngressClass of its own */
  readonly needsClass?: true
  /** For one that runs outside of the cluster: what it takes, by what objects tell of it; null: none does. Absent: GatewayClasses do. */
  readonly seen?: (ingresses: readonly Ingress[], classes: readonly IngressClass[]) => readonly Claim[] | null
  /** the ConfigMap of its settings: by which flag it is named, and which keys it reads there. Absent: it reads none */
  readonly config?: { readonly flag: string; readonly keys: RegExp }
  /** who writes its Events, as they name their source; absent: it writes none */
  readonly events?: readonly string[]
  /** reasons of Events by which it refuses an Ingress as a whole: one that has no address then is not served */
  readonly refusals?: readonly string[]
  /** what it complains of in what it wrote into the Ingress itself; null, and absent: of nothing */
  readonly complains?: (ingress: Ingress) => { readonly reason: string; readonly message: string } | null
  /** annotations, its own or those that it writes, that are shown with an Ingress: name → what it means, '' where it says so */
  readonly annotations?: Readonly<Record<string, string>>
  /** the default backend of an Ingress, also one beside rules, is that of the whole proxy. Absent: it is not, or that is not known */
  readonly hasOneDefault?: true
  /** rules whose requests no backend gets, since another rule has them or nothing is said of it, each with its field; absent: of which that is, is not known */
  readonly lost?: (ingresses: readonly Ingress[]) => readonly Finding[]
  /** the annotation by which an Ingress has Services of another namespace; absent: none does */
  readonly servicesOf?: string
  /** how it reads Gateways; absent: that is not known, or it takes none */
  readonly gateway?: GatewayDialect
  /** what can be wrong with such a controller as a whole; absent: nothing that is known */
  readonly rules?: readonly ControllerRule[]
  /** of images, without tag: those whose tags are releases of it, and not of what runs beside it. Absent: all that run it */
  readonly numbered?: RegExp
  /** flags that its rules ask about, in lower case: kept with their values where they are said */
  readonly keeps?: readonly string[]
  /** when its lines of releases end, and their public flaws; absent: nothing is known of them */
  readonly releases?: Releases
  /** what is known of how long it is looked after, in words */
  readonly life?: string
  /** flags whose values are names, in lower case: these alone are read, and may be kept */
  readonly flags?: readonly string[]
}

/** What is known of the releases of a controller. */
export interface Releases {
  /**
   * `LINE DAY`, the oldest first: the last day on which a line of releases gets fixes, as the project says of its own. What is
   * older than all of them has ended, too; lines that are looked after with no end in sight have no row.
   */
  readonly ends?: readonly string[]
  /** `NAME FIRST FIXED FIRST FIXED …`, newest first: the releases from each first one up to the fixed one have it */
  readonly flaws?: readonly string[]
  /** not all public ones are among them: that a release has none of them says nothing of it */
  readonly knowsSomeFlaws?: true
}
