/** Route tables as the dump has them → what they say. */
import { number, text, texts, type Wire, wire, wires } from '../../values.js'
import { DomainBook } from '../route/domains.js'
import { readHeaderRules, readPathRule, readTextRule } from './rules.js'
import type {
  Action,
  FilterSwitches,
  Forward,
  HostRewrite,
  Match,
  QueryRule,
  Redirect,
  Rewrite,
  Route,
  RouteTable,
  Share,
  VirtualHost,
} from './types.js'

/** @param virtualHosts that were cut out of it; null: they stand in it */
export function readRouteTable(table: Wire, virtualHosts: readonly VirtualHost[] | null): RouteTable {
  const read = virtualHosts ?? wires(table.virtual_hosts).map((one) => readVirtualHost(one, null))
  const domains = new DomainBook<VirtualHost>()
  for (const one of read) for (const domain of one.domains) domains.add(domain, one)
  return {
    name: text(table.name) ?? '',
    ignoresPort: table.ignore_port_in_host_matching === true,
    virtualHosts: read,
    domains,
  }
}

/** @param routes that were cut out of it; null: they stand in it */
export function readVirtualHost(host: Wire, routes: readonly Route[] | null): VirtualHost {
  const { require_tls: tls } = host
  return {
    name: text(host.name) ?? '',
    domains: texts(host.domains),
    routes: routes ?? wires(host.routes).map(readRoute),
    requiresTls: tls === 'ALL' || tls === 'EXTERNAL_ONLY',
    untried: host.matcher === undefined ? null : 'a tree of matchers',
    filters: readSwitches(host.typed_per_filter_config),
  }
}

export function readRoute(route: Wire): Route {
  return {
    name: text(route.name) ?? '',
    match: readMatch(wire(route.match)),
    action: readAction(route),
    metadata: wire(wire(route.metadata).filter_metadata),
    filters: readSwitches(route.typed_per_filter_config),
  }
}

/** Fields of a match that hang on more than a request line and headers. */
const beyond = ['tls_context', 'dynamic_metadata', 'filter_state', 'cookies'] as const

function readMatch(match: Wire): Match {
  return {
    path: readPathRule(match),
    headers: readHeaderRules(match.headers),
    query: wires(match.query_parameters).map(readQueryRule),
    isGrpc: match.grpc !== undefined,
    percent: percentOf(wire(wire(match.runtime_fraction).default_value), match.runtime_fraction !== undefined),
    untried: beyond.filter((field) => match[field] !== undefined),
  }
}

function readQueryRule(rule: Wire): QueryRule {
  return {
    name: text(rule.name) ?? '',
    value: rule.string_match === undefined ? null : readTextRule(rule.string_match),
    isPresent: rule.present_match !== false,
  }
}

const denominators: Readonly<Record<string, number>> = { HUNDRED: 100, TEN_THOUSAND: 10_000, MILLION: 1_000_000 }

function percentOf(fraction: Wire, isSaid: boolean): number | null {
  if (!isSaid) return null
  const of = denominators[text(fraction.denominator) ?? 'HUNDRED'] ?? 100
  const percent = ((number(fraction.numerator) ?? 0) / of) * 100
  return percent >= 100 ? null : percent
}

function readSwitches(value: unknown): FilterSwitches {
  const entries = Object.entries(wire(value))
  const isOff = (config: unknown) => wire(config).disabled === true
  return {
    on: entries.filter(([, config]) => !isOff(config)).map(([name]) => name),
    off: entries.filter(([, config]) => isOff(config)).map(([name]) => name),
  }
}

/** What a route does with a request that it matches. */
function readAction(route: Wire): Action {
  if (route.route !== undefined) return { is: 'forward', forward: readForward(wire(route.route)) }
  if (route.redirect !== undefined) return { is: 'redirect', redirect: readRedirect(wire(route.redirect)) }
  const direct = wire(route.direct_response)
  if (route.direct_response !== undefined) return { is: 'direct', status: number(direct.status) ?? 200 }
  return { is: 'other', what: route.filter_action === undefined ? 'no action' : 'a filter of its own' }
}

function readForward(action: Wire): Forward {
  const clusters = sharesOf(action)
  return {
    clusters,
    untried: clusters.length > 0 ? null : 'the cluster is chosen by a header or a plugin',
    statusWithoutCluster: withoutCluster[text(action.cluster_not_found_response_code) ?? ''] ?? 503,
    rewrite: readRewrite(action),
    host: readHostRewrite(action),
    mirrors: wires(action.request_mirror_policies).flatMap((policy) => text(policy.cluster) ?? []),
  }
}

const withoutCluster: Readonly<Record<string, number>> = { NOT_FOUND: 404, INTERNAL_SERVER_ERROR: 500 }

function sharesOf(action: Wire): readonly Share[] {
  const one = text(action.cluster)
  if (one !== null) return [{ cluster: one, weight: 1, hostRewrite: null }]
  return wires(wire(action.weighted_clusters).clusters).map((entry) => ({
    cluster: text(entry.name),
    weight: number(entry.weight) ?? 0,
    hostRewrite: text(entry.host_rewrite_literal),
  }))
}

function readRewrite(action: Wire): Rewrite {
  const regex = wire(action.regex_rewrite)
  const pattern = text(wire(regex.pattern).regex)
  return {
    prefix: text(action.prefix_rewrite) || null,
    regex: pattern === null ? null : { pattern, substitution: text(regex.substitution) ?? '' },
    untried: action.path_rewrite_policy === undefined && action.path_rewrite === undefined ? null : 'a template',
  }
}

function readHostRewrite(action: Wire): HostRewrite | null {
  const host = text(action.host_rewrite_literal)
  if (host !== null) return { is: 'literal', host }
  const name = text(action.host_rewrite_header)
  if (name !== null) return { is: 'header', name: name.toLowerCase() }
  const path = wire(action.host_rewrite_path_regex)
  const pattern = text(wire(path.pattern).regex)
  if (pattern !== null) return { is: 'path', pattern, substitution: text(path.substitution) ?? '' }
  return action.auto_host_rewrite === true ? { is: 'endpoint' } : null
}

const redirectCodes: Readonly<Record<string, number>> = {
  MOVED_PERMANENTLY: 301,
  FOUND: 302,
  SEE_OTHER: 303,
  TEMPORARY_REDIRECT: 307,
  PERMANENT_REDIRECT: 308,
}

function readRedirect(action: Wire): Redirect {
  return {
    scheme: text(action.scheme_redirect) || null,
    https: action.https_redirect === true,
    host: text(action.host_redirect) || null,
    port: number(action.port_redirect) || null,
    path: text(action.path_redirect) || null,
    rewrite: readRewrite(action),
    status: redirectCodes[text(action.response_code) ?? ''] ?? 301,
    stripsQuery: action.strip_query === true,
  }
}
