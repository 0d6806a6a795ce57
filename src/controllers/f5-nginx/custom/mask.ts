/** What may be kept of VirtualServers and VirtualServerRoutes, of the fields that are read. */
import { maskUrl } from '../../../domain/masking/url.js'
import { maskNamed } from '../../../domain/masking/words.js'
import { isRecord, text, type Wire } from '../../../domain/objects/project-fields.js'
import { virtualServerRoutes, virtualServers } from './kinds.js'

export function maskCustom(kind: string, spec: Wire): Wire {
  return kind === virtualServers.kind || kind === virtualServerRoutes.kind ? walk(spec) : spec
}

/** As deep as the shape of the kind. */
function walk(value: Wire): Wire {
  const shown = 'value' in value ? { ...value, value: maskCondition(value) } : value
  return Object.fromEntries(
    Object.entries(shown).map(([field, one]) => [
      field,
      Array.isArray(one)
        ? one.map((each) => (isRecord(each) ? walk(each) : each))
        : isRecord(one)
          ? walk(one)
          : maskField(field, one),
    ]),
  )
}

/** Where somebody is sent, and to which path, with what is handed over. */
function maskField(field: string, value: unknown): unknown {
  return (field === 'url' || field === 'rewritePath') && typeof value === 'string' ? maskUrl(value) : value
}

/** What a header, a cookie, an argument or a variable must be. A `!` before it turns it round. */
function maskCondition({ header, cookie, argument, variable, value }: Wire): unknown {
  if (typeof value !== 'string') return value
  const bare = value.replace(/^!/, '')
  const name = text(header) ?? text(argument) ?? text(variable) ?? (cookie === undefined ? '' : 'cookie')
  return value.slice(0, value.length - bare.length) + maskNamed(name, bare)
}
