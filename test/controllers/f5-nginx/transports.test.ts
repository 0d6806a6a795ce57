/** TransportServers that have the TLS connections of a host: who has it, and what becomes of them, by the objects and by the files. */
import { describe, expect, it } from 'vitest'
import { servedTracer } from '../../../src/controllers/f5-nginx/observe/served.js'
import { ingress, rule } from '../../support/objects.js'
import { type F5Words, f5Line, f5Plan, f5Request, f5Told } from '../../support/worlds/f5-world.js'

const ts = (name: string, second: number, host = 'a.test', service = 'web', protocol = 'TLS_PASSTHROUGH') => ({
  metadata: { namespace: 'default', name, creationTimestamp: `2026-11-23T08:00:0${second}Z` },
  spec: {
    ...(host !== '' && { host }),
    listener: { name: protocol === 'TLS_PASSTHROUGH' ? 'tls-passthrough' : protocol.toLowerCase(), protocol },
    upstreams: [{ name: 'app', service, port: 80 }],
    action: { pass: 'app' },
  },
})
const flags = ['-enable-tls-passthrough']
const own = ingress(
  'own',
  { ingressClassName: 'nginx', rules: [rule('a.test', '/', 'web'), rule('b.test', '/', 'web')] },
  { metadata: { creationTimestamp: '2026-11-23T08:00:05Z' } },
)
const lines = (words: F5Words, urls: readonly string[]) => {
  const plan = f5Plan(words)
  return urls.map((url) => {
    const { verdict, source, upstream } = plan.answer(f5Request(url), true)
    return [verdict, source?.kind, upstream].filter((one) => one != null).join(' ')
  })
}
const urls = ['https://a.test/', 'http://a.test/', 'http://b.test/']

describe('the host belongs to the oldest, of whatever kind', () => {
  it.each<[string, F5Words, readonly string[]]>([
    [
      'to a TransportServer that is older than an Ingress, which keeps its other host',
      { flags, ingresses: [own], transportServers: [ts('old', 1)] },
      ['served TransportServer ts_default_old_app', 'not-found', 'served Ingress default-own-b.test-web-80'],
    ],
    [
      'not to one that is younger',
      { flags, ingresses: [own], transportServers: [ts('young', 9)] },
      ['denied', 'served Ingress default-own-a.test-web-80', 'served Ingress default-own-b.test-web-80'],
    ],
    [
      'to the older of two',
      { flags, ingresses: [], transportServers: [ts('young', 9), ts('old', 1)] },
      ['served TransportServer ts_default_old_app', 'not-found', 'not-found'],
    ],
    [
      'to none where the controller has no such listener',
      { ingresses: [own], transportServers: [ts('old', 1)] },
      ['denied', 'served Ingress default-own-a.test-web-80', 'served Ingress default-own-b.test-web-80'],
    ],
    [
      'to none of another listener',
      { flags, ingresses: [own], transportServers: [ts('old', 1, 'a.test', 'web', 'TCP')] },
      ['denied', 'served Ingress default-own-a.test-web-80', 'served Ingress default-own-b.test-web-80'],
    ],
    [
      'with nobody behind it',
      { flags, ingresses: [], transportServers: [ts('old', 1, 'a.test', 'no-such')] },
      ['unavailable TransportServer ts_default_old_app', 'not-found', 'not-found'],
    ],
  ])('%s', (_, words, wanted) => {
    expect(lines(words, urls)).toEqual(wanted)
  })

  it('why, routes and certificates tell the same', async () => {
    const words = { flags, ingresses: [own], transportServers: [ts('old', 1), ts('young', 9, 'b.test')] }
    expect(await f5Told(words)).toEqual({
      'own a.test/': 'NO host-taken',
      'own b.test/': 'yes',
      'old a.test': 'yes',
      'young b.test': 'NO host-taken',
    })
    const plan = f5Plan(words)
    expect(plan.customRoutes?.map(({ source, host, fate }) => [source.name, host, fate?.is])).toEqual([
      ['old', 'a.test', 'served'],
      ['young', 'b.test', 'lost'],
    ])
    expect(plan.certificateFor('a.test')).toMatchObject({ isPassedThrough: true })
  })
})

it('the files of a replica are read alike', async () => {
  const socket = 'unix:/var/lib/nginx/passthrough'
  const dump = `# configuration file /etc/nginx/nginx.conf:
http { include /etc/nginx/conf.d/*.conf; }
stream {
  map $ssl_preread_server_name $dest_internal_passthrough {
    default ${socket}-https.sock;
    include /etc/nginx/tls-passthrough-hosts.conf;
  }
  server { listen 443; ssl_preread on; proxy_protocol on; proxy_pass $dest_internal_passthrough; }
  include /etc/nginx/stream-conf.d/*.conf;
}
# configuration file /etc/nginx/conf.d/default-own.conf:
upstream default-own-b.test-web-80 { server 10.0.0.1:8080; }
server {
  listen 80; listen ${socket}-https.sock ssl proxy_protocol; server_name b.test;
  set $resource_type "ingress"; set $resource_name "own"; set $resource_namespace "default";
  location / { set $service "web"; proxy_pass http://default-own-b.test-web-80; }
}
# configuration file /etc/nginx/tls-passthrough-hosts.conf:
a.test ${socket}-default_old.sock;
# configuration file /etc/nginx/stream-conf.d/ts_default_old.conf:
upstream ts_default_old_app { zone ts_default_old_app 512k; server 10.0.0.1:8080; }
server { listen ${socket}-default_old.sock proxy_protocol; proxy_pass ts_default_old_app; }
`
  const plan = f5Plan({ flags, ingresses: [own], transportServers: [ts('old', 1)] })
  const tracer = await servedTracer(plan, [new TextEncoder().encode(dump)] as never)
  expect(tracer.answer(f5Request('https://a.test/'), true)).toMatchObject({
    verdict: 'served',
    source: { kind: 'TransportServer', name: 'old' },
    endpoints: ['10.0.0.1:8080'],
  })
  expect(tracer.answer(f5Request('https://b.test/'), true)).toMatchObject({
    verdict: 'served',
    source: { name: 'own' },
  })
  expect(f5Line(plan, 'http://a.test/')).toBe('not-found 404')
})

describe('listeners of their own', () => {
  const at = ['-global-configuration=edge/conf', '-external-service=front']
  const globalConfigurations = [
    {
      metadata: { namespace: 'edge', name: 'conf' },
      spec: {
        listeners: [
          { name: 'tcp', port: 6379, protocol: 'TCP' },
          { name: 'udp', port: 5353, protocol: 'UDP' },
        ],
      },
    },
  ]
  const front = {
    metadata: { namespace: 'edge', name: 'front' },
    spec: { ports: [{ port: 16379, targetPort: 6379 }] },
  }
  const secret = { tls: { secret: 'tls' } }
  const named = (name: string, second: number, host: string) => {
    const one = ts(name, second, host, 'web', 'TCP')
    return { ...one, spec: { ...one.spec, ...secret } }
  }
  const words = (...transportServers: readonly object[]): F5Words => ({
    ...{ flags: [...at, ...flags], ingresses: [], services: [front], globalConfigurations, transportServers },
  })
  const asked = (url: string) => {
    const [, stream = '', host = ''] = /^(tcp|udp):\/\/(.*)$/.exec(url) ?? []
    const port = Number(/:(\d+)$/.exec(host)?.[1])
    return { ...f5Request(`https://${host}/`), scheme: 'http' as const, port, stream: stream as 'tcp' | 'udp' }
  }
  const line = (plan: ReturnType<typeof f5Plan>, url: string) => {
    const { verdict, source, endpoints, losers } = plan.answer(asked(url), true)
    const lost = losers.map((one) => `${one.source.name} ${one.code}`)
    return [plan.takesStream?.(asked(url)), verdict, source?.name, endpoints?.join(' '), ...lost]
      .filter((one) => one != null)
      .join(' ')
  }

  it.each<[string, readonly object[], url: string, expected: string]>([
    ['whatever comes', [ts('r', 1, '', 'web', 'TCP')], 'tcp://x.test:16379', 'true served r 10.0.0.1:8080'],
    ['at the pod, too', [ts('r', 1, '', 'web', 'TCP')], 'tcp://10.0.0.9:6379', 'true served r 10.0.0.1:8080'],
    ['datagrams', [ts('u', 1, '', 'web', 'UDP')], 'udp://x.test:5353', 'true served u 10.0.0.1:8080'],
    ['no datagrams at one for connections', [ts('r', 1, '', 'web', 'TCP')], 'udp://x.test:6379', 'false not-found'],
    [
      'of two the older',
      [ts('young', 2, '', 'web', 'TCP'), ts('old', 1, '', 'web', 'TCP')],
      'tcp://x.test:6379',
      'true served old 10.0.0.1:8080 young host-taken',
    ],
    [
      'by the name of a handshake',
      [ts('any', 1, '', 'web', 'TCP'), named('one', 2, 'a.test')],
      'tcp://a.test:6379',
      'true served one 10.0.0.1:8080',
    ],
    ['with nobody behind', [ts('r', 1, '', 'none', 'TCP')], 'tcp://x.test:6379', 'true unavailable r '],
    ['TLS of a host', [ts('p', 1)], 'tcp://a.test:443', 'true served p 10.0.0.1:8080'],
    ['of no other host', [ts('p', 1)], 'tcp://b.test:443', 'false not-found'],
  ])('take %s', (_, transportServers, url, expected) => {
    expect(line(f5Plan(words(...transportServers)), url)).toBe(expected)
  })

  it('are told where they are not there, taken or asked for in vain', async () => {
    const bad = ts('bad', 3, 'a.test', 'web', 'UDP')
    expect(await f5Told(words(ts('young', 2, '', 'web', 'TCP'), ts('old', 1, '', 'web', 'TCP'), bad))).toEqual({
      'young *': 'NO host-taken',
      'old *': 'yes',
      bad: 'NO rejected',
      'bad a.test': 'NO rejected',
    })
    expect(await f5Told({ ...words(ts('r', 1, '', 'web', 'TCP')), globalConfigurations: [] })).toEqual({
      r: 'NO rejected',
      'r *': 'NO rejected',
    })
    expect(await f5Told({ ...words(ts('p', 1)), flags: at })).toEqual({ p: 'NO rejected', 'p a.test': 'NO rejected' })
  })

  it('are read in the files of a replica alike', async () => {
    const dump = `# configuration file /etc/nginx/nginx.conf:
http { include /etc/nginx/conf.d/*.conf; }
stream { include /etc/nginx/stream-conf.d/*.conf; }
# configuration file /etc/nginx/stream-conf.d/ts_default_r.conf:
upstream ts_default_r_app { zone ts_default_r_app 512k; server 10.0.0.1:8080 max_fails=1; }
server { listen 6379; listen [::]:6379; proxy_pass ts_default_r_app; }
# configuration file /etc/nginx/stream-conf.d/ts_default_u.conf:
upstream ts_default_u_app { server unix:/var/lib/nginx/non-existing-unix-socket.sock max_fails=1; }
server { listen 5353 udp; proxy_pass ts_default_u_app; }
`
    const plan = f5Plan(words(ts('r', 1, '', 'web', 'TCP'), ts('u', 1, '', 'none', 'UDP')))
    const tracer = await servedTracer(plan, [new TextEncoder().encode(dump)] as never)
    const told = (url: string) => {
      const { verdict, source, backend, upstream, endpoints } = tracer.answer(asked(url), true)
      return [verdict, source?.name, backend?.service, upstream, endpoints]
    }
    expect(told('tcp://x.test:16379')).toEqual(['served', 'r', 'web', 'ts_default_r_app', ['10.0.0.1:8080']])
    expect(told('udp://x.test:5353')).toEqual(['unavailable', 'u', 'none', 'ts_default_u_app', []])
    expect(told('tcp://x.test:6380')).toEqual(['not-found', undefined, undefined, null, null])
  })
})
