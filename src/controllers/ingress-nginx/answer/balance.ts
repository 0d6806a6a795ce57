/**
 * Which upstream gets a request: the primary, or its canary.
 * https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/lua/balancer.lua (route_to_alternative_balancer)
 */

import type { Split, TraceRequest } from '../../../domain/requests/trace.js'
import { readPcre, takesTooLong } from '../../../languages/nginx/pcre/pcre.js'
import { cookieValue } from '../../../languages/nginx/rewrite/variables.js'
import { toBytes } from '../../../languages/nginx/text/byte-text.js'
import type { Canary } from '../annotations/reading.js'
import { deadEnd, type LiveBackend } from './live-backend.js'

export interface Balanced {
  /** the one that gets it, or of several the primary */
  readonly backend: LiveBackend
  /** every one that may get it; empty where it is certain */
  readonly split: readonly Split[]
  /** why it is this one, where there was a choice */
  readonly why: string | null
}

/** @param primary has an endpoint, or it is not known whether it has */
export function balance(
  primary: LiveBackend,
  backends: ReadonlyMap<string, LiveBackend>,
  request: TraceRequest,
): Balanced {
  const name = primary.alternatives[0]
  // Only the first one is ever looked at, and not at all where it has no endpoint.
  const canary = name === undefined ? undefined : backends.get(name)
  if (canary === undefined) return { backend: primary, split: [], why: null }
  if (canary.endpoints?.length === 0)
    return { backend: primary, split: [], why: `the canary ${canary.name} has no endpoint, so all goes to the primary` }
  const tied = tiedBy(primary, canary, request)
  if (tied !== null) return torn(primary, canary, null, `cookie ${tied} says which one a client was given before`)
  return byPolicy(primary, canary, request)
}

function byPolicy(primary: LiveBackend, canary: LiveBackend, request: TraceRequest): Balanced {
  const { policy } = canary
  const decided = byHeader(policy, request) ?? byCookie(policy, request)
  if (decided?.takes === null) return torn(primary, canary, null, decided.when)
  if (decided) return { backend: decided.takes ? canary : primary, split: [], why: decided.when }
  const total = policy.weightTotal > 100 ? policy.weightTotal : 100
  const share = Math.min(Math.max(policy.weight, 0), total) / total
  if (share === 0) return { backend: primary, split: [], why: `nothing asks for the canary ${canary.name}` }
  const when = `weight ${policy.weight} of ${total}`
  return share === 1 ? { backend: canary, split: [], why: when } : torn(primary, canary, share * 100, when)
}

function torn(primary: LiveBackend, canary: LiveBackend, percent: number | null, when: string): Balanced {
  const share = (backend: LiveBackend, percent: number | null, when: string): Split => ({
    upstream: backend.name,
    endpoints: backend.endpoints,
    percent,
    when: deadEnd(backend) === null ? when : `${when}, answered with 502`,
  })
  const rest = percent === null ? share(primary, null, when) : share(primary, 100 - percent, 'the rest')
  return { backend: primary, split: [rest, share(canary, percent, when)], why: when }
}

interface Decided {
  /** null: it cannot be told */
  readonly takes: boolean | null
  readonly when: string
}

/** A value, else a pattern, else the words `always` and `never`; any other header decides nothing. */
function byHeader({ header, headerValue, headerPattern }: Canary, { headers }: TraceRequest): Decided | null {
  // To nginx a hyphen in the name of a header is an underscore.
  const wanted = header.toLowerCase().replaceAll('-', '_')
  const [, sent] = [...headers].find(([name]) => wanted !== '' && name.replaceAll('-', '_') === wanted) ?? []
  if (sent === undefined) return null
  const when = `header ${header}: ${sent}`
  if (headerValue !== '') return sent === headerValue ? { takes: true, when } : null
  if (headerPattern !== '') {
    const pattern = readPcre(toBytes(headerPattern), false)
    if (pattern === null) return { takes: null, when: `the pattern ${headerPattern} cannot be tried here` }
    const matched = pattern.match(toBytes(sent))
    if (typeof matched !== 'string') return { takes: true, when: `${when} matches ${headerPattern}` }
    return matched === 'none' ? null : { takes: null, when: `the pattern ${headerPattern} ${takesTooLong}` }
  }
  return sent === 'always' || sent === 'never' ? { takes: sent === 'always', when } : null
}

function byCookie({ cookie }: Canary, { headers }: TraceRequest): Decided | null {
  const sent = cookie === '' ? null : cookieValue(headers.get('cookie') ?? '', cookie.toLowerCase())
  return sent === 'always' || sent === 'never' ? { takes: sent === 'always', when: `cookie ${cookie}=${sent}` } : null
}

/** The name of a cookie that was sent and ties the client to the primary or the canary: behind the bar stands which one. */
function tiedBy(primary: LiveBackend, canary: LiveBackend, request: TraceRequest): string | null {
  const names = [primary.affinityCookie, canary.affinityCookie]
  return names.find((name) => name !== null && cookieOf(request, name)?.includes('|')) ?? null
}

function cookieOf({ headers }: TraceRequest, name: string): string | undefined {
  for (const pair of (headers.get('cookie') ?? '').split(/; */)) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1)
  }
  return undefined
}
