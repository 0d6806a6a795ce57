/** URLs as people type them: what is sent, what is refused, and that a path is never rewritten. */
import { describe, expect, it } from 'vitest'
import { requestHost } from '../../src/domain/requests/host.js'
import { nextRequest } from '../../src/domain/requests/next-request.js'
import type { TraceRequest } from '../../src/domain/requests/trace.js'
import { parseRequestUrl } from '../../src/domain/requests/url.js'
import { HostNames } from '../../src/domain/routes/host-names.js'

const parsed = (text: string) => {
  const url = parseRequestUrl(text)
  return 'wrong' in url
    ? url.wrong
    : [url.scheme, url.host, url.target, ...(url.sni === null ? [] : [url.sni])].join(' ')
}

describe('what is sent', () => {
  it.each([
    ['http://shop.example.com/cart', 'http shop.example.com /cart'],
    ['shop.example.com/cart', 'http shop.example.com /cart'],
    ['shop.example.com:8080/x', 'http shop.example.com:8080 /x'],
    ['localhost', 'http localhost /'],
    ['localhost:', 'http localhost /'],
    ['//a/b', 'http a /b'],
    ['HTTPS://Shop.Example.com./x', 'https Shop.Example.com. /x shop.example.com'],
    ['https://a:443/', 'https a / a'],
    ['https://a:80/', 'https a:80 / a'],
    ['http://a:80', 'http a /'],
    ['http://a?x=1', 'http a /?x=1'],
    ['http://a#top', 'http a /'],
    ['http://a/b?c#d?e', 'http a /b?c'],
    ['http://a//b/../c/./%2F;p=1', 'http a //b/../c/./%2F;p=1'],
    ['http://a/b c', 'http a /b%20c'],
    ['http://a/ä?ö=\ud800', 'http a /%C3%A4?%C3%B6=%EF%BF%BD'],
    ['http://a/|{}^"<>`\\', 'http a /|{}^"<>`\\'],
    ['http://bücher.example/x', 'http xn--bcher-kva.example /x'],
    ['https://BÜCHER.example', 'https xn--bcher-kva.example / xn--bcher-kva.example'],
    ['https://[2001:db8::1]:8443/x', 'https [2001:db8::1]:8443 /x'],
    ['https://192.0.2.1/x', 'https 192.0.2.1 /x'],
    ['http://under_score/', 'http under_score /'],
  ])('%s', (text, sent) => {
    expect(parsed(text)).toBe(sent)
  })

  it('is as long as it is', () => {
    const path = `/${'x'.repeat(200_000)}`
    expect(parsed(`http://a${path}`)).toBe(`http a ${path}`)
  })
})

describe('what is refused', () => {
  it.each([
    ['', 'it has no host'],
    ['http://', 'it has no host'],
    ['/cart', 'it has no host'],
    ['http:///x', 'it has no host'],
    ['ftp://a/', 'its scheme is ftp, not http or https'],
    ['mailto:x@example.com', 'its scheme is mailto, not http or https'],
    ['http://ann:secret@a/', 'it holds a user name: leave out what stands before the @'],
    ['http://a:http/', '"http" is not a port'],
    ['http://a:65536/', '"65536" is not a port'],
    ['http://a b/', '"a b" is not a host'],
    ['http://a%2Fb/', '"a%2Fb" is not a host'],
    ['http://*.a/', '"*.a" is not a host'],
    ['http://[::1/', '"[::1" is not a host'],
    ['http://[::g]/', '"[::g]" is not a host'],
    ['http://a/\u0007', 'it holds a control character'],
    ['http://a/x\r\nHost: b', 'it holds a control character'],
    ['http://:80/', '":80" is not a host'],
  ])('%j', (text, wrong) => {
    expect(parsed(text)).toBe(wrong)
  })
})

describe('the Host header in normal form', () => {
  it.each<[string | null, string | null]>([
    ['Shop.Example.com.:8080', 'shop.example.com'],
    ['[::1]:80', '[::1]'],
    ['a:', 'a'],
    ['', null],
    [':80', null],
    [null, null],
  ])('%s', (host, normal) => {
    expect(requestHost(host)).toBe(normal)
  })
})

const from = (more: Partial<TraceRequest> = {}): TraceRequest => ({
  scheme: 'https',
  method: 'POST',
  host: 'a.example',
  target: '/x/y?q',
  headers: new Map([['x-canary', 'always']]),
  clientAddress: null,
  httpVersion: '1.1',
  sni: 'a.example',
  ...more,
})

describe('the next request', () => {
  it.each<[location: string, status: number, sent: string]>([
    ['https://b.example:8443/z', 301, 'GET https b.example:8443 /z b.example'],
    ['http://a.example/z#top', 308, 'POST http a.example /z null'],
    ['//b.example/z', 307, 'POST https b.example /z b.example'],
    ['/z', 302, 'GET https a.example /z a.example'],
    ['z?1', 302, 'GET https a.example /x/z?1 a.example'],
    ['?1', 302, 'GET https a.example /x/y?1 a.example'],
    ['#top', 302, 'GET https a.example /x/y?q a.example'],
  ])('after %s (%i)', (location, status, sent) => {
    const next = nextRequest(from(), location, status)
    if ('wrong' in next) throw new Error(next.wrong)
    expect(`${next.method} ${next.scheme} ${next.host} ${next.target} ${next.sni}`).toBe(sent)
    expect(next.headers.get('x-canary')).toBe('always')
  })

  it('stays a HEAD', () => {
    expect(nextRequest(from({ method: 'HEAD' }), '/z', 303)).toMatchObject({ method: 'HEAD' })
  })

  it.each(['myapp://open', 'http://', 'https://u:p@b/'])('%s cannot be followed', (location) => {
    expect(nextRequest(from(), location, 302)).toHaveProperty('wrong')
  })
})

describe('who names a host', () => {
  const names = new HostNames<string>()
  for (const name of ['a.example.com', '*.example.com']) names.add(name, 'one')
  for (const name of ['A.EXAMPLE.com', 'b.c.example.com']) names.add(name, 'two')

  it.each([
    ['a.example.com', ['one', 'two']],
    ['x.example.com', ['one']],
    ['b.c.example.com', ['two', 'one']],
    ['example.com', []],
    ['com', []],
  ])('%s', (host, owners) => {
    expect(names.ownersOf(host)).toEqual(owners)
  })
})
