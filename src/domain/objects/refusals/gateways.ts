/** Of Gateways and their routes, as their own schemas have it: https://gateway-api.sigs.k8s.io/reference/spec/ */

import { isRecord, record, type Wire } from '../project-fields.js'
import { aName, aPath, isWrongHost, known, ofWord, type Report } from './checks.js'

const tlsModes = ['Terminate', 'Passthrough']

/** Words that may stand in a field of the spec, by its path; `[]`: of each item of a list. */
const words: readonly (readonly [path: string, words: readonly string[]])[] = [
  ['listeners[].allowedRoutes.namespaces.from', ['All', 'Same', 'Selector', 'None']],
  ['listeners[].tls.mode', tlsModes],
  ['rules[].matches[].path.type', ['Exact', 'PathPrefix', 'RegularExpression']],
  ['rules[].matches[].headers[].type', ['Exact', 'RegularExpression']],
  ['rules[].matches[].queryParams[].type', ['Exact', 'RegularExpression']],
  ['rules[].filters[].requestRedirect.scheme', ['http', 'https']],
  ...['requestRedirect', 'urlRewrite'].map(
    (of) => [`rules[].filters[].${of}.path.type`, ['ReplaceFullPath', 'ReplacePrefixMatch']] as const,
  ),
]

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH']

/** What each type of a filter has beside it. */
const memberOf: ReadonlyMap<string, string> = new Map([
  ['RequestHeaderModifier', 'requestHeaderModifier'],
  ['ResponseHeaderModifier', 'responseHeaderModifier'],
  ['RequestMirror', 'requestMirror'],
  ['RequestRedirect', 'requestRedirect'],
  ['URLRewrite', 'urlRewrite'],
  ['ExtensionRef', 'extensionRef'],
])

const ports = [
  'listeners[].port',
  'rules[].backendRefs[].port',
  'rules[].filters[].requestRedirect.port',
  'parentRefs[].port',
]

const routeFields = ['parentRefs', 'hostnames', 'rules', 'useDefaultGateways']

export function ofGatewayKinds(kind: string, spec: Wire, report: Report): void {
  if (kind !== 'Gateway' && kind !== 'ListenerSet' && !kind.endsWith('Route')) return
  for (const [path, own] of words) for (const [at, value] of valuesAt(spec, path)) ofWord(value, own, at, report)
  for (const path of ports)
    for (const [at, value] of valuesAt(spec, path))
      if (typeof value === 'number' && (value < 1 || value > 65535))
        report('type', at, String(value), ['a number from 1 to 65535'])
  if (kind.endsWith('Route')) ofRoute(kind, spec, report)
  else for (const [at, listener] of valuesAt(spec, 'listeners[]')) ofListener(record(listener), at, report)
}

function ofListener({ protocol, hostname, tls }: Wire, at: string, report: Report): void {
  const name = String(protocol)
  if (isRecord(tls) && ['HTTP', 'TCP', 'UDP'].includes(name)) report('both', at, null, ['tls', `protocol ${name}`])
  if (hostname && ['TCP', 'UDP'].includes(name)) report('both', at, null, ['hostname', `protocol ${name}`])
  if (protocol === 'TLS' && record(tls).mode == null) report('missing', `${at}.tls.mode`, null, tlsModes)
  if (protocol === 'HTTPS' && record(tls).mode === 'Passthrough')
    report('word', `${at}.tls.mode`, 'Passthrough', ['Terminate'])
  if (typeof hostname === 'string' && hostname !== '' && isWrongHost(hostname))
    report('type', `${at}.hostname`, hostname, [aName])
}

function ofRoute(kind: string, spec: Wire, report: Report): void {
  known(spec, routeFields, 'spec', report)
  for (const [at, host] of valuesAt(spec, 'hostnames[]'))
    if (typeof host === 'string' && isWrongHost(host)) report('type', at, host, [aName])
  if (kind === 'HTTPRoute') ofHttp(spec, report)
  for (const [at, one] of valuesAt(spec, 'rules[].backendRefs[]')) {
    const { kind: of = 'Service', group = '', port } = record(one)
    if (of === 'Service' && group === '' && port == null) report('missing', `${at}.port`, null, [])
  }
  for (const [at, one] of valuesAt(spec, 'rules[].filters[]')) {
    const { type } = record(one)
    const member = memberOf.get(String(type))
    if (type == null) report('missing', `${at}.type`, null, [...memberOf.keys()])
    else if (member !== undefined && record(one)[member] == null) report('missing', `${at}.${member}`, null, [])
  }
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
}

/** As a URL has it, with percent signs before two hexadecimal digits only, and without `//`, `/./` and `/../`. */
const plainPath = /^(?!.*(?:\/\/|\/\.\.?(?:\/|$)|%2f))(?:[-A-Za-z\d/._~!$&'()*+,;=:@]|%[\dA-Fa-f]{2})+$/i

type Placed = readonly [at: string, value: unknown]

/** Where a path of fields leads, each with its place. */
function valuesAt(spec: Wire, path: string): readonly Placed[] {
  return path.split('.').reduce<readonly Placed[]>(
    (found, step) =>
      found.flatMap(([at, value]): readonly Placed[] => {
        const field = step.replace('[]', '')
        const own = isRecord(value) ? value[field] : undefined
        if (own == null) return []
        if (!step.endsWith('[]')) return [[`${at}.${field}`, own]]
        return Array.isArray(own) ? own.map((one: unknown, i): Placed => [`${at}.${field}[${i}]`, one]) : []
      }),
    [['spec', spec]],
  )
}
