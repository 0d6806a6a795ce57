/**
 * What a route uses beyond the core of the Gateway API that its implementation is known to pass over, or that the GatewayClass
 * does not have in its list of what it can do. https://gateway-api.sigs.k8s.io/geps/gep-2162/
 */
import { finding, told } from '../../../domain/findings/finding.js'
import type { HTTPRoute, WireFilter } from '../../../domain/objects/gateway/routes.js'
import { nameOf } from '../../../domain/objects/ref.js'
import type { GatewayRule } from './rule.js'

export const featureUnsupported: GatewayRule = {
  codes: ['feature-unsupported'],
  needs: [],
  find: ({ plan: { world }, inventory }) => {
    const known = new Set<string>()
    return world.attachments.flatMap(({ route, source, gateway }) => {
      const { className, profile } = world.gateways.get(nameOf(gateway)) ?? {}
      const supported = inventory.classOf(className ?? '')?.status?.supportedFeatures ?? []
      if (route.kind !== 'HTTPRoute') return []
      return usedBy(route).flatMap(([feature, field]) => {
        const key = `${nameOf(source)} ${feature} ${field} ${className}`
        const by = profile?.lacks.includes(feature) ? profile.title : null
        // A list without the kind itself is none that anybody has filled in.
        const isClaimed = supported.includes(feature) || !supported.includes('HTTPRoute') || feature === sessions
        if ((by === null && isClaimed) || known.has(key)) return []
        known.add(key)
        return [finding(told('feature-unsupported', { feature, class: className ?? '', by }), source, { field })]
      })
    })
  },
}

/** It has no name in the suite. */
const sessions = 'sessionPersistence'

type Use = readonly [feature: string, field: string]

/** The names are those of the conformance suite: https://github.com/kubernetes-sigs/gateway-api/tree/main/pkg/features */
function usedBy({ spec }: HTTPRoute): Use[] {
  const parents = (spec?.parentRefs ?? []).flatMap(({ port }, i): Use[] =>
    port == null ? [] : [['HTTPRouteParentRefPort', `spec.parentRefs[${i}].port`]],
  )
  const rules = (spec?.rules ?? []).flatMap(
    ({ matches, filters, timeouts, retry, sessionPersistence, backendRefs }, i): Use[] => {
      const at = `spec.rules[${i}]`
      return [
        ...(matches ?? []).flatMap(({ method, queryParams }, j): Use[] => [
          ...(method ? [['HTTPRouteMethodMatching', `${at}.matches[${j}].method`] as const] : []),
          ...((queryParams ?? []).length > 0
            ? [['HTTPRouteQueryParamMatching', `${at}.matches[${j}].queryParams`] as const]
            : []),
        ]),
        ...(filters ?? []).flatMap((one, j) => ofFilter(one).map((name): Use => [name, `${at}.filters[${j}]`])),
        ...(timeouts?.request ? [['HTTPRouteRequestTimeout', `${at}.timeouts.request`] as const] : []),
        ...(timeouts?.backendRequest ? [['HTTPRouteBackendTimeout', `${at}.timeouts.backendRequest`] as const] : []),
        ...(retry ? [['HTTPRouteRetry', `${at}.retry`] as const] : []),
        ...(sessionPersistence ? [[sessions, `${at}.sessionPersistence`] as const] : []),
        ...(backendRefs ?? []).flatMap(({ filters: own }, j): Use[] =>
          (own ?? []).flatMap(({ type }): Use[] => {
            const feature = ofBackends[type]
            return feature === undefined ? [] : [[feature, `${at}.backendRefs[${j}].filters`]]
          }),
        ),
      ]
    },
  )
  return [...parents, ...rules]
}

/** Filters of one backend alone. */
const ofBackends: Readonly<Record<string, string>> = {
  RequestHeaderModifier: 'HTTPRouteBackendRequestHeaderModification',
  URLRewrite: 'HTTPRouteBackendURLRewrite',
}

function ofFilter({ type, requestRedirect, urlRewrite, requestMirror }: WireFilter): string[] {
  const when = (is: unknown, feature: string) => (is ? [feature] : [])
  return [
    ...when(type === 'ResponseHeaderModifier', 'HTTPRouteResponseHeaderModification'),
    ...when(type === 'CORS', 'HTTPRouteCORS'),
    ...when(type === 'RequestMirror', 'HTTPRouteRequestMirror'),
    ...when(requestMirror?.percent ?? requestMirror?.fraction, 'HTTPRouteRequestPercentageMirror'),
    ...when(requestRedirect?.scheme, 'HTTPRouteSchemeRedirect'),
    ...when(requestRedirect?.port, 'HTTPRoutePortRedirect'),
    ...when(requestRedirect?.path, 'HTTPRoutePathRedirect'),
    ...when(urlRewrite?.hostname, 'HTTPRouteHostRewrite'),
    ...when(urlRewrite?.path, 'HTTPRoutePathRewrite'),
  ]
}
