/** What comes of a request: ours and a real nginx, for thousands of requests to generated servers. */
import { isDeepStrictEqual } from 'node:util'
import { beforeAll, expect, it } from 'vitest'
import { Router } from '../../src/languages/nginx/route/router.js'
import { toText } from '../../src/languages/nginx/text/byte-text.js'
import { parse } from '../../src/languages/nginx/text/parse.js'
import { seed } from '../support/random.js'
import { type Asked, Generator } from './generate.js'
import { serving, version } from './nginx.js'
import { type Answer, between, echoing, send } from './raw-http.js'

beforeAll(version)

const rounds = Number(process.env.TKNG_NGINX_ROUNDS ?? 60)
const requests = 400

function textOf({ method, target, host, headers }: Asked): string {
  const lines = [...(host === null ? [] : [['Host', host] as const]), ...headers].map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  return host === null
    ? `${method} ${target} HTTP/1.0\r\n${lines.join('')}\r\n`
    : `${method} ${target} HTTP/1.1\r\n${lines.join('')}Connection: close\r\n\r\n`
}

const OF_SOCKET = 'the redirect names the address of the socket'

/** What both say, in the same words. */
interface Said {
  readonly unknown?: string
  readonly status?: number
  readonly location?: string | null
  readonly block?: string
  readonly vars?: string
  readonly upstream?: string | null
}

function ours(
  router: Router,
  { method, target, host, headers }: Asked,
  port: number,
): Said & { readonly server: string; readonly steps: readonly string[] } {
  const outcome = router.answer({
    scheme: 'http',
    method,
    host: host === null ? null : toText(host),
    target: toText(target),
    headers: new Map(headers.map(([name, value]) => [name.toLowerCase(), value])),
    port,
  })
  const { result, variable } = outcome
  const server = outcome.server === null ? '' : new TextDecoder().decode(outcome.server.text)
  const steps = outcome.steps.map(({ line, subject, detail }) => `${line} ${subject} ${detail}`)
  if (result.kind === 'unknown') return { server, steps, unknown: result.why }
  if (result.kind === 'status') return { server, steps, status: result.status, location: result.location }
  const passes = [result.block, outcome.location?.location].some((block) =>
    block?.block?.some(({ name }) => name === 'proxy_pass'),
  )
  return {
    server,
    steps,
    block: result.block.block?.find(({ name, args }) => name === 'add_header' && args[0] === 'X-Block')?.args[1] ?? '',
    vars: ['$v1', '$v2', '$seg', '$sub', '$cap'].map((name) => variable(name) ?? '').join('|'),
    ...(passes && method !== 'HEAD' ? { upstream: outcome.upstreamUri } : {}),
  }
}

function theirs({ status, location, body, raw }: Answer, said: Said): Said {
  // What becomes of texts that double with each round is not followed to its end.
  if (said.unknown?.includes('longer than 4 MiB')) return { unknown: said.unknown }
  // The one thing that only the connection can tell.
  if (said.unknown === OF_SOCKET && location?.startsWith('http://127.0.0.1')) return { unknown: OF_SOCKET }
  if (said.status !== undefined || said.unknown !== undefined)
    return { status, location: location === null ? null : toText(location) }
  return {
    block: between(raw, '\r\nX-Block: ', ['\r\n']) ?? `none, ${status} ${location ?? ''}`,
    vars: toText(between(raw, '\r\nX-Vars: ', ['\r\nX-End: end']) ?? ''),
    ...(said.upstream === undefined ? {} : { upstream: status === 200 ? toText(body) : `${status}` }),
  }
}

/** How many requests came out how: a kind that never comes up is a kind that is not tested. */
const tally = new Map<string, number>()

function count({ status, location, upstream, unknown }: Said): void {
  const content = upstream === undefined ? 'content' : 'passed on'
  const kind = unknown ?? (status === undefined ? content : location === null ? `${status}` : `${status} with location`)
  tally.set(kind, (tally.get(kind) ?? 0) + 1)
}

it.each(Array.from({ length: rounds }, (_, i) => i))(`generated servers %i, TKNG_SEED=${seed}`, async (round) => {
  const generator = new Generator(seed + round * 7919)
  await echoing(async (upstream) => {
    const http = generator.http(upstream)
    await serving(http, async (port) => {
      const router = new Router([port])
      for (const statement of parse(http.replaceAll('PORT', String(port))).statements) router.offer(statement)
      const disagreements: unknown[] = []
      for (let i = 0; i < requests; i++) {
        const asked = generator.request()
        const { server, steps, ...mine } = ours(router, asked, port)
        const real = theirs(await send(port, textOf(asked)), mine)
        count(mine)
        if (!isDeepStrictEqual(mine, real)) disagreements.push({ asked, real, mine, steps, server })
      }
      expect(disagreements).toEqual([])
    })
  })
})

it('all kinds of outcomes came up', () => {
  const kinds = ['passed on', 'content', '400', '404', '405', '418', '500', '301 with location', '302 with location']
  expect(kinds.filter((kind) => (tally.get(kind) ?? 0) < rounds / 30)).toEqual([])
})
