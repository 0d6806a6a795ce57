/** Virtual hosts as tables of the Envoy that Contour steers: internal/envoy/v3/route.go of https://github.com/projectcontour/contour */
import type { HeaderRule, TextRule } from '../../../languages/envoy/config/rules.js'
import { lower } from '../../../languages/envoy/config/rules.js'
import type { Action, QueryRule, Route, RouteTable, VirtualHost } from '../../../languages/envoy/config/types.js'
import { Regex } from '../../../languages/envoy/match/regex.js'
import { DomainBook } from '../../../languages/envoy/route/domains.js'
import { inOrder } from './order.js'
import type { Host, ValueCondition, Wanted } from './types.js'

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
