/** What nginx' log says of requests that failed is told of the Ingress that they were for. */
import { expect, it } from 'vitest'
import { fixOf, sentenceOf } from '../../../../src/findings/catalogue.js'
import { rows } from '../../../support/why/told.js'
import { ingress } from '../../../support/worlds/ingress-world.js'

type Annotations = Readonly<Record<string, string>>

const line = (words: string, path = '/x?token=1', host = 'a.test', upstream = '') =>
  `2026/01/02 03:04:05 [error] 31#31: *5 ${words}, client: 10.0.0.9, server: ${host}, request: "GET ${path} HTTP/1.1"${upstream}, host: "${host}"`
const conf =
  'events {} http { server { server_name a.test; listen 80; location "/" { set $namespace "shop"; set $ingress_name "a"; set $location_path "/"; set $proxy_upstream_name "shop-web-80"; } } }'

async function told(lines: readonly string[], annotations: Annotations = {}) {
  const found = await rows(
    {
      ingresses: [ingress('shop/a', { rules: { 'a.test': ['/ Prefix web:80'] }, annotations })],
      secrets: [{ kind: 'Secret', metadata: { namespace: 'shop', name: 'ca' }, data: { 'ca.crt': 'eA==' } }],
    },
    {
      replica: { kind: 'Pod', namespace: 'edge', name: 'p' },
      hasConf: () => true,
      conf: (read) =>
        read(
          (async function* () {
            yield new TextEncoder().encode(conf)
          })(),
        ),
      logIfAny: async () => lines,
    },
  )
  expect(found.every(({ served }) => served)).toBe(true)
  return found.flatMap(({ causes }) => causes).filter(({ code }) => code === 'failure-logged')
}

const upstream = (scheme: string) => `, upstream: "${scheme}://10.1.0.1:8080/x"`
const reloaded = 'I0102 03:05:00.000000 7 controller.go:228] "Backend successfully reloaded"'
const https = { 'backend-protocol': 'HTTPS' }
const grpc = { 'backend-protocol': 'GRPC' }

/** `after`: the annotations once the fix is done; null: it is none of annotations. */
it.each<[words: string, says: RegExp, fix: RegExp, after: Annotations | null, before?: Annotations, scheme?: string]>([
  [
    'upstream sent too big header while reading response header from upstream',
    /proxy-buffer-size \(4k\): clients get 502/,
    /^Set annotation proxy-buffer-size: "16k"/,
    { 'proxy-buffer-size': '16k' },
  ],
  [
    'client intended to send too large body: 20971520 bytes',
    /a body of 20971520 bytes/,
    /^Set annotation proxy-body-size: "20m"\.$/,
    { 'proxy-body-size': '20m' },
  ],
  [
    'client intended to send too large chunked body: 3145728 bytes',
    /a body of 3145728 bytes/,
    /^Set annotation proxy-body-size: "3m"\.$/,
    { 'proxy-body-size': '3m' },
  ],
  [
    'upstream timed out (110: Operation timed out) while reading response header from upstream',
    /in 60 seconds \(proxy-read-timeout\): clients get 504/,
    /^Set annotation proxy-read-timeout: "240"/,
    { 'proxy-read-timeout': '240' },
  ],
  [
    'connect() failed (111: Connection refused) while connecting to upstream',
    /nothing listens on 10\.1\.0\.1:8080/,
    /targetPort .* \(8080\)\.$/,
    null,
  ],
  [
    'upstream timed out (110: Operation timed out) while connecting to upstream',
    /10\.1\.0\.1:8080 cannot be reached/,
    /network policies/,
    null,
  ],
  [
    'SSL_do_handshake() failed (SSL: error:1408F10B:SSL routines:ssl3_get_record:wrong version number) while SSL handshaking to upstream',
    /speaks no TLS/,
    /^Take backend-protocol off/,
    {},
    https,
    'https',
  ],
  [
    'upstream sent too large http2 frame: 4740180 while reading response header from upstream',
    /speaks HTTP\/1\.1, and is spoken to over gRPC/,
    /^Take backend-protocol off/,
    {},
    grpc,
    'grpc',
  ],
  [
    'upstream sent no valid HTTP/1.0 header while reading response header from upstream',
    /another language/,
    /^Set backend-protocol: "GRPC"/,
    grpc,
  ],
  [
    'upstream SSL certificate does not match "upstream_balancer" while SSL handshaking to upstream',
    /not the one that proxy-ssl-\*/,
    /^Set proxy-ssl-name/,
    { ...https, 'proxy-ssl-secret': 'shop/ca', 'proxy-ssl-name': 'web.shop' },
    { ...https, 'proxy-ssl-secret': 'shop/ca' },
    'https',
  ],
  [
    'upstream prematurely closed connection while reading response header from upstream',
    /closed the connection/,
    /needs backend-protocol/,
    https,
  ],
  [
    'recv() failed (104: Connection reset by peer) while reading response header from upstream',
    /closed the connection/,
    /upstream-keepalive-timeout/,
    null,
  ],
  [
    'access forbidden by rule',
    /10\.0\.0\.9 is not let in by whitelist-source-range: clients get 403/,
    /^Put 10\.0\.0\.9 on whitelist-source-range/,
    { 'whitelist-source-range': '192.0.2.0/24,10.0.0.9' },
    { 'whitelist-source-range': '192.0.2.0/24' },
    '',
  ],
  [
    'access forbidden by rule',
    /not let in by denylist-source-range/,
    /^Take 10\.0\.0\.9 off denylist-source-range/,
    { 'denylist-source-range': '192.0.2.0/24' },
    { 'denylist-source-range': '10.0.0.0/8' },
    '',
  ],
  [
    'limiting requests, excess: 0.5 by zone "shop_a_1_rps"',
    /more than 5 requests a second \(limit-rps\): clients get 503/,
    /^Set annotation limit-rps: "20"/,
    { 'limit-rps': '20' },
    { 'limit-rps': '5' },
    '',
  ],
  [
    'limiting connections by zone "shop_a_1_conn"',
    /more than 2 connections at a time/,
    /^Set annotation limit-connections: "8"/,
    { 'limit-connections': '8' },
    { 'limit-connections': '2' },
    '',
  ],
])('%s', async (words, says, fix, after, before = {}, scheme = 'http') => {
  const said = (path: string, host?: string) => line(words, path, host, scheme && upstream(scheme))
  const lines = [said('/x?token=1'), said('/x?token=1'), said('/', 'nobody.test')]
  const found = await told(lines, before)
  expect(found).toMatchObject([{ facts: { host: 'a.test', path: '/x' } }])
  expect(found.map(sentenceOf)).toEqual([expect.stringMatching(says)])
  expect(found.map(fixOf)).toEqual([expect.stringMatching(fix)])
  if (after === null) expect(await told([...lines, reloaded], before)).toHaveLength(1)
  else expect(await told([...lines, reloaded], after)).toEqual([])
})

it('who said a size is told of it as long as nothing was loaded since, and anew', async () => {
  const words = 'upstream sent too big header while reading response header from upstream'
  const set = { 'proxy-buffer-size': '8k' }
  for (const lines of [[line(words)], [reloaded, line(words)], [line(words), reloaded, line(words)]])
    expect(await told(lines, set)).toHaveLength(1)
  expect(await told([line(words), reloaded], {})).toHaveLength(1)
})

it('a body that has room by now is told of no more', async () => {
  const lines = [line('client intended to send too large body: 20971520 bytes')]
  expect(await told(lines, { 'proxy-body-size': '20m' })).toEqual([])
  expect(await told(lines, { 'proxy-body-size': '19m' })).toHaveLength(1)
})

it('of other lines nothing is made', async () => {
  expect(await told([line('open() "/x" failed (2: No such file or directory)'), 'I0102 reloaded'])).toEqual([])
})
