/** The objects of a cluster, and one finding of them whose fix is being done. */

export interface Item {
  apiVersion?: string
  kind: string
  metadata: {
    namespace?: string
    name: string
    annotations?: Record<string, string>
    labels?: Record<string, string>
    [key: string]: unknown
  }
  spec?: Spec
  data?: Record<string, string>
  [key: string]: unknown
}
interface Port {
  name?: string
  number?: number
}
interface Backend {
  service?: { name: string; port: Port }
}
export interface Path {
  path: string
  pathType?: string | null
  backend: Backend
}
export interface Rule {
  host?: string | null
  http?: { paths: Path[] } | null
}
interface Spec {
  ingressClassName?: string | null
  rules?: Rule[]
  defaultBackend?: Backend | null
  tls?: { hosts?: string[]; secretName?: string }[]
  containers?: { image: string; args: string[] }[]
  [key: string]: unknown
}

/** As `-o json` has it, or as it is in memory. */
export interface Judgement {
  readonly code: string
  readonly severity: string
  readonly source: { readonly kind: string; readonly namespace?: string | null; readonly name: string }
  readonly field: string | null
  readonly message: string
  readonly fix: string | null
}

const prefix = 'nginx.ingress.kubernetes.io/'

export class Bench {
  readonly items: Item[]
  readonly found: Judgement
  /** the one that has the finding */
  readonly subject: Item

  constructor(items: readonly Item[], found: Judgement) {
    this.items = structuredClone(items) as Item[]
    this.found = found
    const { kind, namespace, name } = found.source
    const isController = ['Deployment', 'DaemonSet', 'StatefulSet'].includes(kind)
    this.subject = isController ? { kind, metadata: { name } } : this.get(kind, namespace, name)
  }

  get(kind: string, namespace: string | null | undefined, name: string): Item {
    const is = (one: Item) => one.kind === kind && one.metadata.name === name
    const found = this.items.find(
      (one) => is(one) && (one.metadata.namespace ?? 'default') === (namespace ?? 'default'),
    )
    if (found === undefined) throw new Error(`no ${kind} ${namespace}/${name}`)
    return found
  }

  ingress(name: string): Item {
    const [namespace, own = ''] = name.split('/')
    return this.get('Ingress', namespace, own)
  }

  get namespace(): string {
    return this.subject.metadata.namespace ?? 'default'
  }

  get spec(): Spec {
    return specOf(this.subject)
  }

  /** the annotation, or the key of a ConfigMap, that the finding stands at */
  get named(): string {
    const [, name = ''] = /\["([^"]+)"\]$/.exec(this.found.field ?? '') ?? []
    return name
  }

  get rule(): Rule {
    const [, index = 0] = /rules\[(\d+)\]/.exec(this.found.field ?? '') ?? []
    return this.spec.rules?.[Number(index)] as Rule
  }

  get path(): Path {
    const [, index = 0] = /paths\[(\d+)\]/.exec(this.found.field ?? '') ?? []
    return this.rule.http?.paths[Number(index)] as Path
  }

  /** what the path of the finding leads to */
  get service(): Item {
    return this.get('Service', this.namespace, this.path.backend.service?.name ?? '')
  }

  annotations(item: Item = this.subject): Record<string, string> {
    item.metadata.annotations ??= {}
    return item.metadata.annotations
  }

  annotate(name: string, value: string | null, item: Item = this.subject): void {
    const key = name.includes('/') ? name : `${prefix}${name}`
    if (value === null) delete this.annotations(item)[key]
    else this.annotations(item)[key] = value
  }

  /** the value of an annotation as it is */
  valueOf(name: string): string {
    return this.annotations()[name.includes('/') ? name : `${prefix}${name}`] ?? ''
  }

  get container(): { image: string; args: string[] } {
    const pod = this.items.find(({ kind }) => kind === 'Pod')
    return specOf(pod as Item).containers?.[0] as { image: string; args: string[] }
  }

  /** what the ConfigMap of the controller says; made where there is none */
  get settings(): Record<string, string> {
    const pod = this.items.find(({ kind }) => kind === 'Pod') as Item
    const flag = this.container.args.find((one) => one.startsWith('--configmap='))
    const namespace = pod.metadata.namespace ?? ''
    const name = (flag ?? '--configmap=$(POD_NAMESPACE)/settings').slice(12).replace('$(POD_NAMESPACE)', namespace)
    if (flag === undefined) this.container.args.push(`--configmap=${name}`)
    const [at = '', own = ''] = name.split('/')
    const made = { kind: 'ConfigMap', metadata: { namespace: at, name: own } }
    const map = this.items.find((one) => one.kind === 'ConfigMap' && one.metadata.name === own) ?? this.add(made)
    map.data ??= {}
    return map.data
  }

  add(item: Item): Item {
    this.items.push(item)
    return item
  }

  /** A younger Ingress of its namespace and class, with this rule. */
  beside(rule: Rule, annotations: Record<string, string> = {}): Item {
    const { ingressClassName, ...others } = this.subject.spec ?? {}
    return this.add({
      ...structuredClone(this.subject),
      metadata: {
        ...{ namespace: this.namespace, name: 'new', creationTimestamp: '2026-11-01T00:00:00Z' },
        annotations: { ...annotations },
      },
      spec: { ...('ingressClassName' in (this.subject.spec ?? others) ? { ingressClassName } : {}), rules: [rule] },
    })
  }

  /** Takes a path out of the Ingress, and the rule, or the Ingress, with it that has no other. */
  takeOut(path: Path, from: Item = this.subject): Rule {
    const rules = specOf(from).rules ?? []
    const rule = rules.find(({ http }) => http?.paths.includes(path)) as Rule
    const left = rule.http?.paths.filter((one) => one !== path) ?? []
    specOf(from).rules = rules.flatMap((one) =>
      one !== rule ? one : left.length > 0 ? { ...rule, http: { paths: left } } : [],
    )
    if (specOf(from).rules?.length === 0 && !from.spec?.defaultBackend) this.items.splice(this.items.indexOf(from), 1)
    return { ...(rule.host ? { host: rule.host } : {}), http: { paths: [path] } }
  }

  /** A path for the rule that has none, and a Service for it. */
  serveRule(): void {
    this.serve('made')
    const backend = { service: { name: 'made', port: { number: 80 } } }
    Object.assign(this.rule, { http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } })
  }

  /** A Service with one ready endpoint, as another that there is. */
  serve(name: string, like?: string): void {
    const port = like === undefined ? { name: 'http', port: 80, targetPort: 8080 } : undefined
    const ports = port === undefined ? specOf(this.get('Service', this.namespace, like as string)).ports : [port]
    const metadata = { namespace: this.namespace, name }
    this.add({ apiVersion: 'v1', kind: 'Service', metadata, spec: { clusterIP: '10.96.0.7', ports } })
    this.endpointsOf(name)
  }

  endpointsOf(name: string, namespace: string = this.namespace): void {
    const ports = (specOf(this.get('Service', namespace, name)).ports ?? []) as { name?: string; protocol?: string }[]
    this.add({
      ...{ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', addressType: 'IPv4' },
      metadata: {
        ...{ namespace, name: `${name}-new` },
        labels: {
          'kubernetes.io/service-name': name,
          'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        },
      },
      endpoints: [{ addresses: ['10.1.0.9'], conditions: { ready: true } }],
      ports: ports.map((one) => ({ name: one.name ?? '', port: 8080, protocol: one.protocol ?? 'TCP' })),
    })
  }
}

export function specOf(item: Item): Spec {
  item.spec ??= {}
  return item.spec
}
