/**
 * Variables in values: how they may be written, and which ones there are.
 * https://nginx.org/en/docs/varindex.html, ngx_http_script_compile in src/http/ngx_http_script.c
 */
import type { Directive } from '../text/directive.js'
import type { FaultText } from './fault.js'

/** Built into nginx; no `set` may name those of the second list. */
const changeable = 'args limit_rate proxy_host proxy_port proxy_add_x_forwarded_for'
const fixed = `uri document_uri request_uri host scheme request_scheme remote_addr remote_port remote_user server_addr
  server_port server_name server_protocol request_method request request_filename document_root realpath_root
  query_string content_type content_length is_args status hostname pid msec nginx_version connection
  connection_requests connection_time body_bytes_sent bytes_sent request_length request_time request_completion
  request_id request_body request_body_file request_port is_request_port binary_remote_addr https time_iso8601 time_local
  http_host http_user_agent http_referer http_via http_x_forwarded_for http_cookie pipe`

const changeableNames: ReadonlySet<string> = new Set(changeable.split(' '))
const fixedNames: ReadonlySet<string> = new Set(fixed.split(/\s+/))

/** Whole families, of nginx and of modules that a build may have. */
const families =
  /^(?:arg|cookie|http|sent_http|sent_trailer|upstream|ssl|proxy|tcpinfo|realip|geoip2?|connections|date|fastcgi|secure_link|uid|gzip|limit_req|limit_conn|memcached|modsecurity|open(?:telemetry|tracing)|otel|quic|brotli|jwt|lua|spdy|slice|session|stub_status|datadog|jaeger|trailer|protocol|server|request|http2|http3|ancient|modern|invalid)_|^(?:http2|http3|msie|spdy|modern_browser|invalid_referer|protocol)$/

/** As nginx scans a value. @returns null, or why nginx refuses it */
export function scanVariables(value: string, used: (name: string) => void): FaultText {
  for (let at = value.indexOf('$'); at !== -1; at = value.indexOf('$', at + 1)) {
    const rest = value.slice(at + 1)
    if (/^[1-9]/.test(rest)) continue
    const [, braced, closed, bare] = /^(?:\{(\w*)(\})?|(\w+))/.exec(rest) ?? []
    if (braced !== undefined && closed === undefined && braced !== '')
      return `the closing bracket in "${braced}" variable is missing`
    const name = braced ?? bare
    if (name === undefined || name === '') return 'invalid variable name'
    used(name.toLowerCase())
  }
  return null
}

/** Is it a variable that nginx has without being told. */
export function isBuiltIn(name: string): boolean {
  return changeableNames.has(name) || fixedNames.has(name) || families.test(name)
}

/** `set` and its like refuse what nginx computes itself. */
export function isFixed(name: string): boolean {
  return fixedNames.has(name)
}

/** Which argument is the variable that a directive makes. */
const makers: readonly (readonly [names: RegExp, at: (args: readonly string[]) => readonly string[]])[] = [
  [/^(?:set|set_.*|.*_set|js_var|perl_set)$/, (args) => args.slice(0, 1)],
  [/^(?:map|geo|split_clients)$/, (args) => args.slice(-1)],
  [/^(?:geoip2.*|lua_add_variable|keyval)$/, (args) => args],
]

/** Adds the variables that the statements make: by `set`, `map`, `geo`, … and as names of groups of their patterns. */
export function declaredBy(statements: readonly Directive[], known: Set<string>): void {
  for (const { name, args, block } of statements) {
    const made = makers.find(([names]) => names.test(name))?.[1](args) ?? []
    // In a block of geoip2 each statement is named by the variable that it makes.
    for (const one of [...made, name]) if (/^\$\w+$/.test(one)) known.add(one.slice(1).toLowerCase())
    for (const one of [name, ...args]) declaredInPattern(one, known)
    if (block !== null) declaredBy(block, known)
  }
}

/** Names of groups. */
export function declaredInPattern(pattern: string, known: Set<string>): void {
  if (!pattern.includes('(?')) return
  for (const [, name = ''] of pattern.matchAll(/\(\?(?:P?<|')([A-Za-z_]\w*)[>']/g)) known.add(name.toLowerCase())
}
