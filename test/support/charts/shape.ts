/** The shape of what a chart renders, in a few words, and the manifests that it stands for. */
import { stringify } from 'yaml'

export interface Shape {
  readonly host: string
  /** of the same paths */
  readonly hosts?: readonly string[]
  /** `PATH TYPE SERVICE:PORT` */
  readonly paths: readonly string[]
  readonly annotations?: Readonly<Record<string, string>>
  readonly tls?: string
  /** name → ports: `name=number` or a number */
  readonly services: Readonly<Record<string, readonly string[]>>
  /** null: none is named. Absent: nginx */
  readonly class?: string | null
  /** names of Secrets and ConfigMaps that the chart brings along */
  readonly secrets?: readonly string[]
  readonly more?: readonly More[]
}

export const n = (annotations: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(annotations).map(([name, value]) => [`nginx.ingress.kubernetes.io/${name}`, value]))
export const issuer = { 'cert-manager.io/cluster-issuer': 'letsencrypt' }

/** What many charts have besides: a pod for "helm test", and a Service of something outside with the address that is written down. */
const outside: readonly (More & object)[] = [
  {
    ...{
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'test-connection', annotations: { 'helm.sh/hook': 'test' } },
    },
    spec: { containers: [{ name: 'wget', image: 'busybox' }], restartPolicy: 'Never' },
  },
  { ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'outside' } }, spec: { ports: [{ port: 5432 }] } },
  {
    ...{ apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'outside' } },
    ...{ subsets: [{ addresses: [{ ip: '192.0.2.7' }], ports: [{ port: 5432 }] }] },
  },
]

/** @param namespace in which all of it stands */
export function manifestsOf(shape: Shape, namespace: string): string {
  const { host, hosts = [host], paths, annotations = {}, tls, services, secrets = [], more = [] } = shape
  const metadata = (name: string) => ({ name, namespace })
  const ingress = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { ...metadata('main'), annotations },
    spec: {
      ...(shape.class === null ? {} : { ingressClassName: shape.class ?? 'nginx' }),
      ...(tls === undefined ? {} : { tls: [{ hosts, secretName: tls }] }),
      rules: hosts.map((one) => ({ host: one, http: { paths: paths.map(pathOf) } })),
    },
  }
  const ports = (words: readonly string[]) =>
    words.map((word) => {
      const [name, number] = word.includes('=') ? word.split('=') : [undefined, word]
      return { ...(name === undefined ? {} : { name }), port: Number(number), targetPort: name ?? Number(number) }
    })
  const objects = [
    ...Object.entries(services).map(([name, words]) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadata(name),
      spec: { selector: { app: name }, ports: ports(words) },
    })),
    ...secrets.map((name) => ({ apiVersion: 'v1', kind: 'Secret', metadata: metadata(name), data: {} })),
    ...secrets.map((name) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(name), data: {} })),
    ingress,
    ...more.map((one) => inNamespace(one, namespace)),
    ...outside.map((one) => inNamespace(one, namespace)),
  ]
  return objects.map((one) => stringify(one)).join('---\n')
}

function pathOf(words: string) {
  const [path = '', pathType = '', to = ''] = words.split(' ')
  const [name = '', port = ''] = to.split(':')
  return {
    path,
    pathType,
    backend: { service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } },
  }
}

/** An object that a chart has beside its Ingress. */
export interface More {
  readonly metadata: { readonly name: string; readonly annotations?: object }
  readonly spec?: object
}

function inNamespace(object: More, namespace: string): object {
  return { ...object, metadata: { ...object.metadata, namespace } }
}

/** A further Ingress of a chart. */
export function alsoAt(
  name: string,
  host: string,
  path: string,
  annotations: object = {},
  ingressClassName = 'nginx',
): More {
  const rules = [{ host, http: { paths: [pathOf(path)] } }]
  return {
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
    metadata: { name, annotations },
    ...{ spec: { ingressClassName, rules } },
  }
}
