/** ingress-nginx, as https://github.com/kubernetes/ingress-nginx and its forks are. */
import { isAssumed } from '../../domain/controllers/controller.js'
import type { Dialect } from '../../domain/controllers/dialect.js'
import { tlsSecrets } from '../../domain/objects/ingress-hosts.js'
import { refOf } from '../../domain/objects/ref.js'
import type { Pod } from '../../domain/objects/workloads.js'
import { nearHosts } from '../../domain/routes/near-hosts.js'
import { outOfReach, reachOf } from '../shared/reach.js'
import { namedObjects } from './annotations/named-objects.js'
import { counting } from './count.js'
import {
  ingressNginxDiscretion,
  isConfigKey,
  logLanguage,
  maskBackend,
  observationOf,
  planOf,
  rules,
  saidBefore,
  saidLive,
  savedByHand,
  streamServices,
  supportOf,
  upstreamNames,
  upstreamsIn,
  whyIgnored,
} from './mind.js'
import { hostNames, serverNames } from './model/host-names.js'
import { files } from './observe/files.js'
import { isIngressNginx, isOfClass, ownership, owns, suggests } from './workload/own.js'
import { releaseOf } from './workload/release.js'
import {
  type NginxController,
  type NginxReplica,
  natureOf,
  otherConfigs,
  settingsOf,
  streamsOf,
} from './workload/settings.js'
import { presumed } from './workload/version.js'

export const ingressNginx = {
  id: 'ingress-nginx',
  title: 'ingress-nginx',
  speaks: {
    prefixes: ['nginx.ingress.kubernetes.io'],
    guards: [
      'auth-url',
      'auth-type',
      'auth-secret',
      'auth-tls-secret',
      'whitelist-source-range',
      'allowlist-source-range',
      'denylist-source-range',
      'auth-tls-match-cn',
    ],
  },
  reads: { rules: true, inside: true },
  classFlag: '--controller-class',
  assumption: 'judged as ingress-nginx 1.15 with defaults',
  presumed,
  names: ['ingress-nginx', 'rke2-ingress-nginx'],
  recognise: (pod: Pod) => {
    const container = pod.spec?.containers?.find(isIngressNginx)
    if (container === undefined) return null
    const { namespace } = refOf(pod)
    const argv = [...(container.command ?? []), ...(container.args ?? [])]
    const release = releaseOf(container.image ?? '', pod.metadata.labels ?? {})
    return { container, ...natureOf(settingsOf(argv, namespace), release, namespace) }
  },
  usual: (namespace) => natureOf(settingsOf([], namespace), releaseOf(''), namespace),
  suppose: (namespace, { version, flags, config }) => {
    const map = Object.keys(config).length === 0 ? [] : [`--configmap=${namespace}/${namespace}`]
    return natureOf(settingsOf([...map, ...flags], namespace), { ...releaseOf(''), version }, namespace)
  },
  readsSetting: (key) => isConfigKey(key),
  configFlag: '--configmap',
  suggests,
  owns,
  ownership,
  hasClass: isOfClass,
  hostNames: ({ settings }: NginxController, ingress) => hostNames(settings, ingress),
  needs: (controller: NginxController, ingresses, hosts) => {
    const { settings } = controller
    const { configMap, tcpServices, udpServices, defaultCertificate } = settings
    const near = hosts === null ? ingresses : nearHosts(ingresses, hosts, (one) => serverNames(settings, one))
    const { configMaps, secrets } = namedObjects(settings, ingresses, near)
    return {
      configMaps: [...(configMap === null ? [] : [configMap]), ...configMaps],
      streams: [tcpServices, udpServices].filter((one) => one !== null),
      forgotten: [
        ...(['tcp', 'udp'] as const).map((over) => streamsOf(controller, over)),
        ...(isAssumed(controller) ? [] : otherConfigs(controller)),
      ],
      secrets: [...near.flatMap(tlsSecrets), ...secrets, ...(defaultCertificate === null ? [] : [defaultCertificate])],
    }
  },
  counting,
  plan: (controller: NginxController, facts) => planOf(controller, facts),
  observe: (pods, replica: NginxReplica) => observationOf(replica, saidLive(pods, replica), reachOf(pods, replica)),
  replay: (saved, replica: NginxReplica) =>
    observationOf(replica, saidBefore(saved, replica), outOfReach(replica, saved, saved.text(files.log))),
  savedByHand: (text) => savedByHand(text),
  texts: Object.values(files),
  get discretion() {
    return ingressNginxDiscretion
  },
  get rules() {
    return rules
  },
  support: (release) => supportOf(release),
  get log() {
    return logLanguage
  },
  backends: {
    names: (ingresses) => upstreamNames(ingresses),
    harmless: (backend) => maskBackend(backend),
    read: (backends, ingresses) => upstreamsIn(backends, upstreamNames(ingresses)),
    streams: (replica: NginxReplica, cluster) => streamServices(replica, cluster),
  },
  whyIgnored: (log, source) => whyIgnored(log, source),
} satisfies Dialect
