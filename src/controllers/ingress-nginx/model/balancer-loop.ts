/**
 * A load balancer that ends TLS and sends requests on to nginx's port for http, by the Service that asks for it: nginx takes
 * each for one over http, and redirects it, unless it is told. https://github.com/kubernetes/ingress-nginx/issues/2724
 */
import type { FindingFacts } from '../../../domain/findings/facts.js'
import type { Inventory } from '../../../domain/objects/inventory.js'
import type { Service } from '../../../domain/objects/objects.js'
import { redirectingBy } from './https-redirect.js'
import type { Kept, Model } from './types.js'

/** null: nothing that is seen leads to one */
export function balancerLoop(model: Model, inventory: Inventory, own: Kept): FindingFacts['balancer-loop'] | null {
  const { httpPort, useForwardedHeaders, publishService: service, configMapSeen } = model.policy
  const entry = service === null ? undefined : inventory.service(service)
  if (service === null || entry === undefined || !configMapSeen) return null
  const annotation = redirectingBy(model, own)
  const isTcp = isOfTcp(entry)
  if (annotation === null || (useForwardedHeaders && !isTcp)) return null
  const { targetPort, name } = entry.spec?.ports?.find(({ port }) => port === 443) ?? {}
  const listed = inventory.slices(service).flatMap(({ ports }) => ports ?? [])
  const isPlain =
    targetPort === 'http' ||
    targetPort === httpPort ||
    listed.some((one) => targetPort !== undefined && one.name === name && one.port === httpPort)
  return isPlain ? { annotation, service, isTcp } : null
}

/** A load balancer for TCP sends no header: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/introduction.html */
function isOfTcp({ metadata: { annotations } }: Service): boolean {
  return /^(?:nlb|external)/.test(annotations?.['service.beta.kubernetes.io/aws-load-balancer-type'] ?? '')
}
