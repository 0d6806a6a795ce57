/**
 * The Kubernetes objects, in wire JSON, cut down to the fields that we read.
 *
 * Every field that a server, an old manifest or a stranger's file may leave out, or set to null, is typed so:
 * the compiler then asks each reader what absence means.
 */

import type { BackendTLSPolicy, Gateway, GatewayClass, ListenerSet, ReferenceGrant } from './gateway/gateways.js'
import type { GRPCRoute, HTTPRoute, TCPRoute, TLSRoute, UDPRoute } from './gateway/routes.js'
import type { KubeObject, Maybe } from './meta.js'
import type { Shaped, ShapedObject } from './shaped.js'
import type { ValidatingWebhookConfiguration } from './webhooks.js'
import type { ConfigMap, Lease, Pod, Workload } from './workloads.js'

const backend = {
  service: { name: 'text!', port: { name: 'text', number: 'integer' } },
  resource: { apiGroup: 'text', kind: 'text!', name: 'text!' },
} as const

const ingressTls = { hosts: ['text'], secretName: 'text' } as const

const loadBalancer = { ingress: [{ ip: 'text', hostname: 'text' }] } as const

const servicePort = {
  name: 'text',
  protocol: 'text',
  port: 'integer!',
  targetPort: 'integer or text',
  nodePort: 'integer',
  /** what is spoken behind it, in the words of whoever wrote it */
  appProtocol: 'text',
} as const

const reference = { kind: 'text', namespace: 'text', name: 'text', uid: 'text' } as const

const sliceEndpoint = {
  addresses: ['text'],
  conditions: { ready: 'flag', serving: 'flag', terminating: 'flag' },
  targetRef: reference,
  nodeName: 'text',
} as const

const slicePort = { name: 'text', protocol: 'text', port: 'integer' } as const

const address = { ip: 'text!', nodeName: 'text', targetRef: reference } as const

export const objectShapes = {
  Ingress: {
    spec: {
      ingressClassName: 'text',
      defaultBackend: backend,
      rules: [{ host: 'text', http: { paths: [{ path: 'path', pathType: 'text', backend }] } }],
      tls: [ingressTls],
    },
    status: { loadBalancer },
  },
  IngressClass: { spec: { controller: 'text' } },
  Service: {
    spec: {
      type: 'text',
      clusterIP: 'text',
      externalName: 'text',
      externalIPs: ['text'],
      selector: 'labels',
      publishNotReadyAddresses: 'flag',
      /** `Cluster` or `Local`: do pods see who asks, or a node */
      externalTrafficPolicy: 'text',
      ports: [servicePort],
    },
    status: { loadBalancer },
  },
  EndpointSlice: { addressType: 'text', endpoints: [sliceEndpoint], ports: [slicePort] },
  /** The deprecated v1 Endpoints: asked for only where slices cannot be had. */
  Endpoints: { subsets: [{ addresses: [address], notReadyAddresses: [address], ports: [slicePort] }] },
  Namespace: {},
  /** What somebody noticed about an object. The older of the two APIs: both show the same Events. */
  Event: {
    involvedObject: reference,
    reason: 'word',
    message: 'remark',
    /** `Normal`, `Warning` */
    type: 'text',
    /** who wrote it, as it names itself */
    component: 'word',
    /** RFC 3339 */
    lastTimestamp: 'text',
  },
} as const

type Own<K extends keyof typeof objectShapes> = ShapedObject<K, (typeof objectShapes)[K]>

export type IngressBackend = Shaped<typeof backend>
export type IngressTls = Shaped<typeof ingressTls>
export type ServicePort = Shaped<typeof servicePort>
export type SliceEndpoint = Shaped<typeof sliceEndpoint>
export type SlicePort = Shaped<typeof slicePort>

export type Ingress = Own<'Ingress'>
export type IngressClass = Own<'IngressClass'>
export type Service = Own<'Service'>
export type EndpointSlice = Own<'EndpointSlice'>
export type Endpoints = Own<'Endpoints'>
export type Namespace = Own<'Namespace'>
export type Event = Own<'Event'>

export interface Secret extends KubeObject<'Secret'> {
  readonly type?: Maybe<string>
  /** base64, as on the wire */
  readonly data?: Maybe<Readonly<Record<string, string>>>
}

/** Every kind that we can read, with the type of its objects. */
export interface Kinds {
  Ingress: Ingress
  IngressClass: IngressClass
  Service: Service
  EndpointSlice: EndpointSlice
  Endpoints: Endpoints
  Secret: Secret
  Namespace: Namespace
  Pod: Pod
  Deployment: Workload
  DaemonSet: Workload
  StatefulSet: Workload
  ConfigMap: ConfigMap
  Lease: Lease
  Event: Event
  ValidatingWebhookConfiguration: ValidatingWebhookConfiguration
  GatewayClass: GatewayClass
  Gateway: Gateway
  ListenerSet: ListenerSet
  XListenerSet: ListenerSet
  HTTPRoute: HTTPRoute
  GRPCRoute: GRPCRoute
  TLSRoute: TLSRoute
  TCPRoute: TCPRoute
  UDPRoute: UDPRoute
  ReferenceGrant: ReferenceGrant
  BackendTLSPolicy: BackendTLSPolicy
}

export type Kind = keyof Kinds

export interface KindInfo {
  readonly group: string
  readonly version: string
  readonly plural: string
  readonly namespaced: boolean
  /**
   * Of a kind that not every cluster has: other versions that say the same, best first. Which of them a server has is
   * asked of it; that it has none means that there is no such object.
   */
  readonly optional?: readonly string[]
}

const gatewayGroup = 'gateway.networking.k8s.io'

/** Where each kind lives in the API: the one table that live reading, captures and permission hints share. */
export const kinds: Readonly<Record<Kind, KindInfo>> = {
  Ingress: { group: 'networking.k8s.io', version: 'v1', plural: 'ingresses', namespaced: true },
  IngressClass: { group: 'networking.k8s.io', version: 'v1', plural: 'ingressclasses', namespaced: false },
  Service: { group: '', version: 'v1', plural: 'services', namespaced: true },
  EndpointSlice: { group: 'discovery.k8s.io', version: 'v1', plural: 'endpointslices', namespaced: true },
  Endpoints: { group: '', version: 'v1', plural: 'endpoints', namespaced: true },
  Secret: { group: '', version: 'v1', plural: 'secrets', namespaced: true },
  Namespace: { group: '', version: 'v1', plural: 'namespaces', namespaced: false },
  Pod: { group: '', version: 'v1', plural: 'pods', namespaced: true },
  Deployment: { group: 'apps', version: 'v1', plural: 'deployments', namespaced: true },
  DaemonSet: { group: 'apps', version: 'v1', plural: 'daemonsets', namespaced: true },
  StatefulSet: { group: 'apps', version: 'v1', plural: 'statefulsets', namespaced: true },
  ConfigMap: { group: '', version: 'v1', plural: 'configmaps', namespaced: true },
  Lease: { group: 'coordination.k8s.io', version: 'v1', plural: 'leases', namespaced: true },
  Event: { group: '', version: 'v1', plural: 'events', namespaced: true },
  ValidatingWebhookConfiguration: {
    ...{ group: 'admissionregistration.k8s.io', version: 'v1' },
    ...{ plural: 'validatingwebhookconfigurations', namespaced: false },
  },
  GatewayClass: gatewayKind('gatewayclasses', ['v1beta1', 'v1alpha2'], false),
  Gateway: gatewayKind('gateways', ['v1beta1', 'v1alpha2']),
  ListenerSet: gatewayKind('listenersets', []),
  XListenerSet: {
    ...{ group: 'gateway.networking.x-k8s.io', version: 'v1alpha1', plural: 'xlistenersets', namespaced: true },
    optional: [],
  },
  HTTPRoute: gatewayKind('httproutes', ['v1beta1', 'v1alpha2']),
  GRPCRoute: gatewayKind('grpcroutes', ['v1alpha2']),
  TLSRoute: gatewayKind('tlsroutes', ['v1alpha3', 'v1alpha2']),
  TCPRoute: gatewayKind('tcproutes', ['v1alpha2']),
  UDPRoute: gatewayKind('udproutes', ['v1alpha2']),
  ReferenceGrant: gatewayKind('referencegrants', ['v1beta1', 'v1alpha2']),
  BackendTLSPolicy: gatewayKind('backendtlspolicies', ['v1alpha3']),
}

/** https://gateway-api.sigs.k8s.io/concepts/versioning/ */
function gatewayKind(plural: string, optional: readonly string[], namespaced = true): KindInfo {
  return { group: gatewayGroup, version: 'v1', plural, namespaced, optional }
}

/** The apiVersion of a kind, as objects carry it: `v1`, `networking.k8s.io/v1`. */
export function apiVersionOf(kind: Kind): string {
  const { group, version } = kinds[kind]
  return group === '' ? version : `${group}/${version}`
}

/** `Ingresses`, `EndpointSlices`, `Endpoints`: several of a kind, in words. */
export function pluralOf(kind: string): string {
  if (/[^aeiou]y$/.test(kind)) return `${kind.slice(0, -1)}ies`
  return kind.endsWith('ss') ? `${kind}es` : kind.endsWith('s') ? kind : `${kind}s`
}

/** `ingresses.networking.k8s.io`, `services`: a resource as RBAC and kubectl's messages name it. */
export function resourceName(kind: Kind): string {
  const { group, plural } = kinds[kind]
  return group === '' ? plural : `${plural}.${group}`
}
