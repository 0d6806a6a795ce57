/** Route tables as the dump has them → what they say. */
import { number, text, texts, type Wire, wire, wires } from '../../values.js'
import { DomainBook } from '../route/domains.js'
import { readAction } from './actions.js'
import { readHeaderRules, readPathRule, readTextRule } from './rules.js'
import type { FilterSwitches, Match, QueryRule, Route, RouteTable, VirtualHost } from './types.js'

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
