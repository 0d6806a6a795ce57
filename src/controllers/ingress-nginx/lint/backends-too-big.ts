/**
 * All backends are one text in a dictionary of nginx that has a fixed size: one that does not fit is refused, and the old
 * one stays. https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/#lua-shared-dicts
 */
import { finding, told } from '../../../domain/findings/finding.js'
import type { ControllerRule } from '../../../domain/lint/rule.js'
import { namedBy } from '../../../domain/objects/ref.js'
import type { Upstream } from '../model/types.js'
import type { NginxPlan } from '../plan.js'

const mebibyte = 2 ** 20
const usual = 20 * mebibyte
/** Of the dictionary: what is worked out here is some percent off. */
const full = 0.8

export const backendsTooBig: ControllerRule = {
  codes: ['backends-too-big'],
  needs: [],
  find: ({ controller, plan }) => {
    const { upstreams, policy } = (plan as NginxPlan).model
    const room = roomFor(policy.entries['lua-shared-dicts'] ?? '')
    const bytes = backendsBytes(upstreams.values())
    if (bytes < room * full) return []
    const [holds, takes] = [Math.ceil(room / mebibyte), Math.ceil(bytes / mebibyte)]
    const { configMap } = policy
    const of = configMap === null ? namedBy(controller) : ({ kind: 'ConfigMap', ...configMap } as const)
    return [finding(told('backends-too-big', { takes, holds }), of)]
  },
}

/** What is no size in mebibytes or with a unit is passed over, and so is what is more than 200 of them. */
function roomFor(dictionaries: string): number {
  const [, size, unit] = /(?:^|[,\s])configuration_data:\s*(\d{1,6})([km]?)\s*(?:,|$)/i.exec(dictionaries) ?? []
  const bytes = Number(size) * (unit?.toLowerCase() === 'k' ? 1024 : mebibyte)
  return bytes > 0 && bytes <= 200 * mebibyte ? bytes : usual
}

/** About as many as the text has that the controller writes: names, addresses, Services, and what is the same in all entries. */
export function backendsBytes(upstreams: Iterable<Pick<Upstream, 'name' | 'service' | 'endpoints'>>): number {
  let bytes = 0
  for (const { name, service, endpoints } of upstreams) {
    bytes += name.length + 340 + (service === null ? 0 : 370)
    for (const address of endpoints ?? []) bytes += address.length + 22
  }
  return bytes
}
