/** What implementations make of policies for TLS, as their source has it. */
import { expect, it } from 'vitest'
import { contourGatewayDialect } from '../../../src/controllers/shared/gateways/contour.js'
import { envoyGatewayDialect } from '../../../src/controllers/shared/gateways/envoy-gateway.js'
import { traefikGatewayDialect } from '../../../src/controllers/shared/gateways/traefik.js'
import { asked, certificate, meta, planOf, routeOf, specification } from './implementation-words.js'

const policy = (validation: object) => ({
  metadata: meta('tls'),
  spec: { targetRefs: [{ group: '', kind: 'Service', name: 'web' }], validation },
})
const authority = { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'gone' }], hostname: 'web.shop.svc' }

/** https://github.com/projectcontour/contour/blob/main/internal/dag/gatewayapi_processor.go, computeBackendTLSPolicies */
it.each([
  [
    'authorities that are not there',
    contourGatewayDialect,
    authority,
    'HTTPRoute',
    'served',
    /passed over.*clear text/,
  ],
  [
    'those of the system',
    contourGatewayDialect,
    { wellKnownCACertificates: 'System', hostname: 'a.b' },
    'HTTPRoute',
    'served',
    /clear text/,
  ],
  [
    'of GRPCRoutes nothing is asked',
    contourGatewayDialect,
    authority,
    'GRPCRoute',
    'served',
    /no GRPCRoute is held to/,
  ],
  [
    'nor of what else is no HTTPRoute',
    traefikGatewayDialect,
    authority,
    'GRPCRoute',
    'served',
    /no GRPCRoute is held to/,
  ],
  ['elsewhere they fail', envoyGatewayDialect, authority, 'HTTPRoute', 'unavailable', /cannot be met/],
  [
    'and the system has some',
    envoyGatewayDialect,
    { wellKnownCACertificates: 'System', hostname: 'a.b' },
    'HTTPRoute',
    'served',
    /asks for TLS/,
  ],
] as const)('a BackendTLSPolicy: %s', (_what, dialect, validation, kind, verdict, words) => {
  const plan = planOf(dialect, { [kind]: [routeOf('r', 'web')], BackendTLSPolicy: [policy(validation)] })
  const headers = new Map(kind === 'GRPCRoute' ? [['content-type', 'application/grpc']] : [])
  const answer = plan.answer({ ...asked, headers }, true)
  expect(answer.verdict).toBe(verdict)
  expect(answer.hops.find(({ kind }) => kind === 'tls')?.detail).toMatch(words)
})

/**
 * https://github.com/envoyproxy/gateway/blob/v1.9.1/internal/gatewayapi/backendtlspolicy.go;
 * https://github.com/projectcontour/contour/blob/v1.33.6/internal/dag/gatewayapi_processor.go, computeBackendTLSPolicies;
 * https://github.com/traefik/traefik/blob/v3.7/pkg/provider/kubernetes/gateway/httproute.go, loadHTTPServers
 */
it.each([
  ['that can be met', [['good']], 'TLS TLS TLS TLS'],
  ['whose authority is missing', [['gone']], '500 plain 500 500'],
  ['of whose authorities one is missing', [['good', 'gone']], '500 plain 500 TLS'],
  ['whose authority is of no kind that is known', [['pod']], '500 plain 500 500'],
  ['older than one for the very port, which alone can be met', [['gone'], ['good', 'http']], 'TLS TLS 500 TLS'],
  ['older than one for another port', [['good'], ['gone', 'other']], 'TLS TLS TLS TLS'],
])('a policy for TLS %s', (_what, policies, wanted) => {
  const sections = ['http', 'other']
  const BackendTLSPolicy = policies.map((all, i) => ({
    metadata: meta(`policy${i}`, i + 1),
    spec: {
      targetRefs: [{ group: '', kind: 'Service', name: 'web', sectionName: all.find((one) => sections.includes(one)) }],
      validation: {
        hostname: 'web.test',
        caCertificateRefs: all
          .filter((one) => !sections.includes(one))
          .map((name) => ({ group: '', kind: name === 'pod' ? 'Pod' : 'ConfigMap', name })),
      },
    },
  }))
  const ConfigMap = [{ metadata: meta('good'), data: { 'ca.crt': certificate } }]
  const answers = [envoyGatewayDialect, contourGatewayDialect, traefikGatewayDialect, specification].map((dialect) => {
    const plan = planOf(dialect, { HTTPRoute: [routeOf('r', 'web')], BackendTLSPolicy, ConfigMap })
    const { status, hops } = plan.answer(asked, true)
    const isInTls = hops.some(({ kind, detail }) => kind === 'tls' && detail.startsWith('asks for TLS'))
    return status === null ? (isInTls ? 'TLS' : 'plain') : `${status}`
  })
  expect(answers.join(' ')).toBe(wanted)
})
