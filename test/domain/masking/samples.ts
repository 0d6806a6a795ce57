/** An object of each kind that has every field which may be set. */
import type { Kind } from '../../../src/domain/objects/objects.js'

const port = { name: 'p', port: 80, protocol: 'TCP', appProtocol: 'http', targetPort: 'p', nodePort: 30080 }
const backend = {
  service: { name: 's', port: { name: 'p', number: 80 } },
  resource: { apiGroup: 'g', kind: 'k', name: 'r' },
}
const address = [{ ip: '192.0.2.1', hostname: 'h', ports: [{ port: 80, protocol: 'TCP', error: 'e' }] }]
const endpoint = {
  addresses: ['10.0.0.1'],
  conditions: { ready: true },
  hostname: 'h',
  nodeName: 'n',
  zone: 'z',
  targetRef: { kind: 'Pod', namespace: 'n', name: 'p', uid: 'u' },
  deprecatedTopology: { a: 'b' },
}
const workload = {
  spec: { replicas: 1, selector: { matchLabels: { a: 'b' } }, template: { spec: { containers: [{ env: 'e' }] } } },
  status: { readyReplicas: 1, conditions: [{ message: 'm' }] },
}

const condition = {
  ...{ type: 'Accepted', status: 'True', reason: 'Accepted', message: 'password=m', observedGeneration: 1 },
  lastTransitionTime: '2026-01-01T00:00:00Z',
}
const conditions = [condition]
const ref = { group: 'g', kind: 'k', name: 'n', namespace: 'n' }
const parentRef = { ...ref, sectionName: 's', port: 80 }
const selector = {
  matchLabels: { app: 'a', other: 'b' },
  matchExpressions: [{ key: 'other', operator: 'In', values: ['b'] }],
}
const listener = {
  ...{ name: 'l', hostname: 'h', port: 443, protocol: 'HTTPS' },
  tls: { mode: 'Terminate', certificateRefs: [ref], options: { a: 'b' } },
  allowedRoutes: { namespaces: { from: 'Selector', selector }, kinds: [{ group: 'g', kind: 'k' }] },
}
const listenerStatus = { name: 'l', attachedRoutes: 1, supportedKinds: [{ group: 'g', kind: 'k' }], conditions }
const validation = { caCertificateRefs: [ref], mode: 'AllowValidOnly' }
const pair = { name: 'n', value: 'v' }
const modifier = { set: [pair], add: [{ name: 'authorization', value: 'v' }], remove: ['n'] }
const pathModifier = { type: 'ReplaceFullPath', replaceFullPath: '/p', replacePrefixMatch: '/p' }
const plainBackend = { ...ref, port: 80, weight: 1 }
const filter = {
  type: 'URLRewrite',
  requestHeaderModifier: modifier,
  responseHeaderModifier: modifier,
  requestMirror: { backendRef: plainBackend, fraction: { numerator: 1, denominator: 2 } },
  requestRedirect: { scheme: 'https', hostname: 'h', path: pathModifier, port: 443, statusCode: 302 },
  urlRewrite: { hostname: 'h', path: pathModifier },
  cors: { allowOrigins: ['o'], allowMethods: ['GET'], allowHeaders: ['h'], exposeHeaders: ['h'], maxAge: 5 },
  extensionRef: { group: 'g', kind: 'k', name: 'n' },
}
const valueMatch = { type: 'Exact', ...pair }
const backendRefs = [{ ...plainBackend, filters: [filter] }]
const parents = [{ parentRef, controllerName: 'c', conditions }]
const httpMatch = {
  path: { type: 'Exact', value: '/p' },
  method: 'GET',
  headers: [valueMatch],
  queryParams: [valueMatch],
}
const grpcMatch = { method: { type: 'Exact', service: 's', method: 'm' }, headers: [valueMatch] }
const routeWith = (rule: object) => ({
  spec: { parentRefs: [parentRef], hostnames: ['h'], rules: [{ name: 'r', backendRefs, ...rule }] },
  status: { parents },
})
const listenerSet = {
  spec: { parentRef: ref, listeners: [listener] },
  status: { conditions, listeners: [listenerStatus] },
}

/** What the API has of each kind, and a little more, as somebody may send it. */
export const samples: { readonly [K in Kind]: object } = {
  Ingress: {
    spec: {
      ingressClassName: 'c',
      defaultBackend: backend,
      rules: [{ host: 'h', http: { paths: [{ path: '/p', pathType: 'Prefix', backend }] } }],
      tls: [{ hosts: ['h'], secretName: 's' }],
    },
    status: { loadBalancer: { ingress: address } },
  },
  IngressClass: { spec: { controller: 'c', parameters: { apiGroup: 'g', kind: 'k', name: 'n', namespace: 'n' } } },
  Service: {
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.96.0.1',
      clusterIPs: ['10.96.0.1'],
      externalName: 'h',
      externalIPs: ['192.0.2.1'],
      loadBalancerIP: '192.0.2.1',
      selector: { app: 'a', other: 'b' },
      ports: [port],
    },
    status: { loadBalancer: { ingress: address }, conditions: [{ message: 'm' }] },
  },
  EndpointSlice: { addressType: 'IPv4', endpoints: [endpoint], ports: [port] },
  Endpoints: {
    subsets: [
      {
        addresses: [{ ip: '10.0.0.1', hostname: 'h', nodeName: 'n', targetRef: endpoint.targetRef }],
        notReadyAddresses: [{ ip: '10.0.0.2' }],
        ports: [port],
      },
    ],
  },
  ValidatingWebhookConfiguration: {
    webhooks: [
      {
        name: 'w',
        failurePolicy: 'Fail',
        clientConfig: { service: { namespace: 'n', name: 's', path: '/p' }, caBundle: 'YQ==', url: 'https://h/x' },
        rules: [{ apiGroups: ['g'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['r'] }],
      },
    ],
  },
  Namespace: { spec: { finalizers: ['f'] }, status: { phase: 'Active' } },
  Secret: { type: 'Opaque', data: { 'tls.crt': 'YQ==', 'tls.key': 'YQ==', auth: 'YQ==' }, stringData: { a: 'b' } },
  ConfigMap: { data: { 'ssl-session-ticket-key': 'k', 'http-snippet': 's', other: 'o' }, binaryData: { b: 'YQ==' } },
  Pod: {
    spec: {
      nodeName: 'n',
      serviceAccountName: 's',
      containers: [
        {
          name: 'c',
          image: 'i',
          command: ['/nginx-ingress-controller', 'word'],
          args: ['--controller-class=k8s.io/ingress-nginx', '--x-token=$(A)', '--password', 'p', 'q'],
          env: [{ name: 'A', value: 'v' }],
          volumeMounts: [{ mountPath: '/m' }],
        },
      ],
      initContainers: [{ name: 'c', args: ['a'], env: [{ name: 'A', value: 'v' }] }],
      volumes: [{ hostPath: { path: '/p' } }],
    },
    status: {
      phase: 'Running',
      reason: 'r',
      message: 'm',
      podIP: '10.0.0.1',
      hostIP: '10.0.0.2',
      conditions: [{ type: 'Ready', status: 'True', message: 'm' }],
      containerStatuses: [
        { name: 'c', ready: true, restartCount: 0, state: { waiting: { reason: 'r', message: 'm' } }, imageID: 'i' },
      ],
    },
  },
  Deployment: workload,
  DaemonSet: workload,
  StatefulSet: workload,
  Lease: { spec: { holderIdentity: 'h', renewTime: '2026-01-01T00:00:00Z' } },
  Event: {
    type: 'Warning',
    reason: 'r',
    message: 'password=m',
    involvedObject: { kind: 'Ingress', namespace: 'n', name: 'i' },
    source: { component: 'c' },
    reportingComponent: 'c',
  },
  GatewayClass: { spec: { controllerName: 'c', description: 'd' }, status: { conditions, supportedFeatures: ['F'] } },
  Gateway: {
    spec: {
      gatewayClassName: 'c',
      listeners: [listener],
      addresses: [{ type: 'IPAddress', value: '192.0.2.1' }],
      allowedListeners: { namespaces: { from: 'Selector', selector } },
      infrastructure: { labels: { a: 'b' } },
      tls: {
        backend: { clientCertificateRef: ref },
        frontend: { default: { validation }, perPort: [{ port: 443, tls: { validation } }] },
      },
    },
    status: { addresses: [{ type: 'Hostname', value: 'h' }], conditions, listeners: [listenerStatus] },
  },
  ListenerSet: listenerSet,
  XListenerSet: listenerSet,
  HTTPRoute: routeWith({ matches: [httpMatch], filters: [filter], timeouts: { request: '1s', backendRequest: '1s' } }),
  GRPCRoute: routeWith({ matches: [grpcMatch], filters: [filter] }),
  TLSRoute: routeWith({}),
  TCPRoute: routeWith({}),
  UDPRoute: routeWith({}),
  ReferenceGrant: {
    spec: { from: [{ group: 'g', kind: 'k', namespace: 'n' }], to: [{ group: 'g', kind: 'k', name: 'n' }] },
  },
  BackendTLSPolicy: {
    spec: {
      targetRefs: [{ group: 'g', kind: 'k', name: 'n', sectionName: 's' }],
      validation: {
        hostname: 'h',
        caCertificateRefs: [{ group: 'g', kind: 'k', name: 'n' }],
        wellKnownCACertificates: 'System',
        subjectAltNames: [{ type: 'Hostname', hostname: 'h', uri: 'spiffe://h' }],
      },
      options: { a: 'b' },
    },
    status: { ancestors: [{ ancestorRef: ref, controllerName: 'c', conditions }] },
  },
}
