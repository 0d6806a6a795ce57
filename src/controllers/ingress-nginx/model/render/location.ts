/**
 * One location as text: only what decides where a request goes, in the order in which the controller writes it. The
 * variables are those of its own file, so that both are read by the same code.
 */

import { quoted, snippet } from '../../../shared/nginx/quote.js'
import type { Annotations } from '../../annotations/reading.js'
import { isExempt, type Policy } from '../../workload/policy.js'
import { isSince } from '../../workload/version.js'
import { asksThrough, authUrlOf, pagesOfLocation } from '../error-pages.js'
import { rewrites, type Written } from '../expand.js'
import { quotesPaths } from '../flaws/conf.js'
import { httpsLines } from '../https-redirect.js'
import { limitOf, zeroWaits } from '../limits.js'
import { defaultUpstream } from '../types.js'
import { tlsOfLocation } from './proxy-ssl.js'

export function renderLocation(written: Written, isRegex: boolean, policy: Policy): string {
  const { location, path, pathType } = written
  const pattern = asRead(path, policy)
  const { owner, upstream } = location
  const head = isRegex ? `~* ${quoted(`^${pattern}`)}` : pathType === 'Exact' ? `= ${quoted(pattern)}` : quoted(pattern)
  const asked = location.path.includes('$') ? location.path.replaceAll('$', literalDollar) : location.path
  const noTls = policy.noTlsRedirect.some((prefix) => path.startsWith(prefix))
  return `location ${head} {
${owner === null ? '' : `set $namespace "${owner.ref.namespace}"; set $ingress_name "${owner.ref.name}";`}
set $location_path ${quoted(asked)};
${httpsLines(owner?.annotations, noTls)}
rewrite_by_lua_file ngx_rewrite.lua;
set $proxy_upstream_name "${upstream}";
${owner?.annotations.denied ? deniedLines(owner.annotations.denied) : body(owner?.annotations, written, policy)}
}`
}

/** As the controller writes it: the comment is all that tells such a 503 from another one. */
function deniedLines(reason: string): string {
  return `# Location denied. Reason: ${JSON.stringify(reason)}\nreturn 503;`
}

/** Before paths were quoted, nginx took a backslash before some characters for its own. */
function asRead(path: string, { version }: Policy): string {
  if (quotesPaths(version) || !path.includes('\\')) return path
  return path.replace(/\\(["'\\trn])/g, (_, one: string) => ({ t: '\t', r: '\r', n: '\n' })[one] ?? one)
}

/** A dollar sign that is no variable. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: so nginx writes variables
export const literalDollar = '${literal_dollar}'

function body(annotations: Annotations | undefined, written: Written, policy: Policy): string {
  const { location, path } = written
  const pass = passLine(spokenTo(location.upstream, policy) ?? annotations?.backendProtocol ?? 'HTTP')
  const ofAll = openSnippet(policy.locationSnippet)
  const waits = zeroWaits(location.owner, policy).map(({ setting }) => `${setting.replaceAll('-', '_')} 0s;`)
  const limit = limitOf(location.owner, policy, 'proxy-body-size')
  const size = limit.by === null ? [] : [`client_max_body_size ${limit.value};`]
  if (annotations === undefined) return [...size, ...ofAll, ...waits, pass].join('\n')
  const { access, redirect, rewrite } = annotations
  return [
    ...size,
    ...accessLines(annotations, written, policy),
    ...corsLines(access.corsOrigins),
    ...hostLine(annotations),
    ...openSnippet(annotations.snippets.get('configuration-snippet')),
    ...ofAll,
    ...pagesOfLocation(written, policy),
    ...(redirect.relative ? ['absolute_redirect off;'] : []),
    ...(redirect.url === '' ? [] : [`return ${redirect.code} ${quoted(redirect.url)};`]),
    // It is written without quotes, so that a semicolon at its end ends the statement.
    ...(rewrites(location, path)
      ? [`rewrite ${quoted(`(?i)${asRead(path, policy)}`)} ${quoted(unended(rewrite.target))} break;`]
      : []),
    ...(pass.startsWith('grpc') ? waits.map((one) => one.replace('proxy', 'grpc')) : waits),
    pass,
    ...(annotations.proxySsl === null ? [] : tlsOfLocation(annotations.proxySsl)),
  ].join('\n')
}

function unended(text: string): string {
  const bare = text.trimEnd()
  return bare.endsWith(';') ? bare.slice(0, -1).trimEnd() : text
}

/** Its last statement may lack its end: it takes what comes behind it for its own. */
function openSnippet(text: string | undefined): string[] {
  return text && snippet(`${text}\n;`).length > 0 ? [text] : snippet(text)
}

/** The usual one only where a snippet may set another one: both are sent then. */
function hostLine({ upstreamVhost, snippets }: Annotations): string[] {
  if (upstreamVhost !== '') return [`proxy_set_header Host ${quoted(upstreamVhost)};`]
  const isTwice = /_set_header\s+["']?host\b/i.test(snippets.get('configuration-snippet') ?? '')
  return isTwice ? ['proxy_set_header Host $best_http_host;'] : []
}

/** Whatever an Ingress says: https://github.com/kubernetes/ingress-nginx/pull/4870. null: what it says */
function spokenTo(upstream: string, { version }: Policy): string | null {
  return upstream === defaultUpstream && isSince(version, [0, 27, 0]) ? 'HTTP' : null
}

/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/template/template.go (buildProxyPass) */
function passLine(protocol: string): string {
  if (protocol === 'FCGI') return 'fastcgi_pass upstream_balancer;'
  const scheme = { HTTPS: 'https', AUTO_HTTP: '$scheme', GRPC: 'grpc', GRPCS: 'grpcs' }[protocol] ?? 'http'
  return `${scheme.startsWith('grpc') ? 'grpc' : 'proxy'}_pass ${scheme}://upstream_balancer;`
}

/** What a preflight asks for is answered where its origin may have it. */
function corsLines(origins: readonly string[] | null): string[] {
  if (origins === null || origins.length === 0) return []
  const patterns = origins.map((origin) => `(${escaped(origin).replace('\\*', '[A-Za-z0-9\\-]+')})`).join('|')
  const isAllowed = "set $cors 'true';"
  return [
    origins[0] === '*' ? isAllowed : `if ($http_origin ~* ${quoted(`(${patterns})$`)}) { ${isAllowed} }`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: so nginx writes variables
    "if ($request_method = 'OPTIONS') { set $cors ${cors}options; }",
    'if ($cors = "trueoptions") { return 204; }',
  ]
}

function escaped(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')
}

/** The controller has a location ask it; here its URL stands in the place of that. */
function askLines(url: string, isLua: boolean): string[] {
  return isLua
    ? [`set $auth_path ${quoted(url)};`, 'access_by_lua_file ngx_conf_external_auth.lua;']
    : [`auth_request ${quoted(url)};`]
}

/** Below a path of `no-auth-locations` requests are not authenticated; from where they come still counts. */
function accessLines(annotations: Annotations, written: Written, policy: Policy): string[] {
  const { access } = annotations
  const asks = !isExempt(written.path, policy)
  const url = authUrlOf(annotations, written.path, policy)
  return [
    ...access.denylist.map((cidr) => `deny ${cidr};`),
    ...access.allowlist.map((cidr) => `allow ${cidr};`),
    ...(access.allowlist.length > 0 ? ['deny all;'] : []),
    ...(access.satisfy === '' ? [] : [`satisfy ${access.satisfy};`]),
    ...(asks && access.basicAuth ? [`auth_basic ${quoted(access.basicAuth.realm)};`] : []),
    ...(url ? askLines(asksThrough(written, policy) ?? url, access.externalAuth?.isLua === true) : []),
  ]
}
