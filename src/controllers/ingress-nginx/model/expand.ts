/**
 * Locations as they are written: sorted, each Prefix path twice, and all of a host as regexes where one of them is.
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/location.go (updateServerLocations)
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/template/template.go (enforceRegexModifier)
 */
import { onceFor } from '../../../domain/remember.js'
import type { Location, PathType, Server } from './types.js'

export interface Written {
  readonly location: Location
  /** a Prefix path ends in a slash, and its twin is the exact path without */
  readonly path: string
  readonly pathType: PathType
}

export interface Expanded {
  readonly written: readonly Written[]
  /** every path of the host is a pattern that begins there, and case does not count */
  readonly isRegex: boolean
}

/** Of a model that is whole. Worked out once: everybody who explains a request asks for it. */
export const expand = onceFor(expanded)

/** Of most hosts no owner asks for it, and nothing has to be worked out. Each rule of a host asks. */
export const isRegexHost = onceFor((server: Server): boolean => {
  const mayBe = server.locations.some((one) => usesRegex(one) || one.owner?.annotations.rewrite.target)
  return mayBe && expand(server).isRegex
})

function expanded({ locations }: Server): Expanded {
  const sorted = [...locations].sort(byLengthThenPath)
  const exact = new Set(locations.filter(({ pathType }) => pathType === 'Exact').map(({ path }) => path))
  const written = sorted.flatMap((location): Written[] => {
    const { path, pathType } = location
    const isPlain = path === '/' || pathType === 'Exact' || rewrites(location, path) || usesRegex(location)
    if (isPlain) return [{ location, path, pathType }]
    const prefix = { location, path: path.endsWith('/') ? path : `${path}/`, pathType }
    return exact.has(path) ? [prefix] : [prefix, { location, path, pathType: 'Exact' }]
  })
  return { written, isRegex: written.some(({ location, path }) => rewrites(location, path) || usesRegex(location)) }
}

/** A target that is the path itself rewrites nothing. */
export function rewrites({ owner }: Location, path: string): boolean {
  const target = owner?.annotations.rewrite.target ?? ''
  return target !== '' && target !== path
}

function usesRegex({ owner }: Location): boolean {
  return owner?.annotations.rewrite.useRegex ?? false
}

/** The longest first, by bytes; of equals the one that comes later in the alphabet. Stable. */
function byLengthThenPath(a: Location, b: Location): number {
  const difference = bytesOf(b.path) - bytesOf(a.path)
  if (difference !== 0) return difference
  return a.path > b.path ? -1 : a.path < b.path ? 1 : 0
}

const encoder = new TextEncoder()

function bytesOf(text: string): number {
  // Nearly all paths are ASCII, and measuring them by encoding is slow.
  return /[^\0-\x7f]/.test(text) ? encoder.encode(text).length : text.length
}
