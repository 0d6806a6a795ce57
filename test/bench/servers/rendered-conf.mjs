// The nginx.conf that a controller would render of the Ingresses of the bench: 16 kB a server, as long as it really is.

const headers = [
  ['Host', '$best_http_host'],
  ['Upgrade', '$http_upgrade'],
  ['Connection', '$connection_upgrade'],
  ['X-Request-ID', '$req_id'],
  ['X-Real-IP', '$remote_addr'],
  ['X-Forwarded-For', '$remote_addr'],
  ['X-Forwarded-Host', '$best_http_host'],
  ['X-Forwarded-Port', '$pass_port'],
  ['X-Forwarded-Proto', '$pass_access_scheme'],
  ['X-Forwarded-Scheme', '$pass_access_scheme'],
  ['X-Scheme', '$pass_access_scheme'],
  ['X-Original-Forwarded-For', '$http_x_forwarded_for'],
  ['X-Original-Forwarded-Host', '$http_x_forwarded_host'],
  ['Proxy', '""'],
]
const sizes = [
  'client_max_body_size 1m',
  'proxy_buffer_size 4k',
  'proxy_buffers 4 4k',
  'proxy_max_temp_file_size 1024m',
]
const times = ['connect 5s', 'send 60s', 'read 60s'].map((one) => `proxy_${one.replace(' ', '_timeout ')}`)
const rest = ['port_in_redirect off', 'proxy_buffering off', 'proxy_request_buffering on', 'proxy_http_version 1.1']
const statements = [
  ...headers.map(([name, value]) => `proxy_set_header ${name.padEnd(28)} ${value}`),
  ...[...sizes, ...times, ...rest].map((one) => one.replace(' ', '                          ')),
  'proxy_cookie_domain                     off',
  'proxy_cookie_path                       off',
  'proxy_next_upstream                     error timeout',
  'proxy_next_upstream_timeout             0',
  'proxy_next_upstream_tries               3',
]
const common = statements.map((one) => `\t\t\t\n\t\t\t${one};\n`).join('')

const set = (name, value) => `\t\t\tset $${name.padEnd(24)} "${value}";\n`

function location(place, path, { namespace, name, service, upstream }) {
  const named = { namespace, ingress_name: name, service_name: service, service_port: '80', location_path: path }
  const redirects = ['force_ssl_redirect', 'force_no_ssl_redirect', 'preserve_trailing_slash', 'use_port_in_redirects']
  return `
\t\tlocation ${place} {
${Object.entries(named)
  .map(([key, value]) => set(key, value))
  .join('')}
${redirects.map((key) => set(key, 'false')).join('')}${set('ssl_redirect', 'true')}
\t\t\trewrite_by_lua_file /etc/nginx/lua/nginx/ngx_rewrite.lua;
\t\t\theader_filter_by_lua_file /etc/nginx/lua/nginx/ngx_conf_srv_hdr_filter.lua;
\t\t\tlog_by_lua_file /etc/nginx/lua/nginx/ngx_conf_log_block.lua;

\t\t\tset $balancer_ewma_score -1;
${set('proxy_upstream_name', upstream)}
\t\t\tset $proxy_host          $proxy_upstream_name;
\t\t\tset $pass_access_scheme  $scheme;
\t\t\tset $pass_server_port    $server_port;
\t\t\tset $best_http_host      $http_host;
\t\t\tset $pass_port           $pass_server_port;
${set('proxy_alternative_upstream_name', '')}
\t\t\t# Pass the extracted client certificate to the backend
${common}
\t\t\tproxy_pass http://upstream_balancer;
\t\t\tproxy_redirect                          off;
\t\t}
`
}

function server(head, locations) {
  return `\t## start server
\tserver {
${head}\t\thttp2 on;
\t\tset $proxy_upstream_name "-";
\t\tssl_certificate_by_lua_file /etc/nginx/lua/nginx/ngx_conf_certificate.lua;
${locations.join('')}\t}
\t## end server

`
}

const listens = (more) =>
  ['80', '[::]:80', '443', '[::]:443']
    .map((one) => `\t\tlisten ${one} ${more}${/443/.test(one) ? ' ssl' : ''};\n`)
    .join('')

/** @param {number} count of the hosts @param place of one of them: its host, and what each of its paths leads to */
export function* renderedConf(count, place) {
  const none = { namespace: '', name: '', service: '', upstream: 'upstream-default-backend' }
  yield Buffer.from(
    `# Configuration checksum: 1\nevents {}\nhttp {\n${server(`\t\tserver_name "_" ;\n${listens('default_server')}`, [location('"/"', '/', none)])}`,
  )
  for (let n = 0; n < count; n++) {
    const { host, target } = place(n)
    const places = ['/static', '/api'].flatMap((path) => [
      location(`"${path}/"`, path, target),
      location(`= "${path}"`, path, target),
    ])
    yield Buffer.from(server(`\t\tserver_name "${host}" ;\n${listens('')}`, [...places, location('"/"', '/', target)]))
  }
  yield Buffer.from('}\n')
}
