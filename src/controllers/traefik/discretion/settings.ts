/** What the settings of a middleware may show: URLs without the users and the values in them. */
import { maskUrl } from '../../../domain/masking/url.js'
import type { Wire } from '../../../domain/objects/project-fields.js'

/** Fields that lead somewhere, by the kind of middleware. */
const urls: Readonly<Record<string, readonly string[]>> = {
  forwardAuth: ['address'],
  redirectRegex: ['replacement'],
  replacePath: ['path'],
  replacePathRegex: ['replacement'],
  rewriteTarget: ['replacement'],
  requestRedirect: ['path'],
  URLRewrite: ['path'],
}

/** @param settings those that are read */
export function harmlessSettings(kind: string, settings: Wire): Wire {
  const leading = Object.hasOwn(urls, kind) ? (urls[kind] ?? []) : []
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) =>
      kind === 'snippet' && name === 'work'
        ? []
        : [[name, leading.includes(name) && typeof value === 'string' ? maskUrl(value) : value]],
    ),
  )
}
