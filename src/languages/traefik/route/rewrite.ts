/** What middlewares make of the path: https://github.com/traefik/traefik/tree/v3.7/pkg/middlewares */
import { toBytes, toText } from '../../nginx/text/byte-text.js'
import { text, texts, type Wire } from '../../values.js'
import { matches, replaceAll } from '../rule/regex.js'
import { cleaned } from './request.js'

/**
 * - `path`: encoded; '' where nothing is left. `written`: as it was put in its place, whether that may stand in a URL or not
 * - `missed`: nothing is changed
 * - `untried`: it cannot be told
 * - `refused`: it is answered at once
 */
export type Rewritten =
  | { readonly is: 'path'; readonly path: string; readonly written?: string }
  | { readonly is: 'missed' | 'untried' }
  | { readonly is: 'refused'; readonly status: number }

const missed: Rewritten = { is: 'missed' }
const untried: Rewritten = { is: 'untried' }

/**
 * @param path encoded
 * @param written as the middleware before put it in its place: what `replacePathRegex` looks at
 */
export function rewritten(kind: string, settings: Wire, path: string, written = path): Rewritten {
  switch (kind) {
    case 'stripPrefix':
      return withoutPrefix(texts(settings.prefixes), path)
    case 'stripPrefixRegex':
      return withoutPattern(texts(settings.regex), path)
    case 'addPrefix':
      return prefixed(text(settings.prefix) ?? '', path, written)
    case 'replacePath':
      return replaced(text(settings.path) ?? '')
    case 'rewriteTarget': {
      const made = targetOf(settings, path)
      if (made === null || made === 'untried') return made === null ? missed : untried
      return made === '' ? { is: 'refused', status: 500 } : onlyClean(replaced(made))
    }
    case 'replacePathRegex': {
      const pattern = text(settings.regex) ?? ''
      const isHit = matches(pattern, written)
      if (isHit !== true) return isHit === 'untried' ? untried : missed
      const made = replaceAll(pattern, written, text(settings.replacement) ?? '')
      return made === null ? untried : onlyClean(replaced(made))
    }
    default:
      return missed
  }
}

/**
 * What another controller's `rewrite-target` makes of a path; null: it stays.
 * https://github.com/traefik/traefik/blob/v3.7/pkg/middlewares/ingressnginx/rewritetarget/rewrite_target.go
 */
export function targetOf({ regex, replacement }: Wire, path: string): string | null | 'untried' {
  const to = (text(replacement) ?? '').trim()
  const said = (text(regex) ?? '').trim()
  if (said === '') return to.replace(/\$[0-9]+/g, '')
  // Without a part that is kept, whatever follows is not kept either.
  const pattern = `(?i)${said}${isUrl(to) && !/\((?!\?:)/.test(said) ? '.*' : ''}`
  const isHit = matches(pattern, path)
  if (isHit !== true) return isHit === 'untried' ? isHit : null
  return replaceAll(pattern, path, to) ?? 'untried'
}

export function isUrl(target: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(target)
}

/** Nothing stays nothing. */
function withSlash(path: string): string {
  return path === '' || path.startsWith('/') ? path : `/${path}`
}

/** Doubled slashes and dots that come of it could lead around a rule: such a request is refused. */
function onlyClean(made: Rewritten): Rewritten {
  const path = made.is === 'path' ? withSlash(made.path) : ''
  return path !== '' && cleaned(path) !== path ? { is: 'refused', status: 400 } : made
}

/** A path that was not sent as it would be encoded keeps its own form, to which the prefix is put as it stands. */
function prefixed(prefix: string, path: string, written: string): Rewritten {
  const decoded = decodedPath(path) ?? ''
  const whole = withSlash(`${toBytes(prefix)}${decoded}`)
  if (written === escapedPath(decoded)) return { is: 'path', path: escapedPath(whole) }
  const raw = withSlash(`${prefix}${written}`)
  return { is: 'path', path: encodedPath(whole, raw), written: raw }
}

function replaced(raw: string): Rewritten {
  const decoded = decodedPath(raw)
  return decoded === null
    ? { is: 'refused', status: 500 }
    : { is: 'path', path: encodedPath(decoded, raw), written: raw }
}

/** What was encoded is compared decoded. */
function withoutPrefix(prefixes: readonly string[], path: string): Rewritten {
  const decoded = decodedPath(path) ?? toBytes(path)
  const prefix = prefixes.find((one) => decoded.startsWith(toBytes(one)))
  if (prefix === undefined) return missed
  const raw = path.startsWith(prefix) ? withSlash(path.slice(prefix.length)) : path
  return onlyClean({ is: 'path', path: encodedPath(withSlash(decoded.slice(toBytes(prefix).length)), raw) })
}

/** The first of them that matches at the beginning. */
function withoutPattern(patterns: readonly string[], path: string): Rewritten {
  const decoded = toText(decodedPath(path) ?? '')
  for (const pattern of patterns) {
    const begin = `^(?:${pattern.trim().replace(/^\^/, '')})`
    const isHit = matches(begin, decoded)
    if (isHit === 'untried') return untried
    if (!isHit) continue
    const rest = replaceAll(begin, decoded, '')
    const raw = replaceAll(begin, path, '')
    if (rest === null || raw === null) return untried
    return onlyClean({ is: 'path', path: encodedPath(toBytes(withSlash(rest)), withSlash(raw)) })
  }
  return missed
}

/** `path` alone is the new one; with `pathPrefix` it stands in the place of that. */
export function joinedPath(settings: Wire, path: string): string {
  const target = text(settings.path)
  const said = text(settings.pathPrefix)
  const prefix = said?.endsWith('/') ? said.slice(0, -1) : said
  if (target === null) return path
  if (prefix === null) return target
  const rest = path.startsWith(prefix) ? path.slice(prefix.length) : path
  const parts = `${target}/${rest}`.split('/').filter((part) => part !== '' && part !== '.')
  const joined = `${target.startsWith('/') ? '/' : ''}${parts.join('/')}`
  return path.endsWith('/') && joined !== '/' && !joined.endsWith('/') ? `${joined}/` : joined
}

/** @returns a byte string, see byte-text.ts; null: an escape is none */
function decodedPath(path: string): string | null {
  if (/%(?![0-9a-fA-F]{2})/.test(path)) return null
  return toBytes(path).replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/**
 * As it was encoded, where that means the path and has no character that may not stand there; else anew.
 * @param path a byte string
 */
function encodedPath(path: string, raw: string): string {
  return /^[A-Za-z0-9\-._~!$&'()*+,;=:@/%[\]]*$/.test(raw) && decodedPath(raw) === path ? raw : escapedPath(path)
}

function escapedPath(bytes: string): string {
  return bytes.replace(
    /[^A-Za-z0-9\-._~$&+,;=:@/]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}
