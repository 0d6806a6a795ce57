/**
 * What the controller writes into blocks that snippets share: directives that may not stand there twice.
 * https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/template/nginx.tmpl
 */
import type { Fault } from '../../../../languages/nginx/check/fault.js'
import { parse } from '../../../../languages/nginx/text/parse.js'
import type { Policy } from '../../workload/policy.js'
import { isSince } from '../../workload/version.js'
import type { Kept } from '../types.js'

/** In each location that is not denied, whatever its annotations say. */
const inEachLocation =
  `port_in_redirect client_max_body_size proxy_connect_timeout proxy_send_timeout proxy_read_timeout
  proxy_buffering proxy_buffer_size proxy_buffers proxy_request_buffering proxy_http_version proxy_max_temp_file_size
  proxy_next_upstream_timeout proxy_next_upstream_tries rewrite_by_lua header_filter_by_lua log_by_lua`.split(/\s+/)

/** The annotation that sets a directive: what is to be written in its place. */
export const annotationOf: ReadonlyMap<string, string> = new Map([
  ['client_max_body_size', 'proxy-body-size'],
  ...['connect_timeout', 'send_timeout', 'read_timeout', 'buffering', 'buffer_size', 'http_version'].map(asAnnotation),
  ...['request_buffering', 'max_temp_file_size', 'next_upstream_timeout', 'next_upstream_tries'].map(asAnnotation),
  ...['cookie_domain', 'cookie_path', 'busy_buffers_size'].map(asAnnotation),
  ...['ssl_server_name', 'ssl_name', 'ssl_verify', 'ssl_verify_depth', 'ssl_ciphers'].map(asAnnotation),
  ['proxy_buffers', 'proxy-buffers-number'],
  ['proxy_redirect', 'proxy-redirect-from'],
  ['client_body_buffer_size', 'client-body-buffer-size'],
  ['satisfy', 'satisfy'],
  ['auth_basic', 'auth-realm'],
  ['auth_request', 'auth-url'],
])

function asAnnotation(name: string): readonly [directive: string, annotation: string] {
  return [`proxy_${name}`, `proxy-${name.replaceAll('_', '-')}`]
}

/** @returns directives that a snippet in a location of the Ingress may not hold */
export function besideInLocation({ annotations, ingress }: Kept, { version, annotationsPrefix }: Policy): Set<string> {
  const raw = (name: string) => ingress.metadata.annotations?.[`${annotationsPrefix}/${name}`] ?? ''
  const names = new Set(inEachLocation)
  const add = (condition: boolean, ...directives: readonly string[]) => {
    if (condition) for (const one of directives) names.add(one)
  }
  const { access, backendProtocol } = annotations
  const isGrpc = backendProtocol.startsWith('GRPC')
  names.add(isGrpc ? 'grpc_pass' : backendProtocol === 'FCGI' ? 'fastcgi_pass' : 'proxy_pass')
  add(raw('proxy-cookie-domain') === '', 'proxy_cookie_domain')
  add(raw('proxy-cookie-path') === '', 'proxy_cookie_path')
  add(raw('proxy-redirect-from') === '' || raw('proxy-redirect-from') === 'off', 'proxy_redirect')
  add(/^\d+[kKmM]?$/.test(raw('client-body-buffer-size').trim()), 'client_body_buffer_size')
  add(raw('proxy-busy-buffers-size') !== '' && isSince(version, [1, 13, 0]), 'proxy_busy_buffers_size')
  add(!isSince(version, [1, 12, 0]), 'body_filter_by_lua')
  const { proxySsl } = annotations
  add(proxySsl !== null, 'proxy_ssl_server_name')
  add(proxySsl !== null && proxySsl.name !== '', 'proxy_ssl_name')
  add(proxySsl?.hasAuthority === true, ...ofAuthority)
  add(access.satisfy !== '', 'satisfy')
  add(access.basicAuth?.type === 'basic', 'auth_basic', 'auth_basic_user_file')
  add(isGrpc && isSince(version, [1, 11, 0]), 'grpc_connect_timeout', 'grpc_send_timeout', 'grpc_read_timeout')
  return names
}

const ofAuthority = ['trusted_certificate', 'ciphers', 'verify', 'verify_depth'].map((one) => `proxy_ssl_${one}`)

/** … and one in its server. */
export function besideInServer(owners: readonly Kept[], { annotationsPrefix }: Policy): Set<string> {
  const has = (name: string) =>
    owners.some(({ ingress }) => (ingress.metadata.annotations?.[`${annotationsPrefix}/${name}`] ?? '') !== '')
  const names = new Set(['ssl_certificate_by_lua'])
  if (has('ssl-ciphers')) names.add('ssl_ciphers')
  if (has('ssl-prefer-server-ciphers')) names.add('ssl_prefer_server_ciphers')
  if (owners.some(({ annotations }) => annotations.authTls?.secret != null && annotations.authTls.error === null))
    for (const one of ['ssl_client_certificate', 'ssl_verify_client', 'ssl_verify_depth']) names.add(one)
  return names
}

/** Variables that the controller's own file makes. */
export const ownVariables: readonly string[] = `namespace ingress_name service_name service_port location_path
  force_ssl_redirect ssl_redirect force_no_ssl_redirect preserve_trailing_slash use_port_in_redirects proxy_upstream_name
  proxy_alternative_upstream_name balancer_ewma_score best_http_host pass_port pass_server_port pass_access_scheme req_id
  connection_upgrade full_x_forwarded_for literal_dollar loggable the_real_ip redirect_to auth_cookie
  auth_path auth_keepalive_share_vars auth_response_headers target tmp_cache_key cache_key block_ua block_ref
  cors subdomain global_rate_limit_exceeding proxy_protocol_addr_trusted forwarded_for_proxy_protocol formatted_status
  all_forwarded_for remote_user proxied_upstream http_origin uri_path`.split(/\s+/)

/** What a snippet in http names as the controller does, in each of its files: nginx takes a name once. */
export function nameTwice(snippet: string): Fault | null {
  for (const { name, args, line } of parse(snippet).statements) {
    if (name === 'log_format' && args[0] === 'upstreaminfo')
      return { text: 'duplicate "log_format" name "upstreaminfo"', line }
    if (name === 'upstream' && args[0] === 'upstream_balancer')
      return { text: 'duplicate upstream "upstream_balancer"', line }
  }
  return null
}
