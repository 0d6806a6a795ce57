/**
 * A prefix that is replaced, as two: one for what stands behind a slash, so that none is lost or doubled. internal/dag/
 * httpproxy_processor.go (expandPrefixMatches) of https://github.com/projectcontour/contour
 */
import { withoutSlashes } from '../model/paths.js'
import type { Wanted } from '../model/types.js'
import { rewriteTo } from './actions.js'
import type { AskedRoute } from './types.js'

/** A prefix that several routes ask for, with or without a slash, stays as it is. */
export function expanded(asked: readonly AskedRoute[]): readonly AskedRoute[] {
  const counts = new Map<string, number>()
  for (const { made } of asked)
    for (const one of made) {
      const prefix = prefixOf(one)
      if (prefix !== null) counts.set(prefix, (counts.get(prefix) ?? 0) + 1)
    }
  return asked.map((one) => {
    const made = one.made.flatMap((wanted) => {
      const prefix = prefixOf(wanted)
      return prefix === null || prefix === '/' || counts.get(prefix) !== 1 ? [wanted] : inTwo(wanted, prefix)
    })
    return made.length === one.made.length ? one : { ...one, made }
  })
}

/** Without the slashes at its end; null: it has none. */
function prefixOf({ path }: Wanted): string | null {
  if (path.is !== 'prefix') return null
  return path.path === '/' ? '/' : withoutSlashes(path.path)
}

function inTwo(wanted: Wanted, prefix: string): readonly Wanted[] {
  const { action, replacement } = wanted
  if (replacement === null) return [wanted]
  const bare = withoutSlashes(replacement)
  const to = (path: string, own: string): Wanted => ({
    ...wanted,
    ...{ path: { is: 'prefix', path, ignoresCase: false }, replacement: own },
    action:
      action.is === 'forward' ? { is: 'forward', forward: { ...action.forward, rewrite: rewriteTo(own) } } : action,
  })
  return [to(prefix, bare || '/'), to(`${prefix}/`, `${bare}/`)]
}
