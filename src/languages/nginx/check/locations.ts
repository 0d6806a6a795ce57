/** How locations are named, and which may not stand where they do. */
import type { Directive } from '../text/directive.js'
import type { FaultText } from './fault.js'

export interface NamedLocation {
  readonly modifier: string
  readonly name: string
}

/** @returns its modifier and its name, where they are apart */
export function locationName(args: readonly string[]): NamedLocation {
  const [first = '', second] = args
  if (second !== undefined) return { modifier: first, name: second }
  const [, modifier = '', name = ''] = /^(=|\^~|~\*|~|)(.*)$/s.exec(first) ?? []
  return { modifier, name }
}

/** ngx_http_core_location in src/http/ngx_http_core_module.c, and its queue that looks for equals. */
export function nestingFault({ args }: Directive, outer: NamedLocation | null, named: Set<string>): FaultText {
  const { modifier, name } = locationName(args)
  if (outer !== null) {
    if (outer.modifier === '=') return `location "${name}" cannot be inside the exact location "${outer.name}"`
    if (outer.name.startsWith('@')) return `location "${name}" cannot be inside the named location "${outer.name}"`
    if (modifier === '' && name.startsWith('@')) return `named location "${name}" can be on the server level only`
    if (!modifier.startsWith('~') && !name.startsWith(outer.name))
      return `location "${name}" is outside location "${outer.name}"`
  }
  // Of two with one name the first is found.
  if (modifier.startsWith('~') || name.startsWith('@')) return null
  const key = `${modifier === '=' ? '=' : ''} ${name}`
  if (named.has(key)) return `duplicate location "${name}"`
  named.add(key)
  return null
}
