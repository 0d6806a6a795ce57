// An nginx.conf of so many MB in the shape that an ingress controller renders: servers, locations, set lines, Lua.

const location = (host, path) => `
\t\tlocation ${path} {
\t\t\tset $namespace      "default";
\t\t\tset $ingress_name   "${host}";
\t\t\tset $service_name   "web";
\t\t\tset $service_port   "80";
\t\t\tset $location_path  "/";
\t\t\tset $balancer_ewma_score -1;

\t\t\trewrite_by_lua_block {
\t\t\t\tlua_ingress.rewrite({
\t\t\t\t\tforce_ssl_redirect = false, -- it's off
\t\t\t\t\tssl_redirect = true,
\t\t\t\t\tuse_port_in_redirects = false,
\t\t\t\t})
\t\t\t\tbalancer.rewrite()
\t\t\t}
\t\t\tlog_by_lua_block {
\t\t\t\tbalancer.log()
\t\t\t\tmonitor.call("}")
\t\t\t}

\t\t\tport_in_redirect off;
\t\t\tset $proxy_upstream_name    "default-web-80";
\t\t\tset $proxy_host             $proxy_upstream_name;
\t\t\tclient_max_body_size                    1m;
\t\t\tproxy_set_header Host                   $best_http_host;
\t\t\t# Pass the extracted client certificate to the backend
\t\t\tproxy_set_header                        Upgrade           $http_upgrade;
${['X-Request-ID $req_id', 'X-Real-IP $remote_addr', 'X-Forwarded-For $remote_addr', 'X-Scheme $pass_access_scheme'].map((header) => `\t\t\tproxy_set_header ${header};\n`).join('')}
\t\t\tproxy_connect_timeout                   5s;
\t\t\tproxy_buffers                           4 4k;
\t\t\tproxy_next_upstream                     error timeout;
\t\t\tproxy_pass http://upstream_balancer;
\t\t\tproxy_redirect                          off;
\t\t}
`

const paths = ['"/"', '"/api/"', '= "/api"', '~* "^/files(/|$)(.*)"']

/** Server number `i`. */
function server(i) {
  const host = `app-${i}.example.com`
  const head = `\t## start server ${host}\n\tserver {\n\t\tserver_name "${host}" ;\n\t\tlisten 80  ;\n\t\tlisten 443  ssl;\n\t\tset $proxy_upstream_name "-";\n`
  return `${head}${paths.map((path) => location(host, path)).join('')}\t}\n\t## end server ${host}\n\n`
}

/** @returns its text, and how many servers it has */
export function confOf(megabytes) {
  const parts = ['events {}\nhttp {\n']
  let size = 0
  let count = 0
  for (; size < megabytes * 1e6; count++) {
    const one = server(count)
    parts.push(one)
    size += one.length
  }
  return { text: `${parts.join('')}}\n`, count }
}
