/**
 * What an API server refuses of an object as a person has written it, and a file does not say: values of another type, which
 * read as if nothing stood there, fields that no version has or that another one had, words that are none.
 * Not a schema: what is told is what our reading would pass over, and what people write most.
 */

import { isRecord, list, record, type Wire } from './project-fields.js'
import type { Ref } from './ref.js'
import type { Described, Leaf } from './shaped.js'

/**
 * - `type`: it is no text, no number, no object …
 * - `field`: there is none of that name
 * - `missing`: nothing stands there
 * - `word`: it is none of those that may stand there
 * - `host`, `path`: it is none as the API has them
 * - `both`: two fields that exclude each other
 */
export type RefusalFlaw = 'type' | 'field' | 'missing' | 'word' | 'host' | 'path' | 'both'

export interface Refusal {
  readonly flaw: RefusalFlaw
  /** where, in the words of the API: `spec.rules[0].host` */
  readonly field: string
  /** what stands there, where it is a word; of a wrong type it may be anything, and is not kept */
  readonly value: string | null
  /** what may stand there; empty: nothing comes near it */
  readonly wanted: readonly string[]
}

/** An object with all that is refused of it. */
export interface Refused {
  readonly of: Ref
  readonly found: readonly Refusal[]
}

/** More of one object are no help. */
const most = 20

/**
 * @param described its fields, as they are read
 * @param document that no API server has given a uid: it has taken whatever has one
 */
export function refusalsOf(kind: string, described: Described, document: Wire): Refusal[] {
  const found: Refusal[] = []
  const report: Report = (flaw, field, value, wanted) => {
    if (found.length < most) found.push({ flaw, field, value: value?.slice(0, longest) ?? null, wanted })
  }
  for (const map of ['labels', 'annotations']) ofType(record(document.metadata)[map], 'map', `metadata.${map}`, report)
  for (const [field, one] of Object.entries(described))
    if (field !== 'status') ofType(document[field], one, field, report)
  if (kind === 'Ingress') ofIngress(record(document.spec), report)
  if (kind === 'HTTPRoute') ofRoute(record(document.spec), report)
  return found
}

type Report = (flaw: RefusalFlaw, field: string, value: string | null, wanted: readonly string[]) => void

/** Characters of a word that is shown. */
const longest = 100

const aText = { is: 'a text, in quotes', holds: (value: unknown) => typeof value === 'string' }
const aNumber = { is: 'a whole number, without quotes', holds: Number.isInteger }
const aFlag = { is: 'true or false, without quotes', holds: (value: unknown) => typeof value === 'boolean' }

const types: { readonly [L in Leaf]?: { readonly is: string; readonly holds: (value: unknown) => boolean } } = {
  text: aText,
  'text!': aText,
  word: aText,
  'word!': aText,
  'value!': aText,
  label: aText,
  integer: aNumber,
  'integer!': aNumber,
  'integer or text': { is: 'a number or a text', holds: (value) => aNumber.holds(value) || aText.holds(value) },
  flag: aFlag,
}

/** Null is as good as nothing. */
function ofType(value: unknown, described: Described, at: string, report: Report): void {
  if (value == null) return
  if (described === 'map' || described === 'labels') {
    if (!isRecord(value)) report('type', at, null, ['an object, of texts by their names'])
    for (const [key, one] of Object.entries(record(value)))
      ofType(one, 'text', `${at}[${JSON.stringify(key.slice(0, longest))}]`, report)
  } else if (typeof described === 'string') {
    const type = types[described]
    if (type !== undefined && !type.holds(value)) report('type', at, null, [type.is])
  } else if (isList(described)) {
    if (!Array.isArray(value)) report('type', at, null, ['a list'])
    else for (const [i, one] of value.entries()) ofType(one, described[0], `${at}[${i}]`, report)
  } else if (isRecord(value))
    for (const [field, one] of Object.entries(described)) ofType(value[field], one, `${at}.${field}`, report)
  else report('type', at, null, [`an object with ${Object.keys(described).join(' or ')}`])
}

function isList(described: Described): described is readonly [Described] {
  return Array.isArray(described)
}

const pathTypes = ['Exact', 'Prefix', 'ImplementationSpecific']

/** https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressSpec */
function ofIngress(spec: Wire, report: Report): void {
  known(spec, ['ingressClassName', 'defaultBackend', 'rules', 'tls'], 'spec', report)
  ofBackend(spec.defaultBackend, 'spec.defaultBackend', report)
  for (const [i, rule] of (list(spec.rules, (one) => one) ?? []).entries()) {
    const at = `spec.rules[${i}]`
    if (typeof rule.host === 'string' && rule.host !== '' && isWrongHost(rule.host))
      report('host', `${at}.host`, rule.host, [])
    known(rule, ['host', 'http'], at, report)
    for (const [j, path] of (list(record(rule.http).paths, (one) => one) ?? []).entries())
      ofPath(path, `${at}.http.paths[${j}]`, report)
  }
}

function ofPath(path: Wire, at: string, report: Report): void {
  const { pathType, path: own } = path
  if (typeof own === 'string' && own !== '' && !own.startsWith('/')) report('path', `${at}.path`, own, [])
  known(path, ['path', 'pathType', 'backend'], at, report)
  ofWord(pathType, pathTypes, `${at}.pathType`, report)
  if (pathType == null) report('missing', `${at}.pathType`, null, pathTypes)
  if (path.backend == null) report('missing', `${at}.backend`, null, [])
  else ofBackend(path.backend, `${at}.backend`, report)
}

/** What v1beta1 wrote, and where v1 has it. */
const before: ReadonlyMap<string, string> = new Map([
  ['serviceName', 'service.name'],
  ['servicePort', 'service.port'],
])

function ofBackend(value: unknown, at: string, report: Report): void {
  if (!isRecord(value)) return
  known(value, ['service', 'resource'], at, report)
  const { service } = value
  if (!isRecord(service)) return
  known(service, ['name', 'port'], `${at}.service`, report)
  const { name, number } = record(service.port)
  if (service.port == null || (isRecord(service.port) && name == null && number == null))
    report('missing', `${at}.service.port`, null, [])
  if (name && number) report('both', `${at}.service.port`, null, ['name', 'number'])
}

/** kubectl refuses a field that nobody knows, and others drop it. */
function known(value: Wire, fields: readonly string[], at: string, report: Report): void {
  for (const field of Object.keys(value).filter((one) => !fields.includes(one))) {
    const was = before.get(field)
    report('field', `${at}.${field.slice(0, longest)}`, null, was === undefined ? fields : [was])
  }
}

function ofWord(value: unknown, words: readonly string[], at: string, report: Report): void {
  if (typeof value === 'string' && !words.includes(value)) report('word', at, value, words)
}

/** Labels of lower-case letters, digits and dashes, of which the first may be a star; no address. */
const hostName = /^(?:\*\.)?[a-z\d](?:[-a-z\d]*[a-z\d])?(?:\.[a-z\d](?:[-a-z\d]*[a-z\d])?)*$/

function isWrongHost(host: string): boolean {
  return !isPlaceholder(host) && (!hostName.test(host) || /^[\d.]+$/.test(host))
}

/** Was somebody to write a name in its place? */
export function isPlaceholder(host: string): boolean {
  return /[<>{}$[\]]|^_+[A-Z]|^[A-Z][A-Z\d_]+$|\b(?:CHANGE|REPLACE)[_-]?ME\b/.test(host)
}

/** https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec */
function ofRoute(spec: Wire, report: Report): void {
  known(spec, ['parentRefs', 'hostnames', 'rules', 'useDefaultGateways'], 'spec', report)
  for (const [i, host] of (Array.isArray(spec.hostnames) ? spec.hostnames : []).entries())
    if (typeof host === 'string' && isWrongHost(host)) report('host', `spec.hostnames[${i}]`, host, [])
  for (const [i, rule] of (list(spec.rules, (one) => one) ?? []).entries()) {
    for (const [j, { path }] of (list(rule.matches, (one) => one) ?? []).entries()) {
      const at = `spec.rules[${i}].matches[${j}].path`
      const { type = 'PathPrefix', value } = record(path)
      ofWord(type, ['Exact', 'PathPrefix', 'RegularExpression'], `${at}.type`, report)
      if (typeof value === 'string' && type !== 'RegularExpression' && !value.startsWith('/'))
        report('path', `${at}.value`, value, [])
    }
    for (const [j, { kind = 'Service', group = '', port }] of (list(rule.backendRefs, (one) => one) ?? []).entries())
      if (kind === 'Service' && group === '' && port == null)
        report('missing', `spec.rules[${i}].backendRefs[${j}].port`, null, [])
  }
}

/** What stands there, and what has to. */
export function refusalText({ flaw, field, value, wanted }: Refusal): string {
  const oneOf = wanted.length < 2 ? wanted.join('') : `${wanted.slice(0, -1).join(', ')} or ${wanted.at(-1)}`
  switch (flaw) {
    case 'type':
      return `${field} has to be ${oneOf}`
    case 'field':
      return `there is no field ${field}, but ${wanted.join(', ')}`
    case 'missing':
      return `${field} is missing${oneOf === '' ? '' : `, which has to be ${oneOf}`}`
    case 'word':
      return `${field} ${value} is none of ${wanted.join(', ')}`
    case 'host':
      return `${field} ${value} is no name in lower case, without scheme, port and path`
    case 'path':
      return `${field} ${value} does not begin with /`
    case 'both':
      return `${field} has both ${wanted.join(' and ')}`
  }
}
