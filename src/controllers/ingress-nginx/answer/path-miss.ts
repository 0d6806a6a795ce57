/** How a rule's path misses a request: by case, by a slash, by being Exact. */
import type { Rule } from './rules.js'

/** By the rule's own path type, as the API has it: whether it asks for this path at all. */
export function matchesPath({ path, pathType }: Pick<Rule, 'path' | 'pathType'>, asked: string): boolean {
  if (pathType === 'Exact') return asked === path
  const prefix = path.endsWith('/') ? path.slice(0, -1) : path
  return asked === prefix || asked.startsWith(`${prefix}/`)
}

export function missOf(rule: Rule, asked: string): { readonly code: string; readonly message: string } | null {
  const { path, pathType } = rule
  if (matchesPath({ path: path.toLowerCase(), pathType }, asked.toLowerCase()))
    return { code: 'path-case', message: `${path}: paths are case-sensitive` }
  if (/%[0-9A-F]{2}/i.test(path) && matchesPath({ path: decoded(path), pathType }, asked))
    return { code: 'path-encoded', message: `${path}: nginx compares decoded paths` }
  if (pathType !== 'Exact') {
    const prefix = path.endsWith('/') ? path.slice(0, -1) : path
    return prefix !== '' && asked.startsWith(prefix)
      ? { code: 'other-element', message: `${path} matches whole path elements only, so not ${asked}` }
      : null
  }
  const isSlash = asked === `${path}/` || path === `${asked}/`
  if (isSlash) return { code: 'exact-only', message: `Exact ${path}: a slash at the end makes another path` }
  return asked.startsWith(path) && path !== '/'
    ? { code: 'exact-only', message: `Exact ${path} matches that very path only, nothing below it` }
    : null
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** How many characters both begin with. */
export function commonLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}
