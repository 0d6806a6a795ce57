/** What the file of a Contour has to do with its Gateways: https://projectcontour.io/docs/1.33/config/external-authorization/ */
import { expect, it } from 'vitest'
import { session } from '../../support/program/session.js'

const api = 'gateway.networking.k8s.io/v1'
const shop = (name: string) => ({ namespace: 'shop', name })
const asking = 'globalExtAuth:\n  extensionService: auth/service\n'
const objects = (file: string) => [
  {
    apiVersion: api,
    kind: 'GatewayClass',
    metadata: { name: 'c' },
    spec: { controllerName: 'projectcontour.io/gateway-controller' },
  },
  {
    ...{ apiVersion: api, kind: 'Gateway', metadata: shop('web') },
    spec: {
      gatewayClassName: 'c',
      listeners: [
        { name: 'http', port: 80, protocol: 'HTTP' },
        { name: 'https', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'any' }] } },
      ],
    },
  },
  {
    apiVersion: api,
    kind: 'HTTPRoute',
    metadata: shop('r'),
    spec: { parentRefs: [{ name: 'web' }], rules: [{ backendRefs: [{ name: 's', port: 80 }] }] },
  },
  { apiVersion: 'v1', kind: 'Service', metadata: shop('s'), spec: { ports: [{ port: 80 }] } },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace: 'edge', name: 'contour' },
    data: { 'contour.yaml': file },
  },
  {
    ...{
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace: 'edge', name: 'contour-1', labels: { app: 'contour' } },
    },
    spec: {
      containers: [
        {
          name: 'contour',
          image: 'ghcr.io/projectcontour/contour:v1.33.6',
          command: ['contour'],
          args: ['serve', '--config-path=/config/contour.yaml'],
        },
      ],
    },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  },
]

it.each([
  ['whoever asks without TLS', asking, 'http', /guarded.*ExtensionService auth\/service.*the service refuses it: 403/],
  ['nobody who asks in TLS', asking, 'https', /^https:\/\/a\.test\/ → shop\/s:80/],
  [
    'nobody, where the file says nothing',
    'disablePermitInsecure: true\n',
    'http',
    /^http:\/\/a\.test\/ → shop\/s:80 .*cannot be seen$/,
  ],
])('a service of its file is asked first by %s', async (_what, file, scheme, said) => {
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects(file) })
  const { stdout } = await session(['trace', `${scheme}://a.test/`, '--gateway', 'shop/web', '--from', '-'], { stdin })
  expect(stdout.split('\n')[0]).toMatch(said)
})
