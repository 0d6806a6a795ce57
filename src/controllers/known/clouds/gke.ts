/** The Ingress controller of GKE, which runs outside of the cluster: https://github.com/kubernetes/ingress-gce */
import type { Ingress } from '../../../domain/objects/objects.js'
import { claim } from '../../shared/named/claim.js'
import type { Family } from '../../shared/named/family.js'

/** By annotation alone: https://cloud.google.com/kubernetes-engine/docs/concepts/ingress#controller_summary */
const names = ['gce', 'gce-internal', 'gce-multi-cluster']

const marks = ['url-map', 'forwarding-rule', 'https-forwarding-rule'].map((name) => `ingress.kubernetes.io/${name}`)

export const gke: Family = {
  id: 'gke',
  title: 'GKE Ingress',
  // An Ingress without class and annotation is its own, too; one with ingressClassName never.
  claims: () => [claim({ controllers: [], names, withoutClass: true })],
  isSeen: (ingresses) => ingresses.some(isItsOwn),
  events: ['loadbalancer-controller'],
  annotations: {
    'ingress.kubernetes.io/backends': 'their health as the load balancer saw it last',
    'kubernetes.io/ingress.allow-http': '',
  },
}

/** What it writes into an Ingress, or what only those write who want it. */
function isItsOwn({ metadata: { annotations = {} } }: Ingress): boolean {
  const said = annotations ?? {}
  return marks.some((name) => said[name] !== undefined) || names.includes(said['kubernetes.io/ingress.class'] ?? '')
}
