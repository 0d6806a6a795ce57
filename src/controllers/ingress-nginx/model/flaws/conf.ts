/**
 * What makes nginx refuse the whole configuration: from then on no change of any Ingress takes effect, and what was
 * loaded last goes on being served. https://nginx.org/en/docs/http/ngx_http_core_module.html#location
 */
import { told } from '../../../../domain/findings/finding.js'
import type { Ref } from '../../../../domain/objects/ref.js'
import type { ConfFlaw } from '../../../shared/nginx/breaks.js'
import { expand, type Written } from '../expand.js'
import type { Location, Model, Server } from '../types.js'

export function confFlaws(model: Model): ConfFlaw[] {
  const isQuoted = quotesPaths(model.policy.version)
  return [
    ...withoutLocation(model),
    ...[...model.servers.values()].flatMap((server) => {
      // A server that refuses everybody has no locations.
      if (server.authTlsError !== null) return wwwOfWildcard(server)
      // Most servers ask for each path once: what is written of ten thousand of them need not be worked out for this.
      if (isQuoted && !mayRepeat(server)) return wwwOfWildcard(server)
      const { written, isRegex } = expand(server)
      return [
        ...(isRegex ? [] : duplicates(server, written)),
        ...(isQuoted ? [] : server.locations.flatMap((one) => unquoted(server, one, isRegex))),
        ...wwwOfWildcard(server),
      ]
    }),
  ]
}

/**
 * A variable of the log is set by locations alone, and a server that refuses everybody has none: where that is each of
 * them, that of no host too, nginx knows no such variable.
 */
function withoutLocation({ servers, kept, policy }: Model): ConfFlaw[] {
  const all = [...servers.values()]
  const broken = kept.filter(({ annotations }) => annotations.authTls?.error)
  if (broken.length === 0 || all.some(({ authTlsError }) => authTlsError === null)) return []
  const ingresses = broken.map(({ ref }) => ref)
  return broken.slice(-1).map(({ ingress }): ConfFlaw => {
    const annotation = 'auth-tls-secret'
    const value = ingress.metadata.annotations?.[`${policy.annotationsPrefix}/${annotation}`] ?? ''
    const refusal = 'unknown "proxy_alternative_upstream_name" variable, which locations set, and no server has any'
    return {
      found: told('value-breaks', { annotation, value, refusal, others: ingresses }),
      host: '_',
      path: null,
      ingresses,
    }
  })
}

/** A path with a slash at its end may be written without it, and one without it with it. */
function mayRepeat({ locations, byPath }: Server): boolean {
  return byPath.size < locations.length || locations.some(({ path }) => path !== '/' && path.endsWith('/'))
}

/** Two equal locations, but for patterns. */
function duplicates({ host }: Server, written: readonly Written[]): ConfFlaw[] {
  const known = new Map<string, Written>()
  return written.flatMap((one) => {
    const key = `${one.pathType} ${one.path}`
    const before = known.get(key)
    if (before === undefined) known.set(key, one)
    if (before === undefined) return []
    const form = one.pathType === 'Exact' ? `= ${one.path}` : one.path
    const ingresses = ownersOf(before, one)
    const facts = { host, paths: [pathOf(before), pathOf(one)], form, others: ingresses } as const
    return [{ found: told('duplicate-location', facts), host, path: one.path, ingresses }]
  })
}

function pathOf({ location: { path, pathType } }: Written): string {
  return `${pathType} ${path}`
}

function ownersOf(...written: readonly Written[]): Ref[] {
  return written.flatMap(({ location }) => location.owner?.ref ?? [])
}

/** Paths are quoted since 1.13.7, 1.14.3 and 1.15.0: https://github.com/kubernetes/ingress-nginx/pull/14501 */
export function quotesPaths([major, minor, patch]: readonly [number, number, number]): boolean {
  if (major !== 1 || minor > 14) return major > 1 || minor > 14
  return (minor === 13 && patch >= 7) || (minor === 14 && patch >= 3)
}

/** Before, a blank, a brace or a semicolon ended the path; in a pattern, which was always quoted, a quote does. */
function unquoted({ host }: Server, { path, pathType, owner }: Location, isRegex: boolean): ConfFlaw[] {
  if (!(isRegex ? /"/ : /[\s;{}]|^["']/).test(path)) return []
  const ingresses = owner ? [owner.ref] : []
  return [{ found: told('path-breaks', { path, pathType, others: ingresses }), host, path, ingresses }]
}

function wwwOfWildcard({ host, redirectsFromWww, locations }: Server): ConfFlaw[] {
  if (!redirectsFromWww || !host.startsWith('*.')) return []
  const ingresses = locations.flatMap(({ owner }) => (owner?.annotations.redirect.fromToWww ? owner.ref : []))
  return [{ found: told('www-of-wildcard', { host, others: ingresses }), host, path: null, ingresses }]
}
