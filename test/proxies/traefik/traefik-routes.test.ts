/** What comes of a request: ours and a real Traefik, for thousands of requests to generated configurations. */
import { expect, it } from 'vitest'
import { readRawData } from '../../../src/languages/traefik/config/rawdata.js'
import { requestOf } from '../../../src/languages/traefik/route/request.js'
import { Routing } from '../../../src/languages/traefik/route/serve.js'
import { seed } from '../../support/random.js'
import { echoing } from '../echo.js'
import { echoIn, type Reply, severalAtOnce } from '../http.js'
import { fits } from '../replies.js'
import { withTraefik } from '../traefik.js'
import { type TraefikAsked, TraefikGenerator } from './generate-traefik.js'

const rounds = Number(process.env.TKNG_PROXIES_ROUNDS ?? 12)
const requests = Number(process.env.TKNG_PROXIES_REQUESTS ?? 500)

function textOf({ method, target, host, headers }: TraefikAsked): string {
  const lines = [['host', host ?? ''] as const, ...headers]
  const body = method === 'GET' ? '' : 'content-length: 0\r\n'
  return `${method} ${target} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}${body}\r\n`
}

const tally = new Map<string, number>()

/** @returns what is wrong; null: both say the same */
function fault(routing: Routing, asked: TraefikAsked, reply: Reply): unknown {
  const { method, target, host, headers } = asked
  const request = requestOf(target, {
    entryPoint: 'web',
    tls: false,
    method,
    hostHeader: host,
    headers,
    clientAddress: '127.0.0.1',
  })
  const real = { status: reply.status, location: reply.headers.get('location') ?? null, echo: echoIn(reply) }
  const count = (kind: string) => tally.set(kind, (tally.get(kind) ?? 0) + 1)
  if (request === null) {
    count('400')
    return reply.status === 400 ? null : { asked, real, ours: 400 }
  }
  const { routed, untried } = routing.answer(request)
  if (untried.length > 0) return { asked, real, ours: 'untried' }
  if (routed.length === 0) {
    count('404')
    return reply.status === 404 && real.echo === null ? null : { asked, real, ours: 404 }
  }
  count(routed.length > 1 ? 'equals' : (routed[0]?.guards.length ?? 0) > 0 ? 'guarded' : (routed[0]?.end.is ?? ''))
  if (routed.some((one) => fits(one, reply))) return null
  return {
    asked: { ...asked, headers: [...headers] },
    real,
    ours: routed.map(({ router, end, steps }) => ({
      rule: router.rule,
      priority: router.priority,
      middlewares: router.middlewares,
      end,
      steps,
    })),
  }
}

it.each(Array.from({ length: rounds }, (_, i) => i))(`generated routers %i, TKNG_SEED=${seed}`, async (round) => {
  const generator = new TraefikGenerator(seed + round * 7919)
  await echoing(3, async (ports) => {
    await withTraefik(generator.dynamic(ports), async (port, rawData) => {
      const routing = new Routing(await readRawData([rawData]), new Set(['traefik']))
      const wrong: string[] = []
      const all = Array.from({ length: requests }, () => generator.request())
      await severalAtOnce(all, async (asked, client) => {
        const found = fault(routing, asked, await client.ask(port, textOf(asked)))
        if (found !== null) wrong.push(JSON.stringify(found))
      })
      expect(wrong).toEqual([])
    })
  })
})

it('all kinds of outcomes came up', () => {
  const kinds = ['forward', 'redirect', 'answer', 'guarded', '404', 'equals']
  expect(kinds.filter((kind) => (tally.get(kind) ?? 0) < rounds)).toEqual([])
})
