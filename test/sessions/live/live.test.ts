/** Command lines on an API server: what is asked, what is refused, and every way in which a server fails. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, it } from 'vitest'
import { type FakeApi, type FakeApiOptions, fakeApi } from '../../support/cluster/fake-api.js'
import {
  busy,
  type Fault,
  garbage,
  hang,
  raw,
  resetMidBody,
  stall,
  status,
  truncated,
  withHeaders,
} from '../../support/cluster/fake-api-faults.js'
import { ingress, pod, rule, service, slice } from '../../support/objects.js'
import { session, transcript } from '../../support/program/session.js'
import { expectGolden } from '../golden.js'

const inShop = <T extends { metadata: object }>(object: T): T => ({
  ...object,
  metadata: { ...object.metadata, namespace: 'shop' },
})
const objects = {
  Ingress: [
    inShop(
      ingress(
        'web',
        {
          ingressClassName: 'nginx',
          tls: [{ hosts: ['*.shop.example.com'], secretName: 'shop-tls' }],
          rules: [
            rule('www.shop.example.com', '/', 'web'),
            rule('www.shop.example.com', '/api', 'api', { name: 'http' }),
            rule('old.shop.example.com', '/', 'gone'),
          ],
        },
        {
          metadata: { labels: { app: 'web' } },
          status: { loadBalancer: { ingress: [{ hostname: 'lb.example.com' }] } },
        },
      ),
    ),
    inShop(
      ingress('wild', {
        ingressClassName: 'missing',
        rules: [rule('*.shop.example.com', '/img', 'web', { number: 8080 })],
        defaultBackend: { service: { name: 'web', port: { number: 80 } } },
      }),
    ),
    ingress('tools', { rules: [rule(undefined, '/', 'ext')] }),
  ],
  IngressClass: [{ metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } }],
  Service: [
    inShop(service('web')),
    inShop(service('api', { ports: [{ name: 'http', port: 80, targetPort: 'http' }] })),
    service('ext', { type: 'ExternalName', externalName: 'ext.example.com', ports: [] }),
  ],
  EndpointSlice: [
    inShop(slice('web-1', { endpoints: [pod('web-a', '10.0.0.1'), pod('web-b', '10.0.0.2', { ready: false })] })),
    inShop(
      slice('api-1', {
        service: 'api',
        ports: [{ name: 'http', port: 8080 }],
        endpoints: [pod('api-a', '10.0.0.3', { ready: false })],
      }),
    ),
  ],
  Namespace: [{ metadata: { name: 'default' } }, { metadata: { name: 'shop' } }],
}

let api: FakeApi | undefined
afterEach(() => api?.close())

async function told(line: string, options: FakeApiOptions = {}): Promise<string> {
  api = await fakeApi({ objects, ...options })
  const file = join(mkdtempSync(join(tmpdir(), 'tkng-live-')), 'config')
  writeFileSync(file, api.kubeconfig())
  const seen = await session(line.split(' '), { env: { KUBECONFIG: file } })
  return transcript(line, seen, { [`127.0.0.1:${api.port}`]: 'SERVER', [file]: 'KUBECONFIG' })
}

const named = (name: string) => `golden/live/${name.replaceAll(/[^\w.=-]+/g, '_')}.txt`

describe('rows', () => {
  it.each([
    'ingresses',
    'ingresses -A',
    'ingresses -A -o wide',
    'ingresses -n default',
    'ingresses -n nowhere',
    'ingresses -n defalt',
    'describe -n defalt',
    'status -n defalt',
    'ingresses web',
    'ingresses web nope nada',
    'ingresses -l app=web',
    'ingresses -A --host img.shop.example.com',
    'ingresses -A --host www.shop.example.com',
    'ingresses -A --class missing',
    'ingresses -A --sort-by name --no-headers',
    'ingresses -o json wild',
  ])('%s', async (line) => {
    await expectGolden(await told(line), named(line))
  })
})

describe('not allowed to look', () => {
  it.each<[string, string, FakeApiOptions]>([
    ['services', 'ingresses', { deny: [{ kind: 'Service' }] }],
    ['slices, then Endpoints as well', 'ingresses', { deny: [{ kind: 'EndpointSlice' }, { kind: 'Endpoints' }] }],
    ['classes', 'ingresses -o wide', { deny: [{ kind: 'IngressClass' }] }],
    ['ingresses', 'ingresses', { deny: [{ kind: 'Ingress' }] }],
    ['ingresses, as JSON', 'ingresses -o json', { deny: [{ kind: 'Ingress' }] }],
    [
      'all namespaces, but each of them',
      'ingresses -A',
      { deny: ['Ingress', 'Service', 'EndpointSlice'].map((kind) => ({ kind: kind as 'Ingress', namespace: null })) },
    ],
    [
      'all namespaces, and their names neither',
      'ingresses -A',
      {
        deny: [
          ...['Ingress', 'Service', 'EndpointSlice'].map((kind) => ({ kind: kind as 'Ingress', namespace: null })),
          { kind: 'Namespace' },
        ],
      },
    ],
    ['an API group that is not there', 'ingresses', { missing: ['EndpointSlice'] }],
    ['anything', 'ingresses', { tokens: ['secret'] }],
  ])('%s', async (name, line, options) => {
    await expectGolden(await told(line, options), named(`denied ${name}`))
  })
})

const html = raw(200, '<!doctype html><title>Log in</title>', { 'content-type': 'text/html' })

describe('a server that fails', () => {
  it.each<[string, Fault, string]>([
    ['a login page', html, 'ingresses'],
    ['an answer that is cut short', truncated, 'ingresses'],
    ['a reset in the middle', resetMidBody, 'ingresses'],
    ['no HTTP', garbage, 'ingresses'],
    ['no answer', hang, 'ingresses --request-timeout 100ms'],
    ['half an answer', stall, 'ingresses --request-timeout 100ms'],
    ['an error of its own', status(500, 'InternalError', 'etcdserver: leader changed'), 'ingresses'],
    ['too much to do', busy(0), 'ingresses'],
    ['a redirect', raw(302, '', { location: 'https://login.example.com/' }), 'ingresses'],
    ['JSON that is no list', raw(200, '{"hello":"world"}', { 'content-type': 'application/json' }), 'ingresses'],
    ['a warning', withHeaders({ warning: '299 - "networking.k8s.io/v1 Ingress is old"' }), 'ingresses web'],
  ])('%s', async (name, fault, line) => {
    await expectGolden(await told(line, { faults: [fault] }), named(`failing ${name}`))
  })
})

describe('TLS', () => {
  it.each(['server', 'expired', 'wrong-name', 'foreign'] as const)(
    'a server with the certificate "%s"',
    async (tls) => {
      await expectGolden(await told('ingresses web', { tls }), named(`tls ${tls}`))
    },
  )
})

describe('no connection at all', () => {
  it.each<[string, string, Record<string, string>]>([
    ['nothing configured', 'ingresses', {}],
    ['a kubeconfig that is not there', 'ingresses --kubeconfig /nowhere/config', {}],
    ['a port on which nobody listens', 'ingresses -s http://127.0.0.1:1', {}],
    ['a host that does not exist', 'ingresses -s http://no-such-host.invalid', {}],
    ['an unknown context', 'ingresses --context nope', {}],
  ])('%s', async (name, line, env) => {
    await expectGolden(
      transcript(line, await session(line.split(' '), { env: { HOME: '/nowhere', ...env } })),
      named(`unconnected ${name}`),
    )
  })
})
