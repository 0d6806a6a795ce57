/** Pods of Envoy Gateway: one that steers, and for each Gateway those of an Envoy. */
import type { Controller, Nature } from '../../domain/controllers/controller.js'
import type { Recognised } from '../../domain/controllers/dialect.js'
import { refOf } from '../../domain/objects/ref.js'
import type { Pod } from '../../domain/objects/workloads.js'
import { type EnvoySettings, envoyIn, gatewayIn, settingsOf } from '../shared/envoy/workload.js'
import { flagsIn } from '../shared/named/flags.js'
import { natureOf as namedNature, recognise as recogniseNamed } from '../shared/named/settings.js'
import { envoyGateway as family } from './family.js'

const label = 'gateway.envoyproxy.io/owning-gateway'

export function natureOf(namespace: string, image: string, own: EnvoySettings): Nature {
  const nature = namedNature(family, flagsIn([]), namespace, image)
  return {
    ...nature,
    // Ports below 1024 are moved up: https://gateway.envoyproxy.io/docs/api/extension_types/#envoyproxyspec
    traits: { ...nature.traits, ports: own.role === 'proxy' ? { http: 10080, https: 10443 } : null },
    settings: { takes: [], ...own },
  }
}

export function recognise(pod: Pod): Recognised | null {
  const { namespace } = refOf(pod)
  const container = envoyIn(
    pod,
    (path, argv) => /(?:^|\/)gateway(?:-dev)?$|(?:^|\/)envoy-gateway$/.test(path) || argv.includes('envoy-gateway'),
  )
  if (container !== null) {
    const gateway = gatewayIn(pod, `${label}-name`, `${label}-namespace`)
    return { container, ...natureOf(namespace, container.image ?? '', { gateway, role: 'proxy' }) }
  }
  const found = recogniseNamed(family, pod)
  if (found === null) return null
  return {
    ...natureOf(namespace, found.container.image ?? '', { gateway: null, role: 'control plane' }),
    container: found.container,
  }
}

/** Each Envoy is one of its own, in the release of the one that steers it; that one is told where it steers nothing. */
export function joined(found: readonly Controller[]): readonly Controller[] {
  const proxies = found.filter((one) => settingsOf(one).role === 'proxy')
  const [steering, ...others] = found.filter((one) => settingsOf(one).role === 'control plane')
  if (proxies.length === 0 || steering === undefined || others.length > 0) return proxies.length === 0 ? found : proxies
  return proxies.map((one) => ({ ...one, release: steering.release, behind: [steering] }))
}
