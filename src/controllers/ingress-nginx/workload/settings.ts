/** Flags → settings, with the defaults of https://github.com/kubernetes/ingress-nginx/blob/main/pkg/flags/flags.go */

import type { ControllerSettings } from '../../../domain/controllers/controller.js'
import type { Kind } from '../../../domain/objects/objects.js'
import type { Ref } from '../../../domain/objects/ref.js'
import { isTrue, parseFlags } from './flags.js'

/** @param namespace of the pod: where a name without namespace is looked for */
export function settingsOf(argv: readonly string[], namespace: string): ControllerSettings {
  const flags = parseFlags(argv)
  const text = (name: string) => flags.get(name) || null
  const ref = (kind: Kind, name: string) => refIn(kind, text(name), namespace)
  const port = (name: string, usual: number) => portOf(text(name)) ?? usual
  return {
    httpPort: port('http-port', 80),
    httpsPort: port('https-port', 443),
    sslProxyPort: port('ssl-passthrough-proxy-port', 442),
    statusPort: port('status-port', 10246),
    healthPort: port('healthz-port', 10254),
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
  }
}

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
