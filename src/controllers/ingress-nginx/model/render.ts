/**
 * The model as an nginx.conf that holds nothing but routing: what the objects ask for, in the language of what is served.
 * https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/template/nginx.tmpl
 */
import type { ControllerSettings } from '../../../domain/controller.js'
import { isSince, type Policy } from '../policy.js'
import { expand } from './expand.js'
import { quoted, snippet } from './quote.js'
import { renderLocation } from './render-location.js'
import { defaultServer, type Model, type Server } from './types.js'
import { sortedServers } from './www.js'

type Ports = Pick<ControllerSettings, 'httpPort' | 'httpsPort'>

/** The blocks of `http`, in the order of the file: redirects between www names, then the servers by host. */
export function render({ servers, wwwRedirects, policy }: Model, ports: Ports): string[] {
  return [
    ...[...wwwRedirects].map(([from, to]) => renderRedirect(from, to, ports, policy)),
    ...sortedServers(servers).map((server) => renderServer(server, ports, policy)),
  ]
}

/** Its target is computed by Lua, from the name. */
function renderRedirect(from: string, to: string, ports: Ports, policy: Policy): string {
  return [
    'server {',
    `server_name ${quoted(from)};`,
    ...listen(ports, false),
    redirectTarget(to, ports, policy),
    `return ${policy.redirectCode} $redirect_to;`,
    '}',
  ].join('\n')
}

/** Since 1.12 in a file; before, the port of https stood in it, and since 1.1.2 what a load balancer says. */
function redirectTarget(to: string, { httpsPort }: Ports, { version, useForwardedHeaders }: Policy): string {
  if (isSince(version, [1, 12, 0])) return `set_by_lua_file $redirect_to ngx_srv_redirect.lua ${quoted(to)};`
  const port = httpsPort === 443 ? '' : `, ":${httpsPort}"`
  const forwarded = useForwardedHeaders && isSince(version, [1, 1, 2]) ? 'ngx.var.http_x_forwarded_proto' : ''
  const scheme = forwarded === '' || isSince(version, [1, 2, 0]) ? 'ngx.var.scheme' : ''
  return `set_by_lua_block $redirect_to { return ${[forwarded, scheme].filter(Boolean).join(' or ')}, "${to}"${port} }`
}

function renderServer(server: Server, ports: Ports, policy: Policy): string {
  const { host, aliases, authTlsError, verifiesClients } = server
  const isDefault = host === defaultServer
  const names = [serverName(host), ...aliases].map(quoted)
  return [
    'server {',
    `server_name ${names.join(' ')};`,
    ...listen(ports, isDefault),
    'port_in_redirect off;',
    ...(verifiesClients === null ? [] : [`ssl_verify_client ${verifiesClients};`]),
    ...(authTlsError === null ? [...snippet(policy.serverSnippet), ...content(server, policy)] : ['return 403;']),
    '}',
  ].join('\n')
}

function listen({ httpPort, httpsPort }: Ports, isDefault: boolean): string[] {
  const rest = isDefault ? ' default_server' : ''
  return [`listen ${httpPort}${rest};`, `listen ${httpsPort}${rest} ssl;`]
}

function content(server: Server, policy: Policy): string[] {
  const { written, isRegex } = expand(server)
  return [
    ...snippet(server.snippet),
    ...written.flatMap((one) => {
      const appRoot = one.location.owner?.annotations.rewrite.appRoot
      return [
        ...(appRoot ? [`if ($uri = /) { return 302 ${quoted(`$scheme://$http_host${appRoot}`)}; }`] : []),
        renderLocation(one, isRegex, policy),
      ]
    }),
    ...(server.host === defaultServer ? ownPages : []),
  ]
}

/** They answer before any Ingress, by prefix: https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/template/nginx.tmpl */
const ownPages = [
  'location /healthz { return 200; }',
  'location /nginx_status { allow 127.0.0.1; allow ::1; deny all; stub_status on; }',
]

/** A wildcard host covers one label: it is written as a pattern, and ranks behind all names that are none. */
function serverName(host: string): string {
  if (!host.startsWith('*.')) return host
  return `~^(?<subdomain>[\\w-]+)\\.${host.slice(2).replaceAll('.', '\\.')}$`
}
