/**
 * main, events, http, server, location, `if` in a server, `if` in a location, limit_except, upstream, stream, server of stream,
 * upstream of stream
 */
export type Context = 'm' | 'e' | 'h' | 's' | 'l' | 'S' | 'L' | 'n' | 'u' | 't' | 'v' | 'w'

/**
 * What an argument must be; all but `any`, `words` and `many` let a directive stand once in a block.
 * - `once`: anything
 * - `words`, with those that it may have
 */
export type Kind = 'any' | 'once' | 'flag' | 'size' | 'offset' | 'time' | 'seconds' | 'number' | 'buffers'

export interface Signature {
  readonly contexts: string
  readonly least: number
  readonly most: number
  readonly isBlock: boolean
  readonly kind: Kind
}

/** Names, contexts, arguments (`{}`: and a block), kind. One name may have several rows. */
type Row = readonly [names: string, contexts: string, args: string, kind?: Kind]

const main: readonly Row[] = [
  ['events http stream mail', 'm', '0{}'],
  ['user worker_processes worker_priority worker_cpu_affinity', 'm', '1+'],
  ['worker_rlimit_nofile', 'm', '1', 'number'],
  ['worker_shutdown_timeout', 'm', '1', 'time'],
  ['pid env load_module daemon master_process thread_pool pcre_jit working_directory timer_resolution', 'm', '1+'],
]

const events: readonly Row[] = [
  ['worker_connections worker_aio_requests', 'e', '1', 'number'],
  ['multi_accept accept_mutex', 'e', '1', 'flag'],
  ['accept_mutex_delay', 'e', '1', 'time'],
  ['use', 'e', '1', 'once'],
  ['debug_connection', 'e', '1'],
]

const http: readonly Row[] = [
  ['http2_max_concurrent_streams', 'hs', '1', 'number'],
  ['variables_hash_max_size variables_hash_bucket_size server_names_hash_max_size', 'h', '1', 'number'],
  ['server_names_hash_bucket_size map_hash_max_size map_hash_bucket_size', 'h', '1', 'number'],
  ['server', 'ht', '0{}'],
  ['upstream', 'ht', '1{}'],
  ['map split_clients', 'ht', '2{}'],
  ['geo', 'ht', '1-2{}'],
  ['log_format', 'ht', '2+'],
  ['limit_req_zone', 'h', '3-4'],
  ['limit_conn_zone', 'ht', '2'],
  ['proxy_cache_path fastcgi_cache_path', 'h', '2+'],
  ['connection_pool_size request_pool_size client_header_buffer_size', 'hs', '1', 'size'],
  ['client_header_timeout', 'hs', '1', 'time'],
  ['large_client_header_buffers', 'hs', '2', 'buffers'],
  ['ignore_invalid_headers merge_slashes underscores_in_headers', 'hs', '1', 'flag'],
  ['types_hash_max_size types_hash_bucket_size keepalive_requests max_ranges', 'hsl', '1', 'number'],
  ['types', 'hsl', '0{}'],
  ['default_type', 'hsl', '1', 'once'],
  ['client_max_body_size', 'hsl', '1', 'offset'],
  ['client_body_buffer_size sendfile_max_chunk read_ahead postpone_output', 'hsl', '1', 'size'],
  ['client_body_timeout send_timeout lingering_time lingering_timeout auth_delay', 'hsl', '1', 'time'],
  ['resolver_timeout', 'hsltv', '1', 'time'],
  ['client_body_in_single_buffer tcp_nopush reset_timedout_connection', 'hsl', '1', 'flag'],
  ['absolute_redirect server_name_in_redirect port_in_redirect msie_padding msie_refresh', 'hsl', '1', 'flag'],
  ['log_not_found log_subrequest recursive_error_pages chunked_transfer_encoding etag', 'hsl', '1', 'flag'],
  ['gzip_vary open_file_cache_errors aio_write', 'hsl', '1', 'flag'],
  ['tcp_nodelay', 'hsltv', '1', 'flag'],
  ['sendfile gzip', 'hslL', '1', 'flag'],
  ['keepalive_timeout', 'hsl', '1-2', 'once'],
  ['limit_rate limit_rate_after root', 'hslL', '1', 'once'],
  ['satisfy server_tokens client_body_in_file_only', 'hsl', '1', 'once'],
  ['error_page', 'hslL', '2+'],
  ['error_log', 'mhslLtv', '1+'],
  ['resolver', 'hsltv', '1+', 'once'],
  ['gzip_types gzip_proxied gzip_disable sub_filter_types index', 'hsl', '1+'],
  ['gzip_comp_level', 'hsl', '1', 'number'],
  ['gzip_buffers', 'hsl', '2', 'buffers'],
  ['access_log', 'hslLntv', '1+'],
  ['add_header add_trailer', 'hslL', '2-3'],
  ['expires', 'hslL', '1-2', 'once'],
  ['allow deny', 'hslntv', '1'],
  ['auth_basic auth_basic_user_file', 'hsln', '1', 'once'],
  ['auth_request', 'hsl', '1', 'once'],
  ['auth_request_set', 'hsl', '2'],
  ['autoindex autoindex_exact_size autoindex_localtime', 'hsl', '1', 'flag'],
  ['limit_req', 'hsl', '1-3'],
  ['limit_conn', 'hsltv', '2'],
  ['limit_req_status limit_conn_status', 'hsl', '1', 'number'],
  ['sub_filter', 'hsl', '2'],
  ['sub_filter_once sub_filter_last_modified', 'hsl', '1', 'flag'],
  ['mirror', 'hsl', '1'],
  ['mirror_request_body', 'hsl', '1', 'flag'],
  ['real_ip_header', 'hsl', '1', 'once'],
  ['set_real_ip_from', 'hsltv', '1'],
  ['real_ip_recursive', 'hsl', '1', 'flag'],
  ['charset ssi', 'hslL', '1', 'once'],
]

const serverAndLocation: readonly Row[] = [
  ['listen', 'sv', '1+'],
  ['server_name', 's', '1+'],
  ['location', 'sl', '1-2{}'],
  ['if', 'sl', '1+{}'],
  ['limit_except', 'l', '1+{}', 'once'],
  ['try_files', 'sl', '2+', 'once'],
  ['valid_referers', 'sl', '1+'],
  ['stub_status', 'sl', '0-1'],
  ['internal', 'l', '0', 'once'],
  ['empty_gif', 'l', '0'],
  ['alias', 'l', '1', 'once'],
  ['rewrite', 'sSlL', '2-3'],
  ['return', 'sSlL', '1-2'],
  ['return', 'v', '1'],
  ['break', 'sSlL', '0'],
  ['set', 'sSlL', '2'],
  ['set', 'v', '2'],
  ['rewrite_log uninitialized_variable_warn', 'hsSlL', '1', 'flag'],
  ['server keepalive hash random zone', 'u', '1+'],
  ['ip_hash', 'u', '0'],
  ['least_conn', 'uw', '0'],
  ['keepalive_requests', 'u', '1', 'number'],
  ['keepalive_timeout keepalive_time', 'u', '1', 'time'],
]

/** `proxy_`, `fastcgi_` and `grpc_` have most of them alike. */
const upstreams: readonly Row[] = ['proxy', 'fastcgi', 'grpc'].flatMap((module): readonly Row[] => {
  const all = (names: string) => names.replace(/\S+/g, `${module}_$&`)
  const buffered: readonly Row[] = [
    [all('buffering request_buffering ignore_client_abort force_ranges cache_lock'), 'hsl', '1', 'flag'],
    [all('pass_request_headers pass_request_body cache_revalidate cache_background_update'), 'hsl', '1', 'flag'],
    [all('busy_buffers_size max_temp_file_size temp_file_write_size'), 'hsl', '1', 'size'],
    [all('buffers'), 'hsl', '2', 'buffers'],
    [all('cache_lock_timeout cache_lock_age'), 'hsl', '1', 'time'],
    [all('cache_min_uses'), 'hsl', '1', 'number'],
    [all('cache cache_key'), 'hsl', '1', 'once'],
    [all('cache_bypass no_cache cache_valid cache_use_stale cache_methods'), 'hsl', '1+'],
  ]
  return [
    [all('pass'), 'lL', '1', 'once'],
    [all('intercept_errors socket_keepalive'), 'hsl', '1', 'flag'],
    [all('connect_timeout send_timeout read_timeout next_upstream_timeout'), 'hsl', '1', 'time'],
    [all('next_upstream_tries'), 'hsl', '1', 'number'],
    [all('buffer_size'), 'hsl', '1', 'size'],
    [all('next_upstream ignore_headers'), 'hsl', '1+'],
    [all('pass_header hide_header'), 'hsl', '1'],
    ...(module === 'grpc' ? [] : buffered),
  ]
})

const proxies: readonly Row[] = [
  ['proxy_pass', 'n', '1', 'once'],
  ['proxy_pass', 'v', '1', 'once'],
  ['proxy_set_header grpc_set_header', 'hsl', '2'],
  ['proxy_redirect proxy_cookie_domain proxy_cookie_path proxy_bind', 'hsl', '1-2'],
  ['proxy_cookie_flags', 'hsl', '1-4'],
  ['proxy_headers_hash_max_size proxy_headers_hash_bucket_size', 'hsl', '1', 'number'],
  ['proxy_set_body proxy_method proxy_http_version', 'hsl', '1', 'once'],
  ['proxy_ssl_session_reuse proxy_ssl_server_name proxy_ssl_verify', 'hsl', '1', 'flag'],
  ['proxy_ssl_verify_depth', 'hsl', '1', 'number'],
  ['proxy_ssl_ciphers proxy_ssl_name proxy_ssl_trusted_certificate', 'hsl', '1', 'once'],
  ['fastcgi_param', 'hsl', '2-3'],
  ['fastcgi_index', 'hsl', '1', 'once'],
  ['fastcgi_split_path_info', 'l', '1', 'once'],
  ['fastcgi_keep_conn', 'hsl', '1', 'flag'],
]

const tls: readonly Row[] = [
  ['ssl_ciphers', 'hstv', '1', 'once'],
  ['ssl_client_certificate ssl_verify_client', 'hs', '1', 'once'],
  ['ssl_verify_depth', 'hs', '1', 'number'],
  ['ssl_prefer_server_ciphers', 'hstv', '1', 'flag'],
  ['ssl_session_tickets ssl_stapling', 'hs', '1', 'flag'],
  ['ssl_buffer_size', 'hs', '1', 'size'],
  ['ssl_protocols', 'hstv', '1+'],
  ['ssl_ecdh_curve', 'hstv', '1', 'once'],
  ['ssl_session_cache', 'hstv', '1-2'],
  ['ssl_session_timeout', 'hstv', '1', 'time'],
]

/** https://github.com/openresty/headers-more-nginx-module, https://github.com/openresty/set-misc-nginx-module */
const openresty: readonly Row[] = [
  ['more_set_headers more_clear_headers more_set_input_headers more_clear_input_headers', 'hslL', '1+'],
  ['set_escape_uri set_unescape_uri set_quote_sql_str set_quote_json_str set_md5 set_sha1', 'sSlL', '1-2'],
  ['set_encode_base64 set_decode_base64 set_encode_hex set_decode_hex', 'sSlL', '1-2'],
  ['set_if_empty', 'sSlL', '2'],
]

/** Modules that a build may have or not: whatever begins like this is not judged. */
const families =
  /_by_lua(?:_block|_file)?$|^(?:lua|js|open(?:telemetry|tracing)|otel|brotli|zstd|geoip2?|modsecurity|auth_(?:digest|jwt)|subs_filter|ajp|influxdb|perl|xslt|xml|image_filter|zipkin|jaeger|datadog|uwsgi|scgi|vhost_traffic_status|nchan|echo|drizzle|postgres|pagespeed|redis2?|encrypted_session|naxsi|acme|set_(?:random|secure_random|hashed|rotate|formatted|local|cbc|hmac|by|base32|encode|decode|quote|misc)|array|form|push|upload|srcache|rds|cookie_flag|testcookie|security_headers|headers_more|more)(?:_|$)/

const table = new Map<string, Signature[]>()
for (const [names, contexts, args, kind = 'any'] of [
  ...main,
  ...events,
  ...http,
  ...serverAndLocation,
  ...upstreams,
  ...proxies,
  ...tls,
  ...openresty,
])
  for (const name of names.split(' ')) {
    const [, least = '0', most] = /^(\d)(?:-(\d)|\+)?/.exec(args) ?? []
    const open = args.includes('+') ? Number.POSITIVE_INFINITY : Number(most ?? least)
    const signature = { contexts, least: Number(least), most: open, isBlock: args.endsWith('{}'), kind }
    table.set(name, [...(table.get(name) ?? []), signature])
  }

/** @returns undefined: nothing is known of it but perhaps its name, see {@link isKnownName} */
export function signaturesOf(name: string): readonly Signature[] | undefined {
  return table.get(name)
}

/** Does nginx, or a module that it may be built with, have a directive of this name. */
export function isKnownName(name: string): boolean {
  return table.has(name) || rareNames.has(name) || families.test(name)
}

/** Directives of nginx of which nothing is said but that they exist: https://nginx.org/en/docs/dirindex.html */

const groups = `
  fastcgi: bind cache_max_range_offset catch_stderr limit_rate send_lowat store store_access temp_path
  grpc: bind ssl_certificate ssl_certificate_cache ssl_certificate_key ssl_ciphers ssl_conf_command ssl_crl
  ssl_name ssl_password_file ssl_protocols ssl_server_name ssl_session_reuse ssl_trusted_certificate ssl_verify
  ssl_verify_depth
  gzip: hash http_version min_length no_buffer static window
  http2: body_preread_size chunk_size idle_timeout max_concurrent_pushes max_concurrent_streams max_field_size
  max_header_size max_requests pool_size push push_preload recv_buffer_size recv_timeout streams_index_size
  http3: hq max_concurrent_streams stream_buffer_size
  limit: conn_dry_run conn_log_level req_dry_run req_log_level
  memcached: bind buffer_size connect_timeout gzip_flag next_upstream next_upstream_timeout next_upstream_tries
  pass read_timeout send_timeout socket_keepalive
  mp4: buffer_size max_buffer_size start_key_frame
  open: file_cache file_cache_events file_cache_min_uses file_cache_valid log_file_cache
  proxy: allow_upstream half_close ssl cache_convert_head cache_max_range_offset download_rate limit_rate pass_trailers
  protocol protocol_timeout requests responses send_lowat session_drop ssl_certificate ssl_certificate_cache
  ssl_certificate_key ssl_conf_command ssl_crl ssl_password_file ssl_protocols store store_access temp_path
  timeout upload_rate
  quic: active_connection_id_limit bpf gso host_key retry
  secure: link link_md5 link_secret
  ssi: ignore_recycled_buffers last_modified min_file_chunk silent_errors types value_length
  ssl: alpn certificate certificate_cache certificate_key conf_command crl dhparam early_data engine
  handshake_timeout object_cache_inheritable ocsp ocsp_cache ocsp_responder password_file preread protocols
  reject_handshake session_ticket_key session_timeout stapling_file stapling_responder
  stapling_verify trusted_certificate
  userid: domain expires flags mark name p3p path service
  worker: aio_requests connections rlimit_core
  : accept_mutex accept_mutex_delay add_after_body add_before_body addition_types aio ancient_browser
  ancient_browser_value api autoindex_format charset_map charset_types client_body_temp_path
  create_full_put_path dav_access dav_methods debug_connection debug_points directio directio_alignment
  disable_symlinks early_hints epoll_events flv gunzip gunzip_buffers health_check http2 http3
  if_modified_since include internal_redirect js_import keepalive_disable keepalive_min_timeout keyval
  keyval_zone least_time lingering_close lock_file match max_headers
  min_delete_depth modern_browser modern_browser_value mp4 multi_accept ntlm output_buffers override_charset
    post_action postpone_gzipping preread_buffer_size preread_timeout queue random_index
  referer_hash_bucket_size referer_hash_max_size session_log session_log_zone slice source_charset state status
  ssl status_zone sticky subrequest_output_buffer_size use userid
  `

/** The names after `prefix:` have that prefix, up to the next one. */
const rareNames: ReadonlySet<string> = new Set(
  groups.split(/\s/).reduce<{ readonly names: string[]; prefix: string }>(
    (read, word) => {
      if (word.endsWith(':')) read.prefix = word.slice(0, -1)
      else if (word !== '') read.names.push(read.prefix === '' ? word : `${read.prefix}_${word}`)
      return read
    },
    { names: [], prefix: '' },
  ).names,
)
