/** What an answer tells of its way: locations, servers, upstreams, what was given up. */
import { describe, expect, it } from 'vitest'
import { Router } from '../../../src/languages/nginx/route/router.js'
import { parse } from '../../../src/languages/nginx/text/parse.js'
import { asked, routerOf, said } from './routers.js'

describe('an outcome', () => {
  const http = `rewrite_by_lua_file /x.lua; server { listen 80; server_name *.test; set $up "-";
    set_by_lua_block $to { return ngx.var.scheme .. "}" }
    location /a { set $up "a"; location /a/b { rewrite ^/a/(?<rest>.*) /c/$rest last; } if ($arg_go) { return 308 $to; } }
    location /c { set $up "c-$rest"; if ($args) { proxy_pass http://y; } proxy_pass http://x; } }`

  it('says all that was on the way', () => {
    const { server, serverMatch, location, uri, args, variable, lua, steps } = routerOf(http).answer(asked('/a/b?q'))
    expect({
      name: serverMatch?.name,
      by: location?.by,
      line: location?.location.line,
      uri,
      args,
      lua: lua?.name,
    }).toEqual({
      name: '*.test',
      by: 'prefix',
      line: 4,
      uri: '/c/b',
      args: 'q',
      lua: 'rewrite_by_lua_file',
    })
    expect(server?.line).toBe(1)
    expect(['$up', '$rest', '$to'].map(variable)).toEqual(['c-b', 'b', undefined])
    expect(steps.map(({ line, subject, detail }) => `${line} ${subject} ${detail}`)).toEqual([
      '1 *.test answers for a.test',
      '3 location /a/b is the longest prefix: /a/b',
      '3 rewrite ^/a/(?<rest>.*) /c/$rest last makes it /c/b',
      '4 location /c is the longest prefix: /c/b',
      '4 if ($args) is true',
      '1 rewrite_by_lua_file runs, and may do anything',
    ])
  })

  it('is unknown where another module computes it, unless that is known', () => {
    const request = asked('/a?go=1')
    expect(said(routerOf(http), request)).toBe('unknown: $to is computed by set_by_lua_block')
    const router = new Router([80], (directive, read) => `${read('scheme')}://${directive.args[0]}`)
    for (const statement of parse(http).statements) router.offer(statement)
    expect(said(router, request)).toBe('308 http://$to')
  })

  it.each<[string, number, string]>([
    ['no server listens', 99, 'unknown: no server listens on port 99'],
    ['a name cannot be tried', 80, 'unknown: the server name ~(?R)x stands before others and cannot be tried here'],
    ['a location cannot be tried', 81, 'unknown: the pattern (?R)y of a location cannot be tried here'],
    ['a file is included', 82, 'unknown: what the included file x.conf says is not known'],
  ])('is unknown where %s', (_, port, expected) => {
    const router = routerOf(
      `server { listen 80; server_name ~(?R)x; } server { listen 81; location ~ (?R)y {} }
       server { listen 82; location / { include x.conf; return 200; } }`,
      [80, 81, 82],
    )
    expect(said(router, asked('/', { port }))).toBe(expected)
    expect(router.serverFor('a.test', port)?.match ?? null).toBeNull()
  })

  it('has the server of a host, and of a handshake, without a request', () => {
    const router = routerOf('server { server_name a.test; } server { server_name *.b.test ""; }')
    const lines = ['a.test', 'A.test.:80', 'x.b.test', 'nowhere', null].map(
      (host) => router.serverFor(host, 80)?.match?.name,
    )
    expect(lines).toEqual(['a.test', 'a.test', '*.b.test', undefined, ''])
    expect([router.serverFor('a..b', 80), router.serverFor('a.test', 1)]).toEqual([null, null])
  })
})
