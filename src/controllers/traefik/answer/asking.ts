/** The requests that a rule should have, and why none of them fits it. */
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import type { Router } from '../../../languages/traefik/config/types.js'
import { type ProxyRequest, requestOf } from '../../../languages/traefik/route/request.js'
import { asksOf } from '../../../languages/traefik/rule/asks.js'
import { takes } from '../../../languages/traefik/rule/match.js'
import { readRule } from '../../../languages/traefik/rule/read.js'
import type { Tried } from '../../../languages/traefik/rule/regex.js'
import type { Made } from '../model/types.js'
import type { TraefikSettings } from '../workload/settings.js'

export interface Asking {
  readonly request: ProxyRequest
  /** does the rule take it */
  readonly fits: Tried
}

/** What clients ask for who mean a rule: its very path, and of a prefix one below it. None where that cannot be told. */
export function askingFor(
  made: Made,
  { rule: written, syntax, tls, entryPoints }: Router,
  { http, https }: Pick<TraefikSettings, 'http' | 'https'>,
): readonly Asking[] {
  const rule = readRule(written, syntax)
  if ('wrong' in rule) return []
  const { method, headers, query } = asksOf(rule)
  const { match } = made
  const path = match?.path ?? '/'
  const isExact = match?.pathType === 'Exact' || match?.pathType === 'Path'
  // With which the path of no rule begins.
  const below = `${path.replace(/\/$/, '')}/~any-path-of-nobody`
  const usual = tls ? https : http
  const entryPoint =
    usual !== null && (entryPoints.length === 0 || entryPoints.includes(usual)) ? usual : (entryPoints[0] ?? null)
  const hostHeader = nameFor(made)
  return (isExact ? [path] : [path, below])
    .flatMap(
      (target) =>
        requestOf(`${target}${query}`, { entryPoint, tls, method, hostHeader, headers, clientAddress: null }) ?? [],
    )
    .map((request) => ({ request, fits: takes(rule, request) }))
}

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS']

/**
 * What else the rule takes, where others have the requests that are meant: by other methods, for another rule may want but
 * one; and to who writes rules a path is a mere beginning of texts: what stands beside it, and what the taker leaves out.
 */
export function furtherFor(
  { source, match }: Made,
  { rule, syntax }: Router,
  requests: readonly ProxyRequest[],
  taker: Router,
): readonly ProxyRequest[] {
  const read = readRule(rule, syntax)
  const other = readRule(taker.rule, taker.syntax)
  if ('wrong' in read) return []
  const [first] = requests
  const named = [...taker.rule.matchAll(/`(\/[^`]*)`/g)].map(([, path = '']) => path)
  const beside = source.kind === 'Ingress' ? [] : [`${match?.path ?? ''}-any-path-of-nobody`, ...named]
  return [...requests, ...beside.flatMap((path) => (first ? { ...first, path, routingPath: path } : []))]
    .flatMap((request) => methods.map((method) => ({ ...request, method })))
    .filter((request) => ('wrong' in other || takes(other, request) === false) && takes(read, request) === true)
}

/** @returns null: nothing is known that keeps them from it */
export function unfit(
  asking: readonly Asking[],
  made: Made,
  router: Router,
): Told<'path-encoded' | 'undecided'> | null {
  return encodedPath(made) ?? hiddenIn(asking, router)
}

/** Its pattern is not known here; where clients are is no matter of it. */
function hiddenIn(asking: readonly Asking[], { name, rule }: Router): Told<'path-encoded' | 'undecided'> | null {
  if (rule.includes('ClientIP(') || !asking.some(({ fits }) => fits === 'untried')) return null
  return hiddenBy(name)
}

/** Nobody knows whether a router takes it. */
export function hiddenBy(router: string): Told<'undecided'> {
  return told('undecided', { why: `router ${router} may take it, and whether its rule fits is not known` })
}

/** Its own path, as clients send it, is decoded before it is compared. */
function encodedPath({ match }: Made): Told<'path-encoded' | 'undecided'> | null {
  const path = match?.path ?? ''
  const encoded = /%[0-9A-Fa-f]{2}/.exec(path)?.[0]
  const isText = /^[\w\-/.~%]*$/.test(path)
  return encoded === undefined || !isText ? null : told('path-encoded', { path, encoded, isLost: true })
}

/** A name that it takes. */
export function nameFor({ host }: Made): string {
  return host === null ? 'any-host.invalid' : host.replace(/^\*/, 'any')
}
