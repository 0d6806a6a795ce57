/**
 * The model as an nginx.conf that holds nothing but routing: what the objects ask for, in the language of what is served.
 * https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/template/nginx.tmpl
 */
import { HostFilter } from '../../../../languages/nginx/servers/host-filter.js'
import { quoted, snippet } from '../../../shared/nginx/quote.js'
import type { AuthTls } from '../../annotations/reading.js'
import type { Policy } from '../../workload/policy.js'
import { nginxPorts, type Ports } from '../../workload/ports.js'
import { isSince, type Version } from '../../workload/version.js'
import { namedLocations, pagesOfAll } from '../error-pages.js'
import { expand } from '../expand.js'
import { sortedServers } from '../host-names.js'
import { defaultServer, type Model, type Server } from '../types.js'
import { renderLocation } from './location.js'
import { tlsOfServer } from './proxy-ssl.js'

/**
 * The blocks of `http`, in the order of the file: redirects between www names, then the servers by host.
 * @param hosts only servers that may answer for them; null: all
 */
export function render(
  { servers, wwwRedirects, policy }: Model,
  ports: Ports,
  hosts: readonly string[] | null = null,
): string[] {
  const filter = hosts && new HostFilter(hosts)
  const mayAnswer = (names: readonly string[]) => filter === null || names.some((name) => filter.mayMatch(name))
  return [
    ...snippet(policy.httpSnippet),
    ...(policy.underscoresInHeaders ? ['underscores_in_headers on;'] : []),
    ...realIpLines(policy),
    ...pagesOfAll(policy),
    ...policy.blockCidrs.map((range) => `deny ${range};`),
    ...filters(policy).map(({ header, variable, blocked }) =>
      [`map ${header} ${variable} {`, 'default 0;', ...blocked.map((one) => `${quoted(one)} 1;`), '}'].join('\n'),
    ),
    ...[...wwwRedirects]
      .filter(([from]) => mayAnswer([from]))
      .map(([from, to]) => renderRedirect(from, to, ports, policy)),
    ...sortedServers(
      [...servers.values()].filter(({ host, aliases }) => mayAnswer([serverName(host, policy.version), ...aliases])),
    ).map((server) => renderServer(server, ports, policy)),
  ]
}

/** Whoever is believed says where the client is. */
function realIpLines({ realIpHeader, trustedProxies }: Policy): string[] {
  if (realIpHeader === null) return []
  return [
    `real_ip_header ${quoted(realIpHeader)};`,
    'real_ip_recursive on;',
    ...trustedProxies.map((range) => `set_real_ip_from ${quoted(range)};`),
  ]
}

/** What is blocked by a header, on all servers. */
function filters({ blockUserAgents, blockReferers }: Policy) {
  return [
    { header: '$http_user_agent', variable: '$block_ua', blocked: blockUserAgents },
    { header: '$http_referer', variable: '$block_ref', blocked: blockReferers },
  ].filter(({ blocked }) => blocked.length > 0)
}

function filterLines(policy: Policy): string[] {
  return filters(policy).map(({ variable }) => `if (${variable}) { return 403; }`)
}

/** Its target is computed by Lua, from the name. */
function renderRedirect(from: string, to: string, ports: Ports, policy: Policy): string {
  return [
    'server {',
    `server_name ${quoted(from)};`,
    ...listen(ports, false),
    ...filterLines(policy),
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
  const { host, aliases, authTlsError, clientAuth, proxySsl } = server
  const isDefault = host === defaultServer
  const names = [serverName(host, policy.version), ...aliases].map(quoted)
  return [
    'server {',
    `server_name ${names.join(' ')};`,
    ...listen(ports, isDefault),
    'port_in_redirect off;',
    ...(isDefault && policy.sslRejectHandshake ? ['ssl_reject_handshake on;'] : []),
    ...filterLines(policy),
    ...(clientAuth === null ? [] : subjectLines(clientAuth)),
    ...(authTlsError === null
      ? [
          ...(clientAuth === null ? [] : certificateLines(clientAuth)),
          ...(proxySsl === null ? [] : tlsOfServer(proxySsl)),
          ...content(server, policy),
        ]
      : ['return 403;', ...namedLocations(server, [], policy)]),
    ...snippet(policy.serverSnippet),
    '}',
  ].join('\n')
}

/** Over http nobody shows a certificate, so where its name counts everybody is refused there. */
function subjectLines({ matchCn }: AuthTls): string[] {
  return matchCn === '' ? [] : [`if ( $ssl_client_s_dn !~ ${quoted(matchCn)} ) { return 403 refused; }`]
}

function certificateLines({ verifyClient, errorPage }: AuthTls): string[] {
  return [
    `ssl_verify_client ${verifyClient};`,
    ...(errorPage === '' ? [] : [`error_page 495 496 = ${quoted(errorPage)};`]),
  ]
}

function listen(ports: Ports, isDefault: boolean): string[] {
  const { http, https } = nginxPorts(ports)
  const rest = isDefault ? ' default_server' : ''
  return [`listen ${http}${rest};`, `listen ${https}${rest} ssl;`]
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
    ...namedLocations(server, written, policy),
    ...(server.host === defaultServer ? ownPages(policy) : []),
  ]
}

/** They answer before any Ingress, by prefix: https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/template/nginx.tmpl */
function ownPages({ healthPath, statusAllowlist }: Policy): string[] {
  const allowed = statusAllowlist.map((range) => `allow ${range};`).join(' ')
  return [
    `location ${quoted(healthPath)} { return 200; }`,
    `location /nginx_status { ${allowed} deny all; stub_status on; }`,
  ]
}

/** A wildcard host covers one label: it is written as a pattern, and ranks behind all names that are none. Before 0.41 it was a name. */
function serverName(host: string, version: Version): string {
  if (!host.startsWith('*.') || !isSince(version, [0, 41, 0])) return host
  return `~^(?<subdomain>[\\w-]+)\\.${host.slice(2).replaceAll('.', '\\.')}$`
}
