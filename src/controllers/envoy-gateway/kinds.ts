/** Envoy Gateway's own kinds that act on routes: https://gateway.envoyproxy.io/docs/api/extension_types/ */
import { fieldsMasked, maskLabels } from '../../domain/masking/metadata.js'
import { plainWord } from '../../domain/masking/words.js'
import { type CustomKind, type Shape, values } from '../../domain/objects/custom.js'
import { list, record, stringMap, text, texts, type Wire } from '../../domain/objects/project-fields.js'

const group = { group: 'gateway.envoyproxy.io', version: 'v1alpha1', namespaced: true } as const
const ref: Shape = values('group kind name sectionName')
const selector: Shape = { ...values('group kind'), matchLabels: 'map', matchExpressions: values('key operator values') }

const targets: Shape = { targetRef: ref, targetRefs: ref, targetSelectors: selector, mergeType: 'value' }

/** Who is asked, and by what rules, is not read: only that somebody is. */
export const securityPolicies: CustomKind = {
  ...group,
  kind: 'SecurityPolicy',
  plural: 'securitypolicies',
  shortNames: ['sp'],
  shape: {
    spec: {
      ...targets,
      apiKeyAuth: {},
      basicAuth: {},
      oidc: {},
      // Of whom it is asked, only whether by an address.
      authorization: { rules: { principal: values('clientCIDRs') } },
      jwt: { optional: 'value' },
      extAuth: values('failOpen statusOnError'),
      cors: {},
    },
    status: {
      ancestors: {
        controllerName: 'value',
        ancestorRef: { ...ref, namespace: 'value' },
        conditions: values('type status reason message'),
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
  ...group,
  kind: 'Backend',
  plural: 'backends',
  shortNames: ['be'],
  shape: {
    spec: {
      ...values('type fallback'),
      tls: {},
      endpoints: { fqdn: values('hostname port'), ip: values('address port'), unix: {} },
    },
    status: { conditions: values('type status') },
  },
}

export const routeFilters: CustomKind = {
  ...group,
  kind: 'HTTPRouteFilter',
  plural: 'httproutefilters',
  shortNames: ['hrf'],
  shape: {
    spec: {
      urlRewrite: {
        hostname: { ...values('type header'), pathRegex: { pattern: 'path' } },
        path: { type: 'value', replaceRegexMatch: { pattern: 'path' } },
      },
      directResponse: { statusCode: 'value' },
      credentialInjection: {},
      matches: { cookies: {} },
    },
  },
}

/** What may be kept of Envoy Gateway's own kinds, of the fields that are read: labels are masked as those of the objects. */
export function maskCustom(kind: string, spec: Wire): Wire {
  if (kind === routeFilters.kind) return record(fieldsMasked(spec, ofFilters))
  if (kind === backends.kind) return spec
  const { targetSelectors } = spec
  return {
    ...record(fieldsMasked(spec, ofPolicies)),
    ...(targetSelectors != null && { targetSelectors: list(targetSelectors, record)?.map(selectorMasked) ?? [] }),
  }
}

/** Words of the API, and names of headers. */
const ofFilters = { type: plainWord, header: plainWord }
const ofPolicies = { mergeType: plainWord, optional: plainWord, failOpen: plainWord, statusOnError: plainWord }

function selectorMasked(selector: Wire): Wire {
  const expressions = list(selector.matchExpressions, ({ key, operator, values }) => {
    const name = text(key) ?? ''
    const shown = (texts(values) ?? []).map((one) => maskLabels({ [name]: one })[name])
    return { key: name, operator: plainWord(text(operator) ?? ''), values: shown }
  })
  return {
    ...selector,
    matchLabels: maskLabels(stringMap(selector.matchLabels) ?? {}),
    ...(expressions !== null && { matchExpressions: expressions }),
  }
}
