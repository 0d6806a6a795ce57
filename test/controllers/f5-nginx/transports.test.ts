/** TransportServers that have the TLS connections of a host: who has it, and what becomes of them, by the objects and by the files. */
import { describe, expect, it } from 'vitest'
import { servedTracer } from '../../../src/controllers/f5-nginx/observe/served.js'
import { ingress, rule } from '../../support/objects.js'
import { type F5Words, f5Line, f5Plan, f5Request, f5Told } from '../../support/worlds/f5-world.js'

const ts = (name: string, second: number, host = 'a.test', service = 'web', protocol = 'TLS_PASSTHROUGH') => ({
  metadata: { namespace: 'default', name, creationTimestamp: `2026-11-23T08:00:0${second}Z` },
  spec: {
    host,
    listener: { name: protocol === 'TLS_PASSTHROUGH' ? 'tls-passthrough' : 'tcp', protocol },
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
