/** Envoy Gateway's own kinds that act on routes: https://gateway.envoyproxy.io/docs/api/extension_types/ */
import type { CustomKind, Shape } from '../../domain/objects/custom.js'

const group = { group: 'gateway.envoyproxy.io', version: 'v1alpha1', namespaced: true } as const
const ref: Shape = { group: 'value', kind: 'value', name: 'value', sectionName: 'value' }
const selector: Shape = {
  ...{ group: 'value', kind: 'value', matchLabels: 'map' },
  matchExpressions: { key: 'value', operator: 'value', values: 'value' },
}

const targets: Shape = { targetRef: ref, targetRefs: ref, targetSelectors: selector, mergeType: 'value' }

/** Who is asked, and by what rules, is not read: only that somebody is. */
export const securityPolicies: CustomKind = {
  ...{ ...group, kind: 'SecurityPolicy', plural: 'securitypolicies', shortNames: ['sp'] },
  shape: {
    spec: {
      ...targets,
      ...{ apiKeyAuth: {}, basicAuth: {}, oidc: {}, authorization: {} },
      ...{ jwt: { optional: 'value' }, extAuth: { failOpen: 'value', statusOnError: 'value' }, cors: {} },
    },
    status: {
      ancestors: {
        ...{ controllerName: 'value', ancestorRef: { ...ref, namespace: 'value' } },
        conditions: { type: 'value', status: 'value', reason: 'value', message: 'value' },
      },
    },
  },
}

/** Of these only that something is there which may answer in the place of a rule, or decide which one does. */
export const trafficPolicies: CustomKind = {
  ...{ ...group, kind: 'BackendTrafficPolicy', plural: 'backendtrafficpolicies', shortNames: ['btp'] },
  shape: { spec: { ...targets, rateLimit: {}, faultInjection: {}, responseOverride: {} } },
}

export const clientPolicies: CustomKind = {
  ...{ ...group, kind: 'ClientTrafficPolicy', plural: 'clienttrafficpolicies', shortNames: ['ctp'] },
  shape: { spec: { ...targets, path: {}, healthCheck: {} } },
}

export const extensionPolicies: CustomKind = {
  ...{ ...group, kind: 'EnvoyExtensionPolicy', plural: 'envoyextensionpolicies', shortNames: ['eep'] },
  shape: { spec: { ...targets, lua: {}, wasm: {}, extProc: {} } },
}

export const patchPolicies: CustomKind = {
  ...{ ...group, kind: 'EnvoyPatchPolicy', plural: 'envoypatchpolicies', shortNames: ['epp'] },
  shape: { spec: { targetRef: ref } },
}

export const backends: CustomKind = {
  ...{ ...group, kind: 'Backend', plural: 'backends', shortNames: ['be'] },
  shape: {
    spec: {
      ...{ type: 'value', fallback: 'value', tls: {} },
      endpoints: {
        fqdn: { hostname: 'value', port: 'value' },
        ip: { address: 'value', port: 'value' },
        unix: {},
      },
    },
    status: { conditions: { type: 'value', status: 'value' } },
  },
}

export const routeFilters: CustomKind = {
  ...{ ...group, kind: 'HTTPRouteFilter', plural: 'httproutefilters', shortNames: ['hrf'] },
  shape: {
    spec: {
      urlRewrite: {
        hostname: { type: 'value', header: 'value', pathRegex: { pattern: 'value' } },
        path: { type: 'value', replaceRegexMatch: { pattern: 'value' } },
      },
      directResponse: { statusCode: 'value' },
      ...{ credentialInjection: {}, matches: { cookies: {} } },
    },
  },
}
