/** What can be wrong with an annotation, and the facts of each flaw. */
import type { NamespacedName } from '../objects/ref.js'

/**
 * - `dropped`: the whole Ingress is not served (of an update: the version before is served on)
 * - `denied`: its locations answer 503
 * - `server-denied`: the whole host answers 403
 * - `fail-open`: it is served without the protection that was asked for
 * - `ignored`: this annotation, or its group, does nothing
 * - `other`: it takes effect otherwise than it reads
 */
export type AnnotationEffect = 'dropped' | 'denied' | 'server-denied' | 'fail-open' | 'ignored' | 'other'

/**
 * What comes of a flaw, where its effect alone does not say it:
 * - `unguarded`: requests are not authenticated
 * - `no-client-certificate`: no client is asked for one
 * - `unverified`: the certificates of the backends are not looked at
 * - `no-own-certificate`: they are shown none
 * - `no-limit`: none of the limits is in force
 * - `nobody`: requests are refused, whoever sends them
 * - `passed-over`: what is wrong is, and the rest is not
 * - `nothing`: the annotation does nothing
 * - `counts-as`: the annotation counts as this value; null: as not set
 * - `group`: nothing of its group takes effect
 */
export type Consequence =
  | { readonly is: 'dropped' | 'denied' | 'server-denied' | 'unguarded' | 'no-client-certificate' | 'no-limit' }
  | { readonly is: 'nobody' | 'passed-over' | 'nothing' | 'unverified' | 'no-own-certificate' }
  | { readonly is: 'counts-as'; readonly value: string | null }
  | { readonly is: 'group'; readonly name: string }

interface OfAnnotation {
  /** without the controller's prefix, but with another one; '' where the flaw is not in an annotation */
  annotation: string
  effect: AnnotationEffect
}

/** A flaw of one value. */
interface OfValue extends OfAnnotation {
  consequence: Consequence
}

/** An annotation whose removal would let in what it keeps out: no fix may offer that. */
interface Protecting {
  protects: boolean
}

/** Where nobody was seen who takes the Ingress, what hangs on the words that he was started with is not known. */
interface Seen {
  isSeen: boolean
}

interface Missing extends OfValue {
  object: NamespacedName
}

interface Allowing {
  /** a key of the ConfigMap that is none, and was perhaps meant to allow it; null: none is near */
  misspelt: string | null
}

export interface AnnotationFacts {
  'annotation-risk': OfAnnotation & Protecting & Allowing & { risk: string; group: string; allowed: string }
  /**
   * `parts`: of a list those that are wrong, empty where it is the whole value; `must`: completes "it must be …";
   * `write`: a value that would do, null where none can be told
   */
  'annotation-invalid': OfValue &
    Protecting & { value: string; parts: readonly string[]; must: string; write: string | null }
  'annotation-empty': OfValue & Protecting & { must: string }
  'word-blocked': OfAnnotation & { word: string }
  'deep-inspect': OfAnnotation & { field: string; text: string }
  /** `allowed`: characters, in words */
  'path-refused': OfAnnotation & { path: string; pathType: string; allowed: string }
  'snippet-not-allowed': OfAnnotation & Allowing

  'cross-namespace': OfValue & { kind: 'Secret' | 'ConfigMap'; object: NamespacedName }
  /** `object`: null, the annotation that should name it is not set */
  'secret-missing': OfValue & { object: NamespacedName | null }
  'configmap-missing': Missing
  'service-missing': Missing
  /** `lacks`: keys of which it has none, or nothing that is of use */
  /** `holds`: what the Secret is for: authorities of clients, a certificate of the proxy's own, authorities of backends, passwords */
  'secret-incomplete': OfValue & {
    secret: NamespacedName
    lacks: readonly string[]
    holds: 'authorities' | 'certificate' | 'backends' | 'passwords' | 'hashes'
  }
  /** `wrong`: what cannot be used, the key itself or its value */
  'configmap-invalid': OfValue & { configMap: NamespacedName; key: string; wrong: 'key' | 'value' }
  'header-not-allowed': OfValue & { configMap: NamespacedName; header: string }

  'redirect-scheme': OfAnnotation & { value: string }
  'redirect-both': OfAnnotation
  /** `usual`: the status that is answered in its place */
  'redirect-code': OfAnnotation & { status: number; usual: number; last: number }
  'redirect-loop': OfAnnotation
  /** `variable`: before which the slash stands, or where `isRefused`, the path that it takes the place of */
  'slash-twice': OfAnnotation & { variable: string; isRefused?: true }
  'rewrite-relative': OfAnnotation & { target: string }
  'prefix-boolean': OfAnnotation & { value: string }
  'passthrough-disabled': OfAnnotation & Seen
  'canary-not-enabled': OfAnnotation
  'canary-without-paths': OfAnnotation

  /** `others`: those that need the same one */
  'needs-another': OfAnnotation & { others: readonly string[]; needs: string }
  'unknown-annotation': OfAnnotation & { why: Unknown }
  'alias-shadowed': OfAnnotation & { newName: string }
  /**
   * `prefix`: that of the controller; `isOtherProduct`: there is no annotation of the same name under it; `instead`: the
   * one that does what is meant, null: none is known
   */
  'foreign-annotation': OfAnnotation & Seen & { prefix: string; isOtherProduct: boolean; instead: string | null }
}

/** Why the controller knows no such annotation; `key`: it is one of its ConfigMap. `release` null: it was gone before 1.0.0. */
type Unknown =
  | { readonly is: 'no-such'; readonly near: string | null }
  | { readonly is: 'key' }
  | { readonly is: 'of-service' }
  | { readonly is: 'removed'; readonly release: string | null; readonly instead: string | null }
  | { readonly is: 'too-new'; readonly since: string; readonly release: string }
