/** Which filter chain takes a connection: ours and a real Envoy, for generated names in the handshake. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readConfigDump } from '../../../src/languages/envoy/dump/read.js'
import { chooseChain } from '../../../src/languages/envoy/route/chains.js'
import { freePorts } from '../../support/free-ports.js'
import { randomFrom, seed } from '../../support/random.js'
import { withEnvoy } from '../envoy.js'
import { ask } from '../http.js'

const rounds = Math.ceil(Number(process.env.TKNG_PROXIES_ROUNDS ?? 12) / 4)
const requests = 150

const names = [
  'a.test',
  'b.test',
  'x.a.test',
  'y.x.a.test',
  'test.test',
  '*.a.test',
  '*.test',
  '*.x.a.test',
  'z.b.test',
]
const asked = [
  ...names.filter((name) => !name.startsWith('*')),
  'q.a.test',
  'deep.q.a.test',
  'A.TEST',
  'none.other',
  null,
  undefined,
]

function certificate(): { readonly chain: string; readonly key: string } {
  const folder = mkdtempSync(join(tmpdir(), 'tkng-envoy-'))
  try {
    const words = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=x'.split(' ')
    execFileSync('openssl', [...words, '-keyout', join(folder, 'key'), '-out', join(folder, 'crt')], {
      stdio: 'ignore',
    })
    return { chain: readFileSync(join(folder, 'crt'), 'utf8'), key: readFileSync(join(folder, 'key'), 'utf8') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** It answers with its own name. */
function chain(name: string, match: object, isTls: boolean, { chain, key }: ReturnType<typeof certificate>): object {
  const tls = {
    name: 'tls',
    typed_config: {
      '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext',
      common_tls_context: {
        tls_certificates: [{ certificate_chain: { inline_string: chain }, private_key: { inline_string: key } }],
      },
    },
  }
  const route = { name, match: { prefix: '/' }, direct_response: { status: 200, body: { inline_string: name } } }
  const manager = {
    '@type': 'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
    stat_prefix: 'x',
    delayed_close_timeout: '0s',
    route_config: { name: 'routes', virtual_hosts: [{ name: 'any', domains: ['*'], routes: [route] }] },
    http_filters: [
      {
        name: 'router',
        typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Router' },
      },
    ],
  }
  return {
    name,
    filter_chain_match: match,
    ...(isTls ? { transport_socket: tls } : {}),
    filters: [{ name: 'http', typed_config: manager }],
  }
}

function listener(port: number, random: (below: number) => number, own: ReturnType<typeof certificate>): object {
  const pick = <T>(items: readonly T[]) => items[random(items.length)] as T
  const used = new Set<string>()
  const chains = Array.from({ length: 6 }, (_, i) => {
    const transport = pick(['', '', 'tls', 'raw_buffer'])
    const servers = Array.from({ length: random(3) }, () => pick(names)).filter(
      (name) => !used.has(`${name} ${transport}`),
    )
    for (const name of servers) used.add(`${name} ${transport}`)
    if (servers.length === 0 && used.has(`* ${transport}`)) return null
    if (servers.length === 0) used.add(`* ${transport}`)
    const match = {
      ...(servers.length > 0 ? { server_names: [...new Set(servers)] } : {}),
      ...(transport === '' ? {} : { transport_protocol: transport }),
    }
    return chain(`chain-${i}`, match, transport === 'tls' || (transport === '' && random(2) === 0), own)
  }).filter((one) => one !== null)
  return {
    name: 'one',
    address: { socket_address: { address: '127.0.0.1', port_value: port } },
    listener_filters: [
      {
        name: 'tls',
        typed_config: {
          '@type': 'type.googleapis.com/envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector',
        },
      },
    ],
    filter_chains: chains,
    ...(random(2) === 0 ? { default_filter_chain: chain('default', {}, random(2) === 0, own) } : {}),
  }
}

it.each(Array.from({ length: rounds }, (_, i) => i))(`generated chains %i, TKNG_SEED=${seed}`, async (round) => {
  const random = randomFrom(seed + round * 104_729)
  const own = certificate()
  const [port = 0] = await freePorts(1)
  await withEnvoy({ static_resources: { listeners: [listener(port, random, own)] } }, async (dump) => {
    const { listeners } = await readConfigDump([dump])
    const wrong: unknown[] = []
    for (let i = 0; i < requests; i++) {
      const sni = asked[random(asked.length)]
      const reply = await ask(port, 'GET / HTTP/1.1\r\nhost: any\r\nconnection: close\r\n\r\n', sni)
      const chosen = chooseChain(listeners, { port, isTls: sni !== undefined, sni: sni ?? null })
      const ours = chosen.is === 'chain' ? chosen.chain.name : chosen.is
      const real = reply.status === 200 ? reply.body : 'closed'
      if (ours !== real) wrong.push({ sni, ours, real, reply: reply.status })
    }
    expect(wrong).toEqual([])
  })
})
