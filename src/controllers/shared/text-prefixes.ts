/**
 * Prefixes that a proxy compares letter by letter. By the documentation they end with an element of the path, and a slash
 * at their end does not count: https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types
 */
import type { Told } from '../../domain/findings/facts.js'
import { told } from '../../domain/findings/finding.js'
import { pathOf, type Route } from '../../domain/routes/route.js'
import { withoutSlash } from '../../semantics/ingress/index-rules.js'

type AskedPath = Pick<Route, 'host' | 'match'>

export class TextPrefixes {
  /** host → the prefixes that are asked for there, without a slash at their end */
  readonly #asked = new Map<string | null, Set<string>>()
  /** host → the paths as they are written, of any type */
  readonly #written = new Map<string | null, Set<string>>()
  readonly #redirects: boolean

  /**
   * @param all that become routes
   * @param redirects whoever leaves out the slash at the end of a path is sent to the path with it
   */
  constructor(all: readonly AskedPath[], redirects: boolean) {
    this.#redirects = redirects
    for (const one of all) {
      const path = one.match?.path
      if (path == null) continue
      addPath(this.#written, one.host, path)
      if (one.match?.pathType === 'Exact') continue
      addPath(this.#asked, one.host, withoutSlash(path))
    }
  }

  /** Told where somebody else of the host would have what goes on behind the last letter, or nobody has what lacks the slash. */
  trapOf(one: AskedPath): Told<'prefix-of-text' | 'trailing-slash'> | null {
    const path = pathOf(one) ?? '/'
    if (one.match?.pathType !== 'Prefix' || path === '/') return null
    if (path.endsWith('/')) {
      const isWritten = this.#written.get(one.host)?.has(path.slice(0, -1)) ?? false
      return isWritten ? null : told('trailing-slash', { path, isRedirected: this.#redirects })
    }
    const also = `${path}${path.slice(1) === 'bar' ? 'foo' : 'bar'}`
    const others = this.#asked.get(one.host)
    for (let at = path.lastIndexOf('/'); at >= 0; at = path.lastIndexOf('/', at - 1)) {
      if (others?.has(path.slice(0, at))) return told('prefix-of-text', { path, also })
      if (at === 0) return null
    }
    return null
  }
}

function addPath(all: Map<string | null, Set<string>>, host: string | null, path: string): void {
  all.set(host, (all.get(host) ?? new Set()).add(path))
}
