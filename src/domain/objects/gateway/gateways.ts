/**
 * Gateways and what belongs to them, in wire JSON cut down to the fields that we read:
 * https://gateway-api.sigs.k8s.io/reference/spec/
 */
import type { Shaped, ShapedObject } from '../shaped.js'

/** What a controller says of an object. Reasons that nobody has heard of are legal. */
const condition = {
  type: 'word!',
  /** `True`, `False`, `Unknown` */
  status: 'text!',
  reason: 'word',
  message: 'remark',
  /** the `metadata.generation` that it is about */
  observedGeneration: 'integer',
  /** RFC 3339; 1970 where no controller has ever looked */
  lastTransitionTime: 'text',
} as const
export const conditions = [condition] as const

/** Names an object; what is left out has a default that hangs on where it stands. */
export const localRef = { group: 'text', kind: 'text', name: 'text!' } as const

/** Without a namespace: in that of the object in which it stands. */
export const foreignRef = { ...localRef, namespace: 'text' } as const

const allowedNamespaces = {
  /** `Same`, `All`, `Selector`, `None` */
  from: 'text',
  /** both must hold */
  selector: {
    matchLabels: 'labels',
    /** `In`, `NotIn`, `Exists`, `DoesNotExist` */
    matchExpressions: [{ key: 'text!', operator: 'text!', values: ['label'] }],
  },
} as const

const routeKind = { group: 'text', kind: 'text!' } as const

const listener = {
  name: 'text!',
  hostname: 'text',
  port: 'integer!',
  /** `HTTP`, `HTTPS`, `TLS`, `TCP`, `UDP`, or a controller's own */
  protocol: 'text!',
  /** mode: `Terminate`, `Passthrough` */
  tls: { mode: 'text', certificateRefs: [foreignRef] },
  allowedRoutes: { namespaces: allowedNamespaces, kinds: [routeKind] },
} as const

const listenerStatus = {
  name: 'text!',
  attachedRoutes: 'integer',
  supportedKinds: [routeKind],
  conditions,
} as const

const addresses = [{ type: 'text', value: 'text' }] as const

/** Who may show a certificate to the Gateway. Mode: `AllowValidOnly`, `AllowInsecureFallback` */
const validation = { caCertificateRefs: [foreignRef], mode: 'text' } as const

const listenerSet = {
  spec: { parentRef: foreignRef, listeners: [listener] },
  status: { conditions, listeners: [listenerStatus] },
} as const

export const gatewayShapes = {
  GatewayClass: {
    spec: { controllerName: 'text' },
    status: { conditions, supportedFeatures: ['feature'] },
  },
  Gateway: {
    spec: {
      gatewayClassName: 'text',
      listeners: [listener],
      addresses,
      allowedListeners: { namespaces: allowedNamespaces },
      tls: {
        backend: { clientCertificateRef: foreignRef },
        frontend: { default: { validation }, perPort: [{ port: 'integer!', tls: { validation } }] },
      },
    },
    status: { addresses, conditions, listeners: [listenerStatus], attachedListenerSets: 'integer' },
  },
  /** More listeners for a Gateway. */
  ListenerSet: listenerSet,
  /** its experimental form, of a group of its own */
  XListenerSet: listenerSet,
  /** Who may refer to objects of its namespace; to, without a name: all of that kind. */
  ReferenceGrant: {
    spec: { from: [{ ...routeKind, namespace: 'text!' }], to: [{ ...routeKind, name: 'text' }] },
  },
  /** How the proxy speaks TLS to a Service. */
  BackendTLSPolicy: {
    spec: {
      targetRefs: [{ ...localRef, sectionName: 'text' }],
      validation: {
        hostname: 'text',
        caCertificateRefs: [localRef],
        /** `System` */
        wellKnownCACertificates: 'text',
        subjectAltNames: [{ type: 'text', hostname: 'text', uri: 'text' }],
      },
    },
    status: { ancestors: [{ ancestorRef: foreignRef, controllerName: 'text', conditions }] },
  },
} as const

export type Condition = Shaped<typeof condition>
export type ForeignRef = Shaped<typeof foreignRef>
export type AllowedNamespaces = Shaped<typeof allowedNamespaces>
export type WireSelector = Shaped<typeof allowedNamespaces.selector>
export type Listener = Shaped<typeof listener>
export type GatewayAddress = Shaped<typeof addresses>[number]
export type ListenerStatus = Shaped<typeof listenerStatus>

type Own<K extends keyof typeof gatewayShapes> = ShapedObject<K, (typeof gatewayShapes)[K]>

export type GatewayClass = Own<'GatewayClass'>
export type Gateway = Own<'Gateway'>
export type ListenerSet = Own<'ListenerSet'> | Own<'XListenerSet'>
export type ReferenceGrant = Own<'ReferenceGrant'>
export type BackendTLSPolicy = Own<'BackendTLSPolicy'>
