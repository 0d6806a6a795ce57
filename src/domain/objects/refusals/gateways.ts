/** Of Gateways and their routes, as their own schemas have it: https://gateway-api.sigs.k8s.io/reference/spec/ */

import { maskWord } from '../../masking/field.js'
import { isRecord, record, type Wire } from '../project-fields.js'
import { aName, aPath, isPlaceholder, isWrongHost, known, ofWord, type Report } from './checks.js'

/** Words that may stand in a field of the spec, by its path; `[]`: of each item of a list. */
const words: readonly (readonly [path: string, words: readonly string[]])[] = [
  ['listeners[].allowedRoutes.namespaces.from', ['All', 'Same', 'Selector']],
  ['allowedListeners.namespaces.from', ['All', 'Same', 'Selector', 'None']],
  ['listeners[].tls.mode', ['Terminate', 'Passthrough']],
  ['rules[].matches[].path.type', ['Exact', 'PathPrefix', 'RegularExpression']],
  ['rules[].matches[].headers[].type', ['Exact', 'RegularExpression']],
  ['rules[].matches[].queryParams[].type', ['Exact', 'RegularExpression']],
  ['rules[].filters[].requestRedirect.scheme', ['http', 'https']],
  ...['requestRedirect', 'urlRewrite'].map(
    (of) => [`rules[].filters[].${of}.path.type`, ['ReplaceFullPath', 'ReplacePrefixMatch']] as const,
  ),
]

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH']
const redirects = [301, 302, 303, 307, 308]

/** What each type of a filter has beside it; a GRPCRoute may have the first ones alone. */
const memberOf: ReadonlyMap<string, string> = new Map([
  ['RequestHeaderModifier', 'requestHeaderModifier'],
  ['ResponseHeaderModifier', 'responseHeaderModifier'],
  ['RequestMirror', 'requestMirror'],
  ['ExtensionRef', 'extensionRef'],
  ['RequestRedirect', 'requestRedirect'],
  ['URLRewrite', 'urlRewrite'],
  ['CORS', 'cors'],
  ['ExternalAuth', 'externalAuth'],
])
const ofGrpc = 4
/** Those that may stand in one rule as often as one likes. */
const repeatable: ReadonlySet<string> = new Set(['RequestMirror', 'ExtensionRef'])

const ports = [
  'listeners[].port',
  'rules[].backendRefs[].port',
  'rules[].filters[].requestRedirect.port',
  'parentRefs[].port',
]

/** A label of a name, or several with dots; a token of HTTP; a span of time. */
const label = /^[a-z\d](?:[-a-z\d]*[a-z\d])?(?:\.[a-z\d](?:[-a-z\d]*[a-z\d])?)*$/
const token = /^[\w!#$%&'*+.^`|~-]+$/
const span = /^(?:\d{1,5}(?:h|m|s|ms)){1,4}$/
const aLabel = 'letters in lower case, digits, dashes and dots'
const aToken = 'a name without spaces and colons'

/** Texts that have a form, by their paths. */
const forms: readonly (readonly [path: string, form: RegExp, is: string])[] = [
  ['listeners[].name', label, aLabel],
  ['parentRefs[].sectionName', label, aLabel],
  ['rules[].matches[].headers[].name', token, aToken],
  ['rules[].matches[].queryParams[].name', token, aToken],
  ...['requestHeaderModifier', 'responseHeaderModifier'].flatMap((of) =>
    ['set', 'add'].map((how) => [`rules[].filters[].${of}.${how}[].name`, token, aToken] as const),
  ),
  ['rules[].filters[].requestRedirect.hostname', label, aName],
  ['rules[].timeouts.request', span, 'a span like 10s or 1m30s'],
  ['rules[].timeouts.backendRequest', span, 'a span like 10s or 1m30s'],
]

/** Lists of which each item has a name of its own. */
const named = ['listeners[]', 'rules[].matches[].headers[]', 'rules[].matches[].queryParams[]']

const parentFields = ['group', 'kind', 'namespace', 'name', 'sectionName', 'port']
const tlsFields = ['mode', 'certificateRefs', 'options', 'frontendValidation']
/** What stands in objects whose fields decide who has a request: one that is misspelt would be read as if nothing stood there. */
const fields: readonly (readonly [path: string, fields: readonly string[]])[] = [
  ['parentRefs[]', parentFields],
  ['rules[]', ['name', 'matches', 'filters', 'backendRefs', 'timeouts', 'retry', 'sessionPersistence']],
  ['rules[].matches[]', ['path', 'headers', 'queryParams', 'method']],
  ['rules[].matches[].path', ['type', 'value']],
  ['rules[].backendRefs[]', ['group', 'kind', 'namespace', 'name', 'port', 'weight', 'filters']],
  ['listeners[]', ['name', 'hostname', 'port', 'protocol', 'tls', 'allowedRoutes']],
  ['listeners[].tls', tlsFields],
  ['listeners[].allowedRoutes', ['namespaces', 'kinds']],
]
const routeFields = ['parentRefs', 'hostnames', 'rules', 'useDefaultGateways']

export function ofGatewayKinds(kind: string, { apiVersion, spec: found }: Wire, report: Report): void {
  if (kind !== 'Gateway' && kind !== 'ListenerSet' && !kind.endsWith('Route')) return
  const spec = record(found)
  if (kind.endsWith('Route')) known(spec, routeFields, 'spec', report)
  for (const [path, own] of fields)
    for (const [at, value] of valuesAt(spec, path)) if (isRecord(value)) known(value, own, at, report)
  for (const [path, own] of words) for (const [at, value] of valuesAt(spec, path)) ofWord(value, own, at, report)
  for (const path of ports)
    for (const [at, value] of valuesAt(spec, path))
      if (typeof value === 'number' && (value < 1 || value > 65535))
        report('type', at, String(value), ['a number from 1 to 65535'])
  for (const [path, form, is] of forms)
    for (const [at, value] of valuesAt(spec, path))
      if (typeof value === 'string' && !isPlaceholder(value) && !form.test(value)) report('type', at, value, [is])
  for (const path of named) {
    const known = new Set<string>()
    for (const [at, value] of valuesAt(spec, `${path}.name`)) {
      const key = `${listOf(at)} ${value}`
      if (typeof value === 'string' && known.has(key)) report('twice', listOf(at), value, [])
      known.add(key)
    }
  }
  if (kind.endsWith('Route')) ofRoute(kind, spec, report)
  else ofListeners(spec, report)
  if (kind === 'TLSRoute' && !String(apiVersion).endsWith('/v1alpha2') && valuesAt(spec, 'hostnames[]').length === 0)
    report('missing', 'spec.hostnames', null, [])
}

/** Of an item of a list, or a field in it, the list. */
function listOf(at: string): string {
  return at.slice(0, at.lastIndexOf('['))
}

function ofListeners(spec: Wire, report: Report): void {
  const places = new Set<string>()
  for (const [at, value] of valuesAt(spec, 'listeners[]')) {
    const { name, protocol, hostname, port } = record(value)
    ofListener(record(value), at, report)
    for (const [field, one] of Object.entries({ name, port, protocol }))
      if (one == null) report('missing', `${at}.${field}`, null, [])
    const place = JSON.stringify([port, protocol, hostname || null])
    if (places.has(place)) report('twice', 'spec.listeners', `${protocol} ${port} ${hostname || 'for all hosts'}`, [])
    places.add(place)
  }
  for (const [at, address] of valuesAt(spec, 'addresses[]')) {
    const { type = 'IPAddress', value } = record(address)
    if (typeof value !== 'string' || value === '' || isPlaceholder(value)) continue
    if (type === 'IPAddress' && !isIp(value)) report('type', `${at}.value`, value, ['an IP address'])
    if (type === 'Hostname' && isWrongHost(value)) report('type', `${at}.value`, value, [aName])
  }
}

function isIp(text: string): boolean {
  if (text.includes(':')) return /^[\da-f:.]+$/i.test(text)
  const parts = text.split('.')
  return parts.length === 4 && parts.every((one) => /^\d{1,3}$/.test(one) && Number(one) < 256)
}

function ofListener({ protocol, hostname, tls }: Wire, at: string, report: Report): void {
  const name = String(protocol)
  if (isRecord(tls) && ['HTTP', 'TCP', 'UDP'].includes(name)) report('both', at, null, ['tls', `protocol ${name}`])
  if (hostname && ['TCP', 'UDP'].includes(name)) report('both', at, null, ['hostname', `protocol ${name}`])
  if (protocol === 'TLS' && tls == null) report('missing', `${at}.tls`, null, [])
  if (protocol === 'HTTPS' && record(tls).mode === 'Passthrough')
    report('word', `${at}.tls.mode`, 'Passthrough', ['Terminate'])
  if (isRecord(tls) && (tls.mode ?? 'Terminate') === 'Terminate' && isNone(tls.certificateRefs) && isNone(tls.options))
    report('missing', `${at}.tls.certificateRefs`, null, [])
  if (typeof hostname === 'string' && hostname !== '' && isWrongHost(hostname))
    report('type', `${at}.hostname`, hostname, [aName])
}

function isNone(value: unknown): boolean {
  return value == null || Object.keys(value).length === 0
}

function ofRoute(kind: string, spec: Wire, report: Report): void {
  for (const [at, host] of valuesAt(spec, 'hostnames[]'))
    if (typeof host === 'string' && isWrongHost(host)) report('type', at, host, [aName])
  ofParents(spec, report)
  if (kind === 'HTTPRoute') ofHttp(spec, report)
  for (const path of ['rules[].backendRefs[]', 'rules[].filters[].requestMirror.backendRef'])
    for (const [at, one] of valuesAt(spec, path)) {
      const { kind: of = 'Service', group = '', port, weight } = record(one)
      if (of === 'Service' && group === '' && port == null) report('missing', `${at}.port`, null, [])
      if (typeof weight === 'number' && (weight < 0 || weight > 1_000_000))
        report('type', `${at}.weight`, String(weight), ['a number from 0 to 1000000'])
    }
  const types = [...memberOf.keys()].slice(0, kind === 'GRPCRoute' ? ofGrpc : undefined)
  for (const path of ['rules[].filters', 'rules[].backendRefs[].filters'])
    for (const [at, one] of valuesAt(spec, path)) if (Array.isArray(one)) ofFilters(one, types, at, report)
}

/** More are refused for that alone. */
const mostParents = 32

/** Of several references to one parent each names a part of it, and another one. */
function ofParents(spec: Wire, report: Report): void {
  const parents = valuesAt(spec, 'parentRefs[]')
    .slice(0, mostParents)
    .map(([at, one]) => ({ at, ref: record(one) }))
  for (const [i, { at, ref }] of parents.entries()) {
    const keyOf = ({ group, kind, namespace, name }: Wire) => JSON.stringify([group, kind, namespace || null, name])
    const twins = parents.slice(0, i).filter((one) => keyOf(one.ref) === keyOf(ref))
    if (twins.some((one) => (one.ref.sectionName || null) === (ref.sectionName || null) && one.ref.port === ref.port))
      report('twice', 'spec.parentRefs', String(ref.name), [])
    else if (!ref.sectionName && twins.some((one) => one.ref.sectionName))
      report('missing', `${at}.sectionName`, null, [])
    else
      for (const one of ref.sectionName ? twins : [])
        if (!one.ref.sectionName) report('missing', `${one.at}.sectionName`, null, [])
  }
}

function ofFilters(filters: readonly unknown[], types: readonly string[], at: string, report: Report): void {
  const found = filters.map((one) => record(one).type)
  for (const [i, one] of filters.entries()) {
    const { type } = record(one)
    const member = memberOf.get(String(type))
    if (type == null) report('missing', `${at}[${i}].type`, null, types)
    else ofWord(type, types, `${at}[${i}].type`, report)
    if (member !== undefined && record(one)[member] == null) report('missing', `${at}[${i}].${member}`, null, [])
    for (const other of memberOf.values())
      if (type != null && other !== member && record(one)[other] != null)
        report('both', `${at}[${i}]`, null, [`type ${maskWord(String(type))}`, other])
    if (found.indexOf(type) !== i && member !== undefined && !repeatable.has(String(type)))
      report('twice', at, String(type), [])
  }
  if (found.includes('RequestRedirect') && found.includes('URLRewrite'))
    report('both', at, null, ['RequestRedirect', 'URLRewrite'])
}

function ofHttp(spec: Wire, report: Report): void {
  for (const [at, method] of valuesAt(spec, 'rules[].matches[].method')) ofWord(method, methods, at, report)
  for (const [at, path] of valuesAt(spec, 'rules[].matches[].path')) {
    const { type = 'PathPrefix', value } = record(path)
    if (typeof value !== 'string' || type === 'RegularExpression') continue
    if (!value.startsWith('/')) report('type', `${at}.value`, value, [aPath])
    else if (!plainPath.test(value))
      report('type', `${at}.value`, value, ['a path of characters that may stand in one'])
  }
  for (const [at, code] of valuesAt(spec, 'rules[].filters[].requestRedirect.statusCode'))
    if (typeof code === 'number' && !redirects.includes(code)) report('word', at, String(code), redirects.map(String))
  for (const [at, rule] of valuesAt(spec, 'rules[]')) ofHttpRule(record(rule), at, report)
}

/** Where a path is replaced. */
const replacing = ['', 'backendRefs[].'].flatMap((of) =>
  ['requestRedirect', 'urlRewrite'].map((filter) => `${of}filters[].${filter}.path`),
)
const replacements: ReadonlyMap<unknown, readonly [own: string, other: string]> = new Map([
  ['ReplaceFullPath', ['replaceFullPath', 'replacePrefixMatch']],
  ['ReplacePrefixMatch', ['replacePrefixMatch', 'replaceFullPath']],
])

function ofHttpRule(rule: Wire, at: string, report: Report): void {
  if (valuesAt(rule, 'filters[].type', at).some(([, type]) => type === 'RequestRedirect') && !isNone(rule.backendRefs))
    report('both', at, null, ['a filter RequestRedirect', 'backendRefs'])
  const paths = replacing
    .flatMap((path) => valuesAt(rule, path, at))
    .map(([where, one]) => [where, record(one)] as const)
  for (const [where, one] of paths) {
    const [own, other] = replacements.get(one.type) ?? []
    if (own !== undefined && one[own] == null) report('missing', `${where}.${own}`, null, [])
    if (other !== undefined && one[other] != null)
      report('both', where, null, [`type ${maskWord(String(one.type))}`, other])
  }
  const { matches } = rule
  const isPrefix = (one: unknown) => (record(record(one).path).type ?? 'PathPrefix') === 'PathPrefix'
  const isOne = !Array.isArray(matches) || (matches.length === 1 && matches.every(isPrefix))
  if (!isOne && paths.some(([, { type }]) => type === 'ReplacePrefixMatch'))
    report('type', `${at}.matches`, null, ['one match of type PathPrefix, where a filter has ReplacePrefixMatch'])
}

/** As a URL has it, with percent signs before two hexadecimal digits only, and without `//`, `/./` and `/../`. */
const plainPath = /^(?!.*(?:\/\/|\/\.\.?(?:\/|$)|%2f))(?:[-A-Za-z\d/._~!$&'()*+,;=:@]|%[\dA-Fa-f]{2})+$/i

type Placed = readonly [at: string, value: unknown]

/** Where a path of fields leads, each with its place. */
function valuesAt(spec: Wire, path: string, from = 'spec'): readonly Placed[] {
  return path.split('.').reduce<readonly Placed[]>(
    (found, step) =>
      found.flatMap(([at, value]): readonly Placed[] => {
        const field = step.replace('[]', '')
        const own = isRecord(value) ? value[field] : undefined
        if (own == null) return []
        if (!step.endsWith('[]')) return [[`${at}.${field}`, own]]
        return Array.isArray(own) ? own.map((one: unknown, i): Placed => [`${at}.${field}[${i}]`, one]) : []
      }),
    [[from, spec]],
  )
}
