/** What is found of who takes an Ingress, and who does not. */
import type { NamespacedName } from '../objects/ref.js'

/** Which controller takes an Ingress. */
export interface ClassFacts {
  /** `flag`: that says so; null: it is not known how it is called */
  'namespace-not-watched': { controller: NamespacedName; watched: string; namespace: string; flag: string | null }
  /** `labels`: a selector, as it is said */
  'labels-not-taken': { controller: NamespacedName; labels: string }
  'catch-all-disabled': { controller: NamespacedName }
  /**
   * `usual`: a class that a controller takes; `compared`: the names that controllers compare the annotation with, where
   * there is an IngressClass of its name, which counts for nothing
   */
  'class-unknown': {
    name: string
    by: 'field' | 'annotation'
    near: readonly string[]
    usual: string | null
    compared: readonly string[] | null
    /** no controller was found that could have it */
    isAlone: boolean
    /** cert-manager made it for a challenge, and makes it anew. Absent: it did not */
    isSolver?: true
    /** files hold some classes, and another one may be elsewhere. Absent: all of them are seen */
    isElsewhere?: true
    /** a controller without a class takes Ingresses that name none. Absent: there is no such one */
    isOpen?: true
  }
  /** `class`: null, it names none */
  'route-of-nobody': { class: string | null }
  /** `defaults`: classes that are marked as default; `isAlone`: no controller was found at all */
  'class-missing': { defaults: readonly string[]; usual: string | null; isAlone: boolean }
  /**
   * `found`: the controller classes that were found; `owner`: null, the class names no controller; `title`: as people call
   * that one, null where nobody knows it
   */
  'class-of-other': {
    name: string
    owner: string | null
    title: string | null
    found: readonly string[]
    usual: string | null
  }
  /**
   * `title`: as people call the controller, whose rules are not read; `class`: null, the Ingress names none;
   * `isNothing`: no rule has anything behind it, so that it is known what becomes of all requests
   */
  'not-read': {
    controller: NamespacedName
    title: string
    version: string | null
    class: string | null
    /** false: whether it takes the Ingress hangs on what is not seen */
    isSure: boolean
    isOutside: boolean
    isNothing?: true
  }
  /** `message`: the last that it wrote about the Ingress, in its own words; `isRefused`: it says that it does not serve it */
  'controller-warns': { title: string; reason: string; message: string; isRefused: boolean }
  /** `counts`: which of them decides who takes it */
  'class-disagree': { field: string; annotation: string; counts: 'field' | 'annotation'; isTaken: boolean }
  /** `selector`: of the namespaces that are watched, where that is the question; `isTaken`: it is told as if it were */
  'owner-unknown': { class: string | null; selector: string | null; isTaken: boolean }
  /** `flags`: of each kind among them how it is given a class of its own, `TITLE: FLAG` */
  'two-controllers': { controllers: readonly NamespacedName[]; flags: readonly string[] }
  /** `at`: RFC 3339 */
  'being-deleted': { at: string }
}
