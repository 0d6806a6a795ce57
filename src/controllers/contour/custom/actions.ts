/** What a route of an HTTPProxy does with a request: internal/envoy/v3/route.go of https://github.com/projectcontour/contour */
import { integer, record, text, type Wire, wires } from '../../../domain/objects/project-fields.js'
import type { Action, HostRewrite } from '../../../languages/envoy/config/types.js'
import type { Matching } from '../model/types.js'
import type { FoundServices } from './services.js'

export function actionOf(
  route: Wire,
  { path }: Matching,
  { shares, mirrors }: Pick<FoundServices, 'shares' | 'mirrors'>,
  host: HostRewrite | null,
): Action {
  const { directResponsePolicy: direct, requestRedirectPolicy: redirect } = route
  if (direct != null) return { is: 'direct', status: integer(record(direct).statusCode) ?? 0 }
  if (redirect != null) return redirectOf(record(redirect))
  if (shares.length === 0) return { is: 'direct', status: 503 }
  return {
    is: 'forward',
    forward: {
      clusters: shares,
      untried: null,
      statusWithoutCluster: 503,
      rewrite: rewriteTo('path' in path ? replacementOf(route, path.path) : null),
      host,
      mirrors,
    },
  }
}

/** Where nothing is said, the API server writes 302. */
function redirectOf({ scheme, hostname, port, statusCode, path, prefix }: Wire): Action {
  return {
    is: 'redirect',
    redirect: {
      scheme: text(scheme) || null,
      https: false,
      host: text(hostname) || null,
      port: integer(port) || null,
      path: text(path) || null,
      rewrite: rewriteTo(text(prefix) || null),
      status: integer(statusCode) ?? 302,
      stripsQuery: false,
    },
  }
}

/** @param prefix in the place of that which matches; null: it stays */
export function rewriteTo(prefix: string | null) {
  return { prefix, regex: null, untried: null }
}

export function replacementsOf(route: Wire): readonly { readonly prefix: string; readonly replacement: string }[] {
  return wires(record(route.pathRewritePolicy).replacePrefix).map((one) => ({
    prefix: text(one.prefix) ?? '',
    replacement: text(one.replacement) ?? '',
  }))
}

/** That of the whole prefix, else that of any; null: it stays. */
export function replacementOf(route: Wire, path: string): string | null {
  const all = replacementsOf(route)
  const found = all.find(({ prefix }) => prefix === path) ?? all.find(({ prefix }) => prefix === '')
  return found?.replacement || null
}
