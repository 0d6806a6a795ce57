/** What stands behind the rules of a route, and what is done on the way there, as far as it fails: https://gateway-api.sigs.k8s.io/ */

import type { BrokenBackend, GatewayFlaws } from '../../domain/findings/gateway-flaws.js'
import { fullName, nameOf, type Ref } from '../../domain/objects/ref.js'
import { type Called, gotten } from '../../domain/requests/called.js'
import { astrayText, meantText, selectorFix } from '../../domain/requests/meant-text.js'
import type { Pages } from '../page.js'

const api = 'https://gateway-api.sigs.k8s.io'
const route: Ref = { kind: 'HTTPRoute', namespace: 'shop', name: 'web' }

export const gatewayBackendPages: Pages<
  Pick<GatewayFlaws, 'share-fails' | 'tls-passed-over' | 'filter-broken' | 'grant-missing'>
> = {
  'share-fails': {
    title: 'A backend of the rule does not answer',
    sentence: (facts) => `${brokenText(facts)}${shareText(facts)}`,
    fix: ({ backend, how, near, policy, meant, astray }) => {
      switch (how) {
        case 'tls':
          return `Give BackendTLSPolicy ${nameOf(policy ?? backend)} a ConfigMap of its namespace with the authority in its key ca.crt.`
        case 'filter':
          return 'Move the filters of the backendRef to the rule: the implementation does not know them there.'
        case 'no-service':
          if (meant === undefined) return `Create ${fullName(backend)}, or correct the backendRef.`
          return meant.namespace === backend.namespace
            ? `Write name: ${meant.name}.`
            : `Write namespace: ${meant.namespace} beside the name, which a ReferenceGrant has to permit there.`
        case 'no-port':
          return near === null
            ? `Correct the port of the backendRef: Service ${nameOf(backend)} has no ${backend.port ?? 'port'}.`
            : `Write port: ${near}.`
        case 'no-endpoints':
        case 'none-ready':
          return astray === undefined
            ? `Look at the pods that Service ${nameOf(backend)} selects.`
            : selectorFix(backend, astray)
        case 'external-name':
          return 'Name a Service with endpoints: few implementations take one of type ExternalName.'
        case 'protocol':
          return 'Write an appProtocol that the implementation knows, as kubernetes.io/h2c, or leave it out.'
        case 'kind':
          return 'Name a Service, or a kind that the implementation knows.'
      }
    },
    explanation:
      'Requests are shared among the backends of a rule by their weights. The share of one that cannot be had gets 500, that of one without endpoints 503, and the others answer as before: part of the requests fail, and the route looks served. Contour gives the share of one that cannot be had to the others instead.',
    example:
      'backendRefs:\n  - {name: web, port: 80, weight: 90}\n  - {name: web-next, port: 80, weight: 10}   # no such Service',
    sample: {
      percent: 10,
      status: 500,
      backend: { kind: 'Service', namespace: 'shop', name: 'web-next', port: 80 },
      how: 'no-service',
      appProtocol: null,
      policy: null,
      near: null,
    },
    link: `${api}/reference/spec/#httpbackendref`,
  },
  'tls-passed-over': {
    title: 'A backend is asked in clear text, though a policy asks for TLS',
    sentence: ({ policy, service, route }) =>
      `BackendTLSPolicy ${nameOf(policy)} ${route === 'HTTPRoute' ? 'cannot be met in all it says' : `counts for no ${route} here`}, and is passed over: Service ${nameOf(service)} is asked in clear text`,
    fix: ({ policy, route }) =>
      route === 'HTTPRoute'
        ? `Let caCertificateRefs of BackendTLSPolicy ${nameOf(policy)} name ConfigMaps that have ca.crt, and no authorities of the system beside them, with a hostname in full.`
        : 'Move what has to be encrypted to an HTTPRoute, or to an implementation that holds such routes to the policy.',
    explanation:
      'The specification wants requests to fail where the TLS that a policy asks for cannot be had. Contour asks the backend without TLS then, and says nothing of it to clients: what was to be encrypted is not, and a backend that awaits TLS answers 400.',
    example: 'validation: {wellKnownCACertificates: System, hostname: web.shop.svc}   # behind Contour',
    sample: {
      policy: { namespace: 'shop', name: 'web' },
      service: { namespace: 'shop', name: 'web' },
      route: 'HTTPRoute',
    },
    link: `${api}/api-types/backendtlspolicy/`,
  },
  'filter-broken': {
    title: 'A filter of the rule cannot work',
    sentence: ({ why, status, called }) =>
      `${why}: ${status === null ? 'requests are served without it' : `all of the requests get ${gotten(status, called)}`}`,
    fix: ({ type, isKnown }) => {
      if (type === 'ExtensionRef' && isKnown) return 'Write the object that the filter names, or take the filter out.'
      if (type === 'RequestHeaderModifier') return 'Write hostname in a filter URLRewrite in place of it.'
      return isKnown
        ? 'Name a Service in the mirror that is there and may be referred to.'
        : 'Remove the filter: the implementation has none like it.'
    },
    explanation:
      'A filter that an implementation does not know, or that it cannot carry out, is not passed over: all requests of its rule get 500, whatever its backends are like. Of a mirror whose backend cannot be had the specification says that it alone is left out; some implementations give up the rule for it, and others know no mirrors at all. Hardly a status tells what the requests get.',
    example: 'filters:\n  - type: ExtensionRef\n    extensionRef: {group: example.com, kind: Filter, name: any}',
    sample: {
      type: 'ExtensionRef',
      why: 'the filter Filter any is of a kind that is not known here',
      status: 500,
      isKnown: false,
    },
    link: `${api}/reference/spec/#httproutefilter`,
  },
  'grant-missing': {
    title: 'The other namespace does not permit the reference',
    sentence: ({ from, to, percent, called }) =>
      `${fullName(to)} is in another namespace, and no ReferenceGrant there permits ${from.kind}s of ${from.namespace} to refer to it${shareText({ percent, status: /^(?:HTTP|GRPC)Route$/.test(from.kind) ? 500 : null, called })}`,
    fix: ({ from, to }) =>
      `Apply to namespace ${to.namespace}: {apiVersion: gateway.networking.k8s.io/v1beta1, kind: ReferenceGrant, metadata: {name: ${from.namespace}-to-${to.name}, namespace: ${to.namespace}}, spec: {from: [{group: gateway.networking.k8s.io, kind: ${from.kind}, namespace: ${from.namespace}}], to: [{group: "", kind: ${to.kind}, name: ${to.name}}]}}.`,
    explanation:
      'Who may refer into a namespace is said there, in a ReferenceGrant, by the kind and namespace of whoever refers and the kind of what is referred to. Grants do not add up, and none stands beside the route.',
    example: 'backendRefs: [{name: cart, namespace: team, port: 80}]   # of an HTTPRoute in namespace shop',
    sample: { from: route, to: { kind: 'Service', namespace: 'team', name: 'cart' }, percent: 100 },
    link: `${api}/api-types/referencegrant/`,
  },
}

type Share = Pick<GatewayFlaws['share-fails'], 'percent' | 'status'> & { readonly called?: Called | undefined }

function shareText({ percent, status, called }: Share): string {
  if (percent === null) return ''
  if (percent === 0) return ': the other backends of the rule take its share'
  const share = percent === 100 ? 'all' : `${percent} %`
  return status === null
    ? `: ${share} of the connections end`
    : `: ${share} of the requests get ${gotten(status, called)}`
}

function brokenText({ backend, how, near, appProtocol, policy, meant, astray }: GatewayFlaws['share-fails']): string {
  const { kind, port, ...name } = backend
  const words: Readonly<Record<BrokenBackend, string>> = {
    'no-service': `does not exist${meantText(backend, meant)}`,
    'no-port': `has no port ${port ?? 'at all'}${near === null ? '' : ` (but ${near})`}`,
    'no-endpoints': astray === undefined ? 'has no endpoints' : astrayText(astray),
    'none-ready': 'has no endpoint that is ready',
    'external-name': 'is of type ExternalName',
    kind: 'is of a kind that is not known',
    protocol: `has appProtocol ${appProtocol} at its port, which is not supported`,
    tls: `is to be asked in TLS, and BackendTLSPolicy ${policy === null ? '' : nameOf(policy)} cannot be met (${policy?.fault})`,
    filter: 'has filters of its own that are not supported there',
  }
  return `${kind} ${nameOf(name)} ${words[how]}`
}
