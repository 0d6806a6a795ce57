/**
 * What the load balancer before the controller does, by the Service that asks for it: it ends TLS, so that nginx takes each
 * request for one over http, and redirects it; it speaks the proxy protocol, which nginx does not await; it hides the client.
 * https://github.com/kubernetes/ingress-nginx/issues/2724 and https://github.com/kubernetes/ingress-nginx/issues/12877
 */

import type { RoutingFacts } from '../../../../domain/controllers/routing-facts.js'
import type { Inventory } from '../../../../domain/objects/inventory.js'
import type { Service } from '../../../../domain/objects/objects.js'
import { refOf } from '../../../../domain/objects/ref.js'
import { entryOf } from '../../model/balancers/entry.js'
import { balancerFlaw } from '../../model/balancers/flaw.js'
import { cutOff } from '../../model/balancers/idle.js'
import { balancerAwaited } from '../../model/balancers/nowhere.js'
import type { Kept, Model } from '../../model/types.js'
import { type Cause, causeOf, remark } from '../cause.js'

export function balancerCauses(model: Model, { inventory }: RoutingFacts, own: Kept): Cause[] {
  const entry = entryOf(model.policy, inventory)
  if (entry === null || !model.policy.configMapSeen || own.annotations.canary !== null) return []
  return [
    ...clientCauses(model, own, entry),
    ...idleCauses(model, inventory, own),
    ...loopCauses(model, inventory, own, entry),
  ]
}

const byAddress = ['whitelist-source-range', 'allowlist-source-range', 'denylist-source-range']
const limits = ['limit-rps', 'limit-rpm', 'limit-connections']

/**
 * A balancer that hides the client, so that nginx compares, and counts by, the address of a node or of the balancer: it lets
 * in all, or nobody. https://kubernetes.io/docs/tutorials/services/source-ip/#source-ip-for-services-with-type-loadbalancer
 */
function clientCauses({ policy }: Model, own: Kept, entry: Service): Cause[] {
  const { spec, metadata } = entry
  const isHidden =
    spec?.type === 'LoadBalancer' &&
    spec.externalTrafficPolicy !== 'Local' &&
    !Object.values(metadata.annotations ?? {}).some((value) => value.includes('preserve_client_ip.enabled=true'))
  // Whoever is told of the client by a header, or by PROXY, has said so in the ConfigMap.
  if (!isHidden || policy.realIpHeader !== null) return []
  const { allowlist, denylist, rateLimited } = own.annotations.access
  // A list of all is one of nobody: solvers of certificates have it.
  const isListed = allowlist.length + denylist.length > 0 && !allowlist.some((one) => everybody.has(one))
  const written = own.ingress.metadata.annotations ?? {}
  const names = [isListed ? byAddress : [], rateLimited ? limits : []].flatMap(
    (group) => group.find((annotation) => written[`${policy.annotationsPrefix}/${annotation}`]) ?? [],
  )
  return names.map((annotation) => {
    const field = `metadata.annotations["${policy.annotationsPrefix}/${annotation}"]`
    return remark('allowlist-behind-proxy', { annotation, service: refOf(entry) }, { field })
  })
}

function idleCauses(model: Model, inventory: Inventory, own: Kept): Cause[] {
  const cut = cutOff(model.policy, inventory, own)
  if (cut === null) return []
  return [
    remark('balancer-idle', cut, { field: `metadata.annotations["${model.policy.annotationsPrefix}/${cut.setting}"]` }),
  ]
}

const everybody: ReadonlySet<string> = new Set(['0.0.0.0/0', '::/0'])

function loopCauses(model: Model, inventory: Inventory, own: Kept, entry: Service): Cause[] {
  const { annotationsPrefix, entries } = model.policy
  const annotation = proxyProtocol(entry)
  const isAwaited = entries['use-proxy-protocol'] === 'true'
  const isOfCloud = Object.keys(entry.metadata.annotations ?? {}).some((name) => ofClouds.test(name))
  if (!isAwaited && annotation !== undefined)
    return [remark('proxy-protocol-unread', { service: refOf(entry), annotation, isOfCloud })]
  if (isAwaited && entry.spec?.type === 'LoadBalancer' && !isSpokenOf(entry))
    return [remark('proxy-protocol-unread', { service: refOf(entry), annotation: null, isOfCloud })]
  const found = balancerFlaw(model, inventory, own)
  if (found === null) {
    const awaited = balancerAwaited(model, inventory)
    return awaited === null ? [] : [remark('balancer-nowhere', awaited)]
  }
  const { flaw } = found
  const isOwn = flaw.code === 'balancer-loop'
  return [
    causeOf(
      flaw,
      false,
      isOwn ? { field: `metadata.annotations["${annotationsPrefix}/${flaw.facts.annotation}"]` } : {},
    ),
  ]
}

/** Prefixes by which clouds are told what their balancer does; of all others something before the cluster may speak it. */
const ofClouds =
  /^(?:service\.(?:beta\.)?kubernetes\.io|load-balancer\.hetzner\.cloud|loadbalancer\.openstack\.org|oci\.oraclecloud\.com)\//

/** Some clouds are asked for it in the value of an annotation for all. */
function isSpokenOf({ metadata: { annotations } }: Service): boolean {
  return Object.entries(annotations ?? {}).some((one) => /proxy[-_]?protocol/i.test(one.join(' ')))
}

/** The annotation by which clouds are asked for it, each by its own name. */
function proxyProtocol({ metadata: { annotations } }: Service): string | undefined {
  return Object.entries(annotations ?? {}).find(([name, value]) =>
    /proxy-?protocol/.test(name.slice(name.indexOf('/')))
      ? !/^(?:|false|none|off)$/.test(value)
      : /proxy_protocol_v2\.enabled=true/.test(value),
  )?.[0]
}
