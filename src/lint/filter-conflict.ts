/**
 * Filters of one rule of an HTTPRoute that exclude each other: an API server refuses the route when it is applied, and says so
 * only then. https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
 */

import { finding, told } from '../domain/findings/finding.js'
import type { FilterConflict } from '../domain/findings/lint-facts.js'
import type { LintRule } from '../domain/lint/rule.js'
import type { HttpMatch, RouteRule } from '../domain/objects/gateway/routes.js'
import { refOf } from '../domain/objects/ref.js'

export const filterConflict: LintRule = {
  codes: ['filter-conflict'],
  needs: ['HTTPRoute'],
  find: ({ all }) =>
    all('HTTPRoute').flatMap((route) =>
      (route.spec?.rules ?? []).flatMap((rule, index) =>
        conflictsOf(rule).map((facts) =>
          finding(told('filter-conflict', facts), refOf(route), { field: `spec.rules[${index}].filters` }),
        ),
      ),
    ),
}

interface Conflict {
  readonly is: FilterConflict
  /** the types in question */
  readonly filters: readonly string[]
}

/** Those that may stand in one rule as often as one likes. */
const repeatable: ReadonlySet<string> = new Set(['RequestMirror', 'ExtensionRef'])

function conflictsOf(rule: RouteRule<HttpMatch>): Conflict[] {
  const filters = rule.filters ?? []
  const types = filters.map(({ type }) => type)
  const has = (type: string) => types.includes(type)
  const found: Conflict[] = []
  if (has('RequestRedirect') && has('URLRewrite'))
    found.push({ is: 'redirect-rewrites', filters: ['RequestRedirect', 'URLRewrite'] })
  if (has('RequestRedirect') && (rule.backendRefs ?? []).length > 0)
    found.push({ is: 'redirect-has-backends', filters: ['RequestRedirect'] })
  const twice = [...new Set(types.filter((type, i) => !repeatable.has(type) && types.indexOf(type) !== i))]
  if (twice.length > 0) found.push({ is: 'twice', filters: twice })
  const replacing = filters.filter(({ requestRedirect, urlRewrite }) =>
    [requestRedirect, urlRewrite].some((one) => one?.path?.type === 'ReplacePrefixMatch'),
  )
  if (replacing.length > 0 && !isOnePrefix(rule.matches ?? []))
    found.push({ is: 'no-prefix', filters: replacing.map(({ type }) => type) })
  return found
}

/** Without a match, or without a path in it, it is the prefix of all. */
function isOnePrefix(matches: readonly HttpMatch[]): boolean {
  return matches.length <= 1 && matches.every(({ path }) => (path?.type ?? 'PathPrefix') === 'PathPrefix')
}
