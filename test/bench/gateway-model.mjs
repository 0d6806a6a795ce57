// One process that builds a plan of Gateways and asks it: node gateway-model.mjs LIBRARY ROUTES many-hosts|one-host.
// Prints its figures as JSON.
import { pathToFileURL } from 'node:url'

const [file, number, shape] = process.argv.slice(2)
const { gatewayInventoryOf, gatewayKinds, inventoryOf, planGateways, specificationProfile } = await import(
  pathToFileURL(file).href
)
const count = Number(number)
const rules = 16

const numbers = (most) => Array.from({ length: most }, (_, i) => i)
const all = (items) => ({ items, coverage: 'all', gaps: [] })
const meta = (name) => ({ namespace: 'shop', name, creationTimestamp: '2026-01-01T00:00:00Z' })
const hostOf = (i) => (shape === 'one-host' ? 'host.example.com' : `host-${i}.example.com`)

const routes = numbers(count).map((i) => ({
  kind: 'HTTPRoute',
  metadata: meta(`route-${i}`),
  spec: {
    parentRefs: [{ name: 'main' }],
    hostnames: [hostOf(i)],
    rules: numbers(rules).map((j) => ({
      matches: [{ path: { type: 'PathPrefix', value: `/team-${i}/part-${j}` } }],
      backendRefs: [{ name: 'web', port: 80 }],
    })),
  },
}))
const gateway = {
  kind: 'Gateway',
  metadata: meta('main'),
  spec: { gatewayClassName: 'any', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
}
const slice = {
  kind: 'EndpointSlice',
  metadata: { ...meta('web-x'), labels: { 'kubernetes.io/service-name': 'web' } },
  addressType: 'IPv4',
  endpoints: [{ addresses: ['10.1.1.1'] }],
  ports: [{ port: 8080 }],
}
const backends = inventoryOf({
  ingresses: all([]),
  classes: all([]),
  services: all([{ kind: 'Service', metadata: meta('web'), spec: { ports: [{ port: 80, targetPort: 8080 }] } }]),
  slices: all([slice]),
})
const none = Object.fromEntries(gatewayKinds.map((kind) => [kind, all([])]))
const inventory = gatewayInventoryOf({ ...none, Gateway: all([gateway]), HTTPRoute: all(routes) }, backends)

const requestOf = (i) => ({
  ...{ scheme: 'http', method: 'GET', host: hostOf(i % count), target: `/team-${i % count}/part-${i % rules}/x` },
  ...{ headers: new Map(), clientAddress: null, httpVersion: '1.1', sni: null, port: 80 },
  gateway: { namespace: 'shop', name: 'main' },
})

/** Milliseconds of CPU: what else runs on the machine does not count. */
function spent() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const start = spent()
const plan = planGateways({ inventory, secretOf: () => null }, () => specificationProfile)
plan.answer(requestOf(0), false)
const building = spent() - start

const requests = numbers(100_000).map((i) => requestOf(i * 7919))

function answerAll() {
  const before = spent()
  for (const request of requests)
    if (plan.answer(request, false).verdict !== 'served') throw new Error(`${request.target} is not served`)
  return Math.round((requests.length / (spent() - before)) * 1000)
}

const [fresh, warm] = [answerAll(), answerAll()]
const megabytes = Math.round(process.memoryUsage().rss / 1e6)
process.stdout.write(JSON.stringify({ building, fresh, warm, megabytes }))
