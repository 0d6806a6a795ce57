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

const services = [
  'one',
  'two',
  'none',
  'bare',
  'typed',
  'unmet',
  'halfmet',
  'odd',
  'empty',
  'sealed',
  'twice',
  'secure',
]

function servicesOf(namespace: string, n: number, { plain, sealed }: Behind): ServedObject[] {
  return services.flatMap((name, at): ServedObject[] => {
    const ports = ['sealed', 'secure', 'twice'].includes(name) ? sealed : plain
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
            { name: 'dns', port: 53, targetPort: port, protocol: 'UDP' },
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
              ports: [
                { name: 'http', port, protocol: 'TCP' },
                { name: 'dns', port, protocol: 'UDP' },
              ],
              endpoints:
                name === 'none' ? [] : [{ addresses: ['127.0.0.1'], conditions: { ready: true, serving: true } }],
            },
          ]),
    ]
  })
}

/** Of Services that speak TLS, one of them with an older policy that cannot be met; and of those that do not, and have such policies alone. */
function policiesOf(namespace: string, { cert }: Certificate): ServedObject[] {
  const policy = (service: string, authorities: readonly string[], day = 1, sectionName?: string): ServedObject => ({
    apiVersion: `${group}/v1`,
    kind: 'BackendTLSPolicy',
    metadata: { namespace, name: `${service}-${day}`, generation: 1, ...aged(day) },
    spec: {
      targetRefs: [{ group: '', kind: 'Service', name: service, ...(sectionName && { sectionName }) }],
      validation: {
        caCertificateRefs: authorities.map((name) => ({ group: '', kind: name === 'pod' ? 'Pod' : 'ConfigMap', name })),
        hostname: 'backend.example.test',
      },
    },
  })
  const configMap = (name: string, data: object): ServedObject => ({
    ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name } },
    ...{ data },
  })
  return [
    configMap('authority', { 'ca.crt': cert }),
    configMap('nothing', {}),
    policy('sealed', ['authority']),
    policy('unmet', ['gone']),
    policy('halfmet', ['authority', 'gone']),
    policy('odd', ['pod']),
    policy('empty', ['nothing']),
    policy('twice', ['gone'], 1),
    policy('twice', ['authority'], 2, 'http'),
  ]
}
