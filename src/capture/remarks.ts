/** What a person should know of the files that were read: old versions, names that stand twice, templates, placeholders. */

import { ruleHosts, tlsHosts } from '../domain/objects/ingress-hosts.js'
import type { Kind, Kinds } from '../domain/objects/objects.js'
import { record, type Wire } from '../domain/objects/project-fields.js'
import { nameOf, refOf } from '../domain/objects/ref.js'

/** More of them are no help. */
const most = 10

/** Each sentence once, in the order in which they came. */
export class Remarks {
  readonly #told = new Set<string>()
  readonly #more = new Set<string>()
  readonly #twice: { readonly name: string; readonly path: string }[] = []

  add(sentence: string): void {
    if (this.#told.has(sentence)) return
    if (this.#told.size < most) this.#told.add(sentence)
    else this.#more.add(sentence)
  }

  /** As with `kubectl apply`, the later of two counts. */
  addTwice<K extends Kind>(object: Kinds[K], before: Kinds[K], path: string): void {
    if (JSON.stringify(object) !== JSON.stringify(before))
      this.#twice.push({ name: `${object.kind} ${nameOf(refOf(object))}`, path })
  }

  get all(): readonly string[] {
    const rest = this.#more.size
    return [...this.#twiceText(), ...this.#told, ...(rest === 0 ? [] : [`${rest} more of this kind`])]
  }

  #twiceText(): string[] {
    const [first] = this.#twice
    if (first === undefined) return []
    const several = new Set(this.#twice.map(({ name }) => name)).size
    const other = `${first.path} has another ${first.name}`
    return [
      several === 1
        ? `${other}: of two with one name the later counts`
        : `${other}, and ${several - 1} more stand twice: of two with one name the later counts`,
    ]
  }
}

/** https://kubernetes.io/docs/reference/using-api/deprecation-guide/#ingress-v122 */
export function oldVersion(apiVersion: string, kind: Kind, path: string): string | null {
  return /^(?:extensions|networking\.k8s\.io)\/v1beta1$/.test(apiVersion)
    ? `${path} has ${kind} of ${apiVersion}, which no cluster takes since 1.22: write networking.k8s.io/v1`
    : null
}

/** YAML reads true and 60 without quotes as no texts, and the API server takes nothing else: the object is refused. */
export function bareAnnotations({ metadata }: Wire, named: string, path: string): string[] {
  return Object.entries(record(record(metadata).annotations)).flatMap(([key, value]) =>
    typeof value === 'number' || typeof value === 'boolean'
      ? `${path}: annotation ${key} of ${named} is no text, so that no cluster takes it: write "${value}"`
      : [],
  )
}

const placeholder = /[<>{}$[\]]|^_+[A-Z]|^[A-Z][A-Z\d_]+$|\b(?:CHANGE|REPLACE)[_-]?ME\b/

/** A host in which somebody was to write a name. */
export function placeholders(ingress: Kinds['Ingress'], path: string): string[] {
  return [...new Set([...ruleHosts(ingress), ...tlsHosts(ingress)])]
    .filter((host) => placeholder.test(host))
    .map(
      (host) => `${path}: host ${host} of Ingress ${ingress.metadata.name} is a placeholder: write a name in its place`,
    )
}

/** What the API server refuses: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressSpec */
export function refused({ metadata, spec }: Kinds['Ingress'], path: string): string[] {
  const of = (what: string) => `${path}: ${what} of Ingress ${metadata.name}`
  return (spec?.rules ?? []).flatMap(({ host, http }) => [
    ...(!host || isHostName(host) || placeholder.test(host)
      ? []
      : [
          `${of(`host ${host}`)} is none that the API server takes: a name in lower case, without scheme, port and path`,
        ]),
    ...(http?.paths ?? []).flatMap(({ path: own }) =>
      !own || own.startsWith('/') ? [] : [`${of(`path ${own}`)} does not begin with /: the API server refuses it`],
    ),
  ])
}

/** Labels of lower-case letters, digits and dashes, of which the first may be a star. */
function isHostName(host: string): boolean {
  return /^(?:\*\.)?[a-z\d](?:[-a-z\d]*[a-z\d])?(?:\.[a-z\d](?:[-a-z\d]*[a-z\d])?)*$/.test(host)
}

/** Is a line of it, or a value, left for Helm to fill in? https://helm.sh/docs/chart_template_guide/ */
export function isTemplate(text: string): boolean {
  return (
    /^[ \t]*(?:-[ \t]+)?(?:[\w./-]+:[ \t]+)?["']?\{\{-?[ \t]*[\w.$(/"]/m.test(text) &&
    /\{\{[^{}]*(?:\.Values|\.Release|\.Chart|include |define |template |if |with |range |end\b)/.test(text)
  )
}

export function kustomized(path: string): string {
  const folder = path.replace(/[^/\\]*$/, '').replace(/[/\\]$/, '') || '.'
  return `${path} is not applied: what it changes is seen by "kubectl kustomize ${folder} | kubectl tkng … --from -"`
}

export function encrypted(path: string): string {
  return `${path} has a Secret that SOPS encrypted, which is left out: "sops --decrypt ${path} | kubectl tkng … --from -" shows it`
}

export function templated(path: string): string {
  return `${path} is a Helm template and left out: "helm template CHART | kubectl tkng … --from -" shows what it becomes`
}
