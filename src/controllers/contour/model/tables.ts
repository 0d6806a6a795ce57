/** Virtual hosts as tables of the Envoy that Contour steers: internal/envoy/v3/route.go of https://github.com/projectcontour/contour */
import { type HeaderRule, lower, type TextRule } from '../../../languages/envoy/config/rules.js'
import type {
  Action,
  Chain,
  Connection,
  Filter,
  Listener,
  QueryRule,
  Route,
  RouteTable,
  Target,
  VirtualHost,
} from '../../../languages/envoy/config/types.js'
import { Regex } from '../../../languages/envoy/match/regex.js'
import { DomainBook } from '../../../languages/envoy/route/domains.js'
import { misdirecting } from '../../shared/envoy/words.js'
import { filters } from '../custom/guards.js'
import type { ContourConfig } from '../workload/config.js'
import { inOrder } from './order.js'
import type { Host, SecureHost, ValueCondition, Wanted } from './types.js'

/** Which others stand where a route of a table does, and which route of Contour each one is. */
export interface Places {
  readonly wanted: Map<Route, Wanted>
  /** those that may stand before it as well as after it, itself among them */
  readonly tied: Map<Route, readonly Route[]>
  /** the same of the routes of Contour */
  readonly ties: Map<Wanted, readonly Wanted[]>
}

export function tableOf(name: string, hosts: readonly Host[], isSecure: boolean, places: Places): RouteTable {
  const domains = new DomainBook<VirtualHost>()
  const virtualHosts = hosts.map((host): VirtualHost => {
    const routes: Route[] = []
    for (const group of inOrder(host.routes.values())) {
      const made = group.map((wanted) => routeOf(wanted, isSecure))
      for (const [i, one] of made.entries()) {
        places.wanted.set(one, group[i] as Wanted)
        if (made.length < 2) continue
        places.tied.set(one, made)
        places.ties.set(group[i] as Wanted, group)
      }
      routes.push(...made)
    }
    return {
      ...{ name: host.name, domains: [host.name], routes, requiresTls: false, untried: null },
      filters: host.filters,
    }
  })
  for (const one of virtualHosts) domains.add(one.name, one)
  return { name, ignoresPort: true, virtualHosts, domains }
}

function routeOf({ source, path, headers, query, action, filters, isUpgraded }: Wanted, isSecure: boolean): Route {
  const isSent = isUpgraded && !isSecure
  return {
    name: '',
    match: {
      path: path.is === 'regex' ? { is: 'regex', regex: new Regex(`^${path.regex.text}`) } : path,
      headers: headers.map(headerRule),
      query: query.map(queryRule),
      ...{ isGrpc: false, percent: null, untried: [] },
    },
    action: isSent ? upgrade : action,
    metadata: {
      'envoy.access_loggers.file': {
        'io.projectcontour.kind': source.kind,
        'io.projectcontour.namespace': source.namespace,
        'io.projectcontour.name': source.name,
      },
    },
    filters: isSent ? { on: [], off: [] } : filters,
  }
}

function headerRule(one: ValueCondition): HeaderRule {
  return {
    name: lower(one.name),
    value: one.is === 'present' ? { is: 'present', isPresent: true } : { is: 'text', rule: textRule(one) },
    isInverted: one.isInverted,
    missingIsEmpty: one.takesMissing,
  }
}

function queryRule(one: ValueCondition): QueryRule {
  return { name: one.name, value: one.is === 'present' ? null : textRule(one), isPresent: true }
}

function textRule({ is, value, ignoresCase }: ValueCondition): TextRule {
  if (is === 'regex') return { is, regex: new Regex(value) }
  if (is === 'present') return { is: 'other' }
  return { is, text: ignoresCase ? lower(value) : value, ignoresCase }
}

const upgrade: Action = {
  is: 'redirect',
  redirect: {
    ...{ scheme: null, https: true, host: null, port: null, path: null },
    ...{ rewrite: { prefix: null, regex: null, untried: null }, status: 301, stripsQuery: false },
  },
}

/** The two listeners that Contour gives to its Envoys: internal/xdscache/v3/listener.go. @param hasPlain does any host have routes without TLS */
export function listenersOf(
  hasPlain: boolean,
  secure: readonly SecureHost[],
  config: ContourConfig,
): readonly Listener[] {
  const asked = config.authorization === null ? switched : [...switched, guard(filters.authorization)]
  const http = chain('', [], null, { is: 'http', connection: connection('ingress_http', asked, config) })
  const [first] = secure.filter(({ isFallback }) => isFallback)
  const https = [
    ...secure.map((one) => chainOf(one, config)),
    ...(first === undefined ? [] : [fallbackOf(first, config)]),
  ]
  const any = { isUdp: false, fallback: null }
  return [
    ...(hasPlain ? [{ name: 'ingress_http', ...any, port: 8080, chains: [http] }] : []),
    ...(https.length > 0 ? [{ name: 'ingress_https', ...any, port: 8443, chains: https }] : []),
  ]
}

function chainOf({ name, tls, tcp, guards }: SecureHost, config: ContourConfig): Chain {
  const target: Target =
    tcp === null
      ? {
          is: 'http',
          connection: connection(`https/${name}`, [misdirected, ...switched, ...guards.map(guard)], config),
        }
      : { is: 'tcp', clusters: tcp.map((one) => ({ ...one, hostRewrite: null })) }
  return chain('', [name], tls && { secrets: [name], inline: [] }, target)
}

/** For handshakes that no host has a name for. */
function fallbackOf({ name, guards }: SecureHost, config: ContourConfig): Chain {
  const target: Target = {
    is: 'http',
    connection: connection('ingress_fallbackcert', [...switched, ...guards.map(guard)], config),
  }
  return chain('tls', [], { secrets: [name], inline: [] }, target)
}

/** A client that speaks of one name and asks for another is told so. */
const misdirected: Filter = {
  ...{ name: 'lua', kind: 'lua', isDisabled: false, mayAnswer: true },
  script: misdirecting,
}

/** They do nothing until a host or a route says so. */
const switched: readonly Filter[] = [filters.rate, filters.addresses].map((name) => ({
  ...{ name, kind: kindOf(name), isDisabled: false, mayAnswer: false, script: null },
}))

/** Tokens are asked for where a route says so, everything else unless a route says otherwise. */
function guard(name: string): Filter {
  return { name, kind: kindOf(name), isDisabled: false, mayAnswer: name !== filters.tokens, script: null }
}

function kindOf(name: string): string {
  return name.replace(/^.*\./, '')
}

function chain(transport: string, servers: readonly string[], tls: Chain['tls'], target: Target): Chain {
  return { name: '', servers, transport, port: null, untried: [], tls, enders: [], target }
}

function connection(routes: string, own: readonly Filter[], config: ContourConfig): Connection {
  const { mergesSlashes, stripsDot } = config
  return {
    routes,
    ...{ normalizesPath: true, mergesSlashes, escapedSlashes: 'keep', stripsPort: 'no', stripsDot },
    ...{ underscores: 'allow', takesHttp10: true, defaultHost: null, filters: own },
  }
}
