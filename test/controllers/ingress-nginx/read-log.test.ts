/** Lines of a log → records: the default format, formats of one's own, JSON, and the other voices in the same log. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logOf } from '../../../src/controllers/ingress-nginx/logs.js'
import { lineReader } from '../../../src/controllers/shared/nginx/logs/format.js'

const line =
  '192.0.2.7 - ann [24/Nov/2026:03:00:00 +0000] "GET /cart?a=b HTTP/1.1" 502 150 "https://x/" "agent (x; \\x22y\\x22)" 310 1.250 [shop-cart-80] [] 10.0.0.1:8080, 10.0.0.2:8080 0, 150 0.500, 0.750 502, 502 0123abc'

describe('the default format', () => {
  const read = logOf(null).read

  it('is read to the end, several upstreams and all', () => {
    expect(read(line)).toMatchObject({
      kind: 'access',
      text: line,
      time: '24/Nov/2026:03:00:00 +0000',
      remoteAddr: '192.0.2.7',
      method: 'GET',
      path: '/cart?a=b',
      status: 502,
      requestTime: 1.25,
      upstream: 'shop-cart-80',
      upstreamAddr: '10.0.0.1:8080, 10.0.0.2:8080',
      upstreamStatus: '502, 502',
      requestId: '0123abc',
      host: null,
      source: null,
    })
  })

  it.each<[string, string, object]>([
    [
      'no upstream',
      line.replace(/10\.0\.0\.1.*$/, '- - - - 0123abc').replace('[shop-cart-80]', '[]'),
      { upstream: null, upstreamAddr: null },
    ],
    [
      'an internal redirect',
      line.replace('10.0.0.1:8080, ', '10.0.0.1:8080 : '),
      { upstreamAddr: '10.0.0.1:8080 : 10.0.0.2:8080' },
    ],
    [
      'a request that is none',
      line.replace('GET /cart?a=b HTTP/1.1', '\\x16\\x03'),
      { method: '\\x16\\x03', path: null, status: 502 },
    ],
    [
      'an IPv6 upstream',
      line.replace('10.0.0.1:8080, 10.0.0.2:8080', '[fd00::1]:8080'),
      { upstreamAddr: '[fd00::1]:8080' },
    ],
  ])('%s', (_name, text, expected) => {
    expect(read(text)).toMatchObject({ kind: 'access', ...expected })
  })
})

describe('formats of one’s own', () => {
  it.each<[string, string, string, object]>([
    [
      'with host and Ingress',
      '$host $status $namespace/$ingress_name $request_time',
      'a.example 404 shop/web 0.1',
      { host: 'a.example', status: 404, source: { kind: 'Ingress', namespace: 'shop', name: 'web' } },
    ],
    [
      'with braces',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: so nginx writes variables
      '${host}|${request_method}|${request_uri}',
      'a.example|GET|/x',
      { host: 'a.example', method: 'GET', path: '/x' },
    ],
    [
      'JSON',
      '{"h": "$host", "s": $status, "t": "$request_time", "n": "$proxy_upstream_name"}',
      '{"h": "a.example", "s": 200, "t": "0.5", "n": "u"}',
      { host: 'a.example', status: 200, requestTime: 0.5, upstream: 'u' },
    ],
  ])('%s', (_name, format, text, expected) => {
    expect(logOf(format).read(text)).toMatchObject({ kind: 'access', ...expected })
  })

  it.each<[string | null, boolean, boolean]>([
    [null, false, false],
    ['$host', true, false],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: so nginx writes variables
    ['{"a": "${http_host}", "b": "$ingress_name"}', true, true],
    ['$hostname', false, false],
  ])('%s tells of the host: %s, of the Ingress: %s', (format, host, ingress) => {
    expect(logOf(format).tells).toEqual({ host, ingress })
  })
})

describe('the other voices', () => {
  it.each<[string, object]>([
    [
      '2026/11/24 03:00:00 [error] 30#30: *5 connect() failed, client: 192.0.2.7, server: a.example, request: "GET /x HTTP/1.1", upstream: "http://10.0.0.1:80/x", host: "a.example"',
      { kind: 'error', level: 'error', remoteAddr: '192.0.2.7', host: 'a.example', method: 'GET', path: '/x' },
    ],
    ['2026/11/24 03:00:00 [emerg] 30#30: invalid', { kind: 'error', level: 'emerg', host: null }],
    ['E1124 03:00:00.000001      7 controller.go:1] Unexpected failure', { kind: 'controller', level: 'error' }],
    ['I1124 03:00:00.000001 7 main.go:1] ok', { kind: 'controller', level: 'info' }],
    ['-----', { kind: 'other', level: null }],
    ['', { kind: 'other' }],
  ])('%s', (text, expected) => {
    expect(logOf(null).read(text)).toMatchObject({ text, ...expected })
  })

  it('never throw, whatever the line and the format', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (format, text) => {
        expect(logOf(format).read(text).text).toBe(text)
      }),
      { verbose: true },
    )
  })

  it('read back what a format wrote', () => {
    const value = fc.stringMatching(/^[A-Za-z0-9./:-]{1,12}$/)
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 8 }), (values) => {
        const format = values.map((_, i) => `$v${i}`).join(' | ')
        const read = lineReader(format)(values.join(' | '))
        expect([...(read?.values() ?? [])]).toEqual(values)
      }),
      { verbose: true },
    )
  })
})
