/**
 * The Kubernetes objects, in wire JSON, cut down to the fields that we read.
 *
 * Every field that a server, an old manifest or a stranger's file may leave out, or set to null, is typed so:
 * the compiler then asks each reader what absence means.
 */

import type { BackendTLSPolicy, Gateway, GatewayClass, ListenerSet, ReferenceGrant } from './gateway/gateways.js'
import type { GRPCRoute, HTTPRoute, TCPRoute, TLSRoute, UDPRoute } from './gateway/routes.js'
import type { KubeObject, Maybe } from './meta.js'
import type { ValidatingWebhookConfiguration } from './webhooks.js'
import type { ConfigMap, Lease, Pod, Workload } from './workloads.js'

export interface ServiceBackendPort {
  readonly name?: Maybe<string>
  readonly number?: Maybe<number>
}

export interface IngressBackend {
  readonly service?: Maybe<{ readonly name: string; readonly port?: Maybe<ServiceBackendPort> }>
  readonly resource?: Maybe<{ readonly apiGroup?: Maybe<string>; readonly kind: string; readonly name: string }>
}

interface IngressPath {
  readonly path?: Maybe<string>
  readonly pathType?: Maybe<string>
  readonly backend?: Maybe<IngressBackend>
}

interface IngressRule {
  readonly host?: Maybe<string>
  readonly http?: Maybe<{ readonly paths?: Maybe<readonly IngressPath[]> }>
}

export interface IngressTls {
  readonly hosts?: Maybe<readonly string[]>
  readonly secretName?: Maybe<string>
}

export interface LoadBalancerAddress {
  readonly ip?: Maybe<string>
  readonly hostname?: Maybe<string>
}

export interface Ingress extends KubeObject<'Ingress'> {
  readonly spec?: Maybe<{
    readonly ingressClassName?: Maybe<string>
    readonly defaultBackend?: Maybe<IngressBackend>
    readonly rules?: Maybe<readonly IngressRule[]>
    readonly tls?: Maybe<readonly IngressTls[]>
  }>
  readonly status?: Maybe<{
    readonly loadBalancer?: Maybe<{ readonly ingress?: Maybe<readonly LoadBalancerAddress[]> }>
  }>
}

export interface IngressClass extends KubeObject<'IngressClass'> {
  readonly spec?: Maybe<{ readonly controller?: Maybe<string> }>
}

export interface ServicePort {
  readonly name?: Maybe<string>
  readonly protocol?: Maybe<string>
  readonly port: number
  readonly targetPort?: Maybe<number | string>
  readonly nodePort?: Maybe<number>
  /** what is spoken behind it, in the words of whoever wrote it */
  readonly appProtocol?: Maybe<string>
}

export interface Service extends KubeObject<'Service'> {
  readonly spec?: Maybe<{
    readonly type?: Maybe<string>
    readonly clusterIP?: Maybe<string>
    readonly externalName?: Maybe<string>
    readonly selector?: Maybe<Readonly<Record<string, string>>>
    readonly publishNotReadyAddresses?: Maybe<boolean>
    /** `Cluster` or `Local`: do pods see who asks, or a node */
    readonly externalTrafficPolicy?: Maybe<string>
    readonly ports?: Maybe<readonly ServicePort[]>
  }>
  readonly status?: Maybe<{
    readonly loadBalancer?: Maybe<{ readonly ingress?: Maybe<readonly LoadBalancerAddress[]> }>
  }>
}

interface EndpointConditions {
  readonly ready?: Maybe<boolean>
  readonly serving?: Maybe<boolean>
  readonly terminating?: Maybe<boolean>
}

export interface ObjectReference {
  readonly kind?: Maybe<string>
  readonly namespace?: Maybe<string>
  readonly name?: Maybe<string>
  readonly uid?: Maybe<string>
}

export interface SliceEndpoint {
  readonly addresses?: Maybe<readonly string[]>
  readonly conditions?: Maybe<EndpointConditions>
  readonly targetRef?: Maybe<ObjectReference>
  readonly nodeName?: Maybe<string>
}

export interface SlicePort {
  readonly name?: Maybe<string>
  readonly protocol?: Maybe<string>
  readonly port?: Maybe<number>
}

export interface EndpointSlice extends KubeObject<'EndpointSlice'> {
  readonly addressType?: Maybe<string>
  readonly endpoints?: Maybe<readonly SliceEndpoint[]>
  readonly ports?: Maybe<readonly SlicePort[]>
}

interface EndpointAddress {
  readonly ip: string
  readonly nodeName?: Maybe<string>
  readonly targetRef?: Maybe<ObjectReference>
}

/** The deprecated v1 Endpoints: asked for only where slices cannot be had. */
export interface Endpoints extends KubeObject<'Endpoints'> {
  readonly subsets?: Maybe<
    readonly {
      readonly addresses?: Maybe<readonly EndpointAddress[]>
      readonly notReadyAddresses?: Maybe<readonly EndpointAddress[]>
      readonly ports?: Maybe<readonly SlicePort[]>
    }[]
  >
}

export interface Secret extends KubeObject<'Secret'> {
  readonly type?: Maybe<string>
  /** base64, as on the wire */
  readonly data?: Maybe<Readonly<Record<string, string>>>
}

export interface Namespace extends KubeObject<'Namespace'> {}

/** What somebody noticed about an object. The older of the two APIs: both show the same Events. */
export interface Event extends KubeObject<'Event'> {
  readonly involvedObject?: Maybe<ObjectReference>
  readonly reason?: Maybe<string>
  readonly message?: Maybe<string>
  /** `Normal`, `Warning` */
  readonly type?: Maybe<string>
  /** who wrote it, as it names itself */
  readonly component?: Maybe<string>
  /** RFC 3339 */
  readonly lastTimestamp?: Maybe<string>
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
