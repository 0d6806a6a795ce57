/** How each proxy speaks to the backend: protocol, Host and TLS, from the objects, and from what a replica runs with. */
import { describe, expect, it } from 'vitest'
import type { LastHop } from '../../src/domain/requests/trace.js'
import { readCluster } from '../../src/languages/envoy/config/clusters.js'
import { readService } from '../../src/languages/traefik/config/read.js'
import { ingress, pod, rule, service, slice } from '../support/objects.js'
import { contourWorld } from '../support/worlds/contour-world.js'
import { f5Plan, f5Request } from '../support/worlds/f5-world.js'
import { traefikPlan, traefikRequest } from '../support/worlds/traefik-world.js'

/** `PROTOCOL WHERE:PORT HOST`, and what is said of TLS */
function words(hop: LastHop | undefined): string {
  if (hop === undefined) return 'not known'
  const { protocol, reached, port, hosts, tls } = hop
  const { serverName, verifiedFor, hasCertificate } = tls ?? {}
  const more = [serverName && `sni ${serverName}`, verifiedFor && `for ${verifiedFor}`, hasCertificate && 'shows one']
  return [`${protocol} ${reached}:${port} ${hosts.join(' and ')}`, ...more.filter(Boolean)].join(', ')
}

describe('F5 NGINX', () => {
  const ofIngress = (annotations: object) => ({
    ingresses: [
      ingress('web', { ingressClassName: 'nginx', rules: [rule('a.test', '/', 'web')] }, { metadata: { annotations } }),
    ],
  })
  const policy = (egressMTLS: object) => ({ metadata: { namespace: 'default', name: 'out' }, spec: { egressMTLS } })
  const ofServer = (route: object, upstream: object = {}) => ({
    ingresses: [],
    virtualServers: [
      {
        metadata: { namespace: 'default', name: 'vs' },
        spec: {
          ...{
            host: 'a.test',
            ingressClassName: 'nginx',
            upstreams: [{ name: 'u', service: 'web', port: 80, ...upstream }],
          },
          routes: [{ path: '/', action: { pass: 'u' }, ...route }],
        },
      },
    ],
  })
  const proxied = (name: string) => ({
    action: { proxy: { upstream: 'u', requestHeaders: { set: [{ name, value: 'b.test' }] } } },
  })
  it.each<[string, object, string]>([
    ['an Ingress', ofIngress({}), 'HTTP pods:8080 a.test'],
    ['ssl-services', ofIngress({ 'nginx.org/ssl-services': 'web' }), 'HTTPS pods:8080 a.test'],
    [
      'proxy-set-headers sends another one beside it',
      ofIngress({ 'nginx.org/proxy-set-headers': 'Host: b.test' }),
      'HTTP pods:8080 b.test and a.test',
    ],
    ['a VirtualServer', ofServer({}), 'HTTP pods:8080 a.test'],
    ['its upstream has TLS', ofServer({}, { tls: { enable: true } }), 'HTTPS pods:8080 a.test'],
    ['its upstream speaks gRPC', ofServer({}, { type: 'grpc', tls: { enable: true } }), 'GRPCS pods:8080 a.test'],
    ['it sets Host', ofServer(proxied('host')), 'HTTP pods:8080 b.test'],
    ['it sets another header', ofServer(proxied('X-Host')), 'HTTP pods:8080 a.test'],
    [
      'a Policy verifies',
      {
        ...ofServer({ policies: [{ name: 'out' }] }, { tls: { enable: true } }),
        policies: [policy({ verifyServer: true, trustedCertSecret: 'ca', serverName: true, sslName: 'b.test' })],
        secrets: [{ metadata: { namespace: 'default', name: 'ca' }, type: 'nginx.org/ca', data: { 'ca.crt': 'eA==' } }],
      },
      'HTTPS pods:8080 a.test, sni b.test, for b.test',
    ],
  ])('%s', (_what, objects, told) => {
    const plan = f5Plan({
      ingresses: [],
      ...objects,
      ...(JSON.stringify(objects).includes('grpc') && { config: { http2: 'True' } }),
    })
    expect(words(plan.answer(f5Request('http://a.test:8080/'), true).lastHop)).toBe(told)
  })
})

describe('Traefik', () => {
  const ofIngress = (ports: object, annotations: object = {}) => ({
    ingresses: [ingress('web', { ingressClassName: 'traefik', rules: [rule('a.test', '/', 'own')] })],
    services: [{ ...service('own', { ports: [ports] }), metadata: { namespace: 'default', name: 'own', annotations } }],
    slices: [
      slice('own-1', { service: 'own', ports: [{ name: 'p', port: 8443 }], endpoints: [pod('own-a', '10.0.0.9')] }),
    ],
  })
  const prefix = 'traefik.ingress.kubernetes.io/service'
  it.each<[string, object, object, string]>([
    ['plain', { name: 'p', port: 80 }, {}, 'HTTP pods:8443 a.test'],
    [
      'a scheme',
      { name: 'p', port: 80 },
      { [`${prefix}.serversscheme`]: 'https' },
      'HTTPS pods:8443 a.test, for 10.0.0.9',
    ],
    ['port 443', { name: 'p', port: 443 }, {}, 'HTTPS pods:8443 a.test, for 10.0.0.9'],
    [
      'its own Host',
      { name: 'p', port: 80 },
      { [`${prefix}.passhostheader`]: 'false' },
      'HTTP pods:8443 10.0.0.9:8443',
    ],
    ['a transport', { name: 'p', port: 443 }, { [`${prefix}.serverstransport`]: 'x@file' }, 'not known'],
  ])('%s', (_what, port, annotations, told) => {
    const objects = ofIngress(port, annotations)
    const [only] = objects.ingresses
    const number = (port as { port: number }).port
    const at = JSON.parse(JSON.stringify(only).replaceAll('"number":80', `"number":${number}`))
    const plan = traefikPlan({ ...objects, ingresses: [at] })
    expect(words(plan.answer(traefikRequest('http://a.test/'), true).lastHop)).toBe(told)
  })

  it('is read from what a replica shows', () => {
    const servers = [{ url: 'https://10.0.0.9:8443' }, { url: 'https://10.0.0.8:8443' }]
    expect(readService('own@kubernetes', { loadBalancer: { servers, passHostHeader: false } }).speech).toEqual({
      ...{ scheme: 'https', passesHost: false, hasTransport: false },
    })
    expect(
      readService('own@kubernetes', { loadBalancer: { servers: [...servers, { url: 'http://10.0.0.7' }] } }).speech,
    ).toBeUndefined()
  })
})

describe('Contour', () => {
  const proxy = (more: object, route: object = {}) => ({
    metadata: { namespace: 'default', name: 'root' },
    spec: {
      virtualhost: { fqdn: 'a.test' },
      routes: [{ conditions: [{ prefix: '/' }], services: [{ name: 'web', port: 80, ...more }], ...route }],
    },
  })
  const host = { requestHeadersPolicy: { set: [{ name: 'Host', value: 'b.test' }] } }
  const ca = { metadata: { namespace: 'default', name: 'ca' }, type: 'Opaque', data: { 'ca.crt': 'eA==' } }
  it.each<[string, object, string]>([
    ['plain', proxy({}), 'HTTP pods:8080 a.test'],
    ['TLS', proxy({ protocol: 'tls' }), 'HTTPS pods:8080 a.test'],
    ['TLS with another Host', proxy({ protocol: 'tls' }, host), 'HTTPS pods:8080 b.test, sni b.test'],
    ['h2c', proxy({ protocol: 'h2c' }), 'HTTP pods:8080 a.test'],
  ])('%s', (_what, object, told) => {
    const { plan } = contourWorld({
      services: [service('web', { ports: [{ name: 'http', port: 80, targetPort: 8080 }] })],
      slices: [slice('web-1', { ports: [{ name: 'http', port: 8080 }], endpoints: [pod('web-a', '10.0.0.1')] })],
      secrets: [ca],
      custom: { HTTPProxy: [object] },
    })
    expect(words(plan.answer(f5Request('http://a.test/'), true).lastHop)).toBe(told)
  })
})

it('is read from a cluster of a live Envoy', () => {
  const typed = '@type'
  const context = {
    [typed]: 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext',
    sni: 'b.test',
    common_tls_context: {
      tls_certificate_sds_secret_configs: [{ name: 'client' }],
      combined_validation_context: {
        default_validation_context: {
          match_typed_subject_alt_names: [{ san_type: 'DNS', matcher: { exact: 'c.test' } }],
        },
      },
    },
  }
  const tls = { serverName: 'b.test', verifiedFor: 'c.test', hasCertificate: true }
  const socket = { name: 'envoy.transport_sockets.tls', typed_config: context }
  expect(readCluster({ name: 'a', transport_socket: socket }).tls).toEqual(tls)
  expect(readCluster({ name: 'a', transport_socket_matches: [{ transport_socket: socket }] }).tls).toEqual(tls)
  expect(readCluster({ name: 'a' }).tls).toBeNull()
})
