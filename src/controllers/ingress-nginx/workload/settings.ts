/** Flags → settings, with the defaults of https://github.com/kubernetes/ingress-nginx/blob/main/pkg/flags/flags.go */
import type { Controller, Nature, Release, Replica, Traits } from '../../../domain/controllers/controller.js'
import type { Kind } from '../../../domain/objects/objects.js'
import { nameOf, type Ref } from '../../../domain/objects/ref.js'
import { isTrue, parseFlags } from './flags.js'

/** The flags that decide what a controller serves and where it can be asked, defaults filled in. */
export interface Settings {
  readonly httpPort: number
  readonly httpsPort: number
  /** where nginx ends TLS while it may be passed through: then `httpsPort` is another proxy's, before it */
  readonly sslProxyPort: number
  /** nginx' own answers, on loopback */
  readonly statusPort: number
  /** at which no TCP or UDP service can be */
  readonly reservedPorts: readonly number[]
  /** health and metrics */
  readonly healthPort: number
  /** answered on the default server, and on `healthPort` */
  readonly healthPath: string
  readonly ingressClass: string
  readonly controllerClass: string
  readonly classByName: boolean
  readonly withoutClass: boolean
  /** null: all */
  readonly watchNamespace: string | null
  readonly watchNamespaceSelector: string | null
  readonly annotationsPrefix: string
  readonly disableCatchAll: boolean
  readonly configMap: Ref | null
  readonly tcpServices: Ref | null
  readonly udpServices: Ref | null
  /** of which of the two the flag does not say NAMESPACE/NAME, so that the controller looks for none */
  readonly unnamedStreams: readonly ('tcp' | 'udp')[]
  readonly publishService: Ref | null
  readonly defaultBackendService: Ref | null
  readonly defaultCertificate: Ref | null
  readonly electionId: string | null
  /** where the admission webhook listens */
  readonly webhook: string | null
  readonly metrics: boolean
  /** looks through hosts, paths and TLS for what tries to break out of the configuration */
  readonly deepInspect: boolean
  /** checks the values of annotations; null: as its release does where nothing is said */
  readonly enableAnnotationValidation: boolean | null
  readonly disableSvcExternalName: boolean
  readonly enableSslPassthrough: boolean
  readonly topologyAware: boolean
  /** writes addresses into the Ingresses that it takes */
  readonly updateStatus: boolean
}

/** One of ours, with our settings in it. */
export interface NginxNature extends Nature {
  readonly settings: Settings
}

export type NginxController = Controller & NginxNature
export type NginxReplica = Replica & NginxNature

/** The ConfigMap that a flag names, else the one that the documentation has beside the controller: it counts for nothing then. */
export function streamsOf(
  { settings, namespace }: Pick<NginxController, 'settings' | 'namespace'>,
  over: 'tcp' | 'udp',
): Ref {
  const named = over === 'tcp' ? settings.tcpServices : settings.udpServices
  return named ?? { kind: 'ConfigMap', namespace, name: `${over}-services` }
}

/** Names that charts and the documentation had for the ConfigMap of settings, and namespaces in which it is looked for. */
const usualNames = ['ingress-nginx-controller', 'nginx-configuration', 'nginx-ingress-controller']
const usualNamespaces = ['ingress-nginx', 'default', 'kube-system']

/** Those beside the one that the flag names, in which somebody may have written what is meant for it. */
export function otherConfigs({
  settings: { configMap },
  namespace,
  name,
}: Pick<NginxController, 'settings' | 'namespace' | 'name'>): readonly Ref[] {
  const names = new Set([...(configMap === null ? [] : [configMap.name]), name, ...usualNames])
  const all = [...new Set([namespace, ...usualNamespaces])].flatMap((one) =>
    [...names].map((own) => ({ kind: 'ConfigMap' as const, namespace: one, name: own })),
  )
  return configMap === null ? all : all.filter((one) => nameOf(one) !== nameOf(configMap))
}

export function natureOf(settings: Settings, release: Release, namespace: string): NginxNature {
  return { dialect: 'ingress-nginx', traits: traitsOf(settings, namespace), settings, release }
}

function traitsOf(settings: Settings, namespace: string): Traits {
  const { configMap, tcpServices, udpServices, electionId } = settings
  return {
    className: settings.ingressClass,
    controllerClass: settings.controllerClass,
    watches: {
      namespace: settings.watchNamespace,
      labels: settings.watchNamespaceSelector,
      withoutClass: settings.withoutClass,
    },
    ports: { http: settings.httpPort, https: settings.httpsPort },
    publishService: settings.publishService,
    lease: { kind: 'Lease', namespace, name: electionId ?? 'ingress-nginx-leader' },
    configMap,
    configMaps: [configMap, tcpServices, udpServices].filter((one) => one !== null),
    webhook: settings.webhook,
    ...(settings.updateStatus ? {} : { writesStatus: false }),
  }
}

/** @param namespace of the pod: where a name without namespace is looked for */
export function settingsOf(argv: readonly string[], namespace: string): Settings {
  const flags = parseFlags(argv)
  const text = (name: string) => flags.get(name) || null
  const ref = (kind: Kind, name: string) => refIn(kind, text(name), namespace)
  const port = (name: string, usual: number) => portOf(text(name)) ?? usual
  const ports = {
    httpPort: port('http-port', 80),
    httpsPort: port('https-port', 443),
    sslProxyPort: port('ssl-passthrough-proxy-port', 442),
    statusPort: port('status-port', 10246),
    healthPort: port('healthz-port', 10254),
  }
  const inside = [port('default-server-port', 8181), port('profiler-port', 10245), port('stream-port', 10247)]
  return {
    ...ports,
    reservedPorts: [...Object.values(ports), ...inside],
    healthPath: text('health-check-path') ?? '/healthz',
    ingressClass: text('ingress-class') ?? 'nginx',
    controllerClass: text('controller-class') ?? 'k8s.io/ingress-nginx',
    classByName: isTrue(flags.get('ingress-class-by-name')),
    withoutClass: isTrue(flags.get('watch-ingress-without-class')),
    watchNamespace: text('watch-namespace'),
    watchNamespaceSelector: text('watch-namespace-selector'),
    annotationsPrefix: text('annotations-prefix') ?? 'nginx.ingress.kubernetes.io',
    disableCatchAll: isTrue(flags.get('disable-catch-all')),
    configMap: ref('ConfigMap', 'configmap'),
    tcpServices: ref('ConfigMap', 'tcp-services-configmap'),
    udpServices: ref('ConfigMap', 'udp-services-configmap'),
    unnamedStreams: (['tcp', 'udp'] as const).filter((one) => {
      const name = text(`${one}-services-configmap`)
      return name !== null && !/^[^/]+\/[^/]+$/.test(name)
    }),
    publishService: ref('Service', 'publish-service'),
    defaultBackendService: ref('Service', 'default-backend-service'),
    defaultCertificate: ref('Secret', 'default-ssl-certificate'),
    electionId: text('election-id'),
    webhook: text('validating-webhook'),
    metrics: isTrue(flags.get('enable-metrics')),
    deepInspect: isTrue(flags.get('deep-inspect') ?? 'true'),
    enableAnnotationValidation: flags.has('enable-annotation-validation')
      ? isTrue(flags.get('enable-annotation-validation'))
      : null,
    disableSvcExternalName: isTrue(flags.get('disable-svc-external-name')),
    enableSslPassthrough: isTrue(flags.get('enable-ssl-passthrough')),
    topologyAware: isTrue(flags.get('enable-topology-aware-routing')),
    updateStatus: isTrue(flags.get('update-status') ?? 'true'),
  }
}

export const usualSettings: Settings = settingsOf([], '')

function portOf(value: string | null): number | null {
  const port = Number(value)
  return value !== null && Number.isInteger(port) && port > 0 && port < 65536 ? port : null
}

function refIn(kind: Kind, value: string | null, namespace: string): Ref | null {
  if (value === null) return null
  const slash = value.indexOf('/')
  return slash === -1
    ? { kind, namespace, name: value }
    : { kind, namespace: value.slice(0, slash), name: value.slice(slash + 1) }
}
