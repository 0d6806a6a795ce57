/**
 * Hostnames of listeners, routes and requests: null is none, which means all.
 * https://gateway-api.sigs.k8s.io/reference/spec/#hostname
 */
import { compare } from '../../../domain/compare.js'

/** In lower case; '' is none. */
export function hostnameOf(said: string | null | undefined): string | null {
  return said ? said.toLowerCase() : null
}

/** `*.x` covers any number of labels more, and not `x`. @param host of a request; null: it names none */
export function covers(hostname: string | null, host: string | null): boolean {
  if (hostname === null || hostname === host) return true
  return (
    host !== null && hostname.startsWith('*.') && host.endsWith(hostname.slice(1)) && host.length >= hostname.length
  )
}

/**
 * What a listener gives to a route of this hostname.
 * @param wider does a wildcard of the route count that is wider than the listener's
 * @returns undefined: nothing
 */
export function meet(listener: string | null, route: string | null, wider: boolean): string | null | undefined {
  if (listener === null) return route
  if (route === null || listener === route) return listener
  if (covers(listener, route)) return route
  if (!covers(route, listener) || (listener.startsWith('*.') && !wider)) return undefined
  return listener
}

/** The more specific first: exact, then the longer wildcard, then none. */
export function bySpecificity(a: string | null, b: string | null): number {
  return specificity(b) - specificity(a) || compare(a ?? '', b ?? '')
}

function specificity(hostname: string | null): number {
  if (hostname === null) return 0
  return hostname.startsWith('*.') ? hostname.length : 1_000 + hostname.length
}

/** Is a hostname more specific than another one, so that it comes first. */
export function comparesHostnames(a: string | null, b: string | null): number {
  return specificity(b) - specificity(a)
}
