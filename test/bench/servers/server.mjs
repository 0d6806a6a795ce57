// A loopback API server for the bench, a process of its own: N Ingresses of three paths, N/10 Services with slices, in pages.
//   node server.mjs N [controller [TLS_HOSTS]]   prints its address, then serves until it is killed
// With a controller in it, that serves what the Ingresses ask for.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { protobufOf } from '../../support/cluster/kube-protobuf.mjs'
import { answerInside, pod } from './inside.mjs'
import { renderedConf } from './rendered-conf.mjs'

const [count, hasController, tlsHosts] = process.argv
  .slice(2)
  .map((word) => (word === 'controller' ? true : Number(word)))
const certificate = readFileSync(new URL('../../fixtures/tls/server.pem', import.meta.url))
const services = Math.max(1, Math.round(count / 10))
const number = (n) => String(n).padStart(5, '0')
const meta = (kind, name, n, more) => ({
  name,
  namespace: `team-${n % 20}`,
  uid: `${kind}-${number(n)}-4e96-b12e-217c5330b1f4`,
  resourceVersion: String(1000 + n),
  generation: 1,
  creationTimestamp: '2026-11-23T08:48:05Z',
  managedFields: [
    {
      manager: 'kubectl-create',
      operation: 'Update',
      apiVersion: 'v1',
      time: '2026-11-23T08:48:05Z',
      fieldsType: 'FieldsV1',
      fieldsV1: {
        'f:spec': { 'f:ingressClassName': {}, 'f:rules': {}, 'f:ports': {}, 'f:selector': {}, 'f:type': {} },
      },
    },
  ],
  ...more,
})

const hostOf = (n) => `app-${number(n)}.example.com`
const ingress = (n) => ({
  metadata: meta('ing', `app-${number(n)}`, n),
  spec: {
    ingressClassName: 'nginx',
    ...(n < (tlsHosts ?? count) ? { tls: [{ hosts: [hostOf(n)], secretName: `tls-${number(n)}` }] } : {}),
    rules: [
      {
        host: hostOf(n),
        http: {
          paths: ['/', '/api', '/static'].map((path) => ({
            path,
            pathType: 'Prefix',
            // namespaces repeat every 20, so a Service of the same namespace is one whose number is n modulo 20
            backend: { service: { name: `svc-${number(serviceFor(n))}`, port: { number: 80 } } },
          })),
        },
      },
    ],
  },
  status: { loadBalancer: { ingress: [{ ip: '198.51.100.0' }] } },
})
const serviceFor = (n) => (services < 20 ? n % services : (n % services) - ((n % services) % 20) + (n % 20)) % services
const service = (n) => ({
  metadata: meta('svc', `svc-${number(n)}`, n),
  spec: {
    type: 'ClusterIP',
    clusterIP: '10.96.0.1',
    selector: { app: 'x' },
    ports: [{ port: 80, protocol: 'TCP', targetPort: 8080 }],
  },
})
const slice = (n) => ({
  metadata: meta('slice', `svc-${number(n)}-abcde`, n, {
    labels: { 'kubernetes.io/service-name': `svc-${number(n)}` },
  }),
  addressType: 'IPv4',
  ports: [{ name: '', port: 8080, protocol: 'TCP' }],
  endpoints: [1, 2, 3].map((i) => ({
    addresses: [`10.${n % 250}.${Math.floor(n / 250)}.${i}`],
    conditions: { ready: i < 3, serving: true, terminating: false },
    nodeName: 'node-1',
    targetRef: {
      kind: 'Pod',
      namespace: `team-${n % 20}`,
      name: `pod-${number(n)}-${i}`,
      uid: `pod-${number(n)}-${i}`,
    },
  })),
})
const secret = (n) => ({
  metadata: meta('secret', `tls-${number(n)}`, n),
  type: 'kubernetes.io/tls',
  data: { 'tls.crt': certificate.toString('base64'), 'tls.key': '' },
})
const ingressClass = () => ({ metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } })

const lists = {
  '/apis/networking.k8s.io/v1/ingresses': ['networking.k8s.io/v1', 'IngressList', count, ingress],
  '/apis/networking.k8s.io/v1/ingressclasses': ['networking.k8s.io/v1', 'IngressClassList', 1, ingressClass],
  '/api/v1/pods': ['v1', 'PodList', hasController ? 1 : 0, () => pod],
  '/api/v1/secrets': ['v1', 'SecretList', tlsHosts ?? count, secret],
  '/api/v1/events': ['v1', 'EventList', 0, () => ({})],
  '/api/v1/configmaps': ['v1', 'ConfigMapList', 0, () => ({})],
  '/api/v1/services': ['v1', 'ServiceList', services, service],
  '/apis/discovery.k8s.io/v1/endpointslices': ['discovery.k8s.io/v1', 'EndpointSliceList', services, slice],
}
const discovery = {
  '/api': { kind: 'APIVersions', versions: ['v1'] },
  '/apis': {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: [
      {
        name: 'networking.k8s.io',
        versions: [{ groupVersion: 'networking.k8s.io/v1', version: 'v1' }],
        preferredVersion: { groupVersion: 'networking.k8s.io/v1', version: 'v1' },
      },
    ],
  },
  '/apis/networking.k8s.io/v1': {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: 'networking.k8s.io/v1',
    resources: [
      {
        name: 'ingresses',
        singularName: 'ingress',
        shortNames: ['ing'],
        namespaced: true,
        kind: 'Ingress',
        verbs: ['get', 'list'],
      },
    ],
  },
}

/** Pages are made once, when they are first asked for: what is timed is the client. */
const pages = new Map()
function page(path, limit, start, isProtobuf) {
  const key = `${path} ${limit} ${start} ${isProtobuf}`
  const known = pages.get(key)
  if (known) return known
  const [apiVersion, kind, total, item] = lists[path]
  const end = Math.min(total, start + limit)
  const metadata = {
    resourceVersion: '99999',
    ...(end < total ? { continue: String(end), remainingItemCount: total - end } : {}),
  }
  const items = Array.from({ length: end - start }, (_, i) => item(start + i))
  const document = { kind, apiVersion, metadata, items }
  const body = (isProtobuf && protobufOf(document)) || Buffer.from(JSON.stringify(document))
  pages.set(key, body)
  return body
}

const protobuf = 'application/vnd.kubernetes.protobuf'
const isProtobufBody = (body) => body.subarray(0, 4).equals(Buffer.from('k8s\0'))

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost')
  const isProtobuf = request.headers.accept?.startsWith(protobuf) === true
  const [, named] = /^\/api\/v1\/namespaces\/[^/]+\/secrets\/tls-(\d+)$/.exec(url.pathname) ?? []
  if (named !== undefined) {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ apiVersion: 'v1', kind: 'Secret', ...secret(Number(named)) }))
    return
  }
  const path = url.pathname.replace(/^\/api\/v1\/namespaces\/[^/]+\/events$/, '/api/v1/events')
  const found = lists[path]
    ? page(
        path,
        Number(url.searchParams.get('limit')) || Number.MAX_SAFE_INTEGER,
        Number(url.searchParams.get('continue') ?? 0),
        isProtobuf,
      )
    : discovery[url.pathname] && Buffer.from(JSON.stringify(discovery[url.pathname]))
  const type = found && isProtobufBody(found) ? protobuf : 'application/json'
  response.writeHead(found ? 200 : 404, { 'content-type': type })
  const [, kind, name] = /^\/api\/v1\/namespaces\/[^/]+\/([^/]+)\/([^/]+)$/.exec(path) ?? []
  const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: 404 }
  response.end(found || JSON.stringify({ ...status, details: { kind, name } }))
})

/** What the controller balances over: the ready ones of each slice. */
const backends = () =>
  Array.from({ length: services }, (_, n) => ({
    name: `team-${n % 20}-svc-${number(n)}-80`,
    port: 80,
    endpoints: [1, 2].map((i) => ({ address: `10.${n % 250}.${Math.floor(n / 250)}.${i}`, port: '8080' })),
  })).concat({ name: 'upstream-default-backend', port: 0, endpoints: [{ address: '127.0.0.1', port: '8181' }] })

function placeOf(n) {
  const [namespace, service] = [`team-${n % 20}`, `svc-${number(serviceFor(n))}`]
  return {
    host: hostOf(n),
    target: { namespace, name: `app-${number(n)}`, service, upstream: `${namespace}-${service}-80` },
  }
}

function pageInside(path) {
  if (path === '/metrics') return 'nginx_ingress_controller_config_last_reload_successful 1\n'
  if (path === '/configuration/backends') return JSON.stringify(backends())
  const host = /^\/configuration\/certs\?hostname=(.*)$/.exec(path)?.[1]
  if (host === '_') return certificate
  const n = Number(/^app-(\d+)/.exec(host ?? '')?.[1] ?? Number.NaN)
  return n < (tlsHosts ?? count) ? certificate : undefined
}

if (hasController) await answerInside(server, () => renderedConf(count, placeOf), pageInside)
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`))
