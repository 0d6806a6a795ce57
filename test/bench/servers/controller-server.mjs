// An API server with one controller pod in it: exec of cat streams an nginx.conf of so many MB, port-forward serves backends.
//   node controller-server.mjs CONF_MB BACKENDS_MB   prints its URL
import { createServer } from 'node:http'
import { answerInside, pod } from './inside.mjs'

const mebibyte = 1024 * 1024
const [confSize, backendsSize] = process.argv.slice(2).map((mb) => Number(mb) * mebibyte)

const server = (host) => `\t## start server ${host}
\tserver {
\t\tserver_name "${host}" ;
\t\tlisten 80  ;
\t\tlisten 443  ssl;
${['/', '/api/', '= "/api"'].map((path) => location(host, path)).join('')}\t}
\t## end server ${host}
`
const location = (host, path) => `\t\tlocation ${path.startsWith('=') ? path : `"${path}"`} {
\t\t\tset $namespace      "default";
\t\t\tset $ingress_name   "${host}";
\t\t\tset $location_path  "/";
\t\t\tset $proxy_upstream_name "default-web-80";
${'\t\t\tproxy_set_header X-Filler "as long as the lines of a rendered location usually are";\n'.repeat(24)}\t\t\tproxy_pass http://upstream_balancer;
\t\t}
`
const head = Buffer.from(`events {}\nhttp {\n${server('_').replace('listen 80  ;', 'listen 80 default_server ;')}`)
const middle = Buffer.from(Array.from({ length: 64 }, (_, i) => server(`app-${i}.example.com`)).join(''))
const tail = Buffer.from(`${server('last.example.com')}}\n`)

function* conf() {
  yield head
  for (let sent = 0; sent < confSize; sent += middle.length) yield middle
  yield tail
}

const backend = (i) => ({
  name: `default-app-${i}-80`,
  port: 80,
  endpoints: Array.from({ length: 3 }, (_, pod) => ({ address: `10.${i >> 8}.${i & 255}.${pod}`, port: '8080' })),
})
const backends = []
for (let size = 0, i = 0; size < backendsSize; i++) {
  const one = JSON.stringify(backend(i))
  backends.push(one)
  size += one.length + 1
}
const backendsBody = Buffer.from(`[${backends.join(',')}]`)

const resource = { name: 'pods', singularName: 'pod', namespaced: true, kind: 'Pod', verbs: ['get', 'list'] }
const empty = (kind, apiVersion) => ({ kind: `${kind}List`, apiVersion, metadata: {}, items: [] })
const documents = {
  '/apis/networking.k8s.io/v1/ingresses': empty('Ingress', 'networking.k8s.io/v1'),
  '/apis/networking.k8s.io/v1/ingressclasses': empty('IngressClass', 'networking.k8s.io/v1'),
  '/api/v1/services': empty('Service', 'v1'),
  '/apis/discovery.k8s.io/v1/endpointslices': empty('EndpointSlice', 'discovery.k8s.io/v1'),
  '/api': { kind: 'APIVersions', versions: ['v1'] },
  '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: [] },
  '/api/v1': { kind: 'APIResourceList', groupVersion: 'v1', resources: [resource] },
  '/api/v1/pods': { kind: 'PodList', apiVersion: 'v1', metadata: {}, items: [pod] },
  '/api/v1/namespaces/edge/pods/proxy-1': pod,
}

const http = createServer((request, response) => {
  const document = documents[new URL(request.url, 'http://x').pathname]
  response.setHeader('content-type', 'application/json')
  if (document === undefined) response.statusCode = 404
  response.end(
    JSON.stringify(document ?? { kind: 'Status', status: 'Failure', code: 404, reason: 'NotFound', message: 'no' }),
  )
})

await answerInside(http, conf, (path) => (path === '/configuration/backends' ? backendsBody : undefined))
http.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${http.address().port}\n`))
