/** nginx' own choice: server by name, location by path, and the path that it looks at. */
import { describe, expect, it } from 'vitest'
import { locationsIn } from '../../../src/languages/nginx/route/location-table.js'
import { normalisePath } from '../../../src/languages/nginx/route/request-target.js'
import { selectLocation } from '../../../src/languages/nginx/route/select-location.js'
import { matchName, NameBook, serverHead } from '../../../src/languages/nginx/servers/select-server.js'
import { parse } from '../../../src/languages/nginx/text/parse.js'

describe('a server name', () => {
  it.each<[string[], string, string | null, string?]>([
    [['a.example'], 'a.example', 'exact'],
    [['A.Example'], 'a.example', 'exact'],
    [['*.example'], 'a.b.example', 'leading-wildcard'],
    [['*.example'], 'example', null],
    [['.example'], 'example', 'exact'],
    [['.example'], 'a.example', 'leading-wildcard'],
    [['a.*'], 'a.example.com', 'trailing-wildcard'],
    [['a.*'], 'a.', null],
    [['*.example', 'a.*', '*.b.example'], 'a.b.example', 'leading-wildcard', '*.b.example'],
    [['.b.example', '*.b.example'], 'a.b.example', 'leading-wildcard', '.b.example'],
    [['~^a\\d+\\.example$', 'a.*'], 'a1.example', 'regex'],
    [['~^(?<subdomain>[\\w-]+)\\.example$'], 'x.example', 'regex'],
    [['~^(?<subdomain>[\\w-]+)\\.example$'], 'y.x.example', null],
    [['~^A\\.'], 'a.example', 'regex'],
    [['_'], 'a.example', null],
    [[], 'a.example', null],
  ])('%j for %s: %s', (names, host, by, name) => {
    const found = matchName(names, host)
    expect(found?.by ?? null).toBe(by)
    if (name !== undefined) expect(found?.name).toBe(name)
  })

  it('that is a pattern of PCRE only is named, not guessed', () => {
    const unknown: string[] = []
    expect(matchName(['~^a(?R)?\\.example$'], 'a.example', (name) => unknown.push(name))).toBeNull()
    expect(unknown).toEqual(['~^a(?R)?\\.example$'])
  })
})

describe('names of several servers', () => {
  it.each<[string[][], string[][]]>([
    [
      [['a.test'], ['.a.test']],
      [['a.test'], []],
    ],
    [
      [['.a.test'], ['a.test'], ['*.a.test']],
      [['.a.test'], [], []],
    ],
    [
      [['*.a.test'], ['.a.test'], ['a.test']],
      [['*.a.test'], [], []],
    ],
    [
      [['a.test'], ['*.a.test'], ['A.test']],
      [['a.test'], ['*.a.test'], []],
    ],
    [[['.a.test', '.A.test']], [['.a.test']]],
    [
      [['~^a'], ['~^a']],
      [['~^a'], ['~^a']],
    ],
  ])('of %j count %j', (servers, expected) => {
    const book = new NameBook()
    expect(servers.map((names) => book.add(names))).toEqual(expected)
  })
})

describe('sockets', () => {
  it.each<[string, unknown]>([
    ['listen 80;', [{ address: '80', port: 80, isDefault: false }]],
    ['listen 443 default_server ssl;', [{ address: '443', port: 443, isDefault: true }]],
    ['listen [::]:8080;', [{ address: '[::]:8080', port: 8080, isDefault: false }]],
    ['listen 127.0.0.1:10246;', [{ address: '127.0.0.1:10246', port: 10246, isDefault: false }]],
    ['listen 127.0.0.1;', [{ address: '127.0.0.1', port: 80, isDefault: false }]],
    ['listen unix:/tmp/a.sock;', [{ address: 'unix:/tmp/a.sock', port: null, isDefault: false }]],
    ['root /x;', [{ address: '80', port: 80, isDefault: false }]],
  ])('%s', (text, expected) => {
    const [server] = parse(`server { ${text} }`).statements
    expect(server && serverHead(server).sockets).toEqual(expected)
  })
})

/** The observed table of a real nginx: `= /foo`, `/foo/`, `/aaa/bbb/`, `= /aaa/bbb/`, `/`. */
const observed = 'location = /foo {} location /foo/ {} location /aaa/bbb/ {} location = /aaa/bbb/ {} location / {}'
const choose = (text: string, path: string) => {
  const normal = normalisePath(path)
  if (normal === null) return 400
  const [server] = parse(`server { ${text} }`).statements
  const found = selectLocation(server === undefined ? [] : locationsIn(server), normal)
  return found === null ? null : found.location.args.join(' ')
}

describe('a location', () => {
  it.each<[string, string | number]>([
    ['/foo', '= /foo'],
    ['//foo', '= /foo'],
    ['/./foo', '= /foo'],
    ['/x/../foo', '= /foo'],
    ['/x/%2e%2e/foo', '= /foo'],
    ['/%66oo', '= /foo'],
    ['/foo?x=1', '= /foo'],
    ['/foo%2Fx', '/foo/'],
    ['/foo//x', '/foo/'],
    ['/foo;v=1', '/'],
    ['/..', 400],
    ['/aaa/bbb/', '= /aaa/bbb/'],
    ['/aaa/bbb/c', '/aaa/bbb/'],
    ['/nothing', '/'],
  ])('%s of the observed ones is %s', (path, expected) => {
    expect(choose(observed, path)).toBe(expected)
  })

  it.each<[string, string, string | null]>([
    ['location /a {} location ~ ^/a {}', '/a/b', '~ ^/a'],
    ['location ^~ /a {} location ~ ^/a {}', '/a/b', '^~ /a'],
    ['location ~* "^/A" {} location ~ ^/a {}', '/a', '~* ^/A'],
    ['location ~ ^/A {}', '/a', null],
    ['location @x {} location / {}', '/', '/'],
    ['location ~ b$ {} location ~ ^/a {}', '/ab', '~ b$'],
    ['location =/a {} location / {}', '/a', '=/a'],
    ['location /a {} location /aa {}', '/aab', '/aa'],
    ['location /a {}', '/b', null],
    ['location /a/ { proxy_pass http://x; } location / {}', '/a', '/a/'],
    ['location /a/ {} location / {}', '/a', '/'],
    ['location /a { location ~ b {} location /a/c {} } location ~ c {}', '/a/b', '~ b'],
    ['location /a { location /a/c {} } location ~ c {}', '/a/c', '~ c'],
    ['location ^~ /a { location /a/c {} } location ~ c {}', '/a/c', '/a/c'],
  ])('of %s for %s is %s', (text, path, expected) => {
    expect(choose(text, path)).toBe(expected)
  })
})

describe('a path', () => {
  it.each<[string, string | null]>([
    ['/', '/'],
    ['/a/./b/', '/a/b/'],
    ['/a/b/..', '/a/'],
    ['/a/b/.', '/a/b/'],
    ['/a/../..', null],
    ['/%zz', null],
    ['/%00', null],
    ['/a%20b', '/a b'],
    ['/%C3%BC', '/ü'],
    ['/a#b', '/a'],
    ['a', null],
  ])('%s is %s', (raw, expected) => {
    expect(normalisePath(raw)).toBe(expected)
  })
})
