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
    told: 'spec.listeners[0].allowedRoutes.namespaces.from all is none of All, Same, Selector, None',
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
    written: 'protocol: TLS, port: 443, tls: {certificateRefs',
    well: 'protocol: HTTPS, port: 443, tls: {mode: Terminate, certificateRefs',
    told: 'spec.listeners[1].tls.mode is missing, which has to be Terminate or Passthrough',
  },
  {
    what: 'TLS that an HTTPS listener passes on',
    kind: 'Gateway',
    written: 'mode: Passthrough',
    well: 'mode: Terminate',
    told: 'spec.listeners[1].tls.mode Passthrough is none of Terminate',
  },
]

export function manifestOf({ kind }: Refused): string {
  return manifests[kind]
}

export function refusedManifest({ kind, written, well }: Refused): string {
  return manifests[kind].replace(well, () => written)
}
