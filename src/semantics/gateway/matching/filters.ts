/** What the filters of a rule do to a request: where it is redirected, how its path is rewritten, what breaks it. */
import type { GatewayProfile } from '../../../domain/gateway/profile.js'
import type { GatewayRoute, PathModifier, WireFilter } from '../../../domain/objects/gateway/routes.js'
import type { Match, Rule } from './matches.js'
import { withoutSlash } from './paths.js'
import type { Asked } from './request.js'

type Redirect = NonNullable<WireFilter['requestRedirect']>

export function redirectOf(filters: readonly WireFilter[]): Redirect | null {
  const found = filters.find(({ type }) => type === 'RequestRedirect')
  return found ? (found.requestRedirect ?? {}) : null
}

export function rewriteOf(filters: readonly WireFilter[]): NonNullable<WireFilter['urlRewrite']> | null {
  return filters.find(({ type }) => type === 'URLRewrite')?.urlRewrite ?? null
}

const usualPorts: Readonly<Record<string, number>> = { http: 80, https: 443 }

/** https://gateway-api.sigs.k8s.io/reference/spec/#httprequestredirectfilter */
export function locationOf(redirect: Redirect, match: Match, asked: Asked, profile: GatewayProfile): string {
  const { ownPort, listenerPort, keepsHostPort } = profile.redirect
  const scheme = redirect.scheme?.toLowerCase() || asked.request.scheme
  const usual = usualPorts[scheme]
  const named = redirect.port ?? null
  const isUsual = named === usual || (ownPort === 'usual-omitted' && Object.values(usualPorts).includes(named ?? 0))
  const implied = named === null && listenerPort && !redirect.scheme ? asked.port : null
  const written =
    named !== null ? (ownPort === 'written' || !isUsual ? named : null) : implied === usual ? null : implied
  const stays = staysOf(keepsHostPort, redirect, asked) && written === null ? asked.hostPort : ''
  const port = written === null ? stays : `:${written}`
  const keeps = profile.prefix.keepsSlash !== 'nowhere'
  const path = redirect.path ? modified(redirect.path, match, asked.sentPath, keeps, profile) : asked.sentPath
  return `${scheme}://${redirect.hostname || asked.hostName}${port}${path}${asked.query}`
}

/** Does the port of the Host header stay: the one that the old scheme has anyway goes with it. */
function staysOf(
  keeps: GatewayProfile['redirect']['keepsHostPort'],
  { scheme, hostname }: Redirect,
  { hostPort, request }: Asked,
): boolean {
  if (keeps === 'never') return false
  if (keeps === 'same-scheme') return !scheme
  const isOfScheme = hostPort === `:${usualPorts[request.scheme]}`
  return !hostname && !(isOfScheme && scheme && scheme.toLowerCase() !== request.scheme)
}

/** The path as it is sent on; null: what is left is no path. */
export function rewritten(
  filters: readonly WireFilter[],
  match: Match,
  path: string,
  profile: GatewayProfile,
): string | null {
  const rewrite = rewriteOf(filters)?.path
  if (!rewrite) return path
  const made = modified(rewrite, match, path, profile.prefix.keepsSlash === 'everywhere', profile)
  const isEmpty = rewrite.type === 'ReplacePrefixMatch' && !rewrite.replacePrefixMatch
  return isEmpty && made.length > 1 && profile.prefix.removed === 'empty-breaks' ? null : made
}

/** @param keeps does a slash at the end of the replacement stay, before that of the rest */
function modified(
  { type, replaceFullPath, replacePrefixMatch }: PathModifier,
  { path: { value } }: Match,
  path: string,
  keeps: boolean,
  { prefix }: GatewayProfile,
): string {
  if (type === 'ReplaceFullPath') return replaceFullPath || '/'
  const cut = prefix.rootIsCut && value === '/' ? '/' : withoutSlash(value)
  const rest = path.slice(cut.length)
  const said = replacePrefixMatch ?? ''
  if (prefix.removed === 'as-written' && withoutSlash(said) === '' && !path.startsWith(value)) return path
  const replacement = keeps && said !== '/' ? said : withoutSlash(said)
  const whole = `${replacement}${rest}`
  return whole.startsWith('/') ? whole : `/${whole}`
}

/** Why a filter makes each answer of its rule 500; null: it does not. @param isBroken the backend of its mirror cannot be had */
export function breakOf(
  filter: WireFilter,
  { kind }: Pick<GatewayRoute, 'kind'>,
  isBroken: boolean,
  profile: GatewayProfile,
): string | null {
  const { outcome } = profile
  const { type, extensionRef, requestHeaderModifier: modifier } = filter
  if (isLeftOpen(filter, profile)) return null
  if (isForeign(filter) && outcome.unknownFilter === 'fails')
    return `the filter ${extensionRef ? `${extensionRef.kind ?? ''} ${extensionRef.name}` : type} is of a kind that is not known here`
  if (isLacking(filter, kind, profile)) return `the filter ${type} is not supported there`
  if (type === 'RequestMirror' && outcome.mirror === 'fails' && isBroken)
    return 'the backend of its mirror cannot be had'
  const named = [...(modifier?.set ?? []), ...(modifier?.add ?? [])].map(({ name }) => name.toLowerCase())
  const removed = (modifier?.remove ?? []).map((name) => name.toLowerCase())
  if (outcome.hostModifier === 'fails' && [...named, ...removed].includes('host')) return 'a header modifier names Host'
  return null
}

/** Does the implementation not know it in routes of this kind, though the specification has it. */
export function isLacking({ type }: WireFilter, kind: GatewayRoute['kind'], { outcome }: GatewayProfile): boolean {
  return outcome.lacks[kind]?.includes(type) === true
}

/** Is it in a rule, and does nothing. */
export function isPassedOver(filter: WireFilter, { outcome }: GatewayProfile): boolean {
  return isForeign(filter) ? outcome.unknownFilter === 'ignored' : filter.type === 'CORS' && outcome.cors === 'ignored'
}

/** Is it of a kind that only its implementation knows, which is not known here. */
export function isLeftOpen({ extensionRef }: WireFilter, { leavesForeignOpen }: GatewayProfile): boolean {
  return extensionRef != null && leavesForeignOpen === true
}

function isForeign({ type }: WireFilter): boolean {
  return type === 'ExtensionRef' || !Object.hasOwn(words, type)
}

/** Is it the question of a browser whether it may ask from elsewhere. */
export function asksFromElsewhere({ method, headers }: Asked): boolean {
  return method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method')
}

/** Does the proxy itself answer it, by a filter of the rule. */
export function saysWhoAsks({ filters }: Pick<Rule, 'filters'>, { outcome }: GatewayProfile): boolean {
  return outcome.cors.startsWith('works') && filters.some(({ type }) => type === 'CORS')
}

const words: Readonly<Record<string, (filter: WireFilter) => string>> = {
  RequestHeaderModifier: ({ requestHeaderModifier: one }) => modifierText('request', one),
  ResponseHeaderModifier: ({ responseHeaderModifier: one }) => modifierText('response', one),
  RequestMirror: ({ requestMirror: one }) => `mirrored to ${one?.backendRef?.name ?? 'nothing'}${shareText(one)}`,
  RequestRedirect: () => 'redirected',
  URLRewrite: ({ urlRewrite: one }) =>
    [one?.hostname ? `Host becomes ${one.hostname}` : '', one?.path ? pathText(one.path) : '']
      .filter(Boolean)
      .join(', '),
  CORS: ({ cors: one }) => `browsers may ask from ${(one?.allowOrigins ?? []).join(', ') || 'nowhere'}`,
  ExtensionRef: ({ extensionRef: one }) => `${one?.kind ?? ''} ${one?.name ?? ''}`,
}

/** What a filter does, in words. */
export function filterText(filter: WireFilter): string {
  return words[filter.type]?.(filter) ?? 'of a kind that is not known here'
}

function pathText({ type, replaceFullPath, replacePrefixMatch }: PathModifier): string {
  return type === 'ReplaceFullPath' ? `the path becomes ${replaceFullPath}` : `the prefix becomes ${replacePrefixMatch}`
}

function modifierText(what: string, modifier: WireFilter['requestHeaderModifier']): string {
  const all = [
    ...(modifier?.set ?? []).map(({ name }) => `sets ${name}`),
    ...(modifier?.add ?? []).map(({ name }) => `adds ${name}`),
    ...(modifier?.remove ?? []).map((name) => `removes ${name}`),
  ]
  return `${what} headers: ${all.join(', ')}`
}

function shareText(mirror: WireFilter['requestMirror']): string {
  const { percent = null, fraction = null } = mirror ?? {}
  if (percent !== null) return `, ${percent}%`
  return fraction === null ? '' : `, ${fraction.numerator ?? 0} of ${fraction.denominator ?? 100}`
}
