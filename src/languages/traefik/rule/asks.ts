/** What a rule asks of a request beside its host and path, so that an example of one can be made. */
import type { Rule } from './rule.js'

export interface Asks {
  readonly method: string
  /** by lower-case name */
  readonly headers: ReadonlyMap<string, string>
  /** with its `?`; empty: nothing is asked */
  readonly query: string
}

/** Of alternatives the first. What is denied, or given by a pattern, is left out: whether the rule takes the example, it tells. */
export function asksOf(rule: Rule): Asks {
  const all = matchersIn(rule)
  const ofName = (...names: readonly string[]) => all.filter(({ name }) => names.includes(name))
  const query = ofName('Query').map(({ args: [name = '', value = ''] }) => `${name}=${encodeURIComponent(value)}`)
  return {
    method: ofName('Method')[0]?.args[0]?.toUpperCase() ?? 'GET',
    headers: new Map(
      ofName('Header', 'Headers').map(({ args: [name = '', value = ''] }) => [name.toLowerCase(), value]),
    ),
    query: query.length === 0 ? '' : `?${query.join('&')}`,
  }
}

function matchersIn(rule: Rule): readonly Extract<Rule, { is: 'matcher' }>[] {
  switch (rule.is) {
    case 'matcher':
      return [rule]
    case 'and':
      return rule.parts.flatMap(matchersIn)
    case 'or':
      return rule.parts.slice(0, 1).flatMap(matchersIn)
    case 'not':
      return []
  }
}
