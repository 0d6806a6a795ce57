/**
 * Prefixes that a proxy compares letter by letter, where by the documentation they end with an element of the path:
 * https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types
 */
import type { Told } from '../../domain/findings/facts.js'
import { told } from '../../domain/findings/finding.js'
import { pathOf, type Route } from '../../domain/routes/route.js'
import { withoutSlash } from '../../semantics/ingress/index-rules.js'

type AskedPath = Pick<Route, 'host' | 'match'>

export class TextPrefixes {
  /** host → the prefixes that are asked for there, without a slash at their end */
  readonly #asked = new Map<string | null, Set<string>>()

  /** @param all that become routes */
  constructor(all: readonly AskedPath[]) {
    for (const one of all) {
      const path = one.match?.path
      if (path == null || one.match?.pathType === 'Exact') continue
      const own = this.#asked.get(one.host) ?? new Set()
      this.#asked.set(one.host, own.add(withoutSlash(path)))
    }
  }

  /** Told where somebody else of the host would have what goes on behind the last letter. */
  trapOf(one: AskedPath): Told<'prefix-of-text'> | null {
    const path = pathOf(one) ?? '/'
    if (one.match?.pathType !== 'Prefix' || path.endsWith('/')) return null
    const also = `${path}${path.slice(1) === 'bar' ? 'foo' : 'bar'}`
    const others = this.#asked.get(one.host)
    for (let at = path.lastIndexOf('/'); at >= 0; at = path.lastIndexOf('/', at - 1)) {
      if (others?.has(path.slice(0, at))) return told('prefix-of-text', { path, also })
      if (at === 0) return null
    }
    return null
  }
}
