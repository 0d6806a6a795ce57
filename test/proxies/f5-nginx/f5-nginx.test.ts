/** What comes of the objects of a cluster: our plan, and a real F5 NGINX Ingress Controller with an nginx that serves what it writes. */
import { describe, expect, it } from 'vitest'
import { servedTracer } from '../../../src/controllers/f5-nginx/observe/served.js'
import type { F5Plan } from '../../../src/controllers/f5-nginx/plan.js'
import { nameOf, refKey } from '../../../src/domain/objects/ref.js'
import type { Tracer } from '../../../src/domain/requests/trace.js'
import { seed } from '../../support/random.js'
import { silent } from '../../support/why/sources.js'
import { f5Class, f5Plan, f5Pod, f5Request } from '../../support/worlds/f5-world.js'
import { driftOf } from '../drift.js'
import { echoingAt } from '../echo.js'
import { ClusterGenerator } from '../generate-cluster.js'
import { echoIn, type Reply, severalAtOnce } from '../http.js'
import { fitsAnswer } from '../replies.js'
import { answeringDatagrams, fitsTaker, takerOf } from '../streams.js'
import { served } from '../traefik/traefik-providers.js'
import { withWatchedApi } from '../watched-api.js'
import { f5Kinds, type RunningF5, runF5 } from './controller.js'
import { broken } from './generate-breakers.js'
import { F5Generator, f5Listeners } from './generate-custom.js'
import { f5Config, f5Words, merged } from './generate-ingresses.js'

const rounds = Number(process.env.TKNG_PROXIES_ROUNDS ?? 2)
const requests = Number(process.env.TKNG_PROXIES_REQUESTS ?? 500)
const ingressCount = Number(process.env.TKNG_PROXIES_INGRESSES ?? 24)
const addresses = ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5', '127.0.0.6']

/** It tries each file, and takes back what nginx refuses. */
const safe = '-enable-config-safety'

describe.each(['Ingresses alone', 'all kinds'] as const)('%s', (kinds) => {
  it.each(Array.from({ length: rounds }, (_, i) => i))(`generated objects %i, TKNG_SEED=${seed}`, async (round) => {
    const generator = new ClusterGenerator(seed + round * 7919, f5Words)
    const flags = [
      ...['-allow-empty-ingress-host', '-enable-snippets', '-enable-snippets'].filter(() => generator.chance(2)),
      ...(kinds === 'all kinds' ? ['-global-configuration=edge/listeners'] : []),
      ...(kinds === 'all kinds' && generator.chance(3) ? ['-enable-tls-passthrough'] : []),
      ...(generator.chance(4) ? [safe] : []),
    ]
    await echoingAt(addresses, 2, async (ports) => {
      const cluster = generator.cluster(
        { addresses, ports },
        kinds === 'all kinds' ? Math.ceil(ingressCount / 3) : ingressCount,
      )
      const { services, slices } = cluster
      const whole = {
        custom: kinds === 'all kinds' ? new F5Generator(generator).objects() : {},
        ingresses: merged(cluster.ingresses, generator),
        config: f5Config(generator),
      }
      const { ingresses, config, custom } = generator.chance(2) ? broken(whole, generator) : whole
      const pod = { apiVersion: 'v1', kind: 'Pod', ...f5Pod(flags) }
      const objects = JSON.parse(
        JSON.stringify([
          ...served('networking.k8s.io/v1', 'Ingress', ingresses),
          ...served('networking.k8s.io/v1', 'IngressClass', [f5Class]),
          ...served('v1', 'Service', services),
          ...served('discovery.k8s.io/v1', 'EndpointSlice', slices),
          ...Object.values(custom).flat(),
          ...served('v1', 'ConfigMap', [{ metadata: { namespace: 'edge', name: 'f5' }, data: config }]),
        ]),
      )
      await withWatchedApi([...objects, pod], f5Kinds, (api) =>
        runF5(
          api.url,
          'edge/f5-1',
          pod.spec.containers[0]?.args.concat() ?? [],
          [80, 443, ...f5Listeners.map(({ port }) => port)],
          async (running) => {
            const own = ingresses.filter(
              ({ spec }) => (spec as { ingressClassName?: string }).ingressClassName === 'nginx',
            )
            const plan = f5Plan({ flags, config, ingresses: own, services, slices, ...custom })
            // With it a file of the controller itself is tried only where it changes.
            if (flags.includes(safe) && plan.model.breaks.flaws.some(({ ingresses }) => ingresses.length === 0)) return
            const misread = await misjudged(plan, running)
            const refused = flags.includes(safe) ? [] : running.refused()
            if (plan.brokenBy !== null)
              return expect(refused, JSON.stringify({ config, broken: plan.brokenBy })).not.toEqual([])
            expect({ config, refused, misread }).toEqual({ config, refused: [], misread: [] })
            const dump = running.dump()
            // What is taken back is missing in the files, and told so.
            if (plan.model.breaks.flaws.length === 0)
              expect(await driftOf(objects, f5Pod(flags), { 'nginx-files.txt': dump })).toEqual([])
            const wrong = await answeringDatagrams(addresses, ports, () => tried(generator, plan, running, dump))
            expect({ flags, config, wrong }).toEqual({ flags, config, wrong: [] })
          },
        ),
      )
    })
  })
})

/** Objects of which it says that it rejects them, and of which we do not; and the other way round. */
async function misjudged(plan: F5Plan, { events }: RunningF5): Promise<readonly string[]> {
  const rows = await plan.why(silent, () => true)
  const ours = new Map<string, { isLost: boolean; codes: string[] }>()
  const ruled = new Set(rows.flatMap(({ source, rule }) => (rule === null ? [] : refKey(source))))
  for (const { source, causes, rule } of rows) {
    const name = `${source.kind} ${nameOf(source)}`
    const codes = causes.map(({ code, facts }) => (code === 'rejected' ? `${code} ${JSON.stringify(facts)}` : code))
    const before = ours.get(name) ?? { isLost: true, codes: [] }
    // Its TLS as a whole is no matter of its rules.
    const isLost =
      (rule === null && ruled.has(refKey(source))) ||
      codes.some((code) => /^(?:rejected|host-taken|no-master|\S+-breaks|duplicate-location)/.test(code))
    ours.set(name, { isLost: before.isLost && isLost, codes: [...before.codes, ...codes] })
  }
  // They are written behind the files.
  const patience = Date.now() + 5000
  const isSaid = () => {
    const said = new Set(events().map((one) => one.of))
    return [...ours.keys()].every((name) => said.has(name))
  }
  while (!isSaid() && Date.now() < patience) await new Promise((resolve) => setImmediate(resolve))
  const last = new Map(events().map((one) => [one.of, one]))
  return [...ours].flatMap(([name, { isLost, codes }]) => {
    const event = last.get(name)
    const isRejected = /^(?:Rejected|Ignored|NoIngressMasterFound|NoVirtualServerFound)|WithError$/.test(
      event?.reason ?? '',
    )
    return event !== undefined && isRejected === isLost
      ? []
      : [`${name}: ${codes} but ${event?.reason} ${event?.message}`]
  })
}

async function tried(
  generator: ClusterGenerator,
  plan: F5Plan,
  { ports }: RunningF5,
  dump: string,
): Promise<readonly string[]> {
  const live = await servedTracer(
    plan,
    (async function* () {
      yield new TextEncoder().encode(dump)
    })(),
  )
  const wrong: string[] = []
  const all = Array.from({ length: requests }, () => generator.request())
  await severalAtOnce(all, async ({ method, tls, host, target, headers }, client) => {
    const length = method === 'GET' ? '' : 'content-length: 0\r\n'
    const lines = [...headers].map(([name, value]) => `${name}: ${value}\r\n`).join('')
    const text = `${method} ${target} HTTP/1.1\r\nhost: ${host}\r\n${lines}${length}\r\n`
    const name = host.replace(/\.$/, '')
    const reply = atUsualPorts(await client.ask(ports.get(tls ? 443 : 80) ?? 0, text, tls ? name : undefined), ports)
    const request = {
      ...f5Request(`${tls ? 'https' : 'http'}://${host}${target}`),
      method,
      headers,
      clientAddress: '127.0.0.1',
      sni: tls ? name : null,
    }
    for (const [by, tracer] of Object.entries<Tracer>({ plan, live })) {
      const answer = tracer.answer({ ...request, target }, false)
      // Nobody behind speaks TLS where it is passed on.
      if (tls && answer.source?.kind === 'TransportServer') continue
      // Of what is drawn by lot some may be answered by nginx itself.
      const drawn = answer.split.reduce((sum, one) => sum + (one.percent ?? 100), 0)
      if (fitsAnswer(answer, reply) !== false || (answer.split.length > 0 && drawn < 100 && echoIn(reply) === null))
        continue
      // Two in one millisecond are more than any rate allows.
      const { hops } = tracer.answer({ ...request, target }, true)
      if (hops.some(({ subject, detail }) => subject === 'rateLimit' && detail.endsWith(` ${reply.status}`))) continue
      const { verdict, status, source, upstreamUri, endpoints, location } = answer
      const asked = `${method} ${tls ? 'https' : 'http'}://${host}${target} ${[...headers]}`
      wrong.push(
        JSON.stringify({
          by,
          asked,
          real: shownReply(reply),
          verdict,
          status,
          location,
          source: source?.name,
          upstreamUri,
          endpoints,
        }),
      )
    }
  })
  for (const { protocol, port } of f5Listeners) {
    if (protocol === 'HTTP') continue
    const over = protocol === 'UDP' ? 'udp' : 'tcp'
    const taker = await takerOf(over, ports.get(port) ?? 0, null)
    const request = { ...f5Request('http://x.test/'), port, stream: over, sni: null } as const
    for (const [by, tracer] of Object.entries<Tracer>({ plan, live })) {
      const { verdict, endpoints, ...answer } = tracer.answer(request, false)
      if (fitsTaker({ verdict, endpoints, ...answer }, taker) === false)
        wrong.push(JSON.stringify({ by, over, port, taker, verdict, endpoints }))
    }
  }
  return wrong.slice(0, 10)
}

/** A redirect of nginx itself names the port at which it listens, where that is another than the usual one. */
function atUsualPorts(reply: Reply, ports: ReadonlyMap<number, number>): Reply {
  const location = reply.headers.get('location')
  if (location === undefined) return reply
  const own = [80, 443].reduce((all, port) => all.replace(`:${ports.get(port)}/`, '/'), location)
  return { ...reply, headers: new Map([...reply.headers, ['location', own]]) }
}

function shownReply({ status, headers }: Reply): object {
  return { status, location: headers.get('location'), echo: echoIn({ status, headers, body: '' }) }
}
