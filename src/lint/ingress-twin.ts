/**
 * One host that an Ingress and a route of a Gateway ask for, with different Services: which answers is up to the address to
 * which the name leads. While one takes over from the other both have the same, and are no finding.
 */

import { compare } from '../domain/compare.js'
import { finding, told } from '../domain/findings/finding.js'
import { addTo } from '../domain/groups.js'
import type { LintRule } from '../domain/lint/rule.js'
import type { HTTPRoute } from '../domain/objects/gateway/routes.js'
import type { Ingress } from '../domain/objects/objects.js'
import { nameOf, refOf } from '../domain/objects/ref.js'

export const ingressTwin: LintRule = {
  codes: ['ingress-twin'],
  needs: ['HTTPRoute'],
  find: ({ inventory, all }) => {
    const routes = new Map<string, HTTPRoute[]>()
    for (const route of all('HTTPRoute'))
      for (const host of route.spec?.hostnames ?? []) addTo(routes, host.toLowerCase(), route)
    if (routes.size === 0) return []
    const asked = new Map<string, { readonly ingress: Ingress; readonly index: number }[]>()
    for (const ingress of inventory.ingresses)
      for (const [index, { host }] of (ingress.spec?.rules ?? []).entries())
        if (host && routes.has(host.toLowerCase())) addTo(asked, host.toLowerCase(), { ingress, index })
    return [...asked].flatMap(([host, [first, ...more]]) => {
      const [route] = routes.get(host) ?? []
      if (first === undefined || route === undefined) return []
      const ofIngresses = servicesOf([first, ...more].flatMap(({ ingress, index }) => backendsOf(ingress, index)))
      if (ofIngresses === servicesOf((routes.get(host) ?? []).flatMap(backendsOfRoute))) return []
      const found = told('ingress-twin', { host, route: refOf(route) })
      return [finding(found, refOf(first.ingress), { field: `spec.rules[${first.index}].host` })]
    })
  },
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
