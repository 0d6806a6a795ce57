/** The Ingress controller of GKE, which runs outside of the cluster: https://github.com/kubernetes/ingress-gce */
import type { Ingress } from '../../../domain/objects/objects.js'
import { type Claim, claim } from '../../shared/named/claim.js'
import type { Family } from '../../shared/named/family.js'

/** By annotation alone: https://cloud.google.com/kubernetes-engine/docs/concepts/ingress#controller_summary */
const names = ['gce', 'gce-internal', 'gce-multi-cluster']

const backends = 'ingress.kubernetes.io/backends'

/** Of `{"NAME":"HEALTHY"}`, which it writes, those that are not. */
function unwellIn(text: string): readonly string[] {
  return [...text.matchAll(/"([\w-]{1,100})":\s*"UNHEALTHY"/g)].flatMap(([, name]) => name ?? [])
}

const marks = ['url-map', 'forwarding-rule', 'https-forwarding-rule'].map((name) => `ingress.kubernetes.io/${name}`)

export const gke: Family = {
  id: 'gke',
  title: 'GKE Ingress',
  speaks: {
    prefixes: ['networking.gke.io', 'ingress.gcp.kubernetes.io'],
    shares: ['ingress.kubernetes.io'],
    guards: [],
  },
  claims: () => [ofGke(true)],
  seen: (ingresses) => (ingresses.some(isWritten) ? [ofGke(true)] : ingresses.some(isAsked) ? [ofGke(false)] : null),
  events: ['loadbalancer-controller'],
  refusals: ['Translate'],
  complains: ({ metadata: { annotations } }) => {
    const unwell = unwellIn(annotations?.[backends] ?? '')
    return unwell.length === 0 ? null : { reason: 'UNHEALTHY', message: `backends ${unwell.join(', ')}` }
  },
  annotations: {
    [backends]: 'their health as the load balancer saw it last',
    'kubernetes.io/ingress.allow-http': '',
  },
}

/**
 * It takes an Ingress without class and annotation, too, and never one with ingressClassName.
 * @param isThere false: it may be that there is none, and Ingresses only ask for it
 */
function ofGke(isThere: boolean): Claim {
  return claim({ controllers: [], names, withoutClass: isThere })
}

/** By nobody else. */
function isWritten({ metadata: { annotations } }: Ingress): boolean {
  return marks.some((name) => annotations?.[name] !== undefined)
}

function isAsked({ metadata: { annotations } }: Ingress): boolean {
  return names.includes(annotations?.['kubernetes.io/ingress.class'] ?? '')
}
