/**
 * Every request that three implementations of the Gateway API were really sent, answered from the objects alone under the
 * profile of each: status, redirect, the route that won (with its rule, where the proxy's log names one), the path that
 * the backend got, and the pod that answered.
 *
 * Where several weighted backends share a rule, the one that answered must be among them; ranks that nothing tells apart
 * are left out.
 */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Kind } from '../../../src/domain/objects/objects.js'
import type { Answer, TraceRequest } from '../../../src/domain/requests/trace.js'
import { priorityOf } from '../../../src/semantics/gateway/matching/rank.js'
import type { GatewayPlan } from '../../../src/semantics/gateway/plan.js'
import { allKinds, gatewayDialects, recordedGateways } from '../../support/recorded/gateway-recordings.js'
import { recordedJson, recording } from '../../support/recorded/recordings.js'
import { gatewayPlan, type WireObjects } from '../../support/worlds/gateway-world.js'

interface Line {
  readonly id: string
  readonly test?: string
  readonly gateway: string
  readonly port: number
  readonly scheme: 'http' | 'https'
  readonly host: string
  readonly path: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly sni?: string
  readonly grpc?: true
  readonly status: number
  readonly location: string | null
  readonly pod: string | null
  readonly upstream_uri: string | null
  readonly log?: {
    readonly route?: string
    readonly ns?: string
    readonly name?: string
    readonly details?: string
    readonly flags?: string
  }
  readonly random?: true
  readonly unstable?: true
  readonly tie?: true
}

/** The objects of one test of the suite beside those of all. */
function withTest(base: WireObjects, implementation: string, test: string): WireObjects {
  const path = ['gateway', implementation, 'conformance', 'objects', 'tests', `${test}.json`]
  const { items } = recordedJson<{ items: { kind: Kind }[] }>(...path)
  return Object.fromEntries(
    allKinds.map((kind) => [kind, [...(base[kind] ?? []), ...items.filter((one) => one.kind === kind)]]),
  )
}

function linesOf(implementation: string, cluster: string): Line[] {
  const text = readFileSync(recording('gateway', implementation, cluster, 'truth.jsonl'), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}

function requestOf({ scheme, method, host, path, headers = {}, sni, port, gateway, grpc }: Line): TraceRequest {
  const [namespace = '', name = ''] = gateway.split('/')
  // Two headers of one name are one list; blanks around a value are no part of it.
  const all = Object.entries(headers).map(([key, value]): [string, string] => [
    key.toLowerCase(),
    (typeof value === 'string' ? value : value.join(', ')).trim(),
  ])
  return {
    ...{ scheme, host, port, target: path, clientAddress: null, httpVersion: '1.1', sni: sni ?? null },
    method: method ?? (grpc ? 'POST' : 'GET'),
    headers: new Map([...(grpc ? [['content-type', 'application/grpc'] as const] : []), ...all]),
    gateway: { namespace, name },
  }
}

/** Only the endpoint can tell that nothing listens there. */
function isClosed({ log, host }: Line): boolean {
  return host === 'be-closed.example.test' || log?.details?.includes('Connection_refused') === true
}

/** NAMESPACE/NAME, and the rule where the proxy tells it; null: the log does not say. */
function routeIn({ log }: Line): string | null {
  const [, kind, namespace, name, , rule] =
    /^((?:http|grpc)route)\/([^/]+)\/([^/]+)\/(rule)\/(\d+)\//.exec(log?.route ?? '') ?? []
  if (kind !== undefined) return `${namespace}/${name}/${rule}`
  // A request that is refused for its name is refused in the middle of a route.
  if (log?.name === undefined || log.details === 'lua_response') return null
  return `${log.ns}/${log.name}`
}

function differences(line: Line, answer: Answer, addresses: ReadonlyMap<string, string>): string[] {
  const said: string[] = []
  const compare = (what: string, ours: unknown, theirs: unknown) => {
    if (ours !== theirs) said.push(`${what}: ${ours}, and really ${theirs}`)
  }
  const isServed = answer.verdict === 'served' && answer.backend !== null
  const route = routeIn(line)
  const { source, rule } = answer
  const name = source && `${source.namespace}/${source.name}`
  if (route !== null) compare('route', route.split('/').length === 3 ? `${name}/${rule}` : name, route)
  if (isClosed(line)) return [...said, ...(isServed ? [] : ['not served'])]
  compare('status', answer.status ?? (isServed ? 200 : 0), line.status)
  compare('location', answer.location, line.location)
  compare('path', answer.upstreamUri, line.upstream_uri)
  compare('served', isServed, line.pod !== null)
  const address = addresses.get(line.pod ?? '')
  if (isServed && address && !answer.endpoints?.some((one) => one.startsWith(`${address}:`)))
    said.push(`${answer.backend?.service} has no pod ${line.pod}`)
  return said
}

interface PodOfList {
  readonly metadata: { readonly name: string }
  readonly status?: { readonly podIP?: string }
}

function addressesIn({ Pod = [] }: WireObjects): ReadonlyMap<string, string> {
  return new Map((Pod as readonly PodOfList[]).map(({ metadata, status }) => [metadata.name, status?.podIP ?? '']))
}

/** Of several weighted backends one answers: the route is the same for all, and each of them may be the one. */
function splitDifferences(line: Line, answer: Answer, addresses: ReadonlyMap<string, string>): string[] {
  // Those that cannot be used may have left one alone.
  if (answer.split.length === 0) return differences(line, answer, addresses)
  const shares = answer.split.filter(({ percent }) => percent !== 0)
  const address = addresses.get(line.pod ?? '')
  if (line.pod === null)
    return shares.some(({ when }) => when.endsWith(`answered with ${line.status}`))
      ? []
      : [`no share of ${line.status}`]
  return shares.some(({ endpoints }) => endpoints?.some((one) => one.startsWith(`${address}:`)))
    ? []
    : [`no share for pod ${line.pod}`]
}

function checked(lines: readonly Line[], planOf: (line: Line) => GatewayPlan, objects: WireObjects) {
  const addresses = addressesIn(objects)
  const stable = lines.filter(({ random, unstable, tie }) => !random && !unstable && !tie)
  const wrong = stable.flatMap((line) => {
    const found = differences(line, planOf(line).answer(requestOf(line), false), addresses)
    return found.length === 0 ? [] : [`${line.id} ${line.scheme}://${line.host}${line.path}: ${found.join('; ')}`]
  })
  const random = lines.filter((line) => line.random)
  for (const line of random) {
    const found = splitDifferences(line, planOf(line).answer(requestOf(line), false), addresses)
    wrong.push(...found.map((one) => `${line.id} ${line.scheme}://${line.host}${line.path}: ${one}`))
  }
  return { stable: stable.length, wrong }
}

/** One header in two lines and a list in one line are the same text here: the proxies tell them apart. */
const traefikProfile = gatewayDialects.traefik.profile

const lists = ['z0281', 'z0306']

it.each([
  ['envoy-gateway', 'gw-guide', 296],
  ['envoy-gateway', 'gw-zoo', 1455],
  ['contour', 'gw-guide', 296],
  ['contour', 'gw-zoo', 1455],
  ['traefik', 'gw-guide', 296],
  ['traefik', 'gw-zoo', 1442],
] as const)('%s answers %s as it is answered from its objects', (implementation, cluster, stable) => {
  const objects = recordedGateways(implementation, cluster, 'objects')
  const plan = gatewayPlan(objects, gatewayDialects[implementation])
  const found = checked(linesOf(implementation, cluster), () => plan, objects)
  const wrong = found.wrong.filter((one) => !lists.some((id) => one.startsWith(id)))
  expect({ ...found, wrong }).toEqual({ stable, wrong: [] })
})

it.each([
  ['envoy-gateway', 162],
  ['contour', 162],
  ['traefik', 162],
] as const)("%s answers the suite's tests as it is answered from their objects", (implementation, stable) => {
  const base = recordedGateways(implementation, 'conformance', 'objects', 'base')
  const plans = new Map<string, GatewayPlan>()
  const planOf = ({ test = '' }: Line) => {
    const known = plans.get(test) ?? gatewayPlan(withTest(base, implementation, test), gatewayDialects[implementation])
    plans.set(test, known)
    return known
  }
  expect(checked(linesOf(implementation, 'conformance'), planOf, base)).toEqual({ stable, wrong: [] })
})

/** Where a rule hangs on two listeners of one entry point it is one router. */
it('gives Traefik the routers that it has, each with its priority', () => {
  const plan = gatewayPlan(recordedGateways('traefik', 'gw-zoo', 'objects'), gatewayDialects.traefik)
  const [gateway] = plan.gateways.filter(({ profile }) => profile.listeners.pool === 'port')
  const counter = gateway && plan.at(gateway)
  const entryPoints = { web: 80, websecure: 443, web8080: 8080, web8081: 8081, websecure8443: 8443 }
  const ours = Object.entries(entryPoints).flatMap(([name, port]) =>
    (counter?.port(port).tables ?? []).flatMap(({ hosts }) =>
      [...hosts.values()].flatMap(({ candidates }) =>
        candidates.map((one) => {
          const { source, index } = one.match.rule
          const { gateway: parent } = one.listener
          const router = `${source.kind.toLowerCase()}-${source.namespace}-${source.name}-gw-${parent.namespace}-${parent.name}-ep-${name}-${index}`
          return `${router} ${priorityOf(one, traefikProfile)}`
        }),
      ),
    ),
  )
  const path = ['gateway', 'traefik', 'gw-zoo', 'answers', 'api_http_routers.json']
  const routers = recordedJson<{ name: string; priority: number }[]>(...path)
    .filter(({ name }) => name.endsWith('@kubernetesgateway'))
    .map(({ name, priority }) => `${name.replace(/-[\da-f]{20}@.*$/, '')} ${priority}`)
  expect([...new Set(ours)].sort()).toEqual([...new Set(routers)].sort())
  expect(routers).toHaveLength(300)
})
