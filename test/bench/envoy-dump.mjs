// Writes the answer to /config_dump?include_eds of an Envoy with so many MB: node envoy-dump.mjs FILE MEGABYTES
// In the shape that a control plane makes: a virtual host of ten routes for each host, a cluster for each route.
import { closeSync, openSync, writeSync } from 'node:fs'

const routesEach = 10
const type = (name) => ({ '@type': `type.googleapis.com/envoy.${name}` })

/** @returns how many hosts there are: `app-0.example.com` and so on */
export function writeDump(file, megabytes) {
  const out = openSync(file, 'w')
  let size = 0
  const write = (text) => {
    size += writeSync(out, text)
  }
  const list = (items, of) => {
    for (let i = 0; i < items; i++) write(`${i === 0 ? '' : ',\n'}${JSON.stringify(of(i), null, 1)}`)
  }
  // A host with its routes, clusters and endpoints takes about this much.
  const hosts = Math.ceil((megabytes * 1024 * 1024) / 17_300)
  const clusters = hosts * routesEach
  write('{"configs": [')
  write(`${JSON.stringify({ ...type('admin.v3.ListenersConfigDump'), dynamic_listeners: [listener()] }, null, 1)},\n`)
  write(`{"@type": "type.googleapis.com/envoy.admin.v3.ClustersConfigDump", "dynamic_active_clusters": [`)
  list(clusters, cluster)
  write('\n]},\n{"@type": "type.googleapis.com/envoy.admin.v3.RoutesConfigDump", "dynamic_route_configs": [')
  write(
    '{"version_info": "1", "route_config": {"name": "http", "ignore_port_in_host_matching": true, "virtual_hosts": [',
  )
  list(hosts, virtualHost)
  write('\n]}}]},\n{"@type": "type.googleapis.com/envoy.admin.v3.EndpointsConfigDump", "dynamic_endpoint_configs": [')
  list(clusters, endpoints)
  write('\n]}]}\n')
  closeSync(out)
  return { hosts, size }
}

function listener() {
  const manager = {
    ...type('extensions.filters.network.http_connection_manager.v3.HttpConnectionManager'),
    normalize_path: true,
    merge_slashes: true,
    rds: { route_config_name: 'http' },
    http_filters: [{ name: 'router', typed_config: type('extensions.filters.http.router.v3.Router') }],
  }
  const address = { socket_address: { address: '0.0.0.0', port_value: 8080 } }
  const chain = { filters: [{ name: 'http', typed_config: manager }] }
  return { name: 'http', active_state: { listener: { name: 'http', address, filter_chains: [chain] } } }
}

function virtualHost(host) {
  const routes = Array.from({ length: routesEach }, (_, i) => ({
    name: `httproute/apps/app-${host}/rule/${i}/match/0/app-${host}_example_com`,
    match: {
      path_separated_prefix: `/part-${i}`,
      headers: [{ name: ':method', string_match: { exact: 'GET' } }],
    },
    route: { cluster: `httproute/apps/app-${host}/rule/${i}`, upgrade_configs: [{ upgrade_type: 'websocket' }] },
    metadata: {
      filter_metadata: {
        'envoy-gateway': { resources: [{ kind: 'HTTPRoute', namespace: 'apps', name: `app-${host}` }] },
      },
    },
  }))
  return { name: `apps/app-${host}`, domains: [`app-${host}.example.com`], routes }
}

function nameOf(i) {
  return `httproute/apps/app-${Math.floor(i / routesEach)}/rule/${i % routesEach}`
}

function cluster(i) {
  const least = type('extensions.load_balancing_policies.least_request.v3.LeastRequest')
  return {
    version_info: '6438bf2eb82f6673e0bde034b19ed267a75d3112780f32f4adbe9efd9da5',
    last_updated: '2026-11-27T15:43:58.851Z',
    cluster: {
      ...type('config.cluster.v3.Cluster'),
      name: nameOf(i),
      type: 'EDS',
      eds_cluster_config: { eds_config: { ads: {}, resource_api_version: 'V3' }, service_name: nameOf(i) },
      connect_timeout: '10s',
      load_balancing_policy: {
        policies: [
          { typed_extension_config: { name: 'envoy.load_balancing_policies.least_request', typed_config: least } },
        ],
      },
    },
  }
}

function endpoints(i) {
  const lb = [1, 2].map((last) => ({
    endpoint: { address: { socket_address: { address: `10.0.${i % 250}.${last}`, port_value: 8080 } } },
    health_status: 'HEALTHY',
    load_balancing_weight: 1,
  }))
  const groups = [{ locality: { region: `${nameOf(i)}/backend/0` }, lb_endpoints: lb, load_balancing_weight: 1 }]
  return { endpoint_config: { cluster_name: nameOf(i), endpoints: groups } }
}
