/** Paths that are written as patterns and are none: nginx refuses a configuration for one of them. */
import { told } from '../../../domain/findings/finding.js'
import type { ConfFlaw } from './conf-flaws.js'
import { expand } from './expand.js'
import type { Model } from './types.js'

/** Only what PCRE refuses for certain: brackets that are not closed, or never opened. */
export function regexFlaws({ servers }: Model): ConfFlaw[] {
  return [...servers.values()].flatMap((server): ConfFlaw[] => {
    if (server.authTlsError !== null || server.locations.every(({ path }) => isBalanced(path))) return []
    const { written, isRegex } = expand(server)
    if (!isRegex) return []
    return written.flatMap(({ path, location }): ConfFlaw[] => {
      if (isBalanced(path)) return []
      const { host } = server
      const ingresses = location.owner ? [location.owner.ref] : []
      return [{ found: told('regex-breaks', { host, path, others: ingresses }), host, path, ingresses }]
    })
  })
}

/** Parentheses and classes, as far as escapes leave them. */
function isBalanced(path: string): boolean {
  if (!/[()[]/.test(path)) return true
  let depth = 0
  for (let at = 0; at < path.length; at++) {
    const character = path[at]
    if (character === '\\') at++
    else if (character === '[') {
      // A closing bracket that comes first is a member of the class.
      const end = /^\[\^?(?:\]|(?!\]))(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]/s.exec(path.slice(at))
      if (end === null) return false
      at += end[0].length - 1
    } else if (character === '(') depth++
    else if (character === ')' && --depth < 0) return false
  }
  return depth === 0
}
