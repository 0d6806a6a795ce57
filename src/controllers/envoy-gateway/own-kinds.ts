/** What filters and policies of Envoy Gateway's own do to the requests of a rule. */
import type { OwnFilter, OwnKinds } from '../../domain/gateway/own-kinds.js'
import type { CustomObject } from '../../domain/objects/custom.js'
import { covers } from '../../domain/objects/inventory.js'
import { integer, list, record } from '../../domain/objects/project-fields.js'
import { routeFilters, securityPolicies } from './kinds.js'
import { guardsAt } from './policies.js'

export const ownKinds: OwnKinds = {
  kinds: [securityPolicies, routeFilters],
  filterOf: ({ group, kind, name }, namespace, of) => {
    if (group !== routeFilters.group || kind !== routeFilters.kind) return null
    const { items, coverage } = of(routeFilters)
    const found = items.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name)
    if (found !== undefined) return effectOf(found)
    return covers(coverage, namespace)
      ? { is: 'fails', why: `there is no ${kind} ${namespace}/${name}` }
      : { is: 'unknown', why: `${kind} ${namespace}/${name} is not seen` }
  },
  guardsAt,
}

/** https://github.com/envoyproxy/gateway/blob/main/internal/gatewayapi/filters.go (processExtensionRefHTTPFilter) */
function effectOf({ kind, metadata, spec }: CustomObject): OwnFilter {
  const { directResponse: direct, urlRewrite, matches } = spec
  const { path, hostname } = record(urlRewrite)
  if ((list(matches, record) ?? []).length > 0)
    return { is: 'unknown', why: `cookies decide, too, by ${kind} ${metadata.namespace}/${metadata.name}` }
  if (direct != null) return { is: 'answers', status: integer(record(direct).statusCode) ?? 200 }
  return { is: 'works', changesPath: path != null, changesHost: hostname != null }
}
