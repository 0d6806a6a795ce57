/** How Contour reads the path of a rule: https://github.com/projectcontour/contour/blob/main/internal/dag/ingress_processor.go */
import { pathOf, type Route } from '../../domain/routes/route.js'
import type { PathRule } from '../../languages/envoy/config/rules.js'
import { Regex } from '../../languages/envoy/match/regex.js'

/** As a domain of the proxy. */
export function domainOf({ host }: Route): string {
  return host?.toLowerCase() ?? '*'
}

/** What cannot stand beside another one of the same. */
export function keyOf(route: Route): string {
  const path = pathRule(route)
  return `${domainOf(route)} ${path.is} ${textOf(path)}`
}

export function textOf(path: PathRule): string {
  if (path.is === 'regex') return path.regex.text
  return 'path' in path ? path.path : ''
}

/** A path that is left to the controller is a pattern where it looks like one, else the beginning of a text. */
export function pathRule(route: Route): PathRule {
  const path = pathOf(route) ?? '/'
  const { pathType } = route.match ?? {}
  if (pathType === 'Exact') return { is: 'exact', path, ignoresCase: false }
  if (pathType === 'ImplementationSpecific' && /[\^+*[\]%]/.test(path)) return { is: 'regex', regex: new Regex(path) }
  if (path === '/' || pathType === 'ImplementationSpecific') return { is: 'prefix', path, ignoresCase: false }
  return { is: 'separated', path: path.replace(/\/$/, ''), ignoresCase: false }
}

/** Exact, then patterns, then prefixes; the longer first, and whole elements before the beginning of a text. */
export function orderOf(path: PathRule): readonly number[] {
  const rank = path.is === 'exact' ? 0 : path.is === 'regex' ? 1 : 2
  return [rank, -textOf(path).length, path.is === 'separated' ? 0 : 1]
}
