/** How Contour reads the path and the host of a rule: https://github.com/projectcontour/contour/blob/main/internal/dag/ingress_processor.go */
import { pathOf, type Route } from '../../../domain/routes/route.js'
import type { PathRule } from '../../../languages/envoy/config/rules.js'
import { Regex } from '../../../languages/envoy/match/regex.js'
import type { Matching, ValueCondition } from './types.js'

/** As a domain of the proxy. */
export function domainOf({ host }: Pick<Route, 'host'>): string {
  return host?.toLowerCase() ?? '*'
}

export function matchingOf(route: Route): Matching {
  return { path: pathRule(route), headers: oneLabel(domainOf(route)), query: [] }
}

/** A path that is left to the controller is a pattern where it looks like one, else the beginning of a text. */
function pathRule(route: Route): PathRule {
  const path = pathOf(route) ?? '/'
  const { pathType } = route.match ?? {}
  if (pathType === 'Exact') return { is: 'exact', path, ignoresCase: false }
  if (pathType === 'ImplementationSpecific' && isPattern(path)) return { is: 'regex', regex: new Regex(path) }
  if (path === '/' || pathType === 'ImplementationSpecific') return { is: 'prefix', path, ignoresCase: false }
  return { is: 'separated', path: withoutSlashes(path), ignoresCase: false }
}

export function isPattern(path: string): boolean {
  return /[\^+*[\]%]/.test(path)
}

/** Without those at its end. */
export function withoutSlashes(path: string): string {
  let end = path.length
  while (path[end - 1] === '/') end--
  return path.slice(0, end)
}

/** The star of a host stands for one label, while that of a domain stands for any number. */
export function oneLabel(domain: string): readonly ValueCondition[] {
  if (!domain.startsWith('*.')) return []
  const rest = domain.slice(1).replace(/[.\\+*?()|[\]{}^$]/g, '\\$&')
  const value = `^[a-z0-9]([-a-z0-9]*[a-z0-9])?${rest}(:[0-9]+)?`
  return [{ name: ':authority', is: 'regex', value, isInverted: false, ignoresCase: false, takesMissing: false }]
}
