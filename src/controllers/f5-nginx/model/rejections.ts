/**
 * What makes the controller reject an Ingress as a whole: nothing of it is served then, whatever is right in it.
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/k8s/validation.go (validateIngress)
 */
import { told } from '../../../domain/findings/finding.js'
import type { RejectedFor } from '../../../domain/findings/ownership-facts.js'
import type { Ingress, IngressBackend } from '../../../domain/objects/objects.js'
import { patternFault } from '../../../languages/nginx/pcre/fault.js'
import type { F5Settings } from '../workload/settings.js'
import { wrongAnnotations } from './annotation-values.js'
import { mergeType } from './mergeable.js'
import type { Lack, Rejection } from './types.js'

/** What is wrong, one after the other. */
export type Faults = Generator<Rejection>

export function fault(field: string, reason: RejectedFor, value: string | null = null): Rejection {
  return { field, reason, value }
}

/** All that is wrong with an Ingress; empty: nothing is. */
export function rejectionsOf(ingress: Ingress, settings: F5Settings): readonly Rejection[] {
  return someOf(faultsOf(ingress, settings))
}

/** An object may have thousands, and the first few say it. */
const mostFaults = 8

export function someOf(faults: Faults): readonly Rejection[] {
  const found: Rejection[] = []
  for (const one of faults) {
    found.push(one)
    if (found.length === mostFaults) break
  }
  return found
}

/** Why an object is not taken that is rejected; null: it is not. */
export function rejectedFor(faults: readonly Rejection[]): Lack | null {
  const [found, ...besides] = faults.map((one) => told('rejected', one))
  return found === undefined ? null : { is: 'dropped', to: null, found, besides }
}

function* faultsOf(ingress: Ingress, settings: F5Settings): Generator<Rejection> {
  for (const { name, reason, value } of wrongAnnotations(ingress, settings))
    yield fault(`metadata.annotations[${name}]`, reason, value)
  yield* ofSpec(ingress, settings)
  yield* ofMerging(ingress)
}

function* ofSpec({ spec }: Ingress, { allowsEmptyHost }: F5Settings): Generator<Rejection> {
  if (spec?.defaultBackend) yield* ofBackend(spec.defaultBackend, 'spec.defaultBackend')
  const rules = spec?.rules ?? []
  if (rules.length === 0) yield { field: 'spec.rules', reason: 'no-rules', value: null }
  const hosts = new Set<string>()
  for (const [i, { host, http }] of rules.entries()) {
    const field = `spec.rules[${i}]`
    const name = host || ''
    if (name === '' && !allowsEmptyHost) yield { field: `${field}.host`, reason: 'host-missing', value: null }
    else if (hosts.has(name)) yield { field: `${field}.host`, reason: 'host-twice', value: name || null }
    hosts.add(name)
    for (const [j, { path, pathType, backend }] of (http?.paths ?? []).entries()) {
      const place = `${field}.http.paths[${j}]`
      yield* ofPath(path ?? '', pathType ?? '', `${place}.path`)
      yield* ofBackend(backend ?? {}, `${place}.backend`)
    }
  }
}

function* ofBackend({ resource, service }: IngressBackend, field: string): Generator<Rejection> {
  if (resource) yield { field: `${field}.resource`, reason: 'resource', value: resource.kind }
  else if (!service) yield { field: `${field}.service`, reason: 'no-backend', value: null }
}

function* ofPath(path: string, pathType: string, field: string): Generator<Rejection> {
  if (path === '') {
    if (pathType !== 'ImplementationSpecific') yield { field, reason: 'path-missing', value: null }
  } else if (!isPath(path) || hasWordInBraces(path) || patternFault(path) !== null)
    yield { field, reason: 'path-form', value: path }
}

/** `{2}` of a pattern may stand there, `{name}` may not. */
function hasWordInBraces(path: string): boolean {
  return path
    .split('{')
    .slice(1)
    .some((part) => part.includes('}') && /[A-Za-z]/.test(part.slice(0, part.indexOf('}'))))
}

/** Neither blanks nor `;` nor an unescaped quote, no `//` at its start, no `..` in it. */
function isPath(path: string): boolean {
  return (
    /^\/(?:[^\s;"\\]|\\[^\s;])*$/.test(path) &&
    !path.startsWith('//') &&
    !path.split(/[/\\]/).includes('..') &&
    !/^\/etc\/|^\/root(?:\/|$)|^\/var(?:\/|$)|\\n|\\r$/.test(path)
  )
}

/** https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/cross-namespace-configuration/ */
function* ofMerging(ingress: Ingress): Generator<Rejection> {
  const rules = ingress.spec?.rules ?? []
  const paths = rules[0]?.http?.paths ?? []
  const type = mergeType(ingress)
  if (type === 'master' && (rules.length !== 1 || paths.length > 0))
    yield { field: 'spec.rules', reason: 'master-rules', value: null }
  if (type !== 'minion') return
  if ((ingress.spec?.tls ?? []).length > 0) yield { field: 'spec.tls', reason: 'minion-tls', value: null }
  if (rules.length !== 1 || paths.length === 0) yield { field: 'spec.rules', reason: 'minion-rules', value: null }
}
