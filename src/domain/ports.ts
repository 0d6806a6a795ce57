/** What the inside may ask of the outside. A live cluster, a capture and a test's fake all answer to these types. */
import type { Gap } from './gap.js'
import type { CustomKind, CustomObject } from './objects/custom.js'
import type { Kind, Kinds, Secret } from './objects/objects.js'
import type { NamespacedName, Ref } from './objects/ref.js'
import type { Refused } from './objects/refusals/refusal.js'

/** One namespace, or all of them. */
export type Scope = { readonly namespace: string } | 'all-namespaces'

/** Null: all of them. */
export function namespaceIn(scope: Scope): string | null {
  return scope === 'all-namespaces' ? null : scope.namespace
}

/** Where was looked, for a sentence about what was not found there. @param namespace null: in all of them */
export function placeText(namespace: string | null): string {
  return namespace === null ? 'in any namespace' : `in namespace "${namespace}"`
}

export function isInScope(scope: Scope, namespace: string): boolean {
  return scope === 'all-namespaces' || scope.namespace === namespace
}

export interface ListQuery {
  readonly scope: Scope
  /** a label selector in kubectl's syntax, already known to parse (see label-selector.ts) */
  readonly labelSelector?: string | undefined
  /** only these objects; each name that does not exist becomes a gap with reason `not-found` */
  readonly names?: readonly string[] | undefined
  /** all of the scope or nothing: where that may not be listed at once, no part of it is asked for instead */
  readonly isUndivided?: true
  /** of pods: also what workloads of files would run, beside the pods that are there */
  readonly withTemplates?: true
}

/**
 * How much of what was asked a listing really covers: all of it, nothing (forbidden, not captured), or only these
 * namespaces (where all namespaces were asked for and fewer were allowed).
 */
export type Coverage = 'all' | 'none' | readonly string[]

export interface Listing<K extends Kind> {
  readonly items: readonly Kinds[K][]
  readonly coverage: Coverage
  readonly gaps: readonly Gap[]
}

/**
 * Reads API objects, cut down by `project` (domain/project.ts).
 *
 * A kind that may not be read, or does not exist, is a gap in the answer; a cluster that cannot be asked at all
 * (no kubeconfig, refused, 401, timeout …) is a {@link Problem} thrown.
 */
export interface ClusterReader {
  /** what `-n`, `-A`, the context or the source itself came to */
  readonly scope: Scope
  /** where the answers come from, in words for a person: `context "kind-dev"`, `capture demo` */
  readonly source: string
  /** when the facts were true: null means now (a live cluster) */
  readonly takenAt: string | null
  list<K extends Kind>(kind: K, query: ListQuery): Promise<Listing<K>>
  /** a kind that a controller brought with it; a cluster that does not know it has none of it, which is no gap */
  listCustom(kind: CustomKind, scope: Scope): Promise<CustomListing>
  /**
   * Secrets by their names, where they are so many that lists are less to ask than each alone. Absent: here one way is
   * as good as the other.
   */
  readonly amongMany?: (secrets: readonly NamespacedName[]) => Promise<AmongMany>
  /** The groups of kinds that the cluster has; who may not ask hears of none. Absent: nobody can be asked */
  readonly groups?: () => Promise<ReadonlySet<string>>
  /** Absent: its objects stand in no file that a person writes, or nobody asked where. */
  readonly places?: Places
  /** All of it was read from files: to ask for more costs nothing. Absent: each question is a request */
  readonly isAtHand?: true
  /** It is what people write down, and no cluster: what is not there is not wanted. */
  readonly isWritten?: true
  /** what an API server would refuse of its objects. Absent: one has taken them, or nobody asked */
  readonly refusals?: readonly Refused[]
  /** parts of what people write that could not be read, the rest of it was. Absent: none */
  readonly unread?: readonly Gap[]
}

/** A line of a file. */
export interface FilePlace {
  /** from the working folder, with slashes; `-`: standard input */
  readonly file: string
  /** from 1 */
  readonly line: number
}

/** A comment that speaks to this program, without `# tkng:`. */
export interface Comment {
  readonly line: number
  readonly text: string
  /** lines of the field that it stands above, or beside; null: it speaks of the object as a whole */
  readonly covers: { readonly first: number; readonly last: number } | null
}

/** Where objects stand in the files that were read. */
export interface Places {
  /** @param field as findings name it; what is not there is told by what it would stand in. null: in no file */
  of(source: Ref, field: string | null): FilePlace | null
  /** beside the fields of an object */
  comments(source: Ref): readonly Comment[]
  /** objects of texts in which somebody speaks to this program */
  commented(): readonly Ref[]
  /** text by text: whoever asks in this order has each of them read once */
  inOrder<T>(all: readonly T[], sourceOf: (one: T) => Ref): readonly T[]
}

/** What lists tell of Secrets that were named: of all others nothing is known yet. */
export interface AmongMany {
  readonly items: readonly Secret[]
  /** there is none of that name */
  readonly missing: readonly NamespacedName[]
}

/** What shall be heard of, by who shows it as it changes. */
export interface ChangeWishes {
  /** kinds of which every change counts */
  readonly watched: readonly Kind[]
  /** with what the API does not tell: what replicas say is asked now and then */
  readonly polled: boolean
  /** milliseconds between two questions, where they are polled; absent: what a person has the patience for */
  readonly every?: number
}

/** The instant of the facts, in milliseconds since the epoch: ages are counted up to it. @param now of the run */
export function asOf({ takenAt }: Pick<ClusterReader, 'takenAt'>, now: number): number {
  return takenAt === null ? now : Date.parse(takenAt)
}

/** Writes a capture: a folder, a `.tar.gz`, a single YAML file, or `-` for standard output. */
export interface CaptureStore {
  /**
   * What a replica says, held until it is written; of all together no more than there is room for.
   * @param refused what is thrown where there is none left, with the reason in words
   */
  hold(text: string | AsyncIterable<Uint8Array>, refused: (why: string) => Error): Promise<SavedText>
  /** @returns one line that says what was written and where */
  write(target: string, capture: CaptureContent): Promise<string>
}

/** What was listed, unmasked: masking is the store's first act (domain/masking/masker.ts). */
export interface CaptureContent {
  /** RFC 3339 */
  readonly takenAt: string
  readonly source: string
  /** what was asked about: a listing's coverage is of that */
  readonly scope: Scope
  /** a kind that is not here was not asked for */
  readonly listings: { readonly [K in Kind]?: Listing<K> }
  /** of the kinds that the controllers found brought with them. Absent: none */
  readonly custom?: readonly CustomListing[]
  /** `NAMESPACE/POD` → what that replica said, certificates without their keys */
  readonly observations: ReadonlyMap<string, ReplicaTexts>
}

/** File name → what a replica said, as it said it: its dialect knows what the texts mean. Absent: it gave no answer. */
export type ReplicaTexts = Readonly<Record<string, SavedText>>

/** A long one in UTF-8, in pieces that can be gone through again. */
export type SavedText = string | Iterable<Uint8Array>

/** One kind's objects; of a cluster that does not know the kind, none. */
export interface CustomListing {
  readonly kind: CustomKind
  readonly items: readonly CustomObject[]
  readonly coverage: Coverage
  readonly gaps: readonly Gap[]
}
