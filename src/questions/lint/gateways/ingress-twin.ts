/**
 * One host that an Ingress and a route of a Gateway ask for, with different Services: which answers is up to the address to
 * which the name leads, unless one proxy has both, and ranks them. While one takes over from the other both have the same, and are no
 * finding.
 */

import { compare } from '../../../domain/compare.js'
import { finding, told } from '../../../domain/findings/finding.js'
import { addTo } from '../../../domain/groups.js'
import type { LintWorld } from '../../../domain/lint/rule.js'
import type { HTTPRoute } from '../../../domain/objects/gateway/routes.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { nameOf, refOf } from '../../../domain/objects/ref.js'
import type { OpenGateways } from '../../gateways/open.js'
import type { GatewayRule } from './rule.js'

export const ingressTwin: GatewayRule = {
  codes: ['ingress-twin'],
  needs: ['HTTPRoute'],
  find: (opened, { inventory, worlds, all }) => {
    const routes = new Map<string, HTTPRoute[]>()
    for (const route of all('HTTPRoute'))
      for (const host of route.spec?.hostnames ?? []) addTo(routes, host.toLowerCase(), route)
    if (routes.size === 0) return []
    const asked = new Map<string, { readonly ingress: Ingress; readonly index: number }[]>()
    for (const ingress of inventory.ingresses)
      for (const [index, { host }] of (ingress.spec?.rules ?? []).entries())
        if (host && routes.has(host.toLowerCase())) addTo(asked, host.toLowerCase(), { ingress, index })
    return [...asked].flatMap(([host, [first, ...more]]) => {
      const ranking = worlds.filter(({ facts }) => first && facts.beside && facts.ingresses.includes(first.ingress))
      const apart = (routes.get(host) ?? []).filter((one) => !ranking.some((world) => servesAt(opened, world, one)))
      const [route] = apart
      if (first === undefined || route === undefined) return []
      const ofIngresses = servicesOf([first, ...more].flatMap(({ ingress, index }) => backendsOf(ingress, index)))
      if (ofIngresses === servicesOf(apart.flatMap(backendsOfRoute))) return []
      const found = told('ingress-twin', { host, route: refOf(route) })
      return [finding(found, refOf(first.ingress), { field: `spec.rules[${first.index}].host` })]
    })
  },
}

/** Is a route at a Gateway of that very controller. */
function servesAt({ plan, ownerOf }: OpenGateways, { controller }: LintWorld, route: HTTPRoute): boolean {
  return plan.world.attachmentsOf(refOf(route)).some(({ gateway }) => {
    const planned = plan.world.gateways.get(nameOf(gateway))
    const owner = planned && ownerOf(planned)
    return owner != null && nameOf(owner) === nameOf(controller)
  })
}

function servicesOf(names: readonly string[]): string {
  return [...new Set(names)].sort(compare).join(' ')
}

function backendsOf(ingress: Ingress, index: number): string[] {
  const { namespace } = refOf(ingress)
  return (ingress.spec?.rules?.[index]?.http?.paths ?? []).flatMap(({ backend }) =>
    backend?.service ? [nameOf({ namespace, name: backend.service.name })] : [],
  )
}

function backendsOfRoute(route: HTTPRoute): string[] {
  const { namespace: own } = refOf(route)
  return (route.spec?.rules ?? []).flatMap(({ backendRefs }) =>
    (backendRefs ?? []).map(({ namespace, name }) => `${namespace ?? own}/${name}`),
  )
}
