/**
 * `routes`, `why` and `trace` say the same of Gateways: a request that only asks for one match reaches its route where
 * that is served, and the one that has its requests where it is lost. TKNG_SEED repeats a run.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createControllers } from '../../src/controllers/create.js'
import { refKey } from '../../src/domain/objects/ref.js'
import { pathOf, type Route } from '../../src/domain/routes/route.js'
import { failingShare } from '../../src/domain/routes/shares.js'
import { gatherAllRoutes } from '../../src/questions/routes/all-routes.js'
import { placesOfRoutes } from '../../src/questions/trace/route-requests.js'
import { openTracing } from '../../src/questions/trace/trace-requests.js'
import { memoryCluster } from '../support/cluster/memory-cluster.js'
import { gateway, gatewayObjects, http, route, sliceOf, toldOf } from '../support/worlds/gateway-objects.js'

const seed = Number(process.env.TKNG_SEED ?? Math.floor(Math.random() * 2 ** 31))
const none = undefined
const selection = { controller: none, deployment: none, pod: none, labelSelector: none, container: none, class: none }
const hosts = ['a.test', 'b.a.test', '*.a.test', '*.test', 'a.example']

const owners = [
  'example.com/controller',
  'gateway.envoyproxy.io/gatewayclass-controller',
  'projectcontour.io/gateway-controller',
  'traefik.io/gateway-controller',
]

const listeners = fc
  .uniqueArray(fc.constantFrom<string | null>(null, 'a.test', '*.a.test', '*.test'), { minLength: 1, maxLength: 3 })
  .map((names) => names.map((hostname, i) => ({ ...http, name: `l${i}`, ...(hostname === null ? {} : { hostname }) })))

const match = fc.record({
  path: fc.record({
    type: fc.constantFrom('Exact', 'PathPrefix'),
    value: fc.constantFrom('/', '/a', '/a/b', '/a%20b'),
  }),
  headers: fc.constantFrom([], [{ name: 'x-a', value: '1' }]),
})

/** What becomes of requests: a backend answers, in one or another way, or the proxy itself. */
const outcomes: Readonly<Record<string, object>> = {
  served: { backendRefs: [{ name: 'web', port: 80 }] },
  unready: { backendRefs: [{ name: 'idle', port: 80 }] },
  missing: { backendRefs: [{ name: 'gone', port: 80 }] },
  zero: { backendRefs: [{ name: 'web', port: 80, weight: 0 }] },
  none: {},
  filtered: { filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['x-b'] } }] },
  odd: {
    filters: [{ type: 'ExtensionRef', extensionRef: { group: 'example.com', kind: 'Filter', name: 'any' } }],
    backendRefs: [{ name: 'web', port: 80 }],
  },
  mirror: {
    filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'gone', port: 80 } } }],
    backendRefs: [{ name: 'web', port: 80 }],
  },
  onward: { filters: [redirect({ path: { type: 'ReplaceFullPath', replaceFullPath: '/a/b' } })] },
  secure: { filters: [redirect({ scheme: 'https' })] },
  host: {
    filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'Host', value: 'b.test' }] } }],
    backendRefs: [{ name: 'web', port: 80 }],
  },
}

function redirect(requestRedirect: object) {
  return { type: 'RequestRedirect', requestRedirect }
}

const oneRoute = fc.record({
  outcome: fc.constantFrom('served', 'served', 'served', ...Object.keys(outcomes)),
  hostnames: fc.uniqueArray(fc.constantFrom(...hosts), { maxLength: 2 }),
  matches: fc.array(match, { minLength: 1, maxLength: 2 }),
  section: fc.constantFrom(null, 'l0', 'l1'),
  day: fc.integer({ min: 1, max: 3 }),
})

const worlds = fc.record({
  listeners,
  routes: fc.array(oneRoute, { minLength: 1, maxLength: 5 }),
  owner: fc.constantFrom(...owners),
})

type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never

const ofIdle = {
  Service: [
    ...(gatewayObjects().Service ?? []),
    { metadata: { namespace: 'shop', name: 'idle' }, spec: { ports: [{ port: 80, targetPort: 8080 }] } },
  ],
  EndpointSlice: [
    sliceOf('shop', 'web'),
    {
      metadata: { namespace: 'shop', name: 'idle-1', labels: { 'kubernetes.io/service-name': 'idle' } },
      addressType: 'IPv4',
      ports: [{ port: 8080 }],
      endpoints: [{ addresses: ['10.0.0.9'], conditions: { ready: false } }],
    },
  ],
}

function objectsOf({ listeners: all, routes, owner }: World) {
  return gatewayObjects({
    ...ofIdle,
    GatewayClass: [{ metadata: { name: 'main' }, spec: { controllerName: owner } }],
    Gateway: [gateway(all)],
    HTTPRoute: routes.map(({ hostnames, matches, section, day, outcome }, i) =>
      route(
        `r${i}`,
        {
          hostnames,
          parentRefs: [{ namespace: 'infra', name: 'web', ...(section === null ? {} : { sectionName: section }) }],
          rules: matches.map((one) => ({ matches: [one], ...outcomes[outcome] })),
        },
        {},
        { creationTimestamp: `2026-05-0${day}T00:00:00Z` },
      ),
    ),
  })
}

/** A path that no longer prefix has: those that are shorter rank below it. */
function alone(one: Route): Route {
  const path = pathOf(one) ?? '/'
  const below = one.match?.pathType === 'PathPrefix' ? `${path === '/' ? '' : path}/zzz` : path
  return { ...one, match: one.match && { ...one.match, path: below } }
}

const at = (type: 'Exact' | 'PathPrefix', value: '/' | '/a') => ({ path: { type, value }, headers: [] as const })
const web = (name: string, hostname: object) => ({ ...http, name, ...hostname })
const asking = (hostnames: string[], ...matches: ReturnType<typeof at>[]) => ({
  ...{ outcome: 'served', hostnames, matches, section: null, day: 1 },
})

/** Found with a seed: what another match of the route has may be all that is left, or all that it has at another listener. */
const known: readonly World[] = [
  {
    listeners: [web('l0', { hostname: 'a.test' }), web('l1', {})],
    routes: [
      asking([], at('Exact', '/a'), at('PathPrefix', '/a')),
      asking(['*.test'], at('PathPrefix', '/a'), at('Exact', '/')),
    ],
    owner: 'traefik.io/gateway-controller',
  },
  {
    listeners: [web('l0', {}), web('l1', { hostname: 'a.test' })],
    routes: [
      { ...asking(['*.test'], at('Exact', '/')), section: 'l0' },
      asking(['*.test', 'b.a.test'], at('Exact', '/')),
    ],
    owner: 'traefik.io/gateway-controller',
  },
]

function isSentOn({ filters }: Route): boolean {
  return filters.some(({ type }) => type === 'RequestRedirect')
}

it('routes, why and trace agree', async () => {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      const objects = objectsOf(world)
      const cluster = memoryCluster({ objects })
      const open = () => {
        throw new Error('there is no replica to ask')
      }
      const controllers = createControllers(cluster, open, null)
      const question = { names: [], labelSelector: none, controller: none, now: 0 }
      const [{ routes }, { rows }, tracing] = await Promise.all([
        gatherAllRoutes(cluster, controllers, question),
        toldOf(objects),
        openTracing(cluster, controllers, {
          ...{ selection, namespace: null, semantics: null, now: 0, requests: null },
          ...{ explain: false, probe: false, resolve: null },
        }),
      ])
      const served = rows.flatMap((row) => (row.rule === null ? [] : [`${refKey(row.source)} ${row.served}`]))
      const isServed = (one: Route) =>
        one.fate?.is === 'undefined-winner' || one.fate?.is === 'unknown'
          ? null
          : one.fate?.is === 'served' && (isSentOn(one) || failingShare(one.backends) < 100)
      const fates = routes.map((one) => `${refKey(one.source)} ${isServed(one)}`)
      expect(served.sort()).toEqual(fates.sort())
      const taken = new Set(routes.map(({ host }) => host))
      for (const one of routes) {
        if (one.parents.length === 0) continue
        compared += 1
        // A name below a wildcard that nobody has.
        const host = one.host?.startsWith('*.') ? `any${[...taken].length}${one.host.slice(1)}` : one.host
        const [place] = placesOfRoutes([{ ...alone(one), host, addresses: ['192.0.2.1'] }]).places
        if (place === undefined) throw new Error('no request could be made')
        const { method, headers, ...url } = place
        const request = { ...url, method: method ?? 'GET', headers, clientAddress: null, httpVersion: '1.1' as const }
        const { trace } = await tracing.trace({ ...request, gateway: { namespace: 'infra', name: 'web' } })
        const source = trace.asked?.source ?? null
        const words = `${refKey(one.source)} ${one.host} ${JSON.stringify(one.match)} ${JSON.stringify(one.fate)}`
        const isOwn = one.fate?.is === 'served' || one.fate?.is === 'fails'
        if (isOwn) expect(source && refKey(source), words).toBe(refKey(one.source))
        // Of several rules of one route any may have answered.
        if (isOwn && one.fate?.is === 'fails') expect(trace.asked?.status, words).toBe(one.fate.status)
        if (one.fate?.is === 'served')
          expect(trace.asked?.verdict, words).toBe(
            isSentOn(one) ? 'redirect' : failingShare(one.backends) < 100 ? 'served' : 'unavailable',
          )
        // Another rule of the route may take it, be it by chance.
        const isTaken = routes.some(
          (other) =>
            other !== one &&
            other.host === one.host &&
            refKey(other.source) === refKey(one.source) &&
            (other.fate?.is === 'served' || other.fate?.is === 'fails' || other.fate?.is === 'undefined-winner'),
        )
        if (isTaken) continue
        if (one.fate?.is === 'lost' && one.fate.to !== null && one.fate.to.name !== one.source.name)
          expect(source && refKey(source), words).not.toBe(refKey(one.source))
        if (one.fate?.is === 'never-matches') expect(source && refKey(source), words).not.toBe(refKey(one.source))
        compared += 1
      }
    }),
    { seed, numRuns: 60, examples: known.map((one): [World] => [one]) },
  )
  expect(compared, `seed ${seed}`).toBeGreaterThan(50)
})
