/** What middlewares make of the path: https://github.com/traefik/traefik/tree/v3.7/pkg/middlewares */
import { text, texts, type Wire } from '../config/values.js'
import { matches, replaceAll } from '../rule/regex.js'
import { escaped } from './request.js'

/** @returns null: it cannot be told; `missed`: nothing is changed */
export function rewritten(kind: string, settings: Wire, path: string): string | null | 'missed' {
  switch (kind) {
    case 'stripPrefix': {
      const prefix = texts(settings.prefixes).find((one) => path.startsWith(one))
      return prefix === undefined ? 'missed' : withSlash(path.slice(prefix.length))
    }
    case 'stripPrefixRegex':
      return strippedByPattern(texts(settings.regex), path)
    case 'addPrefix':
      return withSlash(`${text(settings.prefix) ?? ''}${path}`)
    case 'replacePath':
      return escaped(text(settings.path) ?? '')
    case 'replacePathRegex':
    case 'rewriteTarget': {
      const pattern = text(settings.regex) ?? ''
      const isHit = matches(pattern, path)
      if (isHit === 'untried') return null
      return isHit ? replaceAll(pattern, path, text(settings.replacement) ?? '') : 'missed'
    }
    default:
      return 'missed'
  }
}

function withSlash(path: string): string {
  return path.startsWith('/') ? path : `/${path}`
}

/** The first of them that matches at the beginning. */
function strippedByPattern(patterns: readonly string[], path: string): string | null | 'missed' {
  for (const pattern of patterns) {
    const begin = `^(?:${pattern.trim().replace(/^\^/, '')})`
    const isHit = matches(begin, path)
    if (isHit === 'untried') return null
    if (isHit) {
      const rest = replaceAll(begin, path, '')
      return rest === null ? null : withSlash(rest)
    }
  }
  return 'missed'
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
