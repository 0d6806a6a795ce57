/** Pods that run an Envoy for a controller which steers it from outside. */
import type { Controller, Nature } from '../../../domain/controllers/controller.js'
import type { NamespacedName } from '../../../domain/objects/ref.js'
import type { Container, Pod } from '../../../domain/objects/workloads.js'
import { imagePath } from '../image.js'

/** Printed, too: field by field. */
export interface EnvoySettings {
  /** whose requests alone it takes; null: it is nobody's alone */
  readonly gateway: NamespacedName | null
  /** does it pass on requests itself, or tell others how to */
  readonly role: 'proxy' | 'control plane'
  /** the port at which whoever reaches its pod may administer it; absent: none is known */
  readonly openAdmin?: number
}

/** The container that is an Envoy, in a pod whose other one manages it for such a controller; null: there is none. */
export function envoyIn(pod: Pod, manages: (path: string, argv: readonly string[]) => boolean): Container | null {
  const containers = (pod.spec?.containers ?? []).map((container) => ({
    container,
    path: imagePath(container.image ?? ''),
    argv: [...(container.command ?? []), ...(container.args ?? [])],
  }))
  const manager = containers.find(({ path, argv }) => argv.includes('shutdown-manager') && manages(path, argv))
  if (manager === undefined) return null
  const runsEnvoy = ({ path, argv }: (typeof containers)[number]) =>
    /(?:^|\/)envoy$/.test(argv[0] ?? '') || /(?:^|[/-])envoy(?:-[a-z]+)?$/.test(path)
  return containers.find((one) => one !== manager && runsEnvoy(one))?.container ?? null
}

/** Does a label of a pod name it. @param namespace of the Gateway where no label says another */
export function gatewayIn(pod: Pod, nameLabel: string, namespaceLabel: string | null): NamespacedName | null {
  const { labels, namespace } = pod.metadata
  const name = labels?.[nameLabel]
  if (name === undefined) return null
  return { namespace: (namespaceLabel && labels?.[namespaceLabel]) || namespace || '', name }
}

export function settingsOf({ settings }: Pick<Nature, 'settings'>): EnvoySettings {
  return settings as EnvoySettings
}

/** Does this one serve that Gateway: one of its own alone does not serve another. */
export function servesGateway(controller: Controller, { namespace, name }: NamespacedName): boolean {
  const { gateway, role } = settingsOf(controller)
  return role === 'proxy' && (gateway === null || (gateway.namespace === namespace && gateway.name === name))
}
