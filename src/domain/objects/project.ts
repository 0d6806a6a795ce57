/**
 * Cuts an object of the wire, or of a stranger's file, down to the fields that we read.
 *
 * Whatever has the wrong type counts as absent, so that everything behind this door may trust the types of objects.ts.
 * The rest (managedFields, pod templates, secret keys) is dropped as pages arrive, which is what keeps memory bounded.
 */

import { projectPod } from './environment.js'
import { shapesOfGateways } from './gateway/routes.js'
import type {
  EndpointSlice,
  Endpoints,
  Event,
  Ingress,
  IngressBackend,
  IngressClass,
  Kind,
  Kinds,
  LoadBalancerAddress,
  Namespace,
  ObjectReference,
  Secret,
  Service,
  ServiceBackendPort,
  SliceEndpoint,
  SlicePort,
} from './objects.js'
import { flag, integer, isRecord, list, metadata, record, stringMap, text, texts, type Wire } from './project-fields.js'
import { type Described, objectFields } from './shaped.js'
import { webhooksShape } from './webhooks.js'
import { workloadShapes } from './workloads.js'

const shapes = { ...workloadShapes, ValidatingWebhookConfiguration: webhooksShape, ...shapesOfGateways }

type ShapedKind = keyof typeof shapes

const shaped = Object.fromEntries(
  Object.keys(shapes).map((kind) => [kind, projectionOf(kind as ShapedKind)]),
) as unknown as { readonly [K in ShapedKind]: (wire: Wire) => Kinds[K] }

/** Of the first a cluster has thousands: written out, they are read in a third of the time. */
const projections: { readonly [K in Kind]: (wire: Wire) => Kinds[K] } = {
  Ingress: projectIngress,
  Service: projectService,
  EndpointSlice: projectEndpointSlice,
  Endpoints: projectEndpoints,
  Secret: projectSecret,
  Pod: projectPod,
  IngressClass: projectIngressClass,
  Namespace: projectNamespace,
  Event: projectEvent,
  ...shaped,
}

/** @param object anything: a parsed list item, a YAML document */
export function project<K extends Kind>(kind: K, object: unknown): Kinds[K] {
  return projections[kind](record(object))
}

function projectionOf(kind: ShapedKind): (wire: Wire) => object {
  const shape: Readonly<Record<string, Described>> = shapes[kind]
  const fieldsOf = objectFields(shape)
  // The status of these is of an older generation where the controller has not read the last change.
  const isStamped = Object.hasOwn(shapesOfGateways, kind) && shape.status !== undefined
  return (wire) => {
    const own = metadata(wire.metadata)
    const generation = integer(record(wire.metadata).generation)
    return { kind, metadata: isStamped ? { ...own, generation } : own, ...fieldsOf(wire) }
  }
}

function projectIngress(wire: Wire): Ingress {
  const spec = record(wire.spec)
  return {
    kind: 'Ingress',
    metadata: metadata(wire.metadata),
    spec: {
      ingressClassName: text(spec.ingressClassName),
      defaultBackend: backend(spec.defaultBackend),
      rules: list(spec.rules, (rule) => ({
        host: text(rule.host),
        http: isRecord(rule.http) ? { paths: list(rule.http.paths, ingressPath) } : null,
      })),
      tls: list(spec.tls, (tls) => ({ hosts: texts(tls.hosts), secretName: text(tls.secretName) })),
    },
    status: { loadBalancer: { ingress: loadBalancer(wire.status) } },
  }
}

function ingressPath(wire: Wire) {
  return { path: text(wire.path), pathType: text(wire.pathType), backend: backend(wire.backend) }
}

function backend(value: unknown): IngressBackend | null {
  if (!isRecord(value)) return null
  const service = isRecord(value.service) ? value.service : null
  const resource = isRecord(value.resource) ? value.resource : null
  return {
    service: service && { name: text(service.name) ?? '', port: backendPort(service.port) },
    resource: resource && {
      apiGroup: text(resource.apiGroup),
      kind: text(resource.kind) ?? '',
      name: text(resource.name) ?? '',
    },
  }
}

function backendPort(value: unknown): ServiceBackendPort | null {
  return isRecord(value) ? { name: text(value.name), number: integer(value.number) } : null
}

function projectIngressClass(wire: Wire): IngressClass {
  return {
    kind: 'IngressClass',
    metadata: metadata(wire.metadata),
    spec: { controller: text(record(wire.spec).controller) },
  }
}

function projectService(wire: Wire): Service {
  const spec = record(wire.spec)
  return {
    kind: 'Service',
    metadata: metadata(wire.metadata),
    spec: {
      type: text(spec.type),
      clusterIP: text(spec.clusterIP),
      externalName: text(spec.externalName),
      selector: stringMap(spec.selector),
      publishNotReadyAddresses: flag(spec.publishNotReadyAddresses),
      externalTrafficPolicy: text(spec.externalTrafficPolicy),
      ports: list(spec.ports, (port) => ({
        name: text(port.name),
        protocol: text(port.protocol),
        port: integer(port.port) ?? 0,
        targetPort: integer(port.targetPort) ?? text(port.targetPort),
        nodePort: integer(port.nodePort),
        appProtocol: text(port.appProtocol),
      })),
    },
    status: { loadBalancer: { ingress: loadBalancer(wire.status) } },
  }
}

function loadBalancer(status: unknown): LoadBalancerAddress[] | null {
  return list(record(record(status).loadBalancer).ingress, (address) => ({
    ip: text(address.ip),
    hostname: text(address.hostname),
  }))
}

function projectEndpointSlice(wire: Wire): EndpointSlice {
  return {
    kind: 'EndpointSlice',
    metadata: metadata(wire.metadata),
    addressType: text(wire.addressType),
    endpoints: list(wire.endpoints, sliceEndpoint),
    ports: list(wire.ports, slicePort),
  }
}

function sliceEndpoint(wire: Wire): SliceEndpoint {
  const { ready, serving, terminating } = record(wire.conditions)
  return {
    addresses: texts(wire.addresses),
    conditions: { ready: flag(ready), serving: flag(serving), terminating: flag(terminating) },
    targetRef: reference(wire.targetRef),
    nodeName: text(wire.nodeName),
  }
}

function slicePort(wire: Wire): SlicePort {
  return { name: text(wire.name), protocol: text(wire.protocol), port: integer(wire.port) }
}

function reference(value: unknown): ObjectReference | null {
  if (!isRecord(value)) return null
  return { kind: text(value.kind), namespace: text(value.namespace), name: text(value.name), uid: text(value.uid) }
}

function projectEndpoints(wire: Wire): Endpoints {
  const address = (value: Wire) => ({
    ip: text(value.ip) ?? '',
    nodeName: text(value.nodeName),
    targetRef: reference(value.targetRef),
  })
  return {
    kind: 'Endpoints',
    metadata: metadata(wire.metadata),
    subsets: list(wire.subsets, (subset) => ({
      addresses: list(subset.addresses, address),
      notReadyAddresses: list(subset.notReadyAddresses, address),
      ports: list(subset.ports, slicePort),
    })),
  }
}

/**
 * Of a Secret's data only what is public by nature is kept: the certificate chains. Of a list of passwords nothing is
 * but that it is there, as an empty text.
 */
const keptOfSecrets: ReadonlyMap<string, 'value' | 'presence'> = new Map([
  ['tls.crt', 'value'],
  ['ca.crt', 'value'],
  ...(['auth', 'users', 'username', 'password', 'htpasswd', 'jwk', 'client-secret'] as const).map(
    (key) => [key, 'presence'] as const,
  ),
])

/** What of a key of a Secret is kept; undefined: nothing. */
export function keptOfSecret(key: string): 'value' | 'presence' | undefined {
  return keptOfSecrets.get(key)
}

function projectSecret(wire: Wire): Secret {
  // Only who writes a Secret has its texts as they are: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/secret-v1/
  const [data, written] = [record(wire.data), record(wire.stringData)]
  const kept: Record<string, string> = {}
  for (const [key, what] of keptOfSecrets) {
    const plain = text(written[key])
    const value = plain === null ? text(data[key]) : encoded(plain)
    if (value !== null) kept[key] = what === 'value' ? value : ''
  }
  return { kind: 'Secret', metadata: metadata(wire.metadata), type: text(wire.type), data: kept }
}

function encoded(plain: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(plain)))
}

function projectNamespace(wire: Wire): Namespace {
  return { kind: 'Namespace', metadata: metadata(wire.metadata) }
}

/** Events written by the newer API have their time in another field. */
function projectEvent(wire: Wire): Event {
  return {
    kind: 'Event',
    metadata: metadata(wire.metadata),
    involvedObject: reference(wire.involvedObject),
    reason: text(wire.reason),
    message: text(wire.message),
    type: text(wire.type),
    component: text(record(wire.source).component) || text(wire.reportingComponent) || text(wire.reportingController),
    lastTimestamp: text(wire.lastTimestamp) ?? text(wire.eventTime),
  }
}
