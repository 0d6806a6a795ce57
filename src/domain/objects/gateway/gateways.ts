/**
 * Gateways and what belongs to them, in wire JSON cut down to the fields that we read:
 * https://gateway-api.sigs.k8s.io/reference/spec/
 */
import type { KubeObject, Maybe } from '../meta.js'

/** What a controller says of an object. Reasons that nobody has heard of are legal. */
export interface Condition {
  readonly type: string
  /** `True`, `False`, `Unknown` */
  readonly status: string
  readonly reason?: Maybe<string>
  readonly message?: Maybe<string>
  /** the `metadata.generation` that it is about */
  readonly observedGeneration?: Maybe<number>
  /** RFC 3339; 1970 where no controller has ever looked */
  readonly lastTransitionTime?: Maybe<string>
}

export interface GatewayClass extends KubeObject<'GatewayClass'> {
  readonly spec?: Maybe<{ readonly controllerName?: Maybe<string> }>
  readonly status?: Maybe<{
    readonly conditions?: Maybe<readonly Condition[]>
    readonly supportedFeatures?: Maybe<readonly string[]>
  }>
}

/** Names an object; what is left out has a default that hangs on where it stands. */
export interface LocalRef {
  readonly group?: Maybe<string>
  readonly kind?: Maybe<string>
  readonly name: string
}

export interface ForeignRef extends LocalRef {
  /** absent: that of the object in which it stands */
  readonly namespace?: Maybe<string>
}

/** `matchLabels` and `matchExpressions` must both hold. */
export interface WireSelector {
  readonly matchLabels?: Maybe<Readonly<Record<string, string>>>
  readonly matchExpressions?: Maybe<
    readonly {
      readonly key: string
      /** `In`, `NotIn`, `Exists`, `DoesNotExist` */
      readonly operator: string
      readonly values?: Maybe<readonly string[]>
    }[]
  >
}

export interface AllowedNamespaces {
  /** `Same`, `All`, `Selector`, `None` */
  readonly from?: Maybe<string>
  readonly selector?: Maybe<WireSelector>
}

export interface RouteKind {
  readonly group?: Maybe<string>
  readonly kind: string
}

export interface Listener {
  readonly name: string
  readonly hostname?: Maybe<string>
  readonly port: number
  /** `HTTP`, `HTTPS`, `TLS`, `TCP`, `UDP`, or a controller's own */
  readonly protocol: string
  readonly tls?: Maybe<{
    /** `Terminate`, `Passthrough` */
    readonly mode?: Maybe<string>
    readonly certificateRefs?: Maybe<readonly ForeignRef[]>
  }>
  readonly allowedRoutes?: Maybe<{
    readonly namespaces?: Maybe<AllowedNamespaces>
    readonly kinds?: Maybe<readonly RouteKind[]>
  }>
}

export interface GatewayAddress {
  readonly type?: Maybe<string>
  readonly value?: Maybe<string>
}

export interface ListenerStatus {
  readonly name: string
  readonly attachedRoutes?: Maybe<number>
  readonly supportedKinds?: Maybe<readonly RouteKind[]>
  readonly conditions?: Maybe<readonly Condition[]>
}

/** Who may show a certificate to the Gateway. */
export interface ClientValidation {
  readonly caCertificateRefs?: Maybe<readonly ForeignRef[]>
  /** `AllowValidOnly`, `AllowInsecureFallback` */
  readonly mode?: Maybe<string>
}

export interface Gateway extends KubeObject<'Gateway'> {
  readonly spec?: Maybe<{
    readonly gatewayClassName?: Maybe<string>
    readonly listeners?: Maybe<readonly Listener[]>
    readonly addresses?: Maybe<readonly GatewayAddress[]>
    readonly allowedListeners?: Maybe<{ readonly namespaces?: Maybe<AllowedNamespaces> }>
    readonly tls?: Maybe<{
      readonly backend?: Maybe<{ readonly clientCertificateRef?: Maybe<ForeignRef> }>
      readonly frontend?: Maybe<{
        readonly default?: Maybe<{ readonly validation?: Maybe<ClientValidation> }>
        readonly perPort?: Maybe<
          readonly { readonly port: number; readonly tls?: Maybe<{ readonly validation?: Maybe<ClientValidation> }> }[]
        >
      }>
    }>
  }>
  readonly status?: Maybe<{
    readonly addresses?: Maybe<readonly GatewayAddress[]>
    readonly conditions?: Maybe<readonly Condition[]>
    readonly listeners?: Maybe<readonly ListenerStatus[]>
    readonly attachedListenerSets?: Maybe<number>
  }>
}

/** More listeners for a Gateway. `XListenerSet` is its experimental form, of a group of its own. */
export interface ListenerSet extends KubeObject<'ListenerSet' | 'XListenerSet'> {
  readonly spec?: Maybe<{
    readonly parentRef?: Maybe<ForeignRef>
    readonly listeners?: Maybe<readonly Listener[]>
  }>
  readonly status?: Maybe<{
    readonly conditions?: Maybe<readonly Condition[]>
    readonly listeners?: Maybe<readonly ListenerStatus[]>
  }>
}

/** Who may refer to objects of its namespace. */
export interface ReferenceGrant extends KubeObject<'ReferenceGrant'> {
  readonly spec?: Maybe<{
    readonly from?: Maybe<
      readonly { readonly group?: Maybe<string>; readonly kind: string; readonly namespace: string }[]
    >
    /** without a name: all of that kind */
    readonly to?: Maybe<
      readonly { readonly group?: Maybe<string>; readonly kind: string; readonly name?: Maybe<string> }[]
    >
  }>
}

/** How the proxy speaks TLS to a Service. */
export interface BackendTLSPolicy extends KubeObject<'BackendTLSPolicy'> {
  readonly spec?: Maybe<{
    readonly targetRefs?: Maybe<readonly (LocalRef & { readonly sectionName?: Maybe<string> })[]>
    readonly validation?: Maybe<{
      readonly hostname?: Maybe<string>
      readonly caCertificateRefs?: Maybe<readonly LocalRef[]>
      /** `System` */
      readonly wellKnownCACertificates?: Maybe<string>
      readonly subjectAltNames?: Maybe<
        readonly { readonly type?: Maybe<string>; readonly hostname?: Maybe<string>; readonly uri?: Maybe<string> }[]
      >
    }>
  }>
  readonly status?: Maybe<{
    readonly ancestors?: Maybe<
      readonly {
        readonly ancestorRef?: Maybe<ForeignRef>
        readonly controllerName?: Maybe<string>
        readonly conditions?: Maybe<readonly Condition[]>
      }[]
    >
  }>
}
