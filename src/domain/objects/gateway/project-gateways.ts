/** Gateways, ListenerSets, ReferenceGrants and policies of the wire, or of a stranger's file → the fields that we read. */
import type { ObjectMeta } from '../meta.js'
import { integer, isRecord, list, metadata, record, stringMap, text, texts, type Wire } from '../project-fields.js'
import type {
  AllowedNamespaces,
  BackendTLSPolicy,
  ClientValidation,
  Condition,
  ForeignRef,
  Gateway,
  GatewayAddress,
  GatewayClass,
  Listener,
  ListenerSet,
  ListenerStatus,
  LocalRef,
  ReferenceGrant,
  RouteKind,
} from './gateways.js'

/** With the generation: a status is of an older one where the controller has not read the last change. */
export function generationMetadata(value: unknown): ObjectMeta {
  return { ...metadata(value), generation: integer(record(value).generation) }
}

export function projectGatewayClass(wire: Wire): GatewayClass {
  const status = record(wire.status)
  return {
    kind: 'GatewayClass',
    metadata: generationMetadata(wire.metadata),
    spec: { controllerName: text(record(wire.spec).controllerName) },
    status: { conditions: conditions(status.conditions), supportedFeatures: features(status.supportedFeatures) },
  }
}

/** Names, which 1.3 began to put into objects. */
function features(value: unknown): string[] | null {
  if (!Array.isArray(value)) return null
  return value.flatMap((one) => text(isRecord(one) ? one.name : one) ?? [])
}

export function projectGateway(wire: Wire): Gateway {
  const spec = record(wire.spec)
  const status = record(wire.status)
  const { backend, frontend } = record(spec.tls)
  return {
    kind: 'Gateway',
    metadata: generationMetadata(wire.metadata),
    spec: {
      gatewayClassName: text(spec.gatewayClassName),
      listeners: list(spec.listeners, listener),
      addresses: addresses(spec.addresses),
      allowedListeners: isRecord(spec.allowedListeners)
        ? { namespaces: allowedNamespaces(spec.allowedListeners.namespaces) }
        : null,
      tls: isRecord(spec.tls)
        ? {
            backend: isRecord(backend) ? { clientCertificateRef: foreignRef(backend.clientCertificateRef) } : null,
            frontend: isRecord(frontend)
              ? {
                  default: isRecord(frontend.default) ? { validation: validation(frontend.default.validation) } : null,
                  perPort: list(frontend.perPort, (one) => ({
                    port: integer(one.port) ?? 0,
                    tls: isRecord(one.tls) ? { validation: validation(one.tls.validation) } : null,
                  })),
                }
              : null,
          }
        : null,
    },
    status: {
      addresses: addresses(status.addresses),
      conditions: conditions(status.conditions),
      listeners: list(status.listeners, listenerStatus),
      attachedListenerSets: integer(status.attachedListenerSets),
    },
  }
}

function validation(value: unknown): ClientValidation | null {
  if (!isRecord(value)) return null
  return { caCertificateRefs: list(value.caCertificateRefs, someRef), mode: text(value.mode) }
}

function addresses(value: unknown): GatewayAddress[] | null {
  return list(value, (one) => ({ type: text(one.type), value: text(one.value) }))
}

/** @param kind of the two that have one shape */
export function projectListenerSet(kind: 'ListenerSet' | 'XListenerSet', wire: Wire): ListenerSet {
  const spec = record(wire.spec)
  const status = record(wire.status)
  return {
    kind,
    metadata: generationMetadata(wire.metadata),
    spec: { parentRef: foreignRef(spec.parentRef), listeners: list(spec.listeners, listener) },
    status: { conditions: conditions(status.conditions), listeners: list(status.listeners, listenerStatus) },
  }
}

function listener(wire: Wire): Listener {
  const { tls, allowedRoutes } = wire
  return {
    name: text(wire.name) ?? '',
    hostname: text(wire.hostname),
    port: integer(wire.port) ?? 0,
    protocol: text(wire.protocol) ?? '',
    tls: isRecord(tls) ? { mode: text(tls.mode), certificateRefs: list(tls.certificateRefs, someRef) } : null,
    allowedRoutes: isRecord(allowedRoutes)
      ? { namespaces: allowedNamespaces(allowedRoutes.namespaces), kinds: list(allowedRoutes.kinds, routeKind) }
      : null,
  }
}

function allowedNamespaces(value: unknown): AllowedNamespaces | null {
  if (!isRecord(value)) return null
  const { selector } = value
  return {
    from: text(value.from),
    selector: isRecord(selector)
      ? {
          matchLabels: stringMap(selector.matchLabels),
          matchExpressions: list(selector.matchExpressions, (one) => ({
            key: text(one.key) ?? '',
            operator: text(one.operator) ?? '',
            values: texts(one.values),
          })),
        }
      : null,
  }
}

function routeKind(wire: Wire): RouteKind {
  return { group: text(wire.group), kind: text(wire.kind) ?? '' }
}

function listenerStatus(wire: Wire): ListenerStatus {
  return {
    name: text(wire.name) ?? '',
    attachedRoutes: integer(wire.attachedRoutes),
    supportedKinds: list(wire.supportedKinds, routeKind),
    conditions: conditions(wire.conditions),
  }
}

export function conditions(value: unknown): Condition[] | null {
  return list(value, (one) => ({
    type: text(one.type) ?? '',
    status: text(one.status) ?? '',
    reason: text(one.reason),
    message: text(one.message),
    observedGeneration: integer(one.observedGeneration),
    lastTransitionTime: text(one.lastTransitionTime),
  }))
}

export function localRef(wire: Wire): LocalRef {
  return { group: text(wire.group), kind: text(wire.kind), name: text(wire.name) ?? '' }
}

export function someRef(wire: Wire): ForeignRef {
  return { ...localRef(wire), namespace: text(wire.namespace) }
}

function foreignRef(value: unknown): ForeignRef | null {
  return isRecord(value) ? someRef(value) : null
}

export function projectReferenceGrant(wire: Wire): ReferenceGrant {
  const spec = record(wire.spec)
  return {
    kind: 'ReferenceGrant',
    metadata: metadata(wire.metadata),
    spec: {
      from: list(spec.from, (one) => ({ ...routeKind(one), namespace: text(one.namespace) ?? '' })),
      to: list(spec.to, (one) => ({ ...routeKind(one), name: text(one.name) })),
    },
  }
}

export function projectBackendTlsPolicy(wire: Wire): BackendTLSPolicy {
  const spec = record(wire.spec)
  const { validation } = spec
  return {
    kind: 'BackendTLSPolicy',
    metadata: generationMetadata(wire.metadata),
    spec: {
      targetRefs: list(spec.targetRefs, (one) => ({ ...localRef(one), sectionName: text(one.sectionName) })),
      validation: isRecord(validation)
        ? {
            hostname: text(validation.hostname),
            caCertificateRefs: list(validation.caCertificateRefs, localRef),
            wellKnownCACertificates: text(validation.wellKnownCACertificates),
            subjectAltNames: list(validation.subjectAltNames, (one) => ({
              type: text(one.type),
              hostname: text(one.hostname),
              uri: text(one.uri),
            })),
          }
        : null,
    },
    status: {
      ancestors: list(record(wire.status).ancestors, (one) => ({
        ancestorRef: foreignRef(one.ancestorRef),
        controllerName: text(one.controllerName),
        conditions: conditions(one.conditions),
      })),
    },
  }
}
