/** Lines of several logs together, and which of them are wanted. */
import { describe, expect, it } from 'vitest'
import { type LogFilter, type LogRecord, parseStatuses, wanted } from '../../src/domain/controllers/log-record.js'
import { interleave, linesOf } from '../../src/domain/text/lines.js'

async function* bytes(...texts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield typeof text === 'string' ? new TextEncoder().encode(text) : text
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

describe('lines', () => {
  it.each<[string, (string | Uint8Array)[], string[]]>([
    ['whole', ['a\nb\n'], ['a', 'b']],
    ['cut anywhere', ['a', '\nb', 'c\n', 'd'], ['a', 'bc', 'd']],
    ['empty ones', ['\n\na'], ['', '', 'a']],
    ['a letter cut in two', [Uint8Array.of(0xc3), Uint8Array.of(0xa9, 10)], ['é']],
    ['none', [], []],
  ])('%s', async (_name, chunks, expected) => {
    expect(await all(linesOf(bytes(...chunks)))).toEqual(expected)
  })

  it('of which one has no end are cut', async () => {
    const [first] = await all(linesOf(bytes('x'.repeat(3 * 1024 * 1024))))
    expect(first?.length).toBe(1024 * 1024)
  })
})

describe('several sources', () => {
  it('come item by item, each with the number of its source', async () => {
    const items = await all(interleave([linesOf(bytes('a\nb\n')), linesOf(bytes('c\n'))]))
    expect(items.filter(([i]) => i === 0).map(([, line]) => line)).toEqual(['a', 'b'])
    expect(items.filter(([i]) => i === 1).map(([, line]) => line)).toEqual(['c'])
  })

  it('are never read ahead: a slow reader slows them', async () => {
    let taken = 0
    async function* endless(): AsyncGenerator<number> {
      for (;;) yield taken++
    }
    const reader = interleave([endless(), endless()])
    for (let i = 0; i < 10; i++) await reader.next()
    expect(taken).toBeLessThanOrEqual(12)
    await reader.return(undefined)
  })

  it('are closed where the reader leaves, and fail where one fails', async () => {
    let closed = 0
    async function* open(): AsyncGenerator<string> {
      try {
        yield 'a'
        await new Promise(() => {})
      } finally {
        closed += 1
      }
    }
    async function* broken(): AsyncGenerator<string> {
      yield 'b'
      throw new Error('gone')
    }
    for await (const _item of interleave([open()])) break
    await Promise.resolve()
    expect(closed).toBe(1)
    await expect(all(interleave([broken()]))).rejects.toThrow('gone')
  })
})

describe('status codes', () => {
  it.each<[string, unknown]>([
    ['5xx', [[500, 599]]],
    ['404', [[404, 404]]],
    [
      '400-499,200',
      [
        [400, 499],
        [200, 200],
      ],
    ],
    ['6xx', undefined],
    ['', undefined],
    ['40', undefined],
  ])('%s', (text, expected) => {
    expect(parseStatuses(text)).toEqual(expected)
  })
})

describe('wanted', () => {
  const record = (more: Partial<LogRecord>): LogRecord => ({
    kind: 'access',
    text: '',
    time: null,
    level: null,
    remoteAddr: null,
    method: null,
    host: null,
    path: null,
    status: 200,
    requestTime: 0.1,
    upstream: 'shop-web-80',
    upstreamAddr: null,
    upstreamStatus: null,
    requestId: null,
    source: null,
    ...more,
  })
  const filter = (more: Partial<LogFilter>): LogFilter => ({
    host: undefined,
    upstreams: undefined,
    ingress: undefined,
    status: undefined,
    slow: undefined,
    errors: false,
    ...more,
  })
  const web = { namespace: 'shop', name: 'web' }

  it.each<[string, Partial<LogRecord>, Partial<LogFilter>, boolean]>([
    ['by host', { host: 'A.example:443' }, { host: 'a.example' }, true],
    ['by another host', { host: 'b.example' }, { host: 'a.example', upstreams: new Set(['shop-web-80']) }, false],
    ['by an upstream of the host', {}, { host: 'a.example', upstreams: new Set(['shop-web-80']) }, true],
    ['by Ingress', { source: { kind: 'Ingress', ...web } }, { ingress: web }, true],
    [
      'by another Ingress',
      { source: { kind: 'Ingress', ...web, name: 'x' } },
      { ingress: web, upstreams: new Set(['shop-web-80']) },
      false,
    ],
    ['by an upstream of the Ingress', {}, { ingress: web, upstreams: new Set(['shop-web-80']) }, true],
    ['by what the controller says of it', { kind: 'controller', text: 'x shop/web y' }, { ingress: web }, true],
    ['by status', { status: 503 }, { status: [[500, 599]] }, true],
    ['by another status', {}, { status: [[500, 599]] }, false],
    ['no request at all, by status', { kind: 'other', status: null }, { status: [[200, 299]] }, false],
    ['slow', { requestTime: 1 }, { slow: 1 }, true],
    ['quick', {}, { slow: 1 }, false],
    ['an error of nginx', { kind: 'error', level: 'crit', status: null }, { errors: true }, true],
    ['a warning', { kind: 'controller', level: 'warn', status: null }, { errors: true }, false],
    ['a request that failed', { status: 500 }, { errors: true }, true],
    ['both', { status: 500, requestTime: 0.1 }, { errors: true, slow: 1 }, false],
  ])('%s', (_name, more, asked, expected) => {
    expect(wanted(record(more), filter(asked))).toBe(expected)
  })
})
