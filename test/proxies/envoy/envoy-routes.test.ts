/** What comes of a request: ours and a real Envoy, for thousands of requests to generated configurations. */
import { expect, it } from 'vitest'
import { readConfigDump } from '../../../src/languages/envoy/dump/read.js'
import { Evaluator } from '../../../src/languages/envoy/route/evaluate.js'
import { freePorts } from '../../support/free-ports.js'
import { randomFrom, seed } from '../../support/random.js'
import { echoing } from '../echo.js'
import { withEnvoy } from '../envoy.js'
import { ask, echoIn, type Reply } from '../http.js'
import { type Asked, Generator } from './generate-envoy.js'

const rounds = Number(process.env.TKNG_PROXIES_ROUNDS ?? 12)
const requests = 500

function textOf({ method, target, host, headers }: Asked): string {
  const lines = [...(host === null ? [] : [['host', host] as const]), ...headers]
  const body = method === 'POST' ? 'content-length: 0\r\n' : ''
  return `${method} ${target} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}${body}connection: close\r\n\r\n`
}

function joined(headers: Asked['headers']): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, string[]>()
  for (const [name, value] of headers) all.set(name.toLowerCase(), [...(all.get(name.toLowerCase()) ?? []), value])
  return all
}

/** How many requests came out how: a kind that never comes up is a kind that is not tested. */
const tally = new Map<string, number>()

function count(kind: string): void {
  tally.set(kind, (tally.get(kind) ?? 0) + 1)
}

/** @returns what is wrong; null: both say the same */
function fault(evaluator: Evaluator, asked: Asked, port: number, reply: Reply): unknown {
  const { method, target, host } = asked
  const outcome = evaluator.answer({
    scheme: 'http',
    method,
    host,
    target,
    headers: joined(asked.headers),
    port,
    sni: null,
    httpVersion: '1.1',
  })
  const { result, route } = outcome
  const echo = echoIn(reply)
  const real = {
    status: reply.status,
    location: reply.headers.get('location') ?? null,
    route: reply.headers.get('x-route') ?? null,
    echo,
  }
  const wrong = { asked, real, ours: { route: route?.name, match: route?.match, action: route?.action, result } }
  if (result.is === 'status') {
    count(result.location === null ? `${result.status}` : 'redirect')
    const isSame = result.status === real.status && result.location === real.location && echo === null
    return isSame && (real.route === null || real.route === route?.name) ? null : wrong
  }
  if (result.is !== 'forwarded') return wrong
  if (real.route !== null && real.route !== route?.name) return wrong
  const fits = result.targets.some(({ balanced, uri, host: rewrittenHost, statusWithout }) => {
    const endpoints = balanced?.asked ?? []
    if (endpoints.length === 0) return echo === null && reply.status === statusWithout
    // No server takes such a target.
    if (uri !== null && !uri.startsWith('/')) return reply.status === 400
    const arrivedHost = rewrittenHost ?? outcome.arrived?.authority
    return endpoints.some((one) => one.port === echo?.port) && uri === echo?.uri && arrivedHost === echo?.host
  })
  count(echo === null ? 'no backend' : 'forwarded')
  return fits ? null : wrong
}

it.each(Array.from({ length: rounds }, (_, i) => i))(`generated routes %i, TKNG_SEED=${seed}`, async (round) => {
  const generator = new Generator(seed + round * 7919)
  await echoing(3, async (upstreams) => {
    const [port = 0] = await freePorts(1)
    await withEnvoy(generator.bootstrap(port, upstreams), async (dump) => {
      const evaluator = new Evaluator(await readConfigDump([dump]))
      const wrong: string[] = []
      for (let i = 0; i < requests; i++) {
        const asked = generator.request()
        const found = fault(evaluator, asked, port, await ask(port, textOf(asked)))
        if (found !== null) wrong.push(JSON.stringify(found))
      }
      expect(wrong).toEqual([])
    })
  })
})

it('all kinds of outcomes came up', () => {
  const kinds = ['forwarded', 'no backend', 'redirect', '200', '400', '404', '500', '503']
  expect(kinds.filter((kind) => (tally.get(kind) ?? 0) < rounds)).toEqual([])
})

it('is chance that can be repeated', () => {
  const [first, second] = [randomFrom(seed), randomFrom(seed)]
  expect(Array.from({ length: 5 }, () => first(100))).toEqual(Array.from({ length: 5 }, () => second(100)))
})
