/** What a person should know of the files that were read: old versions, names that stand twice, templates, placeholders. */

import { ruleHosts, tlsHosts } from '../domain/objects/ingress-hosts.js'
import { apiVersionOf, type Kind, type Kinds } from '../domain/objects/objects.js'
import { nameOf, refOf } from '../domain/objects/ref.js'
import { isPlaceholder } from '../domain/objects/refusals/checks.js'
import { type Refusal, refusalText } from '../domain/objects/refusals/refusal.js'
import { allKinds } from './format.js'

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
export function oldVersion(apiVersion: string, kind: Kind, path: string): string {
  return `${path} has ${kind} of ${apiVersion}, which no cluster takes since 1.22: write networking.k8s.io/v1`
}

/** A host in which somebody was to write a name. */
export function placeholders(ingress: Kinds['Ingress'], path: string): string[] {
  return [...new Set([...ruleHosts(ingress), ...tlsHosts(ingress)])]
    .filter(isPlaceholder)
    .map(
      (host) => `${path}: host ${host} of Ingress ${ingress.metadata.name} is a placeholder: write a name in its place`,
    )
}

/** @param named `Ingress shop/web` */
export function refused(named: string, refusal: Refusal, path: string): string {
  return `${path}: the API server refuses ${named}: ${refusalText(refusal)}`
}

/**
 * Is a line of it, or a value, left for Helm to fill in? What a chart renders has templates, too, that an Alertmanager or the
 * like fills in: with if, with and range, and without Helm's own names. https://helm.sh/docs/chart_template_guide/
 */
export function isTemplate(text: string): boolean {
  return (
    /^[ \t]*(?:-[ \t]+)?(?:[\w./-]+:[ \t]+)?["']?\{\{-?[ \t]*[\w.$(/"]/m.test(text) &&
    /\{\{[^{}]*(?:\.Values|\.Release|\.Chart|include )/.test(text)
  )
}

export function kustomized(path: string): string {
  const folder = path.replace(/(?<![^/\\])[^/\\]*$/, '').replace(/[/\\]$/, '') || '.'
  return `${path} is not applied: what it changes is seen by "kubectl kustomize ${folder} | kubectl tkng … --from -"`
}

/** By which others than those that are read are asked to route requests. */
const routesOfOthers =
  /^(?:Route route\.openshift|VirtualService networking\.istio|Mapping getambassador|RouteGroup zalando|ApisixRoute apisix|(?:TCP|UDP)Ingress configuration\.konghq)\./

/** What is to be said of an object that nobody reads; null: nothing. */
export function ofStranger(kind: string, apiVersion: string, path: string): string | null {
  const meant = allKinds.find((one) => one.toLowerCase() === kind.toLowerCase())
  // Other groups have kinds of the same name.
  if (meant !== undefined && (apiVersion === '' || (kind !== meant && apiVersion === apiVersionOf(meant))))
    return `${path} has ${kind} ${apiVersion === '' ? 'without apiVersion' : `of ${apiVersion}`}, which no API server takes: write apiVersion: ${apiVersionOf(meant)} and kind: ${meant}`
  if (kind === 'Kustomization' && apiVersion.startsWith('kustomize.')) return kustomized(path)
  return routesOfOthers.test(`${kind} ${apiVersion}`)
    ? `${path} has ${kind} of ${apiVersion}, which is not read: what it asks for is not told`
    : null
}

export function encrypted(path: string): string {
  return `${path} has a Secret that SOPS encrypted, which is left out: "sops --decrypt ${path} | kubectl tkng … --from -" shows it`
}

export function isOfTemplate(remark: string): boolean {
  return remark.includes(' is a Helm template ')
}

export function templated(path: string): string {
  return `${path} is a Helm template and left out: "helm template CHART | kubectl tkng … --from -" shows what it becomes`
}
