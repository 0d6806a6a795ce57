/**
 * The model as a configuration that holds nothing but routing: what the objects ask for, in the language of what is served.
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs/version1/nginx.ingress.tmpl
 */
import { HostFilter } from '../../../languages/nginx/servers/host-filter.js'
import { snippet } from '../../shared/nginx/quote.js'
import type { Policy } from '../workload/policy.js'
import type { Surround } from './statements.js'
import type { Location, Model, Server } from './types.js'

/**
 * The statements of `http`: what is said for all, then a text for each server.
 * @param hosts only servers that may answer for them; null: all
 */
export function render({ servers: byHost, policy }: Model, hosts: readonly string[] | null): string[] {
  const servers = [...byHost.values()]
  const filter = hosts && new HostFilter(hosts)
  const isAll = byHost.has('')
  const meant = servers.filter(({ host }) => host === '' || filter === null || filter.mayMatch(host))
  return [
    requestUri,
    ...snippet(policy.httpSnippets),
    ...(isAll ? [] : [defaultServer(policy)]),
    ...meant.flatMap((one) => [...one.http, serverText(one)]),
  ]
}

/** The path as it was sent, without its query. */
const requestUri = 'map $request_uri $request_uri_no_args { "~^(?P<path>[^?]*)(\\?.*)?$" $path; }'

/** It answers whatever nobody asked for, and refuses TLS unless it has a certificate. */
function defaultServer({ settings, defaultReturn }: Policy): string {
  const { defaultPorts, defaultCertificate, healthPath } = settings
  return [
    'server {',
    `listen ${defaultPorts.http} default_server;`,
    `listen ${defaultPorts.https} default_server ssl;`,
    ...(defaultCertificate === null ? ['ssl_reject_handshake on;'] : []),
    'server_name _;',
    ...(healthPath === null ? [] : [`location = ${healthPath} { return 200 "healthy"; }`]),
    `location / { return ${defaultReturn}; }`,
    '}',
  ].join('\n')
}

function serverText({ host, source, ports, tls, lines, locations, surround }: Server): string {
  const isDefault = host === ''
  const rest = isDefault ? ' default_server' : ''
  return [
    'server {',
    ...ports.http.map((port) => `listen ${port}${rest};`),
    ...(tls === null ? [] : ports.https.map((port) => `listen ${port}${rest} ssl;`)),
    ...(tls?.rejects ? ['ssl_reject_handshake on;'] : []),
    `server_name ${isDefault ? '_' : host};`,
    `set $resource_type "${source.kind.toLowerCase()}";`,
    `set $resource_name "${source.name}";`,
    `set $resource_namespace "${source.namespace}";`,
    ...standing(lines, surround),
    ...locations.map(locationText),
    ...(isDefault && !locations.some(({ head }) => head === '/') ? ['location / { return 404; }'] : []),
    '}',
  ].join('\n')
}

/** Of which route it is stands in a variable that the controller does not have. */
function locationText({ head, source, service, asked, lines, surround }: Location): string {
  return [
    `location ${head} {`,
    ...(asked === null ? [] : [`set $${routeVariable} "${asked.index}";`]),
    `set $service "${service}";`,
    `set $resource_type "${source.kind.toLowerCase()}";`,
    `set $resource_name "${source.name}";`,
    `set $resource_namespace "${source.namespace}";`,
    ...standing(lines, surround),
    '}',
  ].join('\n')
}

/** A snippet that cannot stand alone would break all of it. */
function standing(lines: readonly string[], surround: Surround | undefined): readonly string[] {
  const own = surround?.snippet?.text
  return own === undefined ? lines : lines.flatMap((one) => (one === own ? snippet(one, true) : [one]))
}

export const routeVariable = 'tkng_route'
