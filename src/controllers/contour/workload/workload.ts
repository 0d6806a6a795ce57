/** Pods of Contour: those that steer, and those of the Envoys that they steer. */
import type { Controller, Nature } from '../../../domain/controllers/controller.js'
import type { Recognised } from '../../../domain/controllers/dialect.js'
import { type NamespacedName, refOf } from '../../../domain/objects/ref.js'
import type { Pod } from '../../../domain/objects/workloads.js'
import { type EnvoySettings, envoyIn, gatewayIn, settingsOf } from '../../shared/envoy/workload.js'
import { type Flags, flagsIn } from '../../shared/named/flags.js'
import { natureOf as namedNature, recognise as recogniseNamed } from '../../shared/named/settings.js'
import { contourSettings } from './config.js'
import { contour as family } from './family.js'

const label = 'projectcontour.io/owning-gateway-name'

/** One that was made for a Gateway takes that one alone, and no Ingress. */
export function natureOf(flags: Flags, namespace: string, image: string, own: EnvoySettings): Nature {
  const claims = own.gateway === null ? family.claims : () => []
  const nature = namedNature({ ...family, claims }, flags, namespace, image)
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
    const nature = natureOf(flagsIn([]), namespace, envoy.image ?? '', { gateway, role: 'proxy' })
    return { container: envoy, ...nature }
  }
  const found = recogniseNamed(family, pod)
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
