/**
 * Of recorded Gateways `routes`, `why` and `trace` say the same, from the objects and from what their proxies run: a
 * request that asks for nothing but one match reaches its route at one of its listeners where that is served, else at none.
 */
import { describe, expect, it } from 'vitest'
import { nameOf, refKey } from '../../../src/domain/objects/ref.js'
import { pathOf, type Route, type RouteParent } from '../../../src/domain/routes/route.js'
import { gatherAllRoutes } from '../../../src/questions/routes/all-routes.js'
import { placesOfRoutes } from '../../../src/questions/trace/route-requests.js'
import { openTracing } from '../../../src/questions/trace/trace-requests.js'
import { gatherWhy } from '../../../src/questions/why/gather-why.js'
import { recordedGatewayWorld } from '../../support/recorded/gateway-world.js'

const none = undefined
const selection = { controller: none, deployment: none, pod: none, labelSelector: none, container: none, class: none }
const now = Date.parse('2026-11-25T00:00:00Z')

/** A path that no longer prefix has, and no exact one. */
function alone({ match, ...one }: Route): Route {
  if (match?.pathType !== 'PathPrefix') return { ...one, match }
  return { ...one, match: { ...match, path: `${(match.path ?? '').replace(/\/$/, '')}/zzz` } }
}

/** By the listener's own protocol; undefined: of one with a pattern. */
function requestAt(route: Route, parent: RouteParent) {
  const tls = ['HTTPS', 'TLS'].includes(parent.protocol) ? { secret: null, match: 'host' as const } : null
  const host = route.host ?? 'nobody.invalid'
  const [place] = placesOfRoutes([{ ...alone(route), host, tls, parents: [parent], addresses: [] }]).places
  if (place === undefined) return undefined
  const { method, headers, ...url } = place
  const { gateway } = parent
  return { ...url, method: method ?? 'GET', headers, clientAddress: null, httpVersion: '1.1' as const, gateway }
}

describe.each([
  ['envoy-gateway', 'gw-guide', 8],
  ['envoy-gateway', 'gw-zoo', 500],
  ['contour', 'gw-guide', 8],
  ['contour', 'gw-zoo', 500],
  ['traefik', 'gw-guide', 4],
  ['traefik', 'gw-zoo', 250],
] as const)('%s in %s', (implementation, name, least) => {
  it('is told of alike', async () => {
    const { cluster, controllers } = recordedGatewayWorld({ folder: ['gateway', implementation, name] })
    const [{ routes }, { rows }, tracing] = await Promise.all([
      gatherAllRoutes(cluster, controllers, { names: [], labelSelector: none, controller: none, now }),
      gatherWhy(cluster, controllers, { names: [], labelSelector: none, selection, semantics: null, now }),
      openTracing(cluster, controllers, {
        ...{ selection, namespace: null, semantics: null, now, requests: null },
        ...{ explain: false, probe: false, resolve: null },
      }),
    ])
    // `routes` looks at no Secret, and takes the certificates of listeners to be good.
    const detached = new Set(
      rows.flatMap(({ source, served, causes }) =>
        served === false && causes.some(({ code }) => code === 'route-detached') ? refKey(source) : [],
      ),
    )
    for (const { source, served } of rows) if (served !== false) detached.delete(refKey(source))
    const isServed = (one: Route) => one.fate?.is === 'served' && !detached.has(refKey(one.source))
    // Where the proxy answers with an error itself, it does so by the rule.
    const hasRequests = (one: Route) => one.fate?.is === 'fails' || isServed(one)
    const wrong: string[] = []
    let compared = 0
    for (const one of routes.filter(({ match }) => match !== null)) {
      const reached = { asked: false, served: false }
      const known = { asked: false, served: false }
      for (const parent of one.parents) {
        const request = requestAt(one, parent)
        if (request === undefined) continue
        const { trace } = await tracing.trace(request)
        for (const side of ['asked', 'served'] as const) {
          const answer = trace[side]
          known[side] ||= answer !== null && answer.verdict !== 'unknown'
          reached[side] ||= answer?.source != null && refKey(answer.source) === refKey(one.source)
        }
      }
      // What another rule of the same route has taken ends there, too.
      const to = one.fate?.is === 'lost' || one.fate?.is === 'never-matches' ? one.fate.to : null
      const isOwn = to !== null && refKey(to) === refKey(one.source)
      for (const side of ['asked', 'served'] as const)
        if (known[side] && !isOwn) {
          compared++
          if (reached[side] !== hasRequests(one))
            wrong.push(
              `${nameOf(one.source)} ${one.host} ${pathOf(one)}: ${one.fate?.is}, by trace ${side}: ${reached[side]}`,
            )
        }
    }
    expect(wrong).toEqual([])
    expect(compared).toBeGreaterThanOrEqual(least)
    // Who has its requests may have nobody behind it.
    const served = rows.flatMap((row) => (row.rule !== null && row.served ? refKey(row.source) : []))
    const fates = new Set(routes.flatMap((one) => (isServed(one) ? refKey(one.source) : [])))
    expect(served.filter((one) => !fates.has(one))).toEqual([])
    expect(rows.filter(({ rule }) => rule !== null)).toHaveLength(routes.length)
  })
})
