/** What keeps a route of an HTTPProxy from being one: internal/dag/httpproxy_processor.go and policy.go of https://github.com/projectcontour/contour */
import type { RejectedFor } from '../../../domain/findings/ownership-facts.js'
import { integer, record, text, type Wire, wires } from '../../../domain/objects/project-fields.js'
import { parseNetworks } from '../../../languages/networks.js'
import type { Matching } from '../model/types.js'
import { replacementsOf } from './actions.js'
import { type Block, blockOf, wrongHeaders, wrongPath, wrongQuery } from './conditions.js'
import { isTimeout, wrongCookies, wrongPolicy } from './headers.js'

export interface WrongRoute {
  /** as a status calls it */
  readonly reason: string
  /** in the route */
  readonly field: string
  readonly why: RejectedFor
  readonly value: string | null
}

/** @param block all conditions of its way */
export function wrongRoute(route: Wire, block: Block, { path }: Matching): WrongRoute | null {
  const wrong = (reason: string, field: string, value: string | null, why: RejectedFor = 'value'): WrongRoute => ({
    ...{ reason, field, why, value },
  })
  const works = ['services', 'requestRedirectPolicy', 'directResponsePolicy'].filter((field) => {
    const value = route[field]
    return Array.isArray(value) ? value.length > 0 : value != null
  })
  if (works.length === 0) return wrong('RouteActionCountNotValid', 'services', null, 'empty')
  if (works.length > 1) return wrong('RouteActionCountNotValid', works[0] ?? '', works[1] ?? '', 'conflict')
  const ofPath = wrongPath(blockOf(route.conditions))
  if (ofPath !== null) return wrong('PathMatchConditionsNotValid', 'conditions', ofPath, 'unfit')
  const ofHeaders = wrongHeaders(block)
  if (ofHeaders !== null) return wrong('HeaderMatchConditionsNotValid', 'conditions', ofHeaders, 'unfit')
  const ofQuery = wrongQuery(block)
  if (ofQuery !== null) return wrong('QueryParameterMatchConditionsNotValid', 'conditions', ofQuery, 'unfit')
  const request = wrongPolicy(route.requestHeadersPolicy, true)
  if (request !== null) return wrong('RequestHeadersPolicyInvalid', 'requestHeadersPolicy', request, 'unfit')
  const response = wrongPolicy(route.responseHeadersPolicy, false)
  if (response !== null) return wrong('ResponseHeaderPolicyInvalid', 'responseHeadersPolicy', response, 'unfit')
  const cookies = wrongCookies(route.cookieRewritePolicies)
  if (cookies !== null) return wrong('CookieRewritePoliciesInvalid', 'cookieRewritePolicies', cookies, 'unfit')
  const times = record(route.timeoutPolicy)
  const time = ['response', 'idle', 'idleConnection'].find((field) => !isTimeout(times[field]))
  if (time !== undefined) return wrong('TimeoutPolicyNotValid', `timeoutPolicy.${time}`, String(times[time]))
  const rate = wrongRate(route.rateLimitPolicy)
  if (rate !== null) return wrong('RateLimitPolicyNotValid', 'rateLimitPolicy', rate, 'unfit')
  const redirect = record(route.requestRedirectPolicy)
  if (redirect.path != null && redirect.prefix != null)
    return wrong('RequestRedirectPolicy', 'requestRedirectPolicy.path', 'prefix', 'conflict')
  const prefix = wrongPrefix(route, path)
  if (prefix !== null) return prefix
  const statuses = wires(record(route.healthCheckPolicy).expectedStatuses)
  const isRange = ({ start, end }: Wire) => between(start, 100, 599) && between(end, 101, 600)
  return statuses.every(isRange) ? null : wrong('HealthCheckPolicyInvalid', 'healthCheckPolicy.expectedStatuses', null)
}

/** What is looked at after its services. */
export function wrongGuards(route: Wire): WrongRoute | null {
  const { require, disabled } = record(route.jwtVerificationPolicy)
  if (!text(require) || disabled !== true) return wrongAddresses(route)
  return {
    ...{ reason: 'InvalidJWTVerificationPolicy', field: 'jwtVerificationPolicy.require' },
    ...{ why: 'conflict', value: 'disabled' },
  }
}

function wrongPrefix(route: Wire, path: Matching['path']): WrongRoute | null {
  const all = replacementsOf(route).map((one) => one.prefix)
  const field = 'pathRewritePolicy.replacePrefix'
  if (all.length === 0) return null
  if (path.is !== 'prefix') return { reason: 'MustHavePrefix', field, why: 'needs', value: 'a condition with a prefix' }
  const twice = all.find((one, i) => all.indexOf(one) !== i)
  if (twice === undefined) return null
  return { reason: twice === '' ? 'AmbiguousReplacement' : 'DuplicateReplacement', field, why: 'twice', value: twice }
}

/** Limits on how many requests come in; in words what is wrong. */
export function wrongRate(policy: unknown): string | null {
  const { local, global } = record(policy)
  if (local != null) {
    const { requests, unit } = record(local)
    if ((integer(requests) ?? 0) <= 0) return 'no number of requests'
    if (!['second', 'minute', 'hour'].includes(text(unit) ?? '')) return `unit ${text(unit)}`
  }
  const { disabled, descriptors } = record(global)
  const entries = disabled === true ? [] : wires(descriptors).flatMap((one) => wires(one.entries))
  return entries.every((one) => Object.keys(one).length === 1) ? null : 'an entry that is not one thing'
}

/** Of a host or a route: those that may come, or those that may not. */
export function wrongAddresses(wire: Wire): WrongRoute | null {
  const [allowed, denied] = ['ipAllowPolicy', 'ipDenyPolicy'].map((field) => wires(wire[field]))
  if (allowed?.length && denied?.length)
    return { reason: 'IncompatibleIPAddressFilters', field: 'ipAllowPolicy', why: 'conflict', value: 'ipDenyPolicy' }
  const field = allowed?.length ? 'ipAllowPolicy' : 'ipDenyPolicy'
  const wrong = [...(allowed ?? []), ...(denied ?? [])].find(({ cidr }) => parseNetworks(text(cidr) ?? '') === null)
  return wrong === undefined ? null : { reason: 'InvalidCIDR', field, why: 'value', value: text(wrong.cidr) }
}

function between(value: unknown, from: number, to: number): boolean {
  const number = integer(value) ?? 0
  return number >= from && number <= to
}
