/** Shares of requests among the backends of a route, by their weights. */
import type { EndpointState, RouteBackend } from './route.js'

/** Nobody answers behind these. */
const silent: ReadonlySet<EndpointState> = new Set([
  'none-ready',
  'no-slices',
  'no-service',
  'no-port',
  'not-permitted',
  'unsupported',
])

/**
 * Of all requests those, in percent, behind which nobody answers: none where there is no backend.
 * https://gateway-api.sigs.k8s.io/reference/spec/#backendref
 */
export function failingShare(backends: readonly RouteBackend[]): number {
  if (backends.length === 0) return 0
  return shareOfAll(
    backends.filter(({ endpoints, asksUnready }) => silent.has(endpoints.state) && !asksUnready),
    backends,
  )
}

/** Of all requests those, in percent, that a backend gets. */
export function shareOf(one: RouteBackend, backends: readonly RouteBackend[]): number {
  return shareOfAll([one], backends)
}

function shareOfAll(some: readonly RouteBackend[], backends: readonly RouteBackend[]): number {
  const all = sumOf(backends)
  // Where all weights are zero, nobody gets anything.
  return all === 0 ? 100 : Math.round((sumOf(some) / all) * 1000) / 10
}

function sumOf(backends: readonly RouteBackend[]): number {
  return backends.reduce((sum, { weight, skipped }) => sum + (skipped ? 0 : (weight ?? 1)), 0)
}
