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
export const rareNames: ReadonlySet<string> = new Set(
  groups.split(/\s/).reduce<{ readonly names: string[]; prefix: string }>(
    (read, word) => {
      if (word.endsWith(':')) read.prefix = word.slice(0, -1)
      else if (word !== '') read.names.push(read.prefix === '' ? word : `${read.prefix}_${word}`)
      return read
    },
    { names: [], prefix: '' },
  ).names,
)
