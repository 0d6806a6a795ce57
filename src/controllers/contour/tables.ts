/** The routes of a model, as a table of the Envoy that Contour steers: internal/envoy/v3/route.go of https://github.com/projectcontour/contour */
import type { Route } from '../../domain/routes/route.js'
import type { HeaderRule, PathRule } from '../../languages/envoy/config/rules.js'
import type { HeaderChanges, Route as ProxyRoute, RouteTable, VirtualHost } from '../../languages/envoy/config/types.js'
import { Regex } from '../../languages/envoy/match/regex.js'
import { DomainBook } from '../../languages/envoy/route/domains.js'

/** What some routes of objects ask for alike. */
export interface Wanted {
  readonly key: string
  /** as a domain */
  readonly host: string
  readonly path: PathRule
  readonly routes: Route[]
  readonly order: readonly number[]
}

export function byOrder(a: Wanted, b: Wanted): number {
  for (const [i, one] of a.order.entries()) if (one !== b.order[i]) return one - (b.order[i] ?? 0)
  return a.key < b.key ? 1 : -1
}

/** In their order. */
export function groupedByHost(wanted: readonly Wanted[]): ReadonlyMap<string, readonly Wanted[]> {
  const groups = new Map<string, Wanted[]>()
  for (const one of wanted) {
    const group = groups.get(one.host)
    if (group) group.push(one)
    else groups.set(one.host, [one])
  }
  return groups
}

/** @param unread hosts whose routes are not known, and what has them */
export function tableOf(
  name: string,
  wanted: readonly Wanted[],
  isForced: (route: Route) => boolean,
  clusterOf: (route: Route | undefined) => string,
  unread: ReadonlyMap<string, string>,
): RouteTable {
  const byHost = groupedByHost(wanted)
  const hosts = [...new Set([...byHost.keys(), ...unread.keys()])]
  const virtualHosts = hosts.map((host): VirtualHost => {
    const routes = (byHost.get(host) ?? []).map((one, i) => proxyRoute(one, i, isForced, clusterOf))
    return {
      name: host,
      domains: [host],
      routes,
      requiresTls: false,
      untried: unread.get(host) ?? null,
      filters: { on: [], off: [] },
      metadata: {},
    }
  })
  const domains = new DomainBook<VirtualHost>()
  for (const one of virtualHosts) domains.add(one.name, one)
  return { name, ignoresPort: true, virtualHosts, domains, updatedAt: null }
}

const unchanged: HeaderChanges = { set: [], add: [], remove: [] }

function proxyRoute(
  { host, path, routes: [first] }: Wanted,
  index: number,
  isForced: (route: Route) => boolean,
  clusterOf: (route: Route | undefined) => string,
): ProxyRoute {
  const { kind = '', namespace = '', name = '' } = first?.source ?? {}
  return {
    name: '',
    index,
    match: {
      path,
      headers: host.startsWith('*.') ? [oneLabel(host)] : [],
      query: [],
      isGrpc: false,
      percent: null,
      untried: [],
    },
    action: first !== undefined && isForced(first) ? upgrade : forwardTo(clusterOf(first)),
    metadata: {
      'envoy.access_loggers.file': {
        'io.projectcontour.kind': kind,
        'io.projectcontour.namespace': namespace,
        'io.projectcontour.name': name,
      },
    },
    filters: { on: [], off: [] },
    requestHeaders: unchanged,
    responseHeaders: unchanged,
  }
}

/** The star stands for one label, as in every Ingress. */
function oneLabel(host: string): HeaderRule {
  const rest = host.slice(1).replaceAll('.', '\\.')
  const regex = new Regex(`[a-z0-9]([-a-z0-9]*[a-z0-9])?${rest}(:[0-9]+)?`)
  return {
    name: ':authority',
    value: { is: 'text', rule: { is: 'regex', regex } },
    isInverted: false,
    missingIsEmpty: false,
  }
}

const noRewrite = { prefix: null, regex: null, untried: null }

const upgrade: ProxyRoute['action'] = {
  is: 'redirect',
  redirect: {
    scheme: null,
    https: true,
    host: null,
    port: null,
    path: null,
    rewrite: noRewrite,
    status: 301,
    stripsQuery: false,
  },
}

function forwardTo(cluster: string): ProxyRoute['action'] {
  const share = { cluster, weight: 1, requestHeaders: unchanged, hostRewrite: null }
  const rest = { untried: null, statusWithoutCluster: 503, rewrite: noRewrite, host: null, mirrors: [], timeout: null }
  return { is: 'forward', forward: { clusters: [share], ...rest } }
}
