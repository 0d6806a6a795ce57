/** The location of a server for a path, whatever the request is otherwise. */
import { Budget } from '../pcre/pcre.js'
import { toBytes } from '../text/byte-text.js'
import type { Directive } from '../text/directive.js'
import { type LocationMatch, LocationTable } from './location-table.js'

export interface SelectedLocation extends LocationMatch {
  /** the path lacks the slash at its end: nginx answers with a redirect to it */
  readonly redirects: boolean
}

/**
 * @param path normalised, see `normalisePath`
 * @param onUnknown is told of a regex that cannot be tried here
 */
export function selectLocation(
  locations: readonly Directive[],
  path: string,
  onUnknown: (pattern: string) => void = () => {},
): SelectedLocation | null {
  const budget = new Budget()
  const found = new LocationTable(() => locations).find(toBytes(path), ({ pcre, pattern }, bytes) => {
    const matched = pcre === null ? 'too-long' : pcre.match(bytes, budget)
    if (typeof matched !== 'string') return true
    if (matched !== 'none') onUnknown(pattern)
    return false
  })
  if (found === null || found === 'unknown') return null
  const { location, by, pattern } = found.place
  return { location, by, pattern, redirects: found.kind === 'slash' }
}
