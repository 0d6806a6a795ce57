// One process that builds a model and asks it: node trace-model.mjs LIBRARY INGRESSES many-hosts|one-host. Prints its
// figures as JSON.
import { pathToFileURL } from 'node:url'

const [file, number, shape] = process.argv.slice(2)
const { inventoryOf, natureOf, planOf, settingsOf } = await import(pathToFileURL(file).href)
const count = Number(number)
const services = 1_000

const backend = (i) => ({ service: { name: `svc-${i % services}`, port: { number: 80 } } })
const path = (text, pathType, i) => ({ path: text, pathType, backend: backend(i) })
const all = (items) => ({ items, coverage: 'all', gaps: [] })
const numbers = (most) => Array.from({ length: most }, (_, i) => i)
const hostOf = (i) => (shape === 'one-host' ? 'host.example.com' : `host-${i}.example.com`)
const baseOf = (i) => (shape === 'one-host' ? `/team-${i}` : '')

const ingresses = numbers(count).map((i) => ({
  kind: 'Ingress',
  metadata: {
    name: `ing-${i}`,
    namespace: `ns-${i % 50}`,
    creationTimestamp: new Date(Date.UTC(2026, 0, 1) + i * 1000).toISOString(),
  },
  spec: {
    ingressClassName: 'nginx',
    rules: [
      {
        host: hostOf(i),
        http: {
          paths: [
            path(`${baseOf(i)}/`, 'Prefix', i),
            path(`${baseOf(i)}/api`, 'Prefix', i + 1),
            path(`${baseOf(i)}/static/x`, 'Exact', i + 2),
          ],
        },
      },
    ],
  },
}))
const places = numbers(services).flatMap((i) =>
  numbers(3).map((j) => ({ name: `svc-${i}`, namespace: `ns-${(i + 50 - j) % 50}` })),
)
const inventory = inventoryOf({
  ingresses: all(ingresses),
  classes: all([]),
  services: all(
    places.map((metadata) => ({
      kind: 'Service',
      metadata,
      spec: { clusterIP: '10.96.0.1', ports: [{ port: 80, targetPort: 8080 }] },
    })),
  ),
  slices: all(
    places.map(({ name, namespace }) => ({
      kind: 'EndpointSlice',
      metadata: { name: `${name}-x`, namespace, labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      endpoints: [{ addresses: ['10.1.1.1'] }],
      ports: [{ port: 8080 }],
    })),
  ),
})
const none = () => undefined
const facts = { inventory, ingresses, configMapOf: none, secretOf: none, now: 0 }
const release = { image: '', version: '1.15.1', origin: 'upstream' }
const controller = {
  namespace: 'edge',
  name: 'proxy',
  kind: 'Deployment',
  replicas: [],
  ...natureOf(settingsOf([], 'edge'), release, 'edge'),
}

/** Milliseconds of CPU: what else runs on the machine does not count. */
function spent() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const start = spent()
const tracer = planOf(controller, facts)
tracer.answer({ scheme: 'http', method: 'GET', host: null, target: '/', headers: new Map() }, false)
const building = spent() - start

const targets = ['/', '/api/x?y=1', '/static/x', '/nope']
const requests = numbers(100_000).map((i) => ({
  scheme: i % 2 === 0 ? 'http' : 'https',
  method: 'GET',
  host: hostOf((i * 7919) % count),
  target: `${baseOf((i * 7919) % count)}${targets[i % targets.length]}`,
  headers: new Map(),
  clientAddress: null,
  httpVersion: '1.1',
  sni: hostOf((i * 7919) % count),
}))

function answerAll() {
  const before = spent()
  for (const request of requests)
    if (tracer.answer(request, false).verdict !== 'served') throw new Error(`${request.host} is not served`)
  return Math.round((requests.length / (spent() - before)) * 1000)
}

const [fresh, warm] = [answerAll(), answerAll()]
const megabytes = Math.round(process.memoryUsage().rss / 1e6)
process.stdout.write(JSON.stringify({ building, fresh, warm, megabytes }))
