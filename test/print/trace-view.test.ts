/** Traces as text: the tree, the drawings and the table; and that nothing of a cluster steers a terminal or breaks a graph. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Told } from '../../src/domain/findings/facts.js'
import type { Answer, Trace, TraceRequest } from '../../src/domain/requests/trace.js'
import { wrap } from '../../src/domain/text/width.js'
import { printRows } from '../../src/print/printers.js'
import { styleFor } from '../../src/print/style.js'
import type { Format } from '../../src/print/view.js'
import { traceView } from '../../src/print/views/trace/view.js'
import { outcomeOf } from '../../src/questions/trace/outcome.js'
import type { Traced } from '../../src/questions/trace/remember-traces.js'
import { hostileText } from './support/hostile-text.js'

const request: TraceRequest = {
  scheme: 'http',
  method: 'GET',
  host: 'shop.example',
  target: '/cart?x=1',
  headers: new Map([['x-canary', 'always']]),
  clientAddress: '192.0.2.7',
  httpVersion: '1.1',
  sni: null,
}

const served: Answer = {
  verdict: 'served',
  status: null,
  location: null,
  upstreamUri: '/cart?x=1',
  source: { kind: 'Ingress', namespace: 'shop', name: 'web' },
  backend: { namespace: 'shop', service: 'web', port: 'http' },
  upstream: 'shop-web-http',
  endpoints: ['10.0.0.1:80'],
  outcomes: [],
  split: [
    { upstream: 'shop-web-http', endpoints: ['10.0.0.1:80'], percent: 70, when: 'no canary applies' },
    { upstream: 'shop-canary-http', endpoints: ['10.0.0.3:80'], percent: null, when: 'weight 30 of 100' },
  ],
  hops: [
    { kind: 'controller', subject: 'Deployment edge/proxy', detail: '' },
    { kind: 'location', subject: '/', detail: 'prefix' },
    { kind: 'ingress', subject: 'shop/web', detail: 'host shop.example, path / Prefix' },
    { kind: 'service', subject: 'shop/web:http', detail: '1 of 2 endpoints ready' },
    { kind: 'endpoint', subject: '10.0.0.1:80', detail: 'ready' },
    { kind: 'endpoint', subject: '10.0.0.2:80', detail: 'not ready' },
  ],
  losers: [
    {
      source: { kind: 'Ingress', namespace: 'a', name: 'old' },
      host: null,
      path: '/',
      pathType: 'Prefix',
      code: 'shorter-path',
      facts: { path: '/x', owner: { namespace: 'a', name: 'x' } },
    },
    {
      source: { kind: 'Ingress', namespace: 'a', name: 'all' },
      host: null,
      path: null,
      pathType: null,
      code: 'default-backend',
      facts: { isTaken: false },
    },
  ],
}

const endpoints = { state: 'ok', ready: 1, total: 2, items: [], nearestPort: null, externalName: null } as const

function traced(trace: Partial<Trace> = {}): Traced {
  const whole: Trace = {
    request,
    controller: { kind: 'Deployment', namespace: 'edge', name: 'proxy', dialect: 'ingress-nginx' },
    asked: served,
    served,
    agree: true,
    findings: [],
    followed: [],
    isLoop: false,
    gateway: null,
    beside: [],
    probe: null,
    gaps: [],
    ...trace,
  }
  return { trace: whole, outcome: outcomeOf(whole), endpoints }
}

function print(format: Format, rows: readonly Traced[], columns?: number): string {
  const style = styleFor({ env: {}, columns, color: 'never' })
  const context = { now: 0, allNamespaces: true }
  const wishes = { format, noHeaders: false, context, alone: rows.length === 1 }
  return [...printRows(rows, traceView, [], { ...wishes, style })].join('')
}

const redirect: Answer = {
  ...served,
  verdict: 'redirect',
  status: 308,
  location: 'https://shop.example/',
  backend: null,
  split: [],
  outcomes: [],
}
const secure: TraceRequest = { ...request, scheme: 'https', target: '/' }
const missing: Answer = {
  ...served,
  verdict: 'not-found',
  status: 404,
  source: null,
  backend: null,
  split: [],
  outcomes: [],
  hops: [],
  losers: [],
}
const probe = {
  replica: { kind: 'Pod', namespace: 'edge', name: 'proxy-1' },
  status: 503,
  location: '/x',
  milliseconds: 12.6,
  agrees: false,
}

const stale: Told = {
  code: 'replica-differs',
  facts: {
    replica: { namespace: 'edge', name: 'proxy-1' },
    upstream: 'shop-web-http',
    how: 'endpoints',
    gone: ['10.0.0.8:80', '10.0.0.9:80'],
    missing: ['10.0.0.1:80'],
    kept: 0,
  },
}

const gateway = { kind: 'Gateway', namespace: 'edge', name: 'new' }

const differing: Told = {
  code: 'worlds-differ',
  facts: {
    host: 'shop.example',
    answers: [
      { by: 'Deployment edge/proxy', addresses: ['192.0.2.1'], answer: 'shop/web:http' },
      { by: 'Gateway edge/new', addresses: ['192.0.2.2'], answer: '404' },
    ],
  },
}

const cases: readonly (readonly [string, Traced])[] = [
  ['served', traced()],
  ['differs', traced({ served: missing, agree: false, probe })],
  ['stale', traced({ agree: false, findings: [stale] })],
  ['asked', traced({ served: null, agree: null, probe: { ...probe, agrees: null, location: null } })],
  ['nothing', traced({ asked: null, served: null, agree: null })],
  ['redirected', traced({ asked: redirect, served: redirect, followed: [traced({ request: secure }).trace] })],
  ['loop', traced({ asked: redirect, served: redirect, isLoop: true })],
  [
    'beside',
    traced({
      findings: [differing],
      beside: [traced({ controller: null, gateway, asked: missing, served: null, agree: null }).trace],
    }),
  ],
  ['not-found', traced({ asked: missing, served: { ...missing, verdict: 'unknown' }, agree: null })],
  ['unavailable', traced({ asked: { ...served, verdict: 'unavailable', status: 503 }, served: null, agree: null })],
]

describe.each(['tree', 'dot', 'mermaid', 'yaml'] as const)('%s', (format) => {
  it.each(cases)('%s', async (name, row) => {
    await expect(print(format, [row])).toMatchFileSnapshot(`golden/trace/${name}.${format}.txt`)
  })
})

const rows = cases.map(([, row]) => row)

it('a list as json has what each alone has', () => {
  const alone = rows.map((row) => parse(print('yaml', [row])))
  const { apiVersion, kind, items } = JSON.parse(print('json', rows))
  expect([apiVersion, kind]).toEqual(['tkng.dev/v1', 'TraceList'])
  expect(items.map((item: object) => ({ apiVersion, kind: 'Trace', ...item }))).toEqual(alone)
})

it.each(['table', 'wide', 'name', 'tree', 'dot', 'mermaid'] as const)('a list as %s', async (format) => {
  await expect(print(format, rows)).toMatchFileSnapshot(`golden/trace/list.${format}.txt`)
})

it('names the shares of several services in its first line', () => {
  const share = { endpoints: ['10.0.0.1:80'], when: 'by weight' }
  const split = [
    { ...share, upstream: 'shop-web-80', percent: 200 / 3 },
    { ...share, upstream: 'shop-new-80', percent: 100 / 3 },
  ]
  const answer = { ...served, backend: null, upstream: null, split }
  const [first] = print('tree', [{ ...traced({ asked: answer, served: answer }), endpoints: null }]).split('\n')
  expect(first).toContain(' → 66.7 % to shop-web-80, 33.3 % to shop-new-80 (Ingress shop/web')
})

describe('on a terminal', () => {
  it('lines of the tree are broken where it ends', async () => {
    const text = print('tree', [traced()], 50)
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(50)
    await expect(text).toMatchFileSnapshot('golden/trace/narrow.tree.txt')
  })

  it.each<[text: string, width: number, lines: string[]]>([
    ['a b', 80, ['a b']],
    ['some words that go on', 20, ['some words that go', 'on']],
    [`x ${'y'.repeat(45)} z`, 20, ['x', 'y'.repeat(20), 'y'.repeat(20), 'yyyyy z']],
    ['日本語日本語日本語日本語', 20, ['日本語日本語日本語日', '本語']],
  ])('wrap(%j, %i)', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines)
  })
})

describe('hostile texts', () => {
  const hostile = fc.record({
    host: hostileText,
    target: hostileText,
    name: hostileText,
    subject: hostileText,
    code: hostileText,
  })

  it.each(['table', 'wide', 'tree', 'dot', 'mermaid', 'name'] as const)('are harmless in %s', (format) => {
    fc.assert(
      fc.property(hostile, ({ host, target, name, subject, code }) => {
        const source = { kind: 'Ingress', namespace: name, name }
        const answer: Answer = {
          ...served,
          source,
          location: target,
          upstream: name,
          backend: { namespace: name, service: subject, port: code },
          hops: served.hops.map((hop) => ({ ...hop, subject, detail: target })),
          losers: [
            {
              source,
              host,
              path: target,
              pathType: code,
              code: 'other-element',
              facts: { path: target, asked: subject },
            },
          ],
          split: [{ upstream: name, endpoints: null, percent: 1, when: subject }],
        }
        const headers = new Map([[name, subject]])
        const row = traced({
          request: { ...request, host, target, headers },
          asked: answer,
          served: { ...answer, upstreamUri: `${target}x` },
          agree: false,
        })
        const text = print(format, [row, row])
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)
        if (format === 'dot') expect(outsideOfQuotes(text)).toMatch(/^[\w\s{}[\]=>-]*$/)
        if (format === 'mermaid')
          expect(outsideOfQuotes(text.replaceAll(/^ +classDef .*\n/gm, ''))).toMatch(/^[\w\s{}[\]:.|=>-]*$/)
      }),
      { numRuns: 200 },
    )
  })
})

/** What a language reads as its own. */
function outsideOfQuotes(text: string): string {
  return text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '')
}
