/** What a route does with a request that it matches. */
import { number, text, type Wire, wire, wires } from '../../values.js'
import type { Action, Forward, HostRewrite, Redirect, Rewrite, Share } from './types.js'

export function readAction(route: Wire): Action {
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
