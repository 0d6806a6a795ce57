/** Lines of an input, and the flags around them, as requests. */
import { describe, expect, it } from 'vitest'
import { meantTraits } from '../../../src/cli/flags/trace.js'
import { type RequestTraits, requestOfJson, requestOfLine, requestOfUrl } from '../../../src/cli/trace/requests.js'
import { logOf } from '../../../src/controllers/ingress-nginx/logs.js'
import { Problem } from '../../../src/domain/problem.js'

const plain: RequestTraits = {
  method: 'GET',
  headers: new Map(),
  host: undefined,
  clientAddress: null,
  httpVersion: '1.1',
}
const withHost = '$host $remote_addr [$time_local] "$request" $status'

/** `METHOD scheme host target sni {headers}`, or what is wrong. */
function told(line: string, traits = plain, format: string | null = null): string | null {
  const read = requestOfLine(line, traits, logOf(format).read)
  if (read === null || 'wrong' in read) return read?.wrong ?? null
  const headers = [...read.headers].map(([name, value]) => ` ${name}=${value}`).join('')
  return `${read.method} ${read.scheme} ${read.host} ${read.target} ${read.sni}${headers}`
}

describe('a line', () => {
  it.each<[string, string | null]>([
    ['', null],
    ['   \t', null],
    ['# a comment', null],
    ['http://a/b', 'GET http a /b null'],
    ['  https://a/b  \r', 'GET https a /b a'],
    ['ftp://a', 'its scheme is ftp, not http or https'],
    ['{"host": "a"}', 'GET http a / null'],
    ['{"scheme": "https", "host": "A:8443", "path": "//x/../y z", "method": "PUT"}', 'PUT https A:8443 //x/../y z a'],
    ['{"path": "x"}', 'GET http null x null'],
    ['{"path": "*", "host": "a.test", "scheme": "https", "id": 7, "status": 400}', 'GET https a.test * a.test'],
    ['{"path": "/", "host": "a.test", "scheme": "https", "sni": "b.test"}', 'GET https a.test / b.test'],
    ['{"path": "/", "host": "a.test", "headers": {}, "log": {"up": "x"}}', 'GET http a.test / null'],
    ['{"host": "a", "headers": {"X-Canary": "always", "Host": "b"}}', 'GET http b / null x-canary=always'],
    ['{"host": "a", "headers": {"x-a": ["1", 2], "x-b": 3}}', 'GET http a / null x-a=1, 2 x-b=3'],
    ['{"host": "a", "path": "/\\u0000"}', 'it holds a control character'],
    ['{"host": "a", "path": "/a\\r\\nHost: b"}', 'it holds a control character'],
    ['{"host": "a", "path": 7}', '"path" is a text'],
    ['{"host": 7}', '"host" is a text, or null'],
    ['{"host": "a", "scheme": "ftp"}', '"scheme" is http, https, tcp or udp'],
    ['{"host": "a", "method": "A B"}', '"method" is a word'],
    ['{"host": "a", "headers": 1}', '"headers" is an object'],
    ['{"host": "a", "headers": {"A B": "c"}}', '"headers" has no text, number or list of texts for "A B"'],
    ['{"host": "a", "headers": {"a": "\\n"}}', '"headers" has no text, number or list of texts for "a"'],
    ['{"host": "a", "headers": {"a": ["b", {}]}}', '"headers" has no text, number or list of texts for "a"'],
    ['{"other": 1}', 'it has neither "host" nor "path"'],
    ['{broken', 'it begins like JSON, and is none'],
    ['{"headers": {}}', 'it has neither "host" nor "path"'],
  ])('%s', (line, read) => {
    expect(told(line)).toBe(read)
  })
})

describe('a line of an access log', () => {
  const usual =
    '192.0.2.7 - - [24/Nov/2026:03:00:00 +0000] "POST /a//b?c HTTP/1.1" 200 1 "-" "-" 1 0.001 [default-web-80] [] 10.0.0.1:8080 1 0.001 200 id'

  it('of the usual format needs a host', () => {
    expect(told(usual)).toBe("the access log's format does not contain the host: say it with -H 'Host: …'")
    expect(told(usual, { ...plain, host: 'a' })).toBe('POST http a /a//b?c null')
  })

  it('is read by the format of the controller', () => {
    expect(told('a.example 192.0.2.7 [x] "GET /b HTTP/1.1" 200', plain, withHost)).toBe('GET http a.example /b null')
  })

  it('of JSON is told from ours by its other keys', () => {
    const format = '{"time": "$time_iso8601", "host": "$host", "path": "$request_uri", "method": "$request_method"}'
    const line = '{"time": "x", "host": "a", "path": "/b", "method": "HEAD"}'
    expect(told(line, plain, format)).toBe('HEAD http a /b null')
  })
})

describe('flags', () => {
  const traits = (flags: Readonly<Record<string, unknown>>) => meantTraits(flags)

  it('make what every request has', () => {
    const meant = traits({
      header: ['X-A: 1', 'x-a:2', 'Host: b:81', 'Cookie: a=1'],
      cookie: ['b=2'],
      request: 'PUT',
      fromIp: '2001:db8::7',
      'http1.0': true,
    })
    expect(requestOfUrl('https://a/x', meant)).toEqual({
      scheme: 'https',
      method: 'PUT',
      host: 'b:81',
      sni: 'a',
      target: '/x',
      headers: new Map([
        ['x-a', '1, 2'],
        ['cookie', 'a=1; b=2'],
      ]),
      clientAddress: '2001:db8::7',
      httpVersion: '1.0',
      address: 'a',
      port: 443,
    })
  })

  it('of JSON without a host is one of HTTP/1.0, the only one that may come so', () => {
    const of = (value: Readonly<Record<string, unknown>>) => requestOfJson(value, traits({}))
    expect(of({ host: null, path: '/' })).toMatchObject({ host: null, httpVersion: '1.0' })
    expect(of({ host: 'a.test', path: '/' })).toMatchObject({ host: 'a.test', httpVersion: '1.1' })
    expect(of({ path: '/', headers: { Host: 'a.test' } })).toMatchObject({ host: 'a.test', httpVersion: '1.1' })
  })

  it('can leave Host out, or send an empty one', () => {
    expect(requestOfUrl('http://a/', traits({ header: ['Host:'] })).host).toBe(null)
    expect(requestOfUrl('http://a/', traits({ header: ['Host;'] })).host).toBe('')
  })

  it.each<[Readonly<Record<string, unknown>>, string]>([
    [{ header: ['no colon'] }, 'invalid -H: it is no header'],
    [{ header: [': x'] }, 'invalid -H: it is no header'],
    [{ header: ['a b: x'] }, 'invalid -H: it is no header'],
    [{ header: ['a: x\r\nb: y'] }, 'invalid -H: it is no header'],
    [{ cookie: ['novalue'] }, 'invalid --cookie'],
    [{ request: 'G T' }, 'invalid -X "G T"'],
    [{ fromIp: '1.2.3' }, 'invalid --from-ip "1.2.3"'],
    [{ fromIp: '1.2.3.256' }, 'invalid --from-ip "1.2.3.256"'],
    [{ fromIp: 'a:b' }, 'invalid --from-ip "a:b"'],
  ])('%j is refused', (flags, message) => {
    expect(() => traits(flags)).toThrow(Problem)
    try {
      traits(flags)
    } catch (error) {
      expect((error as Problem).value.facts).toMatchObject({ message })
    }
  })

  it.each([
    ['http://ann:secret@a/', 'invalid URL: it holds a user name: leave out what stands before the @'],
    ['ftp://a', 'invalid URL "ftp://a": its scheme is ftp, not http or https'],
  ])('a bad URL is told without its password: %s', (url, message) => {
    try {
      requestOfUrl(url, plain)
      expect.unreachable()
    } catch (error) {
      expect((error as Problem).value.facts).toMatchObject({ message })
    }
  })
})
