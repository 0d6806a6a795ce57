/**
 * A load balancer that ends TLS, by the Service that asks for it. To nginx's port for http it sends requests that nginx takes
 * for ones over http, and redirects, unless it is told (https://github.com/kubernetes/ingress-nginx/issues/2724); to that for
 * https it sends what nginx refuses.
 */
import type { FindingFacts } from '../../../../domain/findings/facts.js'
import type { Inventory } from '../../../../domain/objects/inventory.js'
import type { Service } from '../../../../domain/objects/objects.js'
import { refOf } from '../../../../domain/objects/ref.js'
import { redirectingBy } from '../https-redirect.js'
import type { Kept, Model } from '../types.js'
import { beta, entryOf } from './entry.js'
import { isBehind } from './ports.js'

/** null: nothing that is seen leads to one */
export function balancerLoop(model: Model, inventory: Inventory, own: Kept): FindingFacts['balancer-loop'] | null {
  const { httpPort, useForwardedHeaders, configMapSeen } = model.policy
  const entry = entryOf(model.policy, inventory)
  if (entry === null || !configMapSeen) return null
  const annotation = redirectingBy(model, own)
  const isTcp = isOfTcp(entry)
  if (annotation === null || (useForwardedHeaders && !isTcp)) return null
  return isPlain(entry, inventory, httpPort) ? { annotation, service: refOf(entry), isTcp } : null
}

/** Does its port for https lead to that of nginx for http. */
function isPlain(entry: Service, inventory: Inventory, httpPort: number): boolean {
  return isBehind(entry, inventory, 443, { name: 'http', number: httpPort })
}

/** null: nothing that is seen has what came over TLS reach nginx' port for https without it. */
export function balancerPlain({ policy }: Model, inventory: Inventory): FindingFacts['balancer-plain'] | null {
  const entry = entryOf(policy, inventory)
  if (entry?.spec?.type !== 'LoadBalancer') return null
  const { targetPort, name = '' } = entry.spec.ports?.find(({ port }) => port === 443) ?? {}
  if (targetPort === undefined || isPlain(entry, inventory, policy.httpPort)) return null
  const said = (annotation: string) => entry.metadata.annotations?.[annotation] ?? ''
  const found = ending.find(
    ({ by, is, unless }) => is.test(said(by)) && !unless?.some(([one, value]) => value.test(said(one))),
  )
  const ports = said(awsPorts)
  const isOther = !['', '*'].includes(ports) && !ports.split(',').some((one) => ['443', name].includes(one.trim()))
  if (found === undefined || (found.speaks !== null && isOther)) return null
  return { service: refOf(entry), annotation: found.by, speaks: found.speaks }
}

const awsPorts = `${beta}/aws-load-balancer-ssl-ports`
const awsSpeaks = `${beta}/aws-load-balancer-backend-protocol`

/**
 * By which annotation clouds are told to end TLS; what follows goes on without it, `unless` it is encrypted anew. `speaks`:
 * the annotation that asks for that. https://kubernetes.io/docs/concepts/services-networking/service/#ssl-support-on-aws
 */
const ending: readonly {
  readonly by: string
  readonly is: RegExp
  readonly unless?: readonly (readonly [annotation: string, value: RegExp])[]
  readonly speaks: string | null
}[] = [
  { by: `${beta}/aws-load-balancer-ssl-cert`, is: /./, unless: [[awsSpeaks, /^(?:ssl|https)$/]], speaks: awsSpeaks },
  {
    by: `${beta}/do-loadbalancer-certificate-id`,
    is: /./,
    unless: [[`${beta}/do-loadbalancer-tls-passthrough`, /^true$/]],
    speaks: null,
  },
  { by: 'load-balancer.hetzner.cloud/protocol', is: /^https$/, speaks: null },
  { by: 'loadbalancer.openstack.org/default-tls-container-ref', is: /./, speaks: null },
  { by: `${beta}/linode-loadbalancer-port-443`, is: /"protocol"\s*:\s*"https"/, speaks: null },
  {
    by: `${beta}/oci-load-balancer-ssl-ports`,
    is: /\b443\b/,
    unless: [[`${beta}/oci-load-balancer-tls-backendset-secret`, /./]],
    speaks: null,
  },
]

/** A load balancer for TCP sends no header: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/introduction.html */
function isOfTcp({ metadata: { annotations } }: Service): boolean {
  return /^(?:nlb|external)/.test(annotations?.[`${beta}/aws-load-balancer-type`] ?? '')
}
