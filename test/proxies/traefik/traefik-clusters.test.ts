/** What comes of the objects of a cluster: our plan, and a real Traefik that reads the same from an API server. */
import { describe, expect, it } from 'vitest'
import { refusedBy } from '../../../src/controllers/traefik/answer/in-vain.js'
import { namesOfServed } from '../../../src/controllers/traefik/observe/served.js'
import type { TraefikPlan } from '../../../src/controllers/traefik/plan.js'
import { ownEntryPoints } from '../../../src/controllers/traefik/workload/settings.js'
import { readRawData } from '../../../src/languages/traefik/config/rawdata.js'
import type { Router, TraefikConfig } from '../../../src/languages/traefik/config/types.js'
import { requestOf } from '../../../src/languages/traefik/route/request.js'
import { Routing } from '../../../src/languages/traefik/route/serve.js'
import { seed } from '../../support/random.js'
import { traefikClasses, traefikPlan, traefikPod, traefikRequest } from '../../support/worlds/traefik-world.js'
import { driftOf } from '../drift.js'
import { echoingAt } from '../echo.js'
import { ClusterGenerator } from '../generate-cluster.js'
import { type Reply, severalAtOnce } from '../http.js'
import { fits, fitsAnswer } from '../replies.js'
import { type RunningTraefik, runTraefik } from '../traefik.js'
import { withWatchedApi } from '../watched-api.js'
import { plurals, providers, served } from './traefik-providers.js'

const rounds = Number(process.env.TKNG_PROXIES_ROUNDS ?? 2)
const requests = Number(process.env.TKNG_PROXIES_REQUESTS ?? 500)
const ingressCount = Number(process.env.TKNG_PROXIES_INGRESSES ?? 60)
const addresses = ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5', '127.0.0.6']
const tally = new Map<string, number>()
const count = (what: string) => tally.set(what, (tally.get(what) ?? 0) + 1)

describe.each(Object.entries(providers))('the provider %s', (_, provider) => {
  it.each(Array.from({ length: rounds }, (_, i) => i))(`generated objects %i, TKNG_SEED=${seed}`, async (round) => {
    const generator = new ClusterGenerator(seed + round * 7919, provider.words)
    const own = provider.flags(generator)
    await echoingAt(addresses, 2, async (ports) => {
      const cluster = provider.made(generator.cluster({ addresses, ports }, ingressCount), generator)
      const { ingresses, services, slices, custom, secrets = [] } = cluster
      const objects = [
        ...served('networking.k8s.io/v1', 'Ingress', ingresses),
        ...served('networking.k8s.io/v1', 'IngressClass', traefikClasses),
        ...served('v1', 'Service', services),
        ...served('discovery.k8s.io/v1', 'EndpointSlice', slices),
        ...Object.values(custom).flat(),
        ...secrets,
      ]
      await withWatchedApi(objects, plurals, ({ url }) =>
        runTraefik([...provider.reads(url), ...own], 'ready.test', async (running) => {
          const plan = traefikPlan({ args: running.argv, ingresses, services, slices, custom, secrets })
          // It is ready once all that the API listed has come in.
          const before = await running.rawData()
          expect({ own, wrong: differing(plan, await readRawData([before])) }).toEqual({ own, wrong: [] })
          await expectDrift(objects, running.argv, new TextDecoder().decode(before))
          expect({ own, wrong: await tried(generator, plan, running, before) }).toEqual({ own, wrong: [] })
        }),
      )
    })
  })
})

it('all kinds of outcomes came up, and most of them are certain', () => {
  const kinds = ['served', 'not-found', 'unavailable']
  expect(kinds.filter((kind) => (tally.get(kind) ?? 0) < rounds)).toEqual([])
  expect(tally.get('unknown') ?? 0).toBeLessThan([...tally.values()].reduce((sum, one) => sum + one, 0) / 2)
})

/** Names and settings of routers and servers, one by one; of those whose names collide nobody knows what is there. */
function differing(
  { model: { config, twins, backendsOf, decided, made } }: TraefikPlan,
  real: TraefikConfig,
): readonly string[] {
  const wrong: string[] = []
  const theirs = new Map(real.routers.filter(({ name }) => !name.endsWith('@internal')).map((one) => [one.name, one]))
  const ours = new Map(config.routers.filter(({ name }) => !name.endsWith('@internal')).map((one) => [one.name, one]))
  // Which of those of one name is there decides whether TLS options conflict, which gives it other names.
  const bare = (name: string) => name.replace(/^.*-conflicted-/, '').replace(/#\d+$/, '')
  const undecided = new Set([...twins.keys()].map(bare))
  const isShared = (name: string) => (backendsOf.get(name)?.length ?? 0) > 1 && !decided.has(name)
  for (const [name, one] of theirs) {
    const own = ours.get(name)
    // What stands behind others is in no error as long as nobody tries it.
    if (one.errors.length > 0 || undecided.has(bare(name)) || (own === undefined && one.parents.length > 0)) continue
    if (own === undefined) {
      const lack = made.find(({ base }) => base !== undefined && name.endsWith(base))?.lack
      wrong.push(`we lack ${name}: ${shownRouter(one)}, for ${JSON.stringify(lack)}`)
    } else if (
      // Of those that differ in nothing but their service, nobody decides which one is there.
      ![...ours.values()].some((it) => it.name.replace(/#\d+$/, '') === name && shownRouter(it) === shownRouter(one))
    )
      wrong.push(`${name}:\n  ours ${shownRouter(own)}\n  real ${shownRouter(one)}`)
  }
  const found = new Set([...theirs.keys()].map(bare))
  for (const [name, one] of ours)
    if (!theirs.has(name.replace(/#\d+$/, '')) && !(undecided.has(bare(name)) && found.has(bare(name))))
      wrong.push(`it lacks ${name}: ${shownRouter(one)}`)
  const servers = (of: TraefikConfig, name: string) => [...(of.services.get(name)?.servers ?? [])].sort().join(' ')
  for (const name of real.services.keys()) {
    // One that has no servers is there for those that need it.
    if (name.endsWith('@internal') || name.startsWith('unavailable-service@') || isShared(name)) continue
    if (!config.services.has(name)) wrong.push(`we lack ${name}`)
    else if (servers(config, name) !== servers(real, name))
      wrong.push(`${name}: ours ${servers(config, name)}, real ${servers(real, name)}`)
  }
  return wrong
}

function shownRouter({ rule, priority, entryPoints, tls, middlewares, service }: Router): string {
  // To try again is nothing that decides where a request goes.
  const own = middlewares.filter((one) => !/-(?:retry|buffering)@/.test(one))
  const by = `${[...entryPoints].sort()}${tls ? ' TLS' : ''}${own.length > 0 ? ` ${own}` : ''}`
  return `${rule} ${priority} ${by} ${service}`
}

/** Nothing is amiss with what it serves; and what is planted there is told. */
async function expectDrift(objects: readonly object[], argv: readonly string[], said: string): Promise<void> {
  const told = (text: string) => driftOf(objects, traefikPod(argv), { 'rawdata.json': text })
  expect(await told(said)).toEqual([])
  const renamed = await told(said.replaceAll(/(Host\((?:\\"|`))/g, '$1not-'))
  expect(renamed.join('\n')).toMatch(/^route (?:missing|extra) /m)
  const moved = await told(said.replaceAll(/(?<="url":")http:[^"]+/g, 'http://192.0.2.99:9'))
  expect(moved.join('\n')).toMatch(/^endpoints different .* ≠ 192\.0\.2\.99:9/m)
}

async function tried(
  generator: ClusterGenerator,
  plan: TraefikPlan,
  { web, websecure, rawData }: RunningTraefik,
  before: Uint8Array,
): Promise<readonly string[]> {
  // What TLS options ask of clients, its API does not say.
  const { clients = new Map(), noOptions = new Set() } = plan.model.config
  const said = { ...(await readRawData([before])), clients, noOptions }
  const live = new Routing(said, ownEntryPoints, refusedBy(namesOfServed, plan.facts))
  const wrong: { readonly live: boolean; readonly told: string }[] = []
  const all = Array.from({ length: requests }, () => generator.request())
  await severalAtOnce(all, async ({ method, tls, host, target, headers }, client) => {
    const port = tls ? websecure : web
    const length = method === 'GET' ? '' : 'content-length: 0\r\n'
    const lines = [...headers].map(([name, value]) => `${name}: ${value}\r\n`).join('')
    const text = `${method} ${target} HTTP/1.1\r\nhost: ${host}:${port}\r\n${lines}${length}\r\n`
    const reply = await client.ask(port, text, tls ? host.replace(/\.$/, '') : undefined)
    const asked = `${method} ${tls ? 'https' : 'http'}://${host}:${port}${target}`
    const answer = plan.answer({ ...traefikRequest(asked.slice(method.length + 1)), method, headers }, false)
    count(answer.verdict)
    // TLS is handed on to servers that know none.
    const isHandedOn = tls && reply.status === 0 && answer.verdict === 'served' && answer.upstreamUri === null
    if (isHandedOn) return
    const { verdict, status, source, upstreamUri, endpoints } = answer
    if (fitsAnswer(answer, reply) === false)
      wrong.push({
        live: false,
        told: JSON.stringify({
          asked,
          real: shownReply(reply),
          verdict,
          status,
          source: source?.name,
          upstreamUri,
          endpoints,
        }),
      })
    const request = requestOf(target, {
      entryPoint: tls ? 'websecure' : 'web',
      tls,
      method,
      hostHeader: `${host}:${port}`,
      headers,
      clientAddress: '127.0.0.1',
    })
    // What is taken as a connection is no request, and who gets it is asked of the plan.
    const name = tls ? host.replace(/\.$/, '') : undefined
    if (request !== null && live.connections.takersOf(request, name ?? null).winners.length > 0) return
    const { routed = [], guards = [], cut } = request === null ? {} : live.answer(request, name)
    const isRight =
      cut !== undefined
        ? !cut.isSure || reply.status === 0
        : routed.length === 0
          ? reply.status === (guards.length > 0 ? 0 : 404)
          : routed.some((one) => one.end.is === 'unknown' || fits(one, reply))
    if (!isRight)
      wrong.push({
        live: true,
        told: JSON.stringify({
          asked,
          real: shownReply(reply),
          routed: routed.map(({ router, end }) => [
            router.rule,
            end.is === 'forward' ? end.targets.map((one) => one.service?.servers) : end,
          ]),
        }),
      })
  })
  // What it serves may have changed in the meantime: then nobody can say what it was that answered.
  const isSame = Buffer.compare(before, await rawData()) === 0
  return wrong
    .filter((one) => isSame || !one.live)
    .map(({ told }) => told)
    .slice(0, 10)
}

function shownReply({ status, headers }: Reply): object {
  const echo = headers.get('x-echo')
  return { status, location: headers.get('location'), echo: echo && Buffer.from(echo, 'base64').toString() }
}
