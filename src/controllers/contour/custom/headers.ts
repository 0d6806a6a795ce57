/** What an HTTPProxy does to headers, as far as it decides where a request goes: internal/dag/policy.go of https://github.com/projectcontour/contour */
import { record, text, texts, wires } from '../../../domain/objects/project-fields.js'
import type { HostRewrite } from '../../../languages/envoy/config/types.js'
import { isDuration } from '../../shared/go/values.js'

/** What is wrong with it, in words; null: nothing. @param takesHost may it set the host */
export function wrongPolicy(policy: unknown, takesHost: boolean): string | null {
  const { set, remove } = record(policy)
  const known = new Set<string>()
  for (const { name } of wires(set)) {
    const header = (text(name) ?? '').toLowerCase()
    if (known.has(header)) return `header ${header} is set twice`
    if (header === 'host') {
      if (!takesHost) return 'header host cannot be set'
      continue
    }
    if (!isName(header)) return `${header} is no name of a header`
    known.add(header)
  }
  const gone = new Set<string>()
  for (const name of texts(remove) ?? []) {
    const header = name.toLowerCase()
    if (gone.has(header)) return `header ${header} is removed twice`
    if (!isName(header)) return `${header} is no name of a header`
    gone.add(header)
  }
  return null
}

/** The host that a backend gets; null: that of the request. */
export function hostOf(policy: unknown): HostRewrite | null {
  let header: string | null = null
  let host: string | null = null
  for (const { name, value } of wires(record(policy).set)) {
    if ((text(name) ?? '').toLowerCase() !== 'host') continue
    const [, taken] = /%REQ\(([A-Za-z0-9-]+)\)%/.exec(text(value) ?? '') ?? []
    if (taken === undefined) host = text(value)
    else header = taken.toLowerCase()
  }
  if (host) return { is: 'literal', host }
  return header === null ? null : { is: 'header', name: header }
}

/** Cookies whose attributes are changed: each by one entry that says something. */
export function wrongCookies(policies: unknown): string | null {
  const known = new Set<string>()
  for (const one of wires(policies)) {
    const name = text(one.name) ?? ''
    if (known.has(name)) return `cookie ${name} is rewritten twice`
    known.add(name)
    if (one.pathRewrite == null && one.domainRewrite == null && one.secure == null && one.sameSite == null)
      return `nothing of cookie ${name} is rewritten`
  }
  return null
}

function isName(header: string): boolean {
  return /^[-A-Za-z0-9]+$/.test(header)
}

/** A time that a route may say, or that it has none. */
export function isTimeout(said: unknown): boolean {
  return said == null || said === '' || said === 'infinity' || said === 'infinite' || isDuration(String(said))
}
