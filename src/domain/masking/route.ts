/** A route as it may be shown: what a header must be may be a password, and a redirect may carry one. */
import type { Route, RouteMatch, ValueMatch } from '../routes/route.js'
import { maskSentence } from './sentence.js'
import { maskNamed } from './words.js'

export function maskRoute(route: Route): Route {
  const { match, filters } = route
  return {
    ...route,
    match: match && maskMatch(match),
    filters: filters.map(({ type, detail }) => ({ type, detail: maskSentence(detail) })),
  }
}

/** Names and patterns of everyday stay. */
export function maskMatch(match: RouteMatch): RouteMatch {
  return { ...match, headers: match.headers.map(maskPair), query: match.query.map(maskPair) }
}

function maskPair(pair: ValueMatch): ValueMatch {
  return { ...pair, value: maskNamed(pair.name, pair.value) }
}
