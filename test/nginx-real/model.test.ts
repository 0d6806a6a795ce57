/**
 * Generated clusters: the objects, what we make of them as an nginx.conf, and a real nginx that runs it. For thousands of
 * requests the same Ingress and the same upstream win, with the same path, or the same redirect is answered.
 */

import { beforeAll, expect, it } from 'vitest'
import { confFlaws } from '../../src/controllers/ingress-nginx/model/flaws/conf.js'
import { render } from '../../src/controllers/ingress-nginx/model/render/render.js'
import { planOf } from '../../src/controllers/ingress-nginx/plan.js'
import type { Ingress } from '../../src/domain/objects/objects.js'
import { nameOf } from '../../src/domain/objects/ref.js'
import type { Answer, Tracer } from '../../src/domain/requests/trace.js'
import { randomFrom, seed } from '../support/random.js'
import { ingress, request, tracer, world } from '../support/worlds/ingress-world.js'
import { refusal, serving, version } from './nginx.js'
import { echoing, get, type Answer as Reply } from './raw-http.js'

beforeAll(version)

const rounds = Number(process.env.TKNG_NGINX_ROUNDS ?? 40)
const requests = 150

const hosts = ['', 'a.test', 'b.test', '*.a.test', 'x.a.test', 'www.b.test']
const paths = ['/', '/foo', '/foo/', '/foo/bar', '/FOO', '/v[0-9]+/x', '/api(/|$)(.*)', '/a.b', '/a+b', '/é']
const asked = [
  '/',
  '/foo',
  '/foo/',
  '/foobar',
  '/foo/bar/x',
  '/FOO/',
  '/v12/x',
  '/api',
  '/api/x/y',
  '/apiary',
  '/a.b',
  '/axb',
  '/a+b',
  '/aab',
  '/%C3%A9',
  '//foo//bar',
  '/x/../foo',
  '/foo%2Fbar',
  '/nope?x=/foo',
  '/..',
]
const askedHosts = [
  'a.test',
  'A.TEST.',
  'b.test:80',
  'www.b.test',
  'www.a.test',
  'x.a.test',
  'y.a.test',
  'z.y.a.test',
  'c.test',
  'x.c.test',
  're-7.test',
  'nobody',
  'a..b',
]

/** A cluster of a few Ingresses that get into each other's way. */
function cluster(pick: <T>(items: readonly T[]) => T): Ingress[] {
  const annotations = () =>
    pick<Record<string, string>>([
      {},
      {},
      {},
      {},
      { 'use-regex': 'true' },
      { 'rewrite-target': pick(['/$2', '/', '/foo', '/x/$1']) },
      { 'app-root': '/app' },
      { 'permanent-redirect': 'https://new.test/x', 'permanent-redirect-code': pick(['301', '308']) },
      { 'server-alias': pick(['c.test', '*.c.test', '~^re-[0-9]+\\.test$', 'b.test,c.test']) },
      { 'from-to-www-redirect': 'true' },
      { canary: 'true', 'canary-weight': '0' },
      { 'default-backend': 'errors' },
      { 'ssl-redirect': 'false' },
    ])
  return Array.from({ length: 6 }, (_, i) => {
    const own = Array.from({ length: pick([1, 1, 2]) }, () => pick(hosts))
    const rule = () =>
      Array.from({ length: pick([1, 2, 3]) }, (_, j) => {
        const type = pick(['Prefix', 'Prefix', 'Exact', 'ImplementationSpecific'])
        return `${pick(paths)} ${type} ${pick(['web', 'cart', `own${i}${j}`])}:80`
      })
    return ingress(`${pick(['n', 'm'])}/i${i}`, {
      rules: pick([0, 1, 2, 3, 4]) === 0 ? {} : Object.fromEntries(own.map((host) => [host, rule()])),
      age: pick([0, 0, 1, 2]),
      annotations: annotations(),
      ...(pick([0, 1, 2]) === 0 ? { default: `default${i}:80` } : {}),
    })
  }).filter(({ spec }) => (spec?.rules?.length ?? 0) > 0 || spec?.defaultBackend)
}

/** What only Lua does is left out, and what would be balanced goes to a server that says what it was asked for. */
function runnable(blocks: readonly string[], echo: number): string {
  const text = blocks
    .join('\n')
    .replaceAll(/listen 443[^;]*;/g, '')
    .replaceAll(/listen 80( default_server)?;/g, (_, rest = '') => `listen 127.0.0.1:PORT${rest};`)
    .replaceAll(/rewrite_by_lua_file [^;]*;/g, '')
    .replaceAll(
      /set_by_lua_file \$redirect_to [^"]*"([^"]*)";/g,
      'set $redirect_to "http://$1:$server_port$request_uri";',
    )
    .replaceAll(
      'proxy_pass http://upstream_balancer;',
      'add_header X-Block "$namespace/$ingress_name $proxy_upstream_name"; proxy_pass http://upstream_balancer;',
    )
  // Where no Ingress is kept, nobody else sets what is told of locations.
  const setter =
    'server { listen 127.0.0.1:PORT; server_name nobody.invalid; set $namespace ""; set $ingress_name ""; }'
  return `geo $literal_dollar { default "$"; } upstream upstream_balancer { server 127.0.0.1:${echo}; }\n${text}\n${setter}`
}

const headOf = (raw: string, name: string) => new RegExp(`\r\n${name}: ([^\r]*)`).exec(raw)?.[1] ?? null

function ours({ verdict, status, location, source: who, upstream, upstreamUri }: Answer): string {
  if (verdict === 'redirect') return `${status} ${location}`
  if (upstream === null) return `${status}`
  return `${who === null ? '' : nameOf(who)} ${upstream} ${upstreamUri}`
}

function theirs({ status, location, body, raw }: Reply): string {
  if (location !== null) return `${status} ${location}`
  const [who = '', upstream] = headOf(raw, 'X-Block')?.split(' ') ?? []
  if (upstream === undefined) return `${status}`
  return `${upstream === 'upstream-default-backend' ? '' : who} ${upstream} ${body}`
}

/** The port of a redirect between www names is that of the socket, which is another one here. */
const withoutPort = (text: string) => text.replace(/^(308 http:\/\/[^/:]+):\d+(.*?)\/?$/, '$1$2')

const tally = { served: 0, redirects: 0, refused: 0 }

it.each(Array.from({ length: rounds }, (_, i) => i))(`generated cluster %i, TKNG_SEED=${seed}`, async (round) => {
  const random = randomFrom(seed + 31 * round)
  const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T
  // No certificate anywhere: what the Lua code would redirect is tried elsewhere.
  const words = { ingresses: cluster(pick), configMap: { 'ssl-redirect': 'false' } }
  const { controller, facts } = world(words)
  const { model } = planOf(controller, facts)
  const blocks = render(model, controller.settings)
  const said = { ingresses: words.ingresses, conf: blocks.join('\n') }

  await echoing(async (echo) => {
    const http = runnable(blocks, echo)
    const flaws = confFlaws(model)
    const refused = await refusal(`events {} http { ${http.replaceAll('PORT', '8080')} }`)
    // What nginx refuses we must have seen, and the other way round.
    expect({ ...said, refused: refused?.text, flaws: flaws.length > 0 }).toEqual({
      ...said,
      refused: flaws.length > 0 ? expect.stringMatching(/duplicate location|invalid server name/) : undefined,
      flaws: refused !== null,
    })
    if (refused !== null) {
      tally.refused += 1
      return
    }
    const own: Tracer = tracer(words)
    await serving(http, async (port) => {
      for (let i = 0; i < requests; i++) {
        const [host, path] = [pick(askedHosts), pick(asked)]
        const mine = ours(own.answer(request(`http://${host}${path}`), true))
        const real = theirs(await get(port, host, path))
        tally[/^3/.test(real) ? 'redirects' : 'served'] += 1
        expect({ ...said, host, path, answer: withoutPort(mine) }).toEqual({
          ...said,
          host,
          path,
          answer: withoutPort(real),
        })
      }
    })
  })
})

it('all kinds of outcomes came up', () => {
  expect(Object.entries(tally).filter(([, count]) => count < 3)).toEqual([])
})
