/**
 * The pages that take the place of errors, as text: what `custom-http-errors` hands to another backend, and where those are
 * sent who have to sign in. https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/template/nginx.tmpl
 */

import { quoted } from '../../shared/nginx/quote.js'
import type { Annotations } from '../annotations/reading.js'
import { isExempt, type Policy } from '../workload/policy.js'
import { isSince } from '../workload/version.js'
import type { Written } from './expand.js'
import { defaultUpstream, type Server } from './types.js'

/** What the controller's own default backend says to everything: it has the pages of all servers, and none of the places that they name. */
export function ownStatus({ customHttpErrors }: Policy): 404 | 500 {
  return customHttpErrors.includes(404) ? 500 : 404
}

/** The service that is asked who may pass, below a path; null: none is. */
export function authUrlOf({ access }: Annotations, path: string, policy: Policy): string | null {
  if (isExempt(path, policy)) return null
  return access.externalAuth?.url ?? (access.globalAuth ? policy.globalAuthUrl : null)
}

/**
 * What such a service says, and the pages of all servers take for an error of their own.
 * https://github.com/kubernetes/ingress-nginx/pull/14495
 */
export function takenRefusals({ customHttpErrors, version }: Policy): number[] {
  const isMended = isSince(version, version[1] === 13 ? [1, 13, 7] : [1, 14, 3])
  return isMended ? [] : [401, 403].filter((code) => customHttpErrors.includes(code))
}

/** Where nginx asks it, if its answers may get pages; of all others the URL alone is written. */
export function asksThrough({ path, pathType }: Written, policy: Policy): string | null {
  return takenRefusals(policy).length === 0
    ? null
    : `/_external-auth-${Buffer.from(path).toString('base64url')}-${pathType}`
}

function asking(written: Written, policy: Policy): string[] {
  const { owner } = written.location
  const name = asksThrough(written, policy)
  const url = owner && !owner.annotations.denied && name && authUrlOf(owner.annotations, written.path, policy)
  return url ? [`location = ${quoted(name)} { internal; set $target ${quoted(url)}; }`] : []
}

/** For all servers. */
export function pagesOfAll({ customHttpErrors }: Policy): string[] {
  if (customHttpErrors.length === 0) return []
  return ['proxy_intercept_errors on;', ...customHttpErrors.map((code) => page(defaultUpstream, code))]
}

export function pagesOfLocation(written: Written, policy: Policy): string[] {
  const { owner, errorUpstream } = written.location
  const codes = owner?.annotations.customHttpErrors ?? []
  return [
    ...(signinOf(written, policy) === null ? [] : [`error_page 401 = ${quoted(signinName(written))};`]),
    ...(codes.length === 0 ? [] : ['proxy_intercept_errors on;']),
    ...codes.map((code) => page(errorUpstream, code)),
  ]
}

/** The locations that the pages of a server name. */
export function namedLocations(
  { locations, authTlsError }: Server,
  written: readonly Written[],
  policy: Policy,
): string[] {
  const own = authTlsError === null ? locations : []
  const named = new Map<string, string>()
  const add = (upstream: string, codes: readonly number[]) => {
    for (const code of codes) named.set(nameOf(upstream, code), upstream)
  }
  for (const { owner, errorUpstream } of own) add(errorUpstream, owner?.annotations.customHttpErrors ?? [])
  add(defaultUpstream, policy.customHttpErrors)
  return [
    ...[...named].map(([name, upstream]) =>
      [
        `location ${quoted(name)} {`,
        `internal; set $proxy_upstream_name ${quoted(upstream)};`,
        'rewrite (.*) / break; proxy_pass http://upstream_balancer;',
        '}',
      ].join(' '),
    ),
    ...written.flatMap((one) => asking(one, policy)),
    ...written.flatMap((one) => {
      const signin = signinOf(one, policy)
      return signin === null ? [] : [`location ${quoted(signinName(one))} { internal; return 302 ${quoted(signin)}; }`]
    }),
  ]
}

function page(upstream: string, code: number): string {
  return `error_page ${code} = ${quoted(nameOf(upstream, code))};`
}

function nameOf(upstream: string, code: number): string {
  return `@custom_${upstream}_${code}`
}

function signinName({ path, pathType }: Written): string {
  return `@signin_${pathType}_${path}`
}

/** With the way back to what was asked for; null: nobody is sent there. */
function signinOf({ location: { owner }, path }: Written, policy: Policy): string | null {
  if (owner === null || owner.annotations.denied !== null) return null
  if (isExempt(path, policy)) return null
  const { externalAuth, globalAuth } = owner.annotations.access
  const url = externalAuth ? externalAuth.signin : globalAuth ? policy.globalAuthSignin : null
  if (!url) return null
  const parameter = (externalAuth ? externalAuth.signinParameter : policy.globalAuthSigninParameter) || 'rd'
  const [, query = ''] = url.split('?')
  if (query.split('&').some((one) => one.startsWith(`${parameter}=`))) return url
  return `${url}${query === '' ? '?' : '&'}${parameter}=$pass_access_scheme://$http_host$escaped_request_uri`
}
