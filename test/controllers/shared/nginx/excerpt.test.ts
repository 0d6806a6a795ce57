/** Parts of a configuration: which server and location are found, by which rule, and what of them is shown. */
import { describe, expect, it } from 'vitest'
import { excerpt } from '../../../../src/controllers/shared/nginx/conf/excerpt.js'
import type { ConfPart } from '../../../../src/domain/controllers/conf-part.js'

const conf = `events { }
http {
  proxy_cache off;
  upstream upstream_balancer { server 0.0.0.1; }
  server { server_name _; listen 80 default_server; listen 443 default_server ssl; location / { return 404; } }
  server { server_name shop.example "*.cdn.example"; listen 80; listen 443 ssl;
    proxy_set_header Authorization "Basic dXNlcjpwYXNz";
    location / { return 201; }
    location /cart { return 202; }
    location = /cart { return 203; }
    location ^~ /static/ { return 204; }
    location ~* \\.png$ { return 205; }
  }
  server { server_name ~^(?<subdomain>[\\w-]+)\\.shop\\.example$; listen 80; listen 443; location / { return 206; } }
  server { server_name old.example; listen 80; listen 443; ## end server old.example
    location / { more_set_headers "X: }"; } }
  server { listen 127.0.0.1:10246; server_name shop.example; location / { return 207; } }
}
stream { upstream tcp { server 0.0.0.2:1; } }
`

async function* bytes(text: string, size = 7): AsyncGenerator<Uint8Array> {
  const all = new TextEncoder().encode(text)
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size)
}

const part = (more: Partial<ConfPart>): ConfPart => ({
  host: undefined,
  path: undefined,
  blocks: undefined,
  showSensitive: false,
  ...more,
})

async function of(more: Partial<ConfPart>, text = conf) {
  const { chunks, notes, found, whole } = await excerpt(bytes(text), part(more), [80, 443])
  let shown = ''
  for await (const chunk of chunks) shown += chunk
  return { shown, notes, found, whole }
}

describe('the server of a host', () => {
  it.each<[string, string, RegExp]>([
    ['shop.example', 'return 203', /^line 6: server_name shop\.example is the name itself/],
    ['a.b.cdn.example', 'return 203', /^line 6: server_name \*\.cdn\.example covers it/],
    ['x.shop.example', 'return 206', /^line 14: .* matches it as the first regex/],
    ['nowhere.example', 'return 404', /^line 5: no server_name matches nowhere\.example: the default server answers/],
    ['old.example', 'more_set_headers', /^line 15: /],
  ])('%s', async (host, expected, note) => {
    const { shown, notes } = await of({ host })
    expect(shown).toContain(expected)
    expect(shown.trim().startsWith('server {')).toBe(true)
    expect(shown.trim().endsWith('}')).toBe(true)
    expect(notes).toEqual([expect.stringMatching(note)])
  })

  it('is one for each socket, where they differ', async () => {
    const { shown, notes } = await of(
      { host: 'plain.example' },
      conf.replace('shop.example "', 'plain.example "').replace('listen 443 ssl;\n', '\n'),
    )
    expect(notes).toEqual([
      expect.stringMatching(/^line 6: .*listen 80\)$/),
      expect.stringMatching(/default server answers \(listen 443\)$/),
    ])
    expect(shown).toContain('return 404')
  })

  it('is the same however the file is cut into chunks', async () => {
    for (const size of [1, 2, 3, 50, 100_000]) {
      const { chunks } = await excerpt(bytes(conf, size), part({ host: 'shop.example' }), [80, 443])
      expect([...(chunks as string[])].join('')).toContain('return 205')
    }
  })

  it('masks what is secret, unless it is asked for', async () => {
    expect((await of({ host: 'shop.example' })).shown).toContain('Authorization "<masked>"')
    expect((await of({ host: 'shop.example', showSensitive: true })).shown).toContain('Basic dXNlcjpwYXNz')
  })

  it('says where the file breaks', async () => {
    const { notes, whole } = await of({ host: 'shop.example' }, conf.slice(0, conf.indexOf('location = /cart')))
    expect(notes.some((note) => /the file is cut at line \d+, column \d+/.test(note))).toBe(true)
    expect(whole).toBe(false)
    await expect(of({ blocks: 'http' }, conf.slice(0, 300))).rejects.toMatchObject({ value: { reason: 'cut-short' } })
  })
})

describe('the location of a path', () => {
  it.each<[string, string | null]>([
    ['/', '201'],
    ['/cart', '203'],
    ['/cart/', '202'],
    ['/cartwheel', '202'],
    ['//cart', '203'],
    ['/x/../cart?y=1', '203'],
    ['/%63art', '203'],
    ['/a.PNG', '205'],
    ['/cart/a.png', '205'],
    ['/static/a.png', '204'],
    ['/..', null],
  ])('%s is answered by %s', async (path, code) => {
    const { shown, found } = await of({ host: 'shop.example', path })
    expect(/return (\d+)/.exec(shown)?.[1] ?? null).toBe(code)
    expect(found).toBe(code !== null)
  })

  it('without a host is one of the default server', async () => {
    expect((await of({ path: '/cart' })).shown).toContain('return 404')
  })
})

describe('blocks', () => {
  it('http without its servers', async () => {
    const { shown } = await of({ blocks: 'http' })
    expect(shown).toContain('proxy_cache off;')
    expect(shown).not.toContain('server_name')
  })

  it('stream, and every upstream', async () => {
    expect((await of({ blocks: 'stream' })).shown).toBe('stream { upstream tcp { server 0.0.0.2:1; } }\n')
    expect((await of({ blocks: 'upstream' })).shown.match(/upstream \w+ \{/g)).toEqual([
      'upstream upstream_balancer {',
      'upstream tcp {',
    ])
  })
})
