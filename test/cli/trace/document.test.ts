/** Documents that are fed back to `trace --input`. */
import { describe, expect, it } from 'vitest'
import { beginsDocument, requestsOfDocument } from '../../../src/cli/trace/document.js'
import type { RequestTraits } from '../../../src/cli/trace/requests.js'
import { urlOf } from '../../../src/domain/requests/host.js'
import { session } from '../../support/program/session.js'

const traits: RequestTraits = {
  method: 'GET',
  headers: new Map(),
  host: undefined,
  clientAddress: null,
  httpVersion: '1.1',
}
/** A short one byte by byte: wherever a piece ends, it says the same. */
async function* bytesOf(text: string) {
  const bytes = Buffer.from(text)
  const length = bytes.length < 1_000 ? 1 : 65_536
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

async function told(value: unknown): Promise<string[]> {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const requests = await requestsOfDocument(bytesOf(text), traits)
  return Array.from(requests, (one) => ('wrong' in one ? one.wrong : `${one.method} ${urlOf(one)}`))
}
const source = { kind: 'Ingress', namespace: 'shop', name: 'web' }

it.each<[string, boolean]>([
  ['{', true],
  ['  { ', true],
  ['{"apiVersion": "tkng.dev/v1", "kind": "RouteList"}', true],
  ['{"host": "a.test"}', false],
  ['http://a.test/', false],
])('%j begins a document: %s', (line, does) => expect(beginsDocument(line)).toBe(does))

describe('a document says', () => {
  it.each<[string, unknown, string[]]>([
    [
      'a request for each route',
      { kind: 'RouteList', items: [{ source, host: 'a.test', match: { path: '/x' }, tls: {} }, { host: 'b.test' }, 7] },
      ['GET https://a.test/x'],
    ],
    [
      'the requests of traces',
      { kind: 'TraceList', items: [{ request: { method: 'PUT', scheme: 'http', host: 'a.test', path: '/' } }, {}] },
      ['PUT http://a.test/', 'it has no "request"'],
    ],
    ['that of one trace', { kind: 'Trace', request: { host: 'a.test' } }, ['GET http://a.test/']],
    [
      'nothing, where it is another',
      { kind: 'WhyList', items: [] },
      ['a document of kind "WhyList" says no requests: RouteList, Trace and TraceList do'],
    ],
    [
      'the same, whatever its texts hold and wherever its kind stands',
      {
        items: [{ source, note: '"items": [{"}],\\', host: 'é.test', more: [[{}], []] }],
        a: ['items'],
        kind: 'RouteList',
      },
      ['GET http://xn--9ca.test/'],
    ],
    [
      'nothing, where an item is missing',
      '{"kind": "RouteList", "items": [{},]}',
      ['it begins like JSON, and is none'],
    ],
    ['nothing, where two of them follow each other', '{"items": []}{}', ['it begins like JSON, and is none']],
    [
      'nothing, where a part of it is as large as no request is',
      `{"kind": "TraceList", "items": [{"request": [${'0,'.repeat(500_001)}0]}]}`,
      ['a part of it has more than 500000 values'],
    ],
    ['nothing, where it is cut', '{\n  "kind": "RouteList",', ['it begins like JSON, and is none']],
  ])('%s', async (_what, value, requests) => expect(await told(value)).toEqual(requests))
})

it('what ingresses prints is understood, and asks what --all asks', async () => {
  const line = (text: string, stdin = '') => session([...text.split(' '), '--from', 'demo'], { stdin })
  const { stdout: routes } = await line('ingresses -o json')
  const all = await line('trace --all')
  expect(all.stdout.split('\n').length).toBe(6)
  expect(await line('trace --input -', routes)).toEqual(all)
  const { stdout: traces } = await line('trace --all -o json')
  expect(await line('trace --input -', traces)).toEqual(all)
})
