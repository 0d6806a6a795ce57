/** What is wrong with a route of a VirtualServer, or a subroute: its path, what it does, its conditions and lots, its pages for errors. */
import { integer, record, text, type Wire, wires } from '../../../domain/objects/project-fields.js'
import { type Faults, fault } from '../model/rejections.js'
import type { F5Settings } from '../workload/settings.js'

interface RouteFacts {
  readonly isPart: boolean
  /** names of those that there are */
  readonly upstreams: ReadonlySet<string>
  readonly settings: F5Settings
}

export function* wrongRoute(one: Wire, at: string, around: RouteFacts): Faults {
  const path = text(one.path) ?? ''
  if (path === '') yield fault(`${at}.path`, 'path-missing')
  else if (!isRoutePath(path)) yield fault(`${at}.path`, 'path-form', path)
  const hasSplits = wires(one.splits).length > 0
  const works = [
    ...(one.action == null ? [] : ['action']),
    ...(hasSplits ? ['splits'] : []),
    ...(text(one.route) ? ['route'] : []),
    ...(one.routeSelector == null ? [] : ['routeSelector']),
  ]
  const [first, second] = works
  if (first === undefined) yield fault(at, 'empty')
  if (second !== undefined) yield fault(`${at}.${second}`, 'conflict', first ?? null)
  if (text(one.route) && !isQualified(text(one.route) ?? '')) yield fault(`${at}.route`, 'value', text(one.route))
  if (around.isPart && text(one.route)) yield fault(`${at}.route`, 'conflict', 'subroutes')
  yield* wrongChoice(one, at, path, false, around)
  for (const [i, match] of wires(one.matches).entries()) {
    const field = `${at}.matches[${i}]`
    yield* wrongConditions(match, field)
    const both = [match.action != null, wires(match.splits).length > 0].filter(Boolean).length
    if (both !== 1) yield both === 0 ? fault(field, 'empty') : fault(`${field}.splits`, 'conflict', 'action')
    yield* wrongChoice(match, field, path, true, around)
  }
  for (const [i, page] of wires(one.errorPages).entries()) yield* wrongPage(page, `${at}.errorPages[${i}]`)
  if (text(one.dos) && !around.settings.hasAppProtectDos) yield fault(`${at}.dos`, 'paid-only')
}

/** `NAME`, or `NAMESPACE/NAME`: https://github.com/kubernetes/apimachinery/blob/master/pkg/util/validation/validation.go (IsQualifiedName) */
function isQualified(name: string): boolean {
  const [last = '', namespace, ...more] = name.split('/').reverse()
  if (namespace === '') return false
  return (
    more.length === 0 &&
    /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(last) &&
    last.length <= 63 &&
    /^(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?)?$/.test(namespace ?? '')
  )
}

function isRoutePath(path: string): boolean {
  if (path.startsWith('~')) return !/(?:^|[^\\])(?:\\\\)*"/.test(path) && !/(?:^|[^\\])(?:\\\\)*\\$/.test(path)
  return isPath(path.replace(/^(?:\^~|=)\s*/, ''))
}

function isPath(path: string): boolean {
  return /^\/[^\s{};\\]*$/.test(path) && !path.startsWith('//') && !path.split('/').includes('..')
}

/** @param isInner of a condition or a lot */
function* wrongChoice(
  { action, splits }: Wire,
  at: string,
  path: string,
  isInner: boolean,
  around: RouteFacts,
): Faults {
  if (action != null) yield* wrongAction(record(action), `${at}.action`, path, isInner, around)
  const lots = wires(splits)
  if (lots.length === 0) return
  if (lots.length === 1) yield fault(`${at}.splits`, 'needs', 'a second one')
  for (const [i, lot] of lots.entries()) {
    const weight = integer(lot.weight) ?? 0
    if (weight < 0 || weight > 100) yield fault(`${at}.splits[${i}].weight`, 'value', String(weight))
    if (lot.action == null) yield fault(`${at}.splits[${i}].action`, 'missing')
    else yield* wrongAction(record(lot.action), `${at}.splits[${i}].action`, path, true, around)
  }
  const sum = lots.reduce((total, lot) => total + (integer(lot.weight) ?? 0), 0)
  if (sum !== 100) yield fault(`${at}.splits`, 'value', `weights of ${sum} together`)
}

function* wrongAction(action: Wire, at: string, path: string, isInner: boolean, { upstreams }: RouteFacts): Faults {
  const proxy = record(action.proxy)
  const works = [
    ...(text(action.pass) ? ['pass'] : []),
    ...['redirect', 'return', 'proxy'].filter((field) => action[field] != null),
  ]
  const [first, second] = works
  if (first === undefined) yield fault(at, 'empty')
  if (second !== undefined) yield fault(`${at}.${second}`, 'conflict', first ?? null)
  const upstream = first === 'pass' ? text(action.pass) : first === 'proxy' ? (text(proxy.upstream) ?? '') : null
  if (upstream !== null && !upstreams.has(upstream)) yield fault(`${at}.${first}`, 'needs', `upstream ${upstream}`)
  if (action.redirect != null) yield* wrongRedirect(record(action.redirect), `${at}.redirect`, ofActions)
  const code = integer(record(action.return).code)
  if (code && !((code >= 200 && code <= 299) || (code >= 400 && code <= 599)))
    yield fault(`${at}.return.code`, 'value', String(code))
  const rewrite = text(proxy.rewritePath)
  const isFree = path.startsWith('~') || isInner
  if (rewrite && (/\$(?!\d|$)/.test(rewrite) || !(isFree || isPath(rewrite))))
    yield fault(`${at}.proxy.rewritePath`, 'path-form', rewrite)
}

/** Variables stand in braces, and few may. */
function hasOnly(variables: readonly string[], url: string): boolean {
  const rest = url.replace(/\$\{(\w+)\}/g, (said, name: string) => (variables.includes(name) ? '' : said))
  return !rest.includes('$') && /^(?:[^"\\]|\\.)*$/.test(url)
}

const ofPages = ['scheme', 'http_x_forwarded_proto']
const ofActions = [...ofPages, 'request_uri', 'host']

function* wrongRedirect({ url, code }: Wire, at: string, variables: readonly string[]): Faults {
  if (!text(url)) yield fault(`${at}.url`, 'missing')
  else if (!text(url)?.includes('://')) yield fault(`${at}.url`, 'needs', 'a protocol with ://')
  else if (!hasOnly(variables, text(url) ?? '')) yield fault(`${at}.url`, 'value', text(url))
  if (integer(code) && ![301, 302, 307, 308].includes(integer(code) ?? 0))
    yield fault(`${at}.code`, 'value', String(code))
}

function* wrongConditions({ conditions }: Wire, at: string): Faults {
  const all = wires(conditions)
  if (all.length === 0) yield fault(`${at}.conditions`, 'empty')
  for (const [i, one] of all.entries()) {
    const field = `${at}.conditions[${i}]`
    const said = ['header', 'cookie', 'argument', 'variable'].filter((name) => text(one[name]))
    const [first, second] = said
    if (first === undefined) yield fault(field, 'empty')
    else if (second !== undefined) yield fault(`${field}.${second}`, 'conflict', first)
    else if (!forms[first]?.test(text(one[first]) ?? '')) yield fault(`${field}.${first}`, 'value', text(one[first]))
    if (/(?:^|[^\\])(?:\\\\)*["]|\\$/.test(text(one.value) ?? '')) yield fault(`${field}.value`, 'value', null)
  }
}

const forms: Readonly<Record<string, RegExp>> = {
  header: /^[-A-Za-z0-9]+$/,
  cookie: /^[_A-Za-z0-9]+$/,
  argument: /^[_A-Za-z0-9]+$/,
  variable:
    /^\$(?:args|http2|https|remote_addr|remote_port|query_string|request|request_body|request_uri|request_method|scheme)$/,
}

function* wrongPage({ codes, redirect, return: answer }: Wire, at: string): Faults {
  const all: readonly unknown[] = Array.isArray(codes) ? codes : []
  if ((redirect == null) === (answer == null)) yield fault(at, redirect == null ? 'empty' : 'conflict', 'redirect')
  if (all.length === 0) yield fault(`${at}.codes`, 'empty')
  const wrong = all.find((one) => typeof one !== 'number' || one < 300 || one > 599)
  if (wrong !== undefined) yield fault(`${at}.codes`, 'value', String(wrong))
  if (redirect != null) yield* wrongRedirect(record(redirect), `${at}.redirect`, ofPages)
}
