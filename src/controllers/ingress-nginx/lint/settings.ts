/** What is wrong with the controller's own settings: its ConfigMap, its default backend, the room for its backends. */
import { finding, told } from '../../../domain/findings/finding.js'
import type { ControllerRule } from '../../../domain/lint/rule.js'
import { isSame, namedBy } from '../../../domain/objects/ref.js'
import { breaksOfConfig } from '../../shared/nginx/breaks.js'
import { ownStatus } from '../model/error-pages.js'
import { breaksOf } from '../model/flaws/breaks.js'
import { defaultUpstream, type Upstream } from '../model/types.js'
import type { NginxPlan } from '../plan.js'
import { lostForAll } from '../why/annotations/snippet-locations.js'
import { swallowedForAll } from '../why/annotations/swallowed.js'
import { settingFindings } from '../why/settings.js'
import { lostOf } from '../why/streams.js'

/** What in the controller's own ConfigMap does nothing, or something else than was meant. */
export const configMap: ControllerRule = {
  codes: [
    'unknown-key',
    'unread-value',
    'needs-another',
    'modsecurity-logs',
    'snippet-swallows',
    'flag-missing',
    'balancer-idle',
    'balancer-outlives',
    'no-effect',
    'snippet-breaks',
    'errors-without-pages',
  ],
  needs: [],
  find: ({ plan }) => {
    const { model, reaches } = plan as NginxPlan
    const { policy } = model
    const { configMap } = policy
    if (configMap === null) return []
    const source = { kind: 'ConfigMap', ...configMap } as const
    const { customHttpErrors: codes, isSeen } = policy
    const hasNoPages = codes.length > 0 && model.upstreams.get(defaultUpstream)?.service === null
    return [
      ...(hasNoPages
        ? [finding(told('errors-without-pages', { codes, status: ownStatus(policy), isSeen }), source)]
        : []),
      ...breaksOfConfig(breaksOf(model), policy.configMap),
      ...settingFindings(plan as NginxPlan),
      ...lostForAll({ model, reaches }).map((one) => lostOf(one, configMap)),
      ...swallowedForAll(policy).map((one) => finding(told('snippet-swallows', one), source)),
    ]
  },
}

/** The default backend is an application with hosts of its own: when it is down, every unknown host is down with it, as 502. */
export const defaultServerShared: ControllerRule = {
  codes: ['default-server-shared'],
  needs: [],
  find: ({ controller, plan }) => {
    const { model, controller: own } = plan as NginxPlan
    const service = own.settings.defaultBackendService
    const shared = service && model.asked.find(({ backend }) => backend !== null && isSame(serviceIn(backend), service))
    if (!service || !shared) return []
    return [finding(told('default-server-shared', { service, by: shared.ref }), namedBy(controller))]
  },
}

function serviceIn({ namespace, service }: { readonly namespace: string; readonly service: string }) {
  return { kind: 'Service', namespace, name: service }
}

/**
 * All backends are one text in a dictionary of nginx that has a fixed size: one that does not fit is refused, and the old
 * one stays. https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/#lua-shared-dicts
 */
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
