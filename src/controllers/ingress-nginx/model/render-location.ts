/**
 * One location as text: only what decides where a request goes, in the order in which the controller writes it. The
 * variables are those of its own file, so that both are read by the same code.
 */
import type { Annotations } from '../annotations/reading.js'
import type { Policy } from '../policy.js'
import { rewrites, type Written } from './expand.js'
import { quoted, snippet } from './quote.js'
import type { Location } from './types.js'

export function renderLocation(written: Written, isRegex: boolean, policy: Policy): string {
  const { location, path, pathType } = written
  const { owner, upstream, asked } = location
  const head = isRegex ? `~* ${quoted(`^${path}`)}` : pathType === 'Exact' ? `= ${quoted(path)}` : quoted(path)
  const rewrite = owner?.annotations.rewrite
  const variables: Readonly<Record<string, string | number | boolean>> = {
    namespace: owner?.ref.namespace ?? '',
    ingress_name: owner?.ref.name ?? '',
    service_name: asked?.backend?.service ?? '',
    service_port: asked?.backend?.port ?? '',
    location_path: location.path.replaceAll('$', literalDollar),
    force_ssl_redirect: rewrite?.forceSslRedirect ?? false,
    ssl_redirect: rewrite?.sslRedirect ?? false,
    force_no_ssl_redirect: policy.noTlsRedirect.some((prefix) => path.startsWith(prefix)),
    preserve_trailing_slash: rewrite?.preserveTrailingSlash ?? false,
    use_port_in_redirects: rewrite?.usePortInRedirects ?? false,
    proxy_upstream_name: upstream,
  }
  return [
    `location ${head} {`,
    ...Object.entries(variables).map(([name, value]) => `set $${name} ${quoted(String(value))};`),
    'rewrite_by_lua_file ngx_rewrite.lua;',
    `port_in_redirect ${rewrite?.usePortInRedirects ? 'on' : 'off'};`,
    ...(owner?.annotations.denied ? ['return 503;'] : body(owner?.annotations, location, path, policy)),
    '}',
  ].join('\n')
}

/** A dollar sign that is no variable. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: so nginx writes variables
export const literalDollar = '${literal_dollar}'

function body(annotations: Annotations | undefined, location: Location, path: string, policy: Policy): string[] {
  const pass = 'proxy_pass http://upstream_balancer;'
  if (annotations === undefined) return [pass]
  const { access, redirect, rewrite } = annotations
  return [
    ...accessLines(annotations, path, policy),
    ...(access.cors ? ["if ($request_method = 'OPTIONS') { return 204; }"] : []),
    ...snippet(policy.locationSnippet),
    ...snippet(annotations.snippets.get('configuration-snippet')),
    ...(redirect.url === '' ? [] : [`return ${redirect.code} ${quoted(redirect.url)};`]),
    ...(rewrites(location, path) ? [`rewrite ${quoted(`(?i)${path}`)} ${quoted(rewrite.target)} break;`] : []),
    pass,
  ]
}

function accessLines({ access }: Annotations, path: string, policy: Policy): string[] {
  const global = policy.noAuth.some((prefix) => path.startsWith(prefix)) ? null : policy.globalAuthUrl
  const url = access.externalAuth?.url ?? (access.globalAuth ? global : null)
  return [
    ...access.denylist.map((cidr) => `deny ${cidr};`),
    ...access.allowlist.map((cidr) => `allow ${cidr};`),
    ...(access.allowlist.length > 0 ? ['deny all;'] : []),
    ...(access.satisfy === '' ? [] : [`satisfy ${access.satisfy};`]),
    ...(access.basicAuth ? [`auth_basic ${quoted(access.basicAuth.realm)};`] : []),
    ...(url ? [`auth_request ${quoted(url)};`] : []),
  ]
}
