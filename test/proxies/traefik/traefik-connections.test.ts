/** Connections and datagrams: who gets them by our plan and by what a real Traefik says that it runs with, and who really does. */
import { expect, it } from 'vitest'
import { answerOf } from '../../../src/controllers/traefik/answer/answer.js'
import { namesOfServed } from '../../../src/controllers/traefik/observe/served.js'
import type { TraefikPlan } from '../../../src/controllers/traefik/plan.js'
import { ownEntryPoints } from '../../../src/controllers/traefik/workload/settings.js'
import type { Answer, TraceRequest } from '../../../src/domain/requests/trace.js'
import { readRawData } from '../../../src/languages/traefik/config/rawdata.js'
import { Routing } from '../../../src/languages/traefik/route/serve.js'
import { pem } from '../../support/cluster/tls-files.js'
import { freePorts } from '../../support/free-ports.js'
import { seed } from '../../support/random.js'
import { traefikPlan, traefikPod, traefikRequest } from '../../support/worlds/traefik-world.js'
import { driftOf } from '../drift.js'
import { echoingEverywhere } from '../echo.js'
import { ClusterGenerator } from '../generate-cluster.js'
import { ask, echoIn } from '../http.js'
import { fitsAnswer } from '../replies.js'
import { answeringDatagrams, fitsTaker, takerOf } from '../streams.js'
import { type RunningTraefik, runTraefik } from '../traefik.js'
import { withWatchedApi } from '../watched-api.js'
import { asked, connectionsOf } from './generate-connections.js'
import { plurals, providers, served } from './traefik-providers.js'

const rounds = Number(process.env.TKNG_PROXIES_ROUNDS ?? 2)
const addresses = ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5', '127.0.0.6']
const provider = providers.kubernetescrd

it.each(Array.from({ length: rounds }, (_, i) => i))(`generated connections %i, TKNG_SEED=${seed}`, async (round) => {
  if (provider === undefined) throw new Error('there is no such provider')
  const generator = new ClusterGenerator(seed + round * 7919, provider.words)
  const [tcp = 0, udp = 0] = await freePorts(2)
  const own = [
    ...provider.flags(generator).filter((flag) => !flag.includes('redirections')),
    `--entryPoints.stream.address=127.0.0.1:${tcp}`,
    `--entryPoints.datagrams.address=127.0.0.1:${udp}/udp`,
  ]
  const ports = await freePorts(2)
  const places = addresses.flatMap((address) => ports.map((port) => `${address}:${port}`))
  await echoingEverywhere(places, { cert: pem('server'), key: pem('server-key') }, async () => {
    const { services, slices, secrets = [] } = provider.made(generator.cluster({ addresses, ports }, 0), generator)
    const custom = connectionsOf(generator, ['web', 'websecure', 'stream', 'datagrams', 'nobody'])
    const objects = [
      ...served('v1', 'Service', services),
      ...served('discovery.k8s.io/v1', 'EndpointSlice', slices),
      ...Object.values(custom).flat(),
      ...secrets,
    ]
    await withWatchedApi(objects, plurals, ({ url }) =>
      runTraefik([...provider.reads(url), ...own], 'ready.test', async (running) => {
        const plan = traefikPlan({ args: running.argv, services, slices, custom, secrets })
        const said = await running.rawData()
        const drift = await driftOf(objects, traefikPod(running.argv), {
          'rawdata.json': new TextDecoder().decode(said),
        })
        const wrong = await answeringDatagrams(addresses, ports, () => tried(plan, running, said, { tcp, udp }))
        expect({ own, drift, wrong }).toEqual({ own, drift: [], wrong: [] })
      }),
    )
  })
})

async function tried(
  plan: TraefikPlan,
  { web, websecure }: RunningTraefik,
  said: Uint8Array,
  { tcp, udp }: { readonly tcp: number; readonly udp: number },
): Promise<readonly string[]> {
  const routing = new Routing(await readRawData([said]), ownEntryPoints)
  const answers = (request: TraceRequest): Readonly<Record<string, Answer>> => ({
    plan: plan.answer(request, false),
    live: answerOf(routing, namesOfServed, plan, request, false),
  })
  const wrong: string[] = []
  const judge = (request: TraceRequest, fits: (answer: Answer) => boolean | null, real: unknown) => {
    for (const [by, answer] of Object.entries(answers(request)))
      if (fits(answer) === false) {
        const { verdict, status, source, upstreamUri, endpoints } = answer
        const { scheme, stream, port, sni } = request
        wrong.push(
          JSON.stringify({ by, scheme, stream, port, sni, real, verdict, status, source, upstreamUri, endpoints }),
        )
      }
  }
  for (const port of [web, websecure, tcp])
    for (const name of asked) {
      const host = `${name ?? '127.0.0.1'}:${port}`
      const text = `GET /x HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`
      for (const scheme of ['http', 'https'] as const) {
        const reply = await ask(port, text, scheme === 'https' ? name : undefined)
        const echo = echoIn(reply)
        const taker = echo && `${echo.address}:${echo.port}`
        const request = {
          ...{ ...traefikRequest(`${scheme}://${host}/x`), port, clientAddress: '127.0.0.1' },
          sni: scheme === 'https' ? name : null,
        }
        const isRequest = ({ status, upstreamUri }: Answer) => status !== null || upstreamUri !== null
        judge(request, (one) => (isRequest(one) ? fitsAnswer(one, reply) : fitsTaker(one, taker)), reply)
        // Who says nothing of HTTP gets no more than whoever takes connections as such.
        if (scheme === 'http' && name === null && !isRequest(plan.answer(request, false)))
          judge({ ...request, stream: 'tcp', sni: null }, (one) => fitsTaker(one, taker), taker)
      }
    }
  const taker = await takerOf('udp', udp, null)
  const request = { ...traefikRequest('http://x.test/'), port: udp, stream: 'udp', sni: null } as const
  judge(request, (one) => fitsTaker(one, taker), taker)
  return wrong.slice(0, 10)
}
