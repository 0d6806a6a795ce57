/** Certificates of Gateways beside Ingresses of a controller that is only named: these are left out, those are told. */
import { expect, it } from 'vitest'
import { ingress, rule } from '../support/objects.js'
import { session } from '../support/program/session.js'

const owner = { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'alb', uid: 'a', controller: true }
const image = 'mcr.microsoft.com/application-lb/images/alb-controller:1.7.9'
const controllerName = 'alb.networking.azure.io/alb-controller'
const gatewayApi = 'gateway.networking.k8s.io/v1'
const listed = (tls: object) => [
  {
    ...{ apiVersion: 'v1', kind: 'Pod' },
    metadata: { namespace: 'azure-alb-system', name: 'alb-1', ownerReferences: [owner] },
    spec: { containers: [{ name: 'alb-controller', image }] },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  },
  {
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass' },
    ...{ metadata: { name: 'alb' }, spec: { controller: controllerName } },
  },
  {
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
    ...ingress('web', { ingressClassName: 'alb', rules: [rule('a.test', '/', 'web')] }),
  },
  { apiVersion: gatewayApi, kind: 'GatewayClass', metadata: { name: 'alb' }, spec: { controllerName } },
  {
    ...{ apiVersion: gatewayApi, kind: 'Gateway', metadata: { namespace: 'default', name: 'edge' } },
    spec: { gatewayClassName: 'alb', listeners: [{ name: 'one', port: 443, hostname: 'b.test', ...tls }] },
  },
]

it.each([
  [
    'with TLS',
    { protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'cert' }] } },
    'b.test',
    'so that nothing of it is shown here',
  ],
  ['without TLS', { protocol: 'HTTP' }, '', 'error: Application Gateway for Containers 1.7.9'],
])('a listener %s', async (_, tls, host, words) => {
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: listed(tls) })
  const { stdout, stderr } = await session(['certs', '--from', '-'], { stdin })
  expect(stdout).toContain(host)
  expect(stderr).toContain(words)
  expect(stdout === '').toBe(host === '')
})
