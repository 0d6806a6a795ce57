/** Envoy Gateway's own kinds that act on routes: https://gateway.envoyproxy.io/docs/api/extension_types/ */
import type { CustomKind, Shape } from '../../domain/objects/custom.js'

const group = { group: 'gateway.envoyproxy.io', version: 'v1alpha1', namespaced: true } as const
const ref: Shape = { group: 'value', kind: 'value', name: 'value', sectionName: 'value' }
const selector: Shape = {
  ...{ group: 'value', kind: 'value', matchLabels: 'map' },
  matchExpressions: { key: 'value', operator: 'value', values: 'value' },
}

/** Who is asked, and by what rules, is not read: only that somebody is. */
export const securityPolicies: CustomKind = {
  ...{ ...group, kind: 'SecurityPolicy', plural: 'securitypolicies', shortNames: ['sp'] },
  shape: {
    spec: {
      ...{ targetRef: ref, targetRefs: ref, targetSelectors: selector, mergeType: 'value' },
      ...{ apiKeyAuth: {}, basicAuth: {}, oidc: {}, authorization: {} },
      ...{ jwt: { optional: 'value' }, extAuth: { failOpen: 'value' } },
    },
    status: { ancestors: { controllerName: 'value', conditions: { type: 'value', status: 'value', reason: 'value' } } },
  },
}

export const routeFilters: CustomKind = {
  ...{ ...group, kind: 'HTTPRouteFilter', plural: 'httproutefilters', shortNames: ['hrf'] },
  shape: {
    spec: {
      urlRewrite: { hostname: { type: 'value' }, path: { type: 'value' } },
      directResponse: { statusCode: 'value' },
      ...{ credentialInjection: {}, matches: { cookies: {} } },
    },
  },
}
