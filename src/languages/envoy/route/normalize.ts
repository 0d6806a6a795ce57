/** What Envoy makes of a path before any route sees it: https://www.envoyproxy.io/docs/envoy/latest/operations/admin and path_utility.cc */
import type { Connection } from '../config/types.js'

export type Normalized =
  | { readonly is: 'path'; readonly path: string }
  /** with `%2F` and its like taken apart; nothing else is looked at */
  | { readonly is: 'redirect'; readonly path: string }
  | { readonly is: 'refused'; readonly why: string }

/**
 * In Envoy's order: slashes that are escaped, then dots and escapes, then slashes that stand together.
 * @param target path and query
 */
export function normalize(
  target: string,
  {
    escapedSlashes,
    normalizesPath,
    mergesSlashes,
  }: Pick<Connection, 'escapedSlashes' | 'normalizesPath' | 'mergesSlashes'>,
): Normalized {
  const at = target.indexOf('?')
  const [before, query] = at === -1 ? [target, ''] : [target.slice(0, at), target.slice(at)]
  let path = before
  let isRedirect = false
  if (escapedSlashes !== 'keep' && /%(?:2f|5c)/i.test(path)) {
    if (escapedSlashes === 'reject') return { is: 'refused', why: 'it has an escaped slash' }
    path = path.replace(/%2f/gi, '/').replace(/%5c/gi, '\\')
    isRedirect = escapedSlashes === 'redirect'
  }
  if (normalizesPath) {
    const canonical = canonicalPath(path)
    if (canonical === null) return { is: 'refused', why: 'it has a byte 0' }
    path = canonical
  }
  if (mergesSlashes) path = merged(path)
  return { is: isRedirect ? 'redirect' : 'path', path: path + query }
}

/** Of a path of slashes alone two are left, as in Envoy. */
function merged(path: string): string {
  if (!path.includes('//')) return path
  return /^\/+$/.test(path) ? '//' : path.replace(/\/{2,}/g, '/')
}

const escaped = /["#<>?^`{|}\x01-\x20\x7f]/
/** Without any of these a path is as it should be. */
const special = /["#<>?^`{|}\x01-\x20\x7f%\\]|\/\.|\0/
const unreserved = /[A-Za-z0-9._~-]/

/**
 * As browsers do it, for Envoy has their code: dots are resolved, `\` is a slash, what needs no escape loses it.
 * @returns null: it is refused
 */
function canonicalPath(path: string): string | null {
  if (path.startsWith('/') && !special.test(path)) return path
  let done = path.startsWith('/') || path.startsWith('\\') ? '' : '/'
  let isGood = true
  for (let at = 0; at < path.length; at++) {
    const sign = path[at] as string
    const dot = dotAt(path, at)
    if (dot > 0) {
      const way = done.endsWith('/') ? afterDot(path, at + dot) : null
      if (way === null) {
        done += '.'
        at += dot - 1
      } else {
        if (way.isUp) done = oneUp(done)
        at += dot + way.length - 1
      }
    } else if (sign === '\\') done += '/'
    else if (sign === '%') {
      const code = /^%[0-9A-Fa-f]{2}/.test(path.slice(at, at + 3))
        ? Number.parseInt(path.slice(at + 1, at + 3), 16)
        : null
      if (code === null) done += sign
      else {
        const meant = String.fromCharCode(code)
        done += unreserved.test(meant) ? meant : path.slice(at, at + 3)
        if (code === 0) isGood = false
        at += 2
      }
    } else if (escaped.test(sign)) done += `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
    else done += sign
  }
  return isGood ? done : null
}

/** How long a dot is that stands here, escaped or not; 0: there is none. */
function dotAt(path: string, at: number): number {
  if (path[at] === '.') return 1
  return path[at] === '%' && path[at + 1] === '2' && /[eE]/.test(path[at + 2] ?? '') ? 3 : 0
}

/** What a segment means that begins with a dot; null: it is a name. */
function afterDot(path: string, at: number): { readonly isUp: boolean; readonly length: number } | null {
  if (at >= path.length) return { isUp: false, length: 0 }
  if (isSlash(path[at])) return { isUp: false, length: 1 }
  const second = dotAt(path, at)
  if (second === 0) return null
  if (at + second >= path.length) return { isUp: true, length: second }
  return isSlash(path[at + second]) ? { isUp: true, length: second + 1 } : null
}

function isSlash(sign: string | undefined): boolean {
  return sign === '/' || sign === '\\'
}

/** @param done ends with a slash */
function oneUp(done: string): string {
  return done.length <= 1 ? done : done.slice(0, done.lastIndexOf('/', done.length - 2) + 1)
}
