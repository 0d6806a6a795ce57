/** How a text, a header or a path has to look: read from the configuration. */
import { number, text, type Wire, wire, wires } from '../../values.js'
import { Regex } from '../match/regex.js'

/** https://www.envoyproxy.io/docs/envoy/latest/api-v3/type/matcher/v3/string.proto */
export type TextRule =
  | { readonly is: 'exact' | 'prefix' | 'suffix' | 'contains'; readonly text: string; readonly ignoresCase: boolean }
  | { readonly is: 'regex'; readonly regex: Regex }
  /** not tried here */
  | { readonly is: 'other' }

export type PathRule =
  | { readonly is: 'exact' | 'prefix' | 'separated'; readonly path: string; readonly ignoresCase: boolean }
  | { readonly is: 'regex'; readonly regex: Regex }
  | { readonly is: 'connect' }
  | { readonly is: 'other'; readonly what: string }

/** https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto#config-route-v3-headermatcher */
export interface HeaderRule {
  readonly name: string
  readonly value:
    | { readonly is: 'present'; readonly isPresent: boolean }
    | { readonly is: 'text'; readonly rule: TextRule }
    | { readonly is: 'range'; readonly from: number; readonly to: number }
  readonly isInverted: boolean
  readonly missingIsEmpty: boolean
}

export function readPathRule(match: Wire): PathRule {
  const ignoresCase = match.case_sensitive === false
  for (const [field, is] of pathFields) {
    const path = text(match[field])
    if (path !== null) return { is, path, ignoresCase }
  }
  const pattern = text(wire(match.safe_regex).regex)
  if (pattern !== null) return { is: 'regex', regex: regexOf(pattern) }
  if (match.connect_matcher !== undefined) return { is: 'connect' }
  return { is: 'other', what: match.path_match_policy === undefined ? 'no path' : 'a policy for its path' }
}

const pathFields = [
  ['path', 'exact'],
  ['prefix', 'prefix'],
  ['path_separated_prefix', 'separated'],
] as const

export function readTextRule(value: unknown): TextRule {
  const rule = wire(value)
  const ignoresCase = rule.ignore_case === true
  for (const is of ['exact', 'prefix', 'suffix', 'contains'] as const) {
    const said = text(rule[is])
    if (said !== null) return { is, text: ignoresCase ? lower(said) : said, ignoresCase }
  }
  const pattern = text(wire(rule.safe_regex).regex)
  return pattern === null ? { is: 'other' } : { is: 'regex', regex: regexOf(pattern) }
}

export function readHeaderRules(value: unknown): readonly HeaderRule[] {
  return wires(value).map((rule) => ({
    name: lower(text(rule.name) ?? ''),
    value: headerValue(rule),
    isInverted: rule.invert_match === true,
    missingIsEmpty: rule.treat_missing_header_as_empty === true,
  }))
}

/** The older way to write it has fields of its own. */
function headerValue(rule: Wire): HeaderRule['value'] {
  if (rule.string_match !== undefined) return { is: 'text', rule: readTextRule(rule.string_match) }
  const range = wire(rule.range_match)
  if (rule.range_match !== undefined) return { is: 'range', from: number(range.start) ?? 0, to: number(range.end) ?? 0 }
  for (const is of ['exact', 'prefix', 'suffix', 'contains'] as const) {
    const said = text(rule[`${is}_match`])
    if (said !== null) return { is: 'text', rule: { is, text: said, ignoresCase: false } }
  }
  if (rule.safe_regex_match !== undefined)
    return { is: 'text', rule: readTextRule({ safe_regex: rule.safe_regex_match }) }
  return { is: 'present', isPresent: rule.present_match !== false }
}

/** Many routes have the same one, which is short. */
const known = new Map<string, Regex>()

function regexOf(pattern: string): Regex {
  const found = known.get(pattern) ?? new Regex(pattern)
  if (known.size < 1000 && pattern.length <= 500) known.set(pattern, found)
  return found
}

/** ASCII letters alone. */
export function lower(said: string): string {
  return said.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
