/** What `why` says of one Ingress of a cluster in memory, whoever takes it. */
import { createControllers } from '../../../src/controllers/create.js'
import { gatherWhy } from '../../../src/questions/why/gather-why.js'
import { controllerPod } from '../cluster/fake-controller.js'
import { type MemoryCluster, memoryCluster } from '../cluster/memory-cluster.js'
import { ingress, pod, rule, service, slice } from '../objects.js'

/** A capture that holds no word of a replica. */
const nothing = { source: 'nothing', sourceOf: () => 'nothing', isEmpty: true, text: () => undefined }

export const ingressClass = (name: string, controller = 'k8s.io/ingress-nginx', isDefault = false) => ({
  metadata: { name, annotations: isDefault ? { 'ingressclass.kubernetes.io/is-default-class': 'true' } : {} },
  spec: { controller },
})
export const proxy = (...args: string[]) => controllerPod({ name: 'proxy-1', owner: ['DaemonSet', 'proxy'], args })

/**
 * @param spec of the Ingress, over one rule for Service `web`
 * @param more objects by kind, in the place of the usual ones
 */
export async function gathered(
  spec: object,
  more: MemoryCluster['objects'] = {},
  metadata: object = {},
  forbidden: MemoryCluster['forbidden'] = [],
) {
  const cluster = memoryCluster({
    objects: {
      Ingress: [ingress('web', { rules: [rule('a.test', '/', 'web')], ...spec }, metadata)],
      IngressClass: [ingressClass('nginx')],
      Pod: [proxy()],
      Service: [service('web')],
      EndpointSlice: [slice('web-1', { endpoints: [pod('web-a', '10.0.0.1')] })],
      ...more,
    },
    forbidden,
  })
  const controllers = createControllers(cluster, (dialect, replica) => dialect.replay(nothing, replica), null)
  return gatherWhy(cluster, controllers, {
    names: [],
    labelSelector: undefined,
    selection: {},
    semantics: null,
    now: 0,
  })
}
