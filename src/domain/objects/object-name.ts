/** How people name an object whose kind is one of several: as we do, or as kubectl does. */
import { isInScope, type Scope } from '../ports.js'
import type { CustomKind } from './custom.js'
import { type Kind, kinds } from './objects.js'
import type { Ref } from './ref.js'

export interface ObjectName {
  /** as the API has it, or a word that may be one of a controller's own; null: any of the kinds that are meant */
  readonly kind: string | null
  /** null: that of the command line */
  readonly namespace: string | null
  readonly name: string
}

/** kubectl's short names: https://gateway-api.sigs.k8s.io/reference/spec/ */
const short: Readonly<Record<string, Kind>> = {
  ing: 'Ingress',
  gtw: 'Gateway',
  gc: 'GatewayClass',
  lset: 'ListenerSet',
}

/**
 * `NAME`, `NAMESPACE/NAME`, and either behind a kind as kubectl has it: short, plural, with its group.
 * @returns null for what is no such name
 */
export function parseObjectName(text: string): ObjectName | null {
  const [first = '', ...rest] = text.split('/')
  const kind =
    rest.length === 0 ? null : (kindOf(first) ?? (rest.length > 1 && /^[a-z][a-z0-9.-]*$/i.test(first) ? first : null))
  const [one = '', two, ...more] = kind === null ? [first, ...rest] : rest
  if (one === '' || two === '' || more.length > 0) return null
  return two === undefined ? { kind, namespace: null, name: one } : { kind, namespace: one, name: two }
}

/** kubectl's names of the kind, short, plural and with its group. */
const ofIngress = /^(?:ing|ingress|ingresses)(?:\.networking\.k8s\.io)?\//

/**
 * The same where an Ingress is meant: `NAME`, `NAMESPACE/NAME`, and either behind `ing/`, `ingress/` or
 * `ingress.networking.k8s.io/`, as `-o name` prints it.
 */
export function parseIngressName(text: string): ObjectName | null {
  const [first = '', second, ...more] = text.replace(ofIngress, '').split('/')
  if (first === '' || second === '' || more.length > 0) return null
  return {
    kind: 'Ingress',
    ...(second === undefined ? { namespace: null, name: first } : { namespace: first, name: second }),
  }
}

/**
 * What no object can be called may be anything, a secret too, where a name is wanted.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names
 */
export function canBeName(text: string): boolean {
  return /^[a-z0-9][a-z0-9.-]{0,252}$/.test(text)
}

/** @param word `httproute`, `HTTPRoutes`, `httproute.gateway.networking.k8s.io`; null: no kind is called so */
function kindOf(word: string): Kind | null {
  const [name = '', ...group] = word.toLowerCase().split('.')
  const entries = Object.entries(kinds) as [Kind, (typeof kinds)[Kind]][]
  const found = entries.find(([kind, info]) => kind.toLowerCase() === name || info.plural === name)?.[0]
  const kind = found ?? (Object.hasOwn(short, name) ? (short[name] ?? null) : null)
  return kind === null || (group.length > 0 && kinds[kind].group !== group.join('.')) ? null : kind
}

/**
 * With the kinds that controllers brought with them, which nobody knows before their dialects do: a first word that is
 * such a kind is neither a namespace nor a name.
 * @returns null for a kind that nobody knows
 */
export function withCustomKinds(
  names: readonly ObjectName[],
  customKinds: readonly CustomKind[],
): readonly ObjectName[] | null {
  const find = (word: string | null) => (word === null ? undefined : customKinds.find((one) => isCalled(one, word)))
  const [first, ...others] = names
  const kind = first?.kind === null && first.namespace === null ? find(first.name)?.kind : undefined
  if (kind !== undefined && others.length > 0)
    return others.every((one) => one.kind === null) ? others.map((one) => ({ ...one, kind })) : null
  const all = names.map((one): ObjectName | null => {
    const custom = find(one.kind ?? one.namespace)
    if (custom === undefined) return one.kind === null || Object.hasOwn(kinds, one.kind) ? one : null
    return { ...one, kind: custom.kind, namespace: one.kind === null ? null : one.namespace }
  })
  return all.every((one) => one !== null) ? all : null
}

function isCalled(kind: CustomKind, word: string): boolean {
  const [name = '', ...group] = word.toLowerCase().split('.')
  const names = [kind.kind.toLowerCase(), kind.plural, ...(kind.shortNames ?? [])]
  return names.includes(name) && (group.length === 0 || kind.group === group.join('.'))
}

/** @param scope where a name without a namespace is */
export function isNamedBy({ kind, namespace, name }: ObjectName, ref: Ref, scope: Scope): boolean {
  return (
    name === ref.name &&
    (kind === null || kind === ref.kind) &&
    (namespace === null ? isInScope(scope, ref.namespace) : namespace === ref.namespace)
  )
}
