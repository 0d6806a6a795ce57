/** What may be kept of HTTPProxies, of the fields that are read. */
import { maskUrl } from '../../../domain/masking/url.js'
import { mask, maskNamed } from '../../../domain/masking/words.js'
import { isRecord, text, type Wire } from '../../../domain/objects/project-fields.js'
import { httpProxies } from './kinds.js'

export function maskCustom(kind: string, spec: Wire): Wire {
  return kind === httpProxies.kind ? walk(spec, '') : spec
}

/** As deep as the shape of the kind. @param above the field under which it stands */
function walk(value: Wire, above: string): Wire {
  const name = text(value.name) ?? ''
  const shown = (field: string, one: unknown): unknown => {
    if (Array.isArray(one)) return one.map((each) => (isRecord(each) ? walk(each, field) : shown(field, each)))
    if (isRecord(one)) return walk(one, field)
    if (typeof one !== 'string') return one
    if (field === 'value') return name.toLowerCase() === 'host' ? maskUrl(one) : mask
    if (above === 'header' || above === 'queryParameter') return field === 'name' ? one : maskNamed(name, one)
    if (field === 'uri' && !/^https?:\/\//i.test(one)) return mask
    return leading.has(field) ? maskUrl(one) : one
  }
  return Object.fromEntries(Object.entries(value).map(([field, one]) => [field, shown(field, one)]))
}

/** Where somebody is sent, and to which path, with what is handed over. */
const leading: ReadonlySet<string> = new Set(['uri', 'path', 'prefix', 'replacement', 'hostname'])
