/** HTTPProxies, Contour's own objects: which hosts they have. What they do with a request is not read. */
import type { RoutingFacts } from '../../domain/controllers/routing-facts.js'
import type { CustomKind } from '../../domain/objects/custom.js'
import { record, text } from '../../domain/objects/project-fields.js'
import { nameOf, refOf } from '../../domain/objects/ref.js'

/** https://projectcontour.io/docs/1.33/config/api/#projectcontour.io/v1.HTTPProxy */
export const httpProxies: CustomKind = {
  kind: 'HTTPProxy',
  group: 'projectcontour.io',
  version: 'v1',
  plural: 'httpproxies',
  namespaced: true,
  shape: { spec: { ingressClassName: 'value', virtualhost: { fqdn: 'value' } }, status: { currentStatus: 'value' } },
}

/** Host → what has it, in words. */
export function ownerHosts({ customOf }: Pick<RoutingFacts, 'customOf'>): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const proxy of customOf?.(httpProxies).items ?? []) {
    const host = text(record(proxy.spec.virtualhost).fqdn)?.toLowerCase()
    if (host && proxy.status.currentStatus === 'valid')
      found.set(host, `HTTPProxy ${nameOf(refOf(proxy))}, which is not read here`)
  }
  return found
}
