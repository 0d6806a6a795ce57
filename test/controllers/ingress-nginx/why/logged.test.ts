/** What nginx' log says of requests that failed is told of the Ingress that they were for. */
import { expect, it } from 'vitest'
import { fixOf } from '../../../../src/findings/catalogue.js'
import { rows } from '../../../support/why/told.js'
import { ingress } from '../../../support/worlds/ingress-world.js'

const line = (words: string, path = '/x?token=1', host = 'a.test') =>
  `2026/01/02 03:04:05 [error] 31#31: *5 ${words}, client: 10.0.0.9, server: ${host}, request: "GET ${path} HTTP/1.1", upstream: "http://10.1.0.1:8080${path}", host: "${host}"`
const conf =
  'events {} http { server { server_name a.test; listen 80; location "/" { set $namespace "shop"; set $ingress_name "a"; set $location_path "/"; set $proxy_upstream_name "shop-web-80"; } } }'

async function told(lines: readonly string[], annotations = {}) {
  const found = await rows(
    { ingresses: [ingress('shop/a', { rules: { 'a.test': ['/ Prefix web:80'] }, annotations })] },
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
  return found.flatMap(({ causes }) => causes).filter(({ code }) => code === 'failure-logged')
}

it.each<[words: string, fix: RegExp]>([
  [
    'upstream sent too big header while reading response header from upstream',
    /^Set annotation proxy-buffer-size: "16k"/,
  ],
  ['client intended to send too large body: 20971520 bytes', /^Set annotation proxy-body-size: "20m"\.$/],
  [
    'upstream timed out (110: Operation timed out) while reading response header from upstream',
    /^Set annotation proxy-read-timeout: "240"/,
  ],
  ['connect() failed (111: Connection refused) while connecting to upstream', /targetPort .* \(8080\)\.$/],
  [
    'SSL_do_handshake() failed (SSL: error:1408F10B:SSL routines:ssl3_get_record:wrong version number) while SSL handshaking to upstream',
    /^Take backend-protocol off/,
  ],
  ['upstream prematurely closed connection while reading response header from upstream', /needs backend-protocol/],
])('%s', async (words, fix) => {
  const found = await told([line(words), line(words), line(words, '/', 'nobody.test')])
  expect(found).toMatchObject([{ facts: { host: 'a.test', path: '/x' } }])
  expect(found.map(fixOf)).toEqual([expect.stringMatching(fix)])
})

it('a body that has room by now is told of no more', async () => {
  const lines = [line('client intended to send too large body: 20971520 bytes')]
  expect(await told(lines, { 'proxy-body-size': '20m' })).toEqual([])
  expect(await told(lines, { 'proxy-body-size': '19m' })).toHaveLength(1)
})

it('of other lines nothing is made', async () => {
  expect(await told([line('open() "/x" failed (2: No such file or directory)'), 'I0102 reloaded'])).toEqual([])
})
