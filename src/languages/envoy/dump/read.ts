/** The answer to `/config_dump` → what it says, read while it streams by. */

import { text, type Wire, wire } from '../../values.js'
import { readCluster, readLocalities } from '../config/clusters.js'
import { pemIn, readListener } from '../config/listeners.js'
import { readRoute, readRouteTable, readVirtualHost } from '../config/routes.js'
import type {
  Cluster,
  EnvoyConfig,
  Listener,
  Locality,
  Refusal,
  Route,
  RouteTable,
  VirtualHost,
} from '../config/types.js'
import { cut, type Piece } from './cut.js'

/** Things that stand in lists of the dump; one that is there twice counts as it came first. */
const lists = {
  listener: ['static_listeners', 'dynamic_listeners'],
  table: ['static_route_configs', 'dynamic_route_configs'],
  cluster: ['static_clusters', 'dynamic_active_clusters', 'dynamic_warming_clusters'],
  endpoints: ['static_endpoint_configs', 'dynamic_endpoint_configs'],
  secret: ['static_secrets', 'dynamic_active_secrets'],
} as const

type Kind = keyof typeof lists | 'host' | 'route'

const kinds: ReadonlyMap<string, Kind> = new Map([
  ...Object.entries(lists).flatMap(([kind, names]) =>
    names.map((name) => [`configs[].${name}[]`, kind as Kind] as const),
  ),
  ...lists.table.flatMap((name) => [
    [`configs[].${name}[].route_config.virtual_hosts[]`, 'host'] as const,
    [`configs[].${name}[].route_config.virtual_hosts[].routes[]`, 'route'] as const,
  ]),
])

/** @throws SyntaxError for what is no such answer, or passes its limits */
export async function readConfigDump(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<EnvoyConfig> {
  const reader = new Reader()
  for await (const piece of cut(bytes, (path) => kinds.has(path))) reader.add(piece)
  return reader.config()
}

class Reader {
  readonly #listeners: Listener[] = []
  readonly #tables = new Map<string, RouteTable>()
  readonly #clusters = new Map<string, Cluster>()
  readonly #endpoints = new Map<string, readonly Locality[]>()
  readonly #certificates = new Map<string, string>()
  readonly #refused: Refusal[] = []
  #routes: Route[] = []
  #hosts: VirtualHost[] = []
  #count = 0

  add({ path, value }: Piece): void {
    const kind = kinds.get(path)
    const entry = wire(value)
    if (kind === undefined) return
    this.#count++
    if (kind !== 'route' && kind !== 'host') this.#noteRefusal(entry)
    switch (kind) {
      case 'route':
        this.#routes.push(readRoute(entry))
        break
      case 'host':
        this.#hosts.push(readVirtualHost(entry, this.#routes))
        this.#routes = []
        break
      case 'table':
        this.#addTable(entry)
        break
      case 'listener':
        this.#addListener(entry)
        break
      case 'cluster':
        keep(this.#clusters, readCluster(wire(entry.cluster)))
        break
      case 'endpoints': {
        const assignment = wire(entry.endpoint_config)
        this.#endpoints.set(text(assignment.cluster_name) ?? '', readLocalities(assignment))
        break
      }
      case 'secret':
        this.#addSecret(wire(entry.secret))
        break
    }
  }

  config(): EnvoyConfig {
    if (this.#count === 0) throw new SyntaxError('it has no listeners, routes and clusters of Envoy')
    return {
      listeners: this.#listeners,
      routeTables: this.#tables,
      clusters: this.#clusters,
      endpoints: this.#endpoints,
      certificates: this.#certificates,
      refused: this.#refused,
    }
  }

  #addTable(entry: Wire): void {
    const table = wire(entry.route_config)
    // Of an update that was refused alone there is no table.
    if (entry.route_config !== undefined) keep(this.#tables, readRouteTable(table, this.#hosts))
    this.#hosts = []
  }

  /** One that is being replaced serves until the other is warm. */
  #addListener(entry: Wire): void {
    const listener = wire(entry.listener ?? wire(entry.active_state).listener)
    if (Object.keys(listener).length > 0) this.#listeners.push(readListener(listener))
  }

  #addSecret(secret: Wire): void {
    const pem = pemIn(wire(wire(secret.tls_certificate).certificate_chain))
    if (pem !== null) this.#certificates.set(text(secret.name) ?? '', pem)
  }

  #noteRefusal(entry: Wire): void {
    const state = wire(entry.error_state)
    if (entry.error_state === undefined) return
    const failed = wire(state.failed_configuration)
    this.#refused.push({
      name: text(entry.name) ?? text(failed.name) ?? text(wire(entry.route_config).name) ?? '',
      details: text(state.details) ?? '',
    })
  }
}

function keep<T extends { readonly name: string }>(all: Map<string, T>, one: T): void {
  if (!all.has(one.name)) all.set(one.name, one)
}
