/** Contour, which steers an Envoy in pods of their own: https://github.com/projectcontour/contour */
import type { Controller, Nature } from '../../../domain/controllers/controller.js'
import type { Recognised } from '../../../domain/controllers/dialect.js'
import { type NamespacedName, refOf } from '../../../domain/objects/ref.js'
import type { Pod } from '../../../domain/objects/workloads.js'
import { openAdmin } from '../../shared/envoy/admin.js'
import { type EnvoySettings, envoyIn, gatewayIn, settingsOf } from '../../shared/envoy/workload.js'
import { contourGatewayDialect } from '../../shared/gateways/contour.js'
import { claim } from '../../shared/named/claim.js'
import type { Family, Releases } from '../../shared/named/family.js'
import { type Flags, flagsIn, listIn } from '../../shared/named/flags.js'
import { natureOf as namedNature, recognise as recogniseNamed } from '../../shared/named/settings.js'
import { contourSettings } from './config.js'

/** Contour's lines of releases that have ended, and its public flaws. */
const releases: Releases = {
  // https://github.com/projectcontour/contour/blob/main/RELEASES.md: the last three minor releases
  ends: [
    ...['1.25 2024-02-12', '1.26 2024-05-07', '1.27 2024-07-31', '1.28 2025-05-06', '1.29 2025-05-15'],
    '1.30 2025-09-08',
  ],
  flaws: [
    'CVE-2026-50149 1.23.0 1.33.5',
    'CVE-2026-41246 1.19.0 1.31.6 1.32.0 1.32.5 1.33.0 1.33.4',
    'CVE-2021-32783 0 1.14.2 1.15.0 1.15.2 1.16.0 1.16.1 1.17.0 1.17.1',
  ],
}

/** Annotations of everybody that it reads, too. https://projectcontour.io/docs/1.33/config/annotations/ */
export const common = [
  'kubernetes.io/ingress.class',
  'kubernetes.io/ingress.allow-http',
  'ingress.kubernetes.io/force-ssl-redirect',
]

export const contour: Family = {
  id: 'contour',
  title: 'Contour',
  releases,
  speaks: { prefixes: ['projectcontour.io'], shares: common, guards: [] },
  // The same program runs beside each Envoy, and there it serves nothing.
  runs: ({ path, argv }) => /(?:^|[/-])contour$/.test(path) && argv.includes('serve'),
  // By name: the controller of an IngressClass counts for nothing.
  // https://github.com/projectcontour/contour/blob/main/internal/ingressclass/ingressclass.go
  claims: (flags) => {
    const names = listIn(flags, 'ingress-class-name')
    return [
      claim({
        controllers: [],
        names: names ?? ['contour'],
        by: 'name',
        withoutClass: names === null,
        first: 'annotation',
        namespaces: listIn(flags, 'watch-namespaces'),
        isSure: !flags.has('contour-config-name'),
      }),
    ]
  },
  publishes: (flags, namespace) => ({
    namespace: flags.get('envoy-service-namespace') || namespace,
    name: flags.get('envoy-service-name') || 'envoy',
  }),
  numbered: /(?:^|[/-])contour$/,
  gateway: contourGatewayDialect,
  keeps: ['insecure', 'xds-address', 'xds-port'],
  flags: [
    'ingress-class-name',
    'watch-namespaces',
    'root-namespaces',
    'config-path',
    'contour-config-name',
    'envoy-service-namespace',
    'envoy-service-name',
  ],
}

/** Pods of Contour: those that steer, and those of the Envoys that they steer. */
const label = 'projectcontour.io/owning-gateway-name'

/** One that was made for a Gateway takes that one alone, and no Ingress. */
export function natureOf(flags: Flags, namespace: string, image: string, own: EnvoySettings): Nature {
  const claims = own.gateway === null ? contour.claims : () => []
  const nature = namedNature({ ...contour, claims }, flags, namespace, image)
  return {
    ...nature,
    traits: { ...nature.traits, ports: { http: 8080, https: 8443 } },
    settings: { ...nature.settings, ...contourSettings(flags, namespace), ...own },
  }
}

export function recognise(pod: Pod): Recognised | null {
  const { namespace } = refOf(pod)
  const gateway = gatewayIn(pod, label, null)
  const envoy = envoyIn(pod, (path) => /(?:^|[/-])contour$/.test(path))
  if (envoy !== null) {
    const nature = natureOf(flagsIn([]), namespace, envoy.image ?? '', { gateway, role: 'proxy', ...openAdmin(envoy) })
    return { container: envoy, ...nature }
  }
  const found = recogniseNamed(contour, pod)
  if (found === null) return null
  const { command, args, image } = found.container
  const flags = flagsIn([...(command ?? []), ...(args ?? [])])
  return { container: found.container, ...natureOf(flags, namespace, image ?? '', { gateway, role: 'control plane' }) }
}

/** What steers stands for both, and its replicas are the Envoys of its namespace and its Gateway. */
export function joined(found: readonly Controller[]): readonly Controller[] {
  const proxies = found.filter((one) => settingsOf(one).role === 'proxy')
  const steering = found.filter((one) => settingsOf(one).role === 'control plane')
  const lonely = proxies.filter((one) => !steering.some((other) => belongsTo(one, other)))
  return [
    ...lonely,
    ...steering.map((one) => {
      const own = proxies.filter((other) => belongsTo(other, one))
      if (own.length === 0) return one
      const settings = { ...one.settings, role: 'proxy' as const }
      return { ...one, settings, replicas: own.flatMap(({ replicas }) => replicas), behind: [one, ...own] }
    }),
  ]
}

function belongsTo(proxy: Controller, steering: Controller): boolean {
  return proxy.namespace === steering.namespace && isSame(settingsOf(proxy).gateway, settingsOf(steering).gateway)
}

function isSame(a: NamespacedName | null, b: NamespacedName | null): boolean {
  return a?.namespace === b?.namespace && a?.name === b?.name
}
