/**
 * The kinds of which a cluster has thousands, as the API server sends them in protobuf: cut down to what `project` keeps
 * of their JSON. The numbers of the fields are the API's own, and never change:
 * https://github.com/kubernetes/api/blob/master/networking/v1/generated.proto, and those of core/v1 and discovery/v1
 */
import type { ObjectMeta } from '../../domain/objects/meta.js'
import type {
  EndpointSlice,
  Ingress,
  IngressBackend,
  IngressTls,
  Kind,
  Kinds,
  Secret,
  Service,
  ServicePort,
  SliceEndpoint,
  SlicePort,
} from '../../domain/objects/objects.js'
import { isKeptOfSecret, keptOfSecret } from '../../domain/objects/project.js'
import { isKeptAnnotation } from '../../domain/objects/project-fields.js'
import { field, inside, message, type ReadIn, type ReadMessage, shared } from './message.js'

type Part<T, K extends keyof T> = NonNullable<T[K]>
type Item<T> = T extends readonly (infer I)[] ? I : never
type Rule = Item<Part<Part<Ingress, 'spec'>, 'rules'>>
type Paths = Part<Rule, 'http'>
type BackendService = Part<IngressBackend, 'service'>
type Status = Part<Ingress, 'status'>
type LoadBalancer = Part<Status, 'loadBalancer'>

const fieldsOfMetadata = {
  name: field.text(1),
  generateName: field.text(2),
  namespace: field.text(3),
  uid: field.text(5),
  creationTimestamp: field.time(8),
  deletionTimestamp: field.time(9),
  labels: field.textMap(11),
  annotations: field.textMap(12, isKeptAnnotation),
}
const metadata = message<Omit<ObjectMeta, 'ownerReferences' | 'generation' | 'managedFields'>>(fieldsOfMetadata)
const metadataOfSlice = message<Omit<ObjectMeta, 'ownerReferences' | 'generation'>>({
  ...fieldsOfMetadata,
  managedFields: field.list(17, message<Item<Part<ObjectMeta, 'managedFields'>>>({ time: field.time(4) })),
})

const backend = shared(
  message<IngressBackend>({
    service: field.object(
      4,
      message<BackendService>({
        name: field.requiredText(1),
        port: field.object(2, message<Part<BackendService, 'port'>>({ name: field.text(1), number: field.integer(2) })),
      }),
    ),
    resource: field.object(
      3,
      message<Part<IngressBackend, 'resource'>>({
        apiGroup: field.pointerToText(1),
        kind: field.requiredText(2),
        name: field.requiredText(3),
      }),
    ),
  }),
)

const paths = message<Paths>({
  paths: field.list(
    1,
    message<Item<Part<Paths, 'paths'>>>({
      path: field.path(1),
      pathType: field.pointerToText(3),
      backend: field.object(2, backend),
    }),
  ),
})

/** The same of an Ingress and of a Service. */
const loadBalancer = shared(
  message<Status>({
    loadBalancer: field.object(
      1,
      message<LoadBalancer>({
        ingress: field.list(
          1,
          message<Item<Part<LoadBalancer, 'ingress'>>>({ ip: field.text(1), hostname: field.text(2) }),
        ),
      }),
    ),
  }),
)

const ingress = message<Omit<Ingress, 'kind'>>(
  {
    metadata: field.object(1, metadata),
    spec: field.object(
      2,
      message<Part<Ingress, 'spec'>>({
        ingressClassName: field.pointerToText(4),
        defaultBackend: field.object(1, backend),
        rules: field.list(3, message<Rule>({ host: field.text(1), http: field.object(2, inside(1, paths)) })),
        tls: field.list(2, message<IngressTls>({ hosts: field.texts(1), secretName: field.text(2) })),
      }),
    ),
    status: field.object(3, loadBalancer),
  },
  { kind: 'Ingress' },
)

const service = message<Omit<Service, 'kind'>>(
  {
    metadata: field.object(1, metadata),
    spec: field.object(
      2,
      message<Part<Service, 'spec'>>({
        type: field.text(4),
        clusterIP: field.text(3),
        externalName: field.text(10),
        externalIPs: field.texts(5),
        selector: field.textMap(2),
        publishNotReadyAddresses: field.flag(13),
        externalTrafficPolicy: field.text(11),
        ports: field.list(
          1,
          message<ServicePort>({
            name: field.text(1),
            protocol: field.text(2),
            port: field.requiredInteger(3),
            targetPort: field.integerOrText(4),
            nodePort: field.integer(5),
            appProtocol: field.text(6),
          }),
        ),
      }),
    ),
    status: field.object(3, loadBalancer),
  },
  { kind: 'Service' },
)

const endpoint = message<SliceEndpoint>({
  addresses: field.texts(1),
  conditions: field.object(
    2,
    shared(
      message<Part<SliceEndpoint, 'conditions'>>({
        ready: field.pointerToFlag(1),
        serving: field.pointerToFlag(2),
        terminating: field.pointerToFlag(3),
      }),
    ),
  ),
  targetRef: field.object(
    4,
    message<Part<SliceEndpoint, 'targetRef'>>({
      kind: field.text(1),
      namespace: field.text(2),
      name: field.text(3),
      uid: field.text(4),
    }),
  ),
  nodeName: field.pointerToText(6),
})

const slice = message<Omit<EndpointSlice, 'kind'>>(
  {
    metadata: field.object(1, metadataOfSlice),
    addressType: field.requiredText(4),
    endpoints: field.list(2, endpoint),
    ports: field.list(
      3,
      message<SlicePort>({
        name: field.pointerToText(1),
        protocol: field.pointerToText(2),
        port: field.pointerToInteger(3),
      }),
    ),
  },
  { kind: 'EndpointSlice' },
)

const base64: ReadMessage<string> = (cursor, end) => {
  const text = cursor.bytes.toString('base64', cursor.at, end)
  cursor.at = end
  return text
}

const valueInSecret: ReadIn = (cursor, end, key) => {
  const kept = keptOfSecret(key, () => base64(cursor, end))
  cursor.at = end
  return kept
}

/** No text is ever made of a key, nor of a password; a list of them is looked at once, and dropped. */
const bareSecret = message<Omit<Secret, 'kind'>>(
  {
    metadata: field.object(1, metadata),
    type: field.text(3),
    data: field.textMap(2, isKeptOfSecret, valueInSecret),
  },
  { kind: 'Secret' },
)

const secret: ReadMessage<object> = (cursor, end) => {
  const found = bareSecret(cursor, end)
  return { ...found, data: found.data ?? {} }
}

/** Kind → one object; of a kind that is not here the JSON is asked for. */
export const readers: { readonly [K in Kind]?: ReadMessage<Kinds[K]> } = {
  Ingress: ingress as ReadMessage<Ingress>,
  Service: service as ReadMessage<Service>,
  EndpointSlice: slice as ReadMessage<EndpointSlice>,
  Secret: secret as ReadMessage<Secret>,
}
