/** What stands behind generated routes, namespace by namespace. */
import type { ServedObject } from '../watched-api.js'
import { aged, group } from './chance.js'
import type { Behind, Certificate } from './generate-gateways.js'

/** Services of every state, and the policies of those that speak TLS. */
export function backendsOf(namespace: string, n: number, behind: Behind, certificate: Certificate): ServedObject[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: labelsOf(namespace) } },
    ...servicesOf(namespace, n, behind),
    ...policiesOf(namespace, certificate),
  ]
}

export function grant(namespace: string, from: readonly [kind: string, namespace: string], to: string): ServedObject {
  return {
    apiVersion: `${group}/v1beta1`,
    kind: 'ReferenceGrant',
    metadata: { namespace, name: `${from.join('-from-').toLowerCase()}-to-${to.toLowerCase()}` },
    spec: { from: [{ group, kind: from[0], namespace: from[1] }], to: [{ group: '', kind: to }] },
  }
}

export function secretOf(namespace: string, name: string, { cert, key }: Certificate): ServedObject {
  const data = { 'tls.crt': Buffer.from(cert).toString('base64'), 'tls.key': Buffer.from(key).toString('base64') }
  return { apiVersion: 'v1', kind: 'Secret', metadata: { namespace, name }, type: 'kubernetes.io/tls', data }
}

function labelsOf(name: string): object {
  return { 'kubernetes.io/metadata.name': name, ...(name.startsWith('team') ? { kind: 'team' } : {}) }
}

function servicesOf(namespace: string, n: number, { plain, sealed }: Behind): ServedObject[] {
  return ['one', 'two', 'none', 'bare', 'typed', 'unmet', 'sealed', 'secure'].flatMap((name, at): ServedObject[] => {
    const ports = name === 'sealed' || name === 'secure' ? sealed : plain
    const port = ports[(n * 2 + at) % ports.length] as number
    const labels = { 'kubernetes.io/service-name': name }
    return [
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { namespace, name },
        spec: {
          type: 'ClusterIP',
          clusterIP: `10.96.${n}.${at + 1}`,
          ports: [
            {
              name: 'http',
              port: 80,
              targetPort: port,
              protocol: 'TCP',
              ...(name === 'typed' && {
                appProtocol: ['http', 'kubernetes.io/ws', 'odd.example/protocol', 'kubernetes.io/ws'][n % 4],
              }),
            },
          ],
        },
      },
      ...(name === 'bare'
        ? []
        : [
            {
              apiVersion: 'discovery.k8s.io/v1',
              kind: 'EndpointSlice',
              metadata: { namespace, name: `${name}-1`, labels },
              addressType: 'IPv4',
              ports: [{ name: 'http', port, protocol: 'TCP' }],
              endpoints:
                name === 'none' ? [] : [{ addresses: ['127.0.0.1'], conditions: { ready: true, serving: true } }],
            },
          ]),
    ]
  })
}

/** Of one Service that speaks TLS, and of one that does not, whose policy cannot be met. */
function policiesOf(namespace: string, { cert }: Certificate): ServedObject[] {
  const policy = (name: string, authority: string): ServedObject => ({
    apiVersion: `${group}/v1`,
    kind: 'BackendTLSPolicy',
    metadata: { namespace, name, generation: 1, ...aged(1) },
    spec: {
      targetRefs: [{ group: '', kind: 'Service', name }],
      validation: {
        caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: authority }],
        hostname: 'backend.example.test',
      },
    },
  })
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name: 'authority' }, data: { 'ca.crt': cert } },
    policy('sealed', 'authority'),
    policy('unmet', 'gone'),
  ]
}
