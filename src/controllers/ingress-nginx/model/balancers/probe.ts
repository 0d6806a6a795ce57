/**
 * What a load balancer of Azure asks nginx to learn whether a node takes requests: where the port of the Service says by
 * appProtocol that it speaks HTTP, that is a request for "/", and nginx has 404 for it.
 * https://github.com/Azure/AKS/issues/2903
 */
import type { FindingFacts } from '../../../../domain/findings/facts.js'
import type { Inventory } from '../../../../domain/objects/inventory.js'
import type { Service } from '../../../../domain/objects/objects.js'
import { refOf } from '../../../../domain/objects/ref.js'
import { defaultServer, defaultUpstream, type Model } from '../types.js'
import { beta, entryOf } from './entry.js'

/** null: nothing that is seen has it fail */
export function balancerProbe(model: Model, inventory: Inventory): FindingFacts['balancer-probe'] | null {
  const entry = entryOf(model.policy, inventory)
  if (entry === null || !isOfAzure(entry, inventory)) return null
  // With Local it is kube-proxy that is asked.
  if (entry.spec?.externalTrafficPolicy === 'Local' || isAnswered(model)) return null
  const said = entry.metadata.annotations ?? {}
  for (const { port, appProtocol, protocol } of entry.spec?.ports ?? []) {
    const speaks = said[`${beta}/port_${port}_health-probe_protocol`] ?? appProtocol ?? said[byProtocol]
    const own = `${beta}/port_${port}_health-probe_request-path`
    const path = said[own] ?? said[byPath] ?? '/'
    const isElsewhere = said[`${beta}/port_${port}_health-probe_port`] !== undefined
    const isNone = said[`${beta}/port_${port}_no_probe_rule`] === 'true'
    if (
      (protocol ?? 'TCP') !== 'TCP' ||
      isElsewhere ||
      isNone ||
      !/^https?$/i.test(speaks?.trim() ?? '') ||
      path === '/healthz'
    )
      continue
    return { service: refOf(entry), port, path, annotation: said[own] === undefined ? byPath : own }
  }
  return null
}

const byPath = `${beta}/azure-load-balancer-health-probe-request-path`
/** Counts for less than appProtocol: https://github.com/kubernetes-sigs/cloud-provider-azure, buildHealthProbeRulesForPort */
const byProtocol = `${beta}/azure-load-balancer-health-probe-protocol`

/** By an annotation that is for Azure, or by the names that AKS gives its nodes. */
function isOfAzure(entry: Service, inventory: Inventory): boolean {
  return (
    entry.spec?.type === 'LoadBalancer' &&
    (Object.keys(entry.metadata.annotations ?? {}).some((name) => name.startsWith(`${beta}/azure-`)) ||
      inventory
        .slices(refOf(entry))
        .some(({ endpoints }) => endpoints?.some(({ nodeName }) => /^aks-.*-vmss/.test(nodeName ?? ''))))
  )
}

/** Does a default backend, or an Ingress without a host, have a word for what comes without a name. */
function isAnswered({ servers, upstreams }: Model): boolean {
  return (
    upstreams.get(defaultUpstream)?.service !== null ||
    servers.get(defaultServer)?.locations.some(({ owner }) => owner !== null) === true
  )
}
