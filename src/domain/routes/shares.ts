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
 * Of all requests those, in percent, behind which nobody answers; not told where all weights are zero.
 * https://gateway-api.sigs.k8s.io/reference/spec/#backendref
 */
export function failingShare(backends: readonly RouteBackend[]): number {
  return shareOfAll(
    backends.filter(({ endpoints }) => silent.has(endpoints.state)),
    backends,
  )
}

/** Of all requests those, in percent, that a backend gets. */
export function shareOf(one: RouteBackend, backends: readonly RouteBackend[]): number {
  return shareOfAll([one], backends)
}

function shareOfAll(some: readonly RouteBackend[], backends: readonly RouteBackend[]): number {
  const all = sumOf(backends)
  return all === 0 ? 0 : Math.round((sumOf(some) / all) * 1000) / 10
}

function sumOf(backends: readonly RouteBackend[]): number {
  return backends.reduce((sum, { weight }) => sum + (weight ?? 1), 0)
}
