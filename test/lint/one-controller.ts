/** A class with its controller, and two Services with a pod each. */
import { controllerPod } from '../support/cluster/fake-controller.js'
import { pod, service, slice } from '../support/objects.js'

export const common = {
  IngressClass: [{ metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } }],
  Pod: [controllerPod({ name: 'proxy-1', owner: ['DaemonSet', 'proxy'], args: [] })],
  Service: ['a', 'b'].map((name) => service(name)),
  EndpointSlice: ['a', 'b'].map((name, i) =>
    slice(`${name}-1`, { service: name, endpoints: [pod(name, `10.0.0.${i + 1}`)] }),
  ),
}
