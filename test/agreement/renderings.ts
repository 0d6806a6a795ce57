/** What is planned, as replicas of other controllers than ingress-nginx would say it: the texts that a capture keeps of them. */
import type { ContourModel } from '../../src/controllers/contour/model/build.js'
import { pathText } from '../../src/controllers/contour/model/types.js'
import { render } from '../../src/controllers/f5-nginx/model/render.js'
import { nobody } from '../../src/controllers/f5-nginx/model/upstreams.js'
import type { F5Plan } from '../../src/controllers/f5-nginx/plan.js'
import { configShown } from '../../src/controllers/traefik/observe/shown.js'
import type { TraefikPlan } from '../../src/controllers/traefik/plan.js'
import type { Plan } from '../../src/domain/controllers/plan.js'
import type { Chain, Route, RouteTable, Tls } from '../../src/languages/envoy/config/types.js'

export type Texts = Readonly<Record<string, string>>

/** Of several that have one name the first one has it: nobody decides between them. */
export function traefikSays({ model: { config, madeOf } }: TraefikPlan): Texts {
  const isFirst = ({ name }: { readonly name: string }) => !/#[1-9]\d*$/.test(name)
  const routers = config.routers
    .filter(isFirst)
    .map((one) => ({ ...one, origin: madeOf.get(one.name)?.source ?? null }))
  const services = new Map([...config.services].filter(([name]) => isFirst({ name })))
  const said = JSON.stringify(configShown({ ...config, routers, services }))
  return { 'rawdata.json': said.replaceAll(/#0(?=")/g, '') }
}

/** All files in one, as `nginx -T` prints them. */
export function f5Says({ model }: F5Plan): Texts {
  const upstreams = [...model.upstreams.values()].map(({ name, endpoints }) => {
    const servers = endpoints === null || endpoints.length === 0 ? [nobody] : endpoints
    return `upstream ${name} { ${servers.map((one) => `server ${one};`).join(' ')} }`
  })
  const main = ['# configuration file /etc/nginx/nginx.conf:', 'events {}', 'http {', '}']
  return { 'nginx-files.txt': [...main.slice(0, -1), ...upstreams, ...render(model, null), '}', ''].join('\n') }
}

/** @param shown PEM of each certificate */
export function contourSays({ upstreams }: Plan, { config }: ContourModel, shown: string): Texts {
  const secrets = config.listeners.flatMap(({ chains }) => chains.flatMap(({ tls }) => tls?.secrets ?? []))
  const tls_certificate = { certificate_chain: { inline_string: shown } }
  const dump = {
    configs: [
      { dynamic_active_secrets: secrets.map((name) => ({ secret: { name, tls_certificate } })) },
      { dynamic_listeners: config.listeners.map(({ name, port, chains }) => listenerSaid(name, port, chains)) },
      { dynamic_route_configs: [...config.routeTables.values()].map((one) => ({ route_config: tableSaid(one) })) },
    ],
  }
  const clusters = upstreams.map(({ name, endpoints }) => ({
    ...{ name, added_via_api: true },
    host_statuses: (endpoints ?? []).map((one) => ({ address: socketOf(one) })),
  }))
  return {
    'config-dump.json': JSON.stringify(dump),
    'clusters.json': JSON.stringify({ cluster_statuses: clusters }),
  }
}

function socketOf(endpoint: string): object {
  const [, address, port] = /^(.*):(\d+)$/.exec(endpoint) ?? []
  return { socket_address: { address, port_value: Number(port) } }
}

function listenerSaid(name: string, port: number | null, chains: readonly Chain[]): object {
  const filter_chains = chains.map(({ servers, transport, tls }) => ({
    filter_chain_match: { server_names: servers, transport_protocol: transport },
    ...(tls !== null && { transport_socket: { typed_config: contextSaid(tls) } }),
  }))
  const listener = { name, address: socketOf(`0.0.0.0:${port}`), filter_chains }
  return { name, active_state: { listener } }
}

function contextSaid({ secrets }: Tls): object {
  const type = 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext'
  const tls_certificate_sds_secret_configs = secrets.map((name) => ({ name }))
  return { '@type': type, common_tls_context: { tls_certificate_sds_secret_configs } }
}

function tableSaid({ name, virtualHosts }: RouteTable): object {
  const virtual_hosts = virtualHosts.map(({ name, domains, routes }) => ({
    name,
    domains,
    routes: routes.map(routeSaid),
  }))
  return { name, virtual_hosts }
}

const fields = { exact: 'path', prefix: 'prefix', separated: 'path_separated_prefix' } as const

function routeSaid({ match: { path }, metadata }: Route): object {
  const said = path.is in fields ? { [fields[path.is as keyof typeof fields]]: pathText(path) } : {}
  const match = path.is === 'regex' ? { safe_regex: { regex: pathText(path) } } : said
  return { match, metadata: { filter_metadata: metadata } }
}
