/** Manifests that an API server refuses, and what makes it take them: a text of each, and the one that takes its place. */

interface Refused {
  readonly what: string
  readonly kind: keyof typeof manifests
  /** in {@link manifests}, instead of what stands there when all is well */
  readonly written: string
  readonly well: string
  /** what is told of it */
  readonly told: string
}

const manifests = {
  Ingress: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, annotations: {example.com/timeout: "60"}}
spec:
  ingressClassName: nginx
  rules:
  - host: a.example.com
    http:
      paths:
      - path: /
        pathType: Prefix
        backend: {service: {name: web, port: {number: 80}}}
`,
  ConfigMap: `apiVersion: v1
kind: ConfigMap
metadata: {name: web}
data: {use-forwarded-headers: "true"}
`,
  Service: `apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
`,
  HTTPRoute: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web}
spec:
  parentRefs: [{name: edge}]
  hostnames: [a.example.com]
  rules:
  - matches: [{path: {type: PathPrefix, value: /}}]
    backendRefs: [{name: web, port: 80}]
`,
  Gateway: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge}
spec:
  gatewayClassName: any
  listeners:
  - {name: web, protocol: HTTP, port: 80, hostname: a.example.com, allowedRoutes: {namespaces: {from: All}}}
  - {name: tls, protocol: HTTPS, port: 443, tls: {mode: Terminate, certificateRefs: [{name: web}]}}
`,
  TLSRoute: `apiVersion: gateway.networking.k8s.io/v1
kind: TLSRoute
metadata: {name: web}
spec:
  parentRefs: [{name: edge}]
  hostnames: [a.example.com]
  rules:
  - backendRefs: [{name: web, port: 443}]
`,
  GRPCRoute: `apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: {name: web}
spec:
  parentRefs: [{name: edge}]
  rules:
  - backendRefs: [{name: web, port: 80}]
`,
} as const

const path = 'spec.rules[0].http.paths[0]'

export const refused: readonly Refused[] = [
  {
    what: 'a Service of another namespace, as a name',
    kind: 'Ingress',
    written: 'name: web.other, port',
    well: 'name: web, port',
    told: 'spec.rules[0].http.paths[0].backend.service.name web.other has to be the name of a Service of its own namespace, one label without dots',
  },
  {
    what: 'a backend of v1beta1',
    kind: 'Ingress',
    written: '{serviceName: web, servicePort: 80}',
    well: '{service: {name: web, port: {number: 80}}}',
    told: `there is no field ${path}.backend.serviceName, but service.name`,
  },
  {
    what: 'no type of the path',
    kind: 'Ingress',
    written: '',
    well: '        pathType: Prefix\n',
    told: `${path}.pathType is missing, which has to be Exact, Prefix or ImplementationSpecific`,
  },
  {
    what: 'a type of a path that is none',
    kind: 'Ingress',
    written: 'pathType: prefix',
    well: 'pathType: Prefix',
    told: `${path}.pathType prefix is none of Exact, Prefix, ImplementationSpecific`,
  },
  {
    what: 'a port that is no object',
    kind: 'Ingress',
    written: 'port: 80',
    well: 'port: {number: 80}',
    told: `${path}.backend.service.port has to be an object with name or number`,
  },
  {
    what: 'a number in quotes',
    kind: 'Ingress',
    written: 'number: "80"',
    well: 'number: 80',
    told: `${path}.backend.service.port.number has to be a whole number, without quotes`,
  },
  {
    what: 'a port by number and name',
    kind: 'Ingress',
    written: '{number: 80, name: http}',
    well: '{number: 80}',
    told: `${path}.backend.service.port has both name and number`,
  },
  {
    what: 'no port',
    kind: 'Ingress',
    written: '{name: web}}',
    well: '{name: web, port: {number: 80}}}',
    told: `${path}.backend.service.port is missing`,
  },
  {
    what: 'an address for a host',
    kind: 'Ingress',
    written: 'host: 10.0.0.1',
    well: 'host: a.example.com',
    told: 'spec.rules[0].host 10.0.0.1 has to be a name in lower case, without scheme, port and path',
  },
  {
    what: 'a host with its port',
    kind: 'Ingress',
    written: 'host: a.example.com:8080',
    well: 'host: a.example.com',
    told: 'spec.rules[0].host a.example.com:8080 has to be a name in lower case, without scheme, port and path',
  },
  {
    what: 'a path without its slash',
    kind: 'Ingress',
    written: 'path: api',
    well: 'path: /',
    told: `${path}.path api has to be a path that begins with /`,
  },
  {
    what: 'a class by a name that no field has',
    kind: 'Ingress',
    written: 'ingressClass: nginx',
    well: 'ingressClassName: nginx',
    told: 'there is no field spec.ingressClass, but ingressClassName, defaultBackend, rules, tls',
  },
  {
    what: 'an annotation that is a number',
    kind: 'Ingress',
    written: 'timeout: 60',
    well: 'timeout: "60"',
    told: 'metadata.annotations["example.com/timeout"] has to be a text, in quotes',
  },
  {
    what: 'a setting that is no text',
    kind: 'ConfigMap',
    written: 'headers: true',
    well: 'headers: "true"',
    told: 'data["use-forwarded-headers"] has to be a text, in quotes',
  },
  {
    what: 'a port of a Service in quotes',
    kind: 'Service',
    written: 'port: "80"',
    well: 'port: 80',
    told: 'spec.ports[0].port has to be a whole number, without quotes',
  },
  {
    what: "the path's type of an Ingress in a route",
    kind: 'HTTPRoute',
    written: 'type: Prefix',
    well: 'type: PathPrefix',
    told: 'spec.rules[0].matches[0].path.type Prefix is none of Exact, PathPrefix, RegularExpression',
  },
  {
    what: 'a backend without a port',
    kind: 'HTTPRoute',
    written: '{name: web}]\n',
    well: '{name: web, port: 80}]\n',
    told: 'spec.rules[0].backendRefs[0].port is missing',
  },
  {
    what: 'hosts by the name that an Ingress has for them',
    kind: 'HTTPRoute',
    written: 'hosts: [',
    well: 'hostnames: [',
    told: 'there is no field spec.hosts, but parentRefs, hostnames, rules, useDefaultGateways',
  },
  {
    what: 'a path with characters that stand in none',
    kind: 'HTTPRoute',
    written: 'value: "/[a]"',
    well: 'value: /',
    told: 'spec.rules[0].matches[0].path.value /[a] has to be a path of characters that may stand in one',
  },
  {
    what: 'a filter without what its type is about',
    kind: 'HTTPRoute',
    written: 'filters: [{type: RequestRedirect}]',
    well: 'backendRefs: [{name: web, port: 80}]',
    told: 'spec.rules[0].filters[0].requestRedirect is missing',
  },
  {
    what: 'a port that is none',
    kind: 'HTTPRoute',
    written: 'port: 80080',
    well: 'port: 80',
    told: 'spec.rules[0].backendRefs[0].port 80080 has to be a number from 1 to 65535',
  },
  {
    what: 'namespaces by another word',
    kind: 'Gateway',
    written: 'from: all',
    well: 'from: All',
    told: 'spec.listeners[0].allowedRoutes.namespaces.from all is none of All, Same, Selector',
  },
  {
    what: 'ListenerSets of namespaces by another word',
    kind: 'Gateway',
    written: 'allowedListeners: {namespaces: {from: none}}\n  listeners:\n',
    well: 'listeners:\n',
    told: 'spec.allowedListeners.namespaces.from none is none of All, Same, Selector, None',
  },
  {
    what: 'a certificate where nothing is encrypted',
    kind: 'Gateway',
    written: 'protocol: HTTP, port: 443,',
    well: 'protocol: HTTPS, port: 443,',
    told: 'spec.listeners[1] has both tls and protocol HTTP',
  },
  {
    what: 'a hostname where nobody says one',
    kind: 'Gateway',
    written: 'protocol: TCP, port: 80,',
    well: 'protocol: HTTP, port: 80,',
    told: 'spec.listeners[0] has both hostname and protocol TCP',
  },
  {
    what: 'TLS of which nobody says who ends it',
    kind: 'Gateway',
    written: 'protocol: TLS, port: 443}',
    well: 'protocol: HTTPS, port: 443, tls: {mode: Terminate, certificateRefs: [{name: web}]}}',
    told: 'spec.listeners[1].tls is missing',
  },
  {
    what: 'TLS that an HTTPS listener passes on',
    kind: 'Gateway',
    written: 'mode: Passthrough',
    well: 'mode: Terminate',
    told: 'spec.listeners[1].tls.mode Passthrough is none of Terminate',
  },
  {
    what: 'a redirect that rewrites',
    kind: 'HTTPRoute',
    written:
      'filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}, {type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /}}}]',
    well: 'backendRefs: [{name: web, port: 80}]',
    told: 'spec.rules[0].filters has both RequestRedirect and URLRewrite',
  },
  {
    what: 'a redirect with backends',
    kind: 'HTTPRoute',
    written:
      'filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}]\n    backendRefs: [{name: web, port: 80}]',
    well: 'backendRefs: [{name: web, port: 80}]',
    told: 'spec.rules[0] has both a filter RequestRedirect and backendRefs',
  },
  {
    what: 'one filter twice',
    kind: 'HTTPRoute',
    written:
      'filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /}}}, {type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /}}}]',
    well: 'backendRefs: [{name: web, port: 80}]',
    told: 'spec.rules[0].filters has URLRewrite twice',
  },
  {
    what: 'a prefix replaced of an exact path',
    kind: 'HTTPRoute',
    written:
      'matches: [{path: {type: Exact, value: /}}]\n    filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /}}}]',
    well: 'matches: [{path: {type: PathPrefix, value: /}}]',
    told: 'spec.rules[0].matches has to be one match of type PathPrefix, where a filter has ReplacePrefixMatch',
  },
  {
    what: 'a prefix replaced of two',
    kind: 'HTTPRoute',
    written:
      'matches: [{path: {value: /a}}, {path: {value: /b}}]\n    filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /}}}]',
    well: 'matches: [{path: {type: PathPrefix, value: /}}]',
    told: 'spec.rules[0].matches has to be one match of type PathPrefix, where a filter has ReplacePrefixMatch',
  },
  {
    what: 'a filter with what another one has',
    kind: 'HTTPRoute',
    written: 'filters: [{type: URLRewrite, urlRewrite: {hostname: b.example.com}, requestRedirect: {scheme: https}}]',
    well: 'backendRefs: [{name: web, port: 80}]',
    told: 'spec.rules[0].filters[0] has both type URLRewrite and requestRedirect',
  },
  {
    what: 'a filter of a type that is none',
    kind: 'HTTPRoute',
    written: 'filters: [{type: Rewrite, urlRewrite: {hostname: b.example.com}}]',
    well: 'backendRefs: [{name: web, port: 80}]',
    told: 'spec.rules[0].filters[0].type Rewrite is none of RequestHeaderModifier, ResponseHeaderModifier, RequestMirror, ExtensionRef, RequestRedirect, URLRewrite, CORS, ExternalAuth',
  },
  {
    what: 'an external authorization that says nothing',
    kind: 'HTTPRoute',
    written: 'filters: [{type: ExternalAuth}]',
    well: 'backendRefs: [{name: web, port: 80}]',
    told: 'spec.rules[0].filters[0].externalAuth is missing',
  },
  {
    what: 'a path replaced by another field',
    kind: 'HTTPRoute',
    written: 'filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplaceFullPath, replacePrefixMatch: /}}}]',
    well: 'backendRefs: [{name: web, port: 80}]',
    told: 'spec.rules[0].filters[0].urlRewrite.path.replaceFullPath is missing',
  },
  {
    what: 'a code that redirects nobody',
    kind: 'HTTPRoute',
    written: 'filters: [{type: RequestRedirect, requestRedirect: {statusCode: 300}}]',
    well: 'backendRefs: [{name: web, port: 80}]',
    told: 'spec.rules[0].filters[0].requestRedirect.statusCode 300 is none of 301, 302, 303, 307, 308',
  },
  {
    what: 'a redirect to a wildcard',
    kind: 'HTTPRoute',
    written: 'filters: [{type: RequestRedirect, requestRedirect: {hostname: "*.example.com"}}]',
    well: 'backendRefs: [{name: web, port: 80}]',
    told: 'spec.rules[0].filters[0].requestRedirect.hostname *.example.com has to be a name in lower case, without scheme, port and path',
  },
  {
    what: 'a mirror without a port',
    kind: 'HTTPRoute',
    written: 'filters: [{type: RequestMirror, requestMirror: {backendRef: {name: web}}}]',
    well: 'backendRefs: [{name: web, port: 80}]',
    told: 'spec.rules[0].filters[0].requestMirror.backendRef.port is missing',
  },
  {
    what: 'a header with its colon',
    kind: 'HTTPRoute',
    written: 'matches: [{headers: [{name: "x-a:", value: b}]}]',
    well: 'matches: [{path: {type: PathPrefix, value: /}}]',
    told: 'spec.rules[0].matches[0].headers[0].name x-a: has to be a name without spaces and colons',
  },
  {
    what: 'a header twice',
    kind: 'HTTPRoute',
    written: 'matches: [{headers: [{name: x-a, value: b}, {name: x-a, value: c}]}]',
    well: 'matches: [{path: {type: PathPrefix, value: /}}]',
    told: 'spec.rules[0].matches[0].headers has x-a twice',
  },
  {
    what: 'a header that is set, with a space',
    kind: 'HTTPRoute',
    written: 'filters: [{type: RequestHeaderModifier, requestHeaderModifier: {set: [{name: x a, value: b}]}}]',
    well: 'backendRefs: [{name: web, port: 80}]',
    told: 'spec.rules[0].filters[0].requestHeaderModifier.set[0].name x a has to be a name without spaces and colons',
  },
  {
    what: 'a parameter twice',
    kind: 'HTTPRoute',
    written: 'matches: [{queryParams: [{name: a, value: b}, {name: a, value: c}]}]',
    well: 'matches: [{path: {type: PathPrefix, value: /}}]',
    told: 'spec.rules[0].matches[0].queryParams has a twice',
  },
  {
    what: 'a rule with one match by a word of its own',
    kind: 'HTTPRoute',
    written: 'match: [{path: {type: PathPrefix, value: /}}]',
    well: 'matches: [{path: {type: PathPrefix, value: /}}]',
    told: 'there is no field spec.rules[0].match, but name, matches, filters, backendRefs, timeouts, retry, sessionPersistence',
  },
  {
    what: 'a match by prefix',
    kind: 'HTTPRoute',
    written: 'matches: [{pathPrefix: /}]',
    well: 'matches: [{path: {type: PathPrefix, value: /}}]',
    told: 'there is no field spec.rules[0].matches[0].pathPrefix, but path, headers, queryParams, method',
  },
  {
    what: 'a Service by the name that an Ingress has for it',
    kind: 'HTTPRoute',
    written: '{service: web, port: 80}]\n',
    well: '{name: web, port: 80}]\n',
    told: 'there is no field spec.rules[0].backendRefs[0].service, but group, kind, namespace, name, port, weight, filters',
  },
  {
    what: 'a weight below zero',
    kind: 'HTTPRoute',
    written: '{name: web, port: 80, weight: -1}]\n',
    well: '{name: web, port: 80}]\n',
    told: 'spec.rules[0].backendRefs[0].weight -1 has to be a number from 0 to 1000000',
  },
  {
    what: 'a time without its unit',
    kind: 'HTTPRoute',
    written: 'timeouts: {request: "30"}',
    well: 'backendRefs: [{name: web, port: 80}]',
    told: 'spec.rules[0].timeouts.request 30 has to be a span like 10s or 1m30s',
  },
  {
    what: 'one parent twice',
    kind: 'HTTPRoute',
    written: '[{name: edge}, {name: edge}]',
    well: '[{name: edge}]',
    told: 'spec.parentRefs has edge twice',
  },
  {
    what: 'one parent as a whole and in part',
    kind: 'HTTPRoute',
    written: '[{name: edge}, {name: edge, sectionName: web}]',
    well: '[{name: edge}]',
    told: 'spec.parentRefs[0].sectionName is missing',
  },
  {
    what: 'a listener by a name that is none',
    kind: 'HTTPRoute',
    written: '[{name: edge, sectionName: Web_1}]',
    well: '[{name: edge}]',
    told: 'spec.parentRefs[0].sectionName Web_1 has to be letters in lower case, digits, dashes and dots',
  },
  {
    what: 'a name of a listener in upper case',
    kind: 'Gateway',
    written: '{name: Web, protocol: HTTP',
    well: '{name: web, protocol: HTTP',
    told: 'spec.listeners[0].name Web has to be letters in lower case, digits, dashes and dots',
  },
  {
    what: 'two listeners of one name',
    kind: 'Gateway',
    written: '{name: web, protocol: HTTPS',
    well: '{name: tls, protocol: HTTPS',
    told: 'spec.listeners has web twice',
  },
  {
    what: 'two listeners for the same',
    kind: 'Gateway',
    written: '{name: tls, protocol: HTTP, port: 80, hostname: a.example.com}',
    well: '{name: tls, protocol: HTTPS, port: 443, tls: {mode: Terminate, certificateRefs: [{name: web}]}}',
    told: 'spec.listeners has HTTP 80 a.example.com twice',
  },
  {
    what: 'TLS without a certificate',
    kind: 'Gateway',
    written: 'tls: {mode: Terminate}',
    well: 'tls: {mode: Terminate, certificateRefs: [{name: web}]}',
    told: 'spec.listeners[1].tls.certificateRefs is missing',
  },
  {
    what: 'a certificate by the name that an Ingress has for it',
    kind: 'Gateway',
    written: 'tls: {mode: Terminate, secretName: web, certificateRefs',
    well: 'tls: {mode: Terminate, certificateRefs',
    told: 'there is no field spec.listeners[1].tls.secretName, but mode, certificateRefs, options, frontendValidation',
  },
  {
    what: 'a listener without a protocol',
    kind: 'Gateway',
    written: '{name: web, port: 80',
    well: '{name: web, protocol: HTTP, port: 80',
    told: 'spec.listeners[0].protocol is missing',
  },
  {
    what: 'a name for an address',
    kind: 'Gateway',
    written: 'addresses: [{value: a.example.com}]\n  listeners:\n',
    well: 'listeners:\n',
    told: 'spec.addresses[0].value a.example.com has to be an IP address',
  },
  {
    what: 'an address for a name',
    kind: 'Gateway',
    written: 'addresses: [{type: Hostname, value: A_b}]\n  listeners:\n',
    well: 'listeners:\n',
    told: 'spec.addresses[0].value A_b has to be a name in lower case, without scheme, port and path',
  },
  {
    what: 'no name of a handshake',
    kind: 'TLSRoute',
    written: '',
    well: '  hostnames: [a.example.com]\n',
    told: 'spec.hostnames is missing',
  },
  {
    what: 'an address for the name of a handshake',
    kind: 'TLSRoute',
    written: '[10.0.0.1]',
    well: '[a.example.com]',
    told: 'spec.hostnames[0] 10.0.0.1 has to be a name in lower case, without scheme, port and path',
  },
  {
    what: 'a filter that calls cannot have',
    kind: 'GRPCRoute',
    written: 'filters: [{type: URLRewrite, urlRewrite: {hostname: b.example.com}}]',
    well: 'backendRefs: [{name: web, port: 80}]',
    told: 'spec.rules[0].filters[0].type URLRewrite is none of RequestHeaderModifier, ResponseHeaderModifier, RequestMirror, ExtensionRef',
  },
]

export function manifestOf({ kind }: Refused): string {
  return manifests[kind]
}

export function refusedManifest({ kind, written, well }: Refused): string {
  return manifests[kind].replace(well, () => written)
}
