/** Does a request match a route: path, headers, query; https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto#config-route-v3-routematch */
import { type HeaderRule, lower, type PathRule, type TextRule } from '../config/rules.js'
import type { Match, QueryRule } from '../config/types.js'
import type { Tried } from './regex.js'

/** What routes see of a request. */
export interface Subject {
  /** without query, after all that is done to it */
  readonly path: string
  /** the first value of each name, raw */
  readonly query: ReadonlyMap<string, string>
  readonly headers: Headers
}

/** All lines of each name, which is in lower case; `:method`, `:authority`, `:path`, `:scheme` are among them. */
export type Headers = ReadonlyMap<string, readonly string[]>

export function headerOf(headers: Headers, name: string): string | undefined {
  return headers.get(name)?.[0]
}

/** The first part of a match that a request does not have. */
export type Miss =
  | { readonly of: 'path' }
  | { readonly of: 'header' | 'query'; readonly name: string }
  | { readonly of: 'grpc' }

export type Matched =
  | { readonly is: 'yes' }
  | { readonly is: 'no'; readonly miss: Miss }
  | { readonly is: 'untried'; readonly what: string }

const matched: Matched = { is: 'yes' }
const otherPath: Matched = { is: 'no', miss: { of: 'path' } }

/** A part that surely fails counts before one that cannot be tried. */
export function matches(match: Match, subject: Subject): Matched {
  const path = matchesPath(match.path, subject)
  if (path === false) return otherPath
  let untried = match.untried[0] ?? (path === 'untried' ? 'path' : null)
  for (const rule of match.headers) {
    const tried = matchesHeader(rule, subject.headers.get(rule.name))
    if (tried === false) return { is: 'no', miss: { of: 'header', name: rule.name } }
    if (tried === 'untried') untried ??= `header ${rule.name}`
  }
  for (const rule of match.query) {
    const tried = matchesQuery(rule, subject.query.get(rule.name))
    if (tried === false) return { is: 'no', miss: { of: 'query', name: rule.name } }
    if (tried === 'untried') untried ??= `query ${rule.name}`
  }
  if (match.isGrpc && !isGrpc(subject.headers)) return { is: 'no', miss: { of: 'grpc' } }
  return untried === null ? matched : { is: 'untried', what: untried }
}

export function matchesPath(rule: PathRule, { path, headers }: Subject): Tried {
  switch (rule.is) {
    case 'regex':
      return rule.regex.matches(path)
    case 'connect':
      return headerOf(headers, ':method') === 'CONNECT'
    case 'other':
      return 'untried'
    default: {
      const [wanted, asked] = rule.ignoresCase ? [lower(rule.path), lower(path)] : [rule.path, path]
      if (rule.is === 'exact') return asked === wanted
      return (
        asked.startsWith(wanted) &&
        (rule.is === 'prefix' || asked.length === wanted.length || asked[wanted.length] === '/')
      )
    }
  }
}

/** Each line is tried alone; one that is missing matches nothing but that it is: to turn that round, it must count as empty. */
function matchesHeader({ value, isInverted, missingIsEmpty }: HeaderRule, sent: readonly string[] | undefined): Tried {
  const lines = sent ?? (missingIsEmpty ? [''] : [])
  if (value.is === 'present') return (lines.length > 0 === value.isPresent) !== isInverted
  if (lines.length === 0) return false
  const found = lines.map((line) =>
    value.is === 'text' ? fits(value.rule, line) : inRange(line, value.from, value.to),
  )
  if (found.includes(true)) return !isInverted
  return found.includes('untried') ? 'untried' : isInverted
}

function inRange(said: string, from: number, to: number): boolean {
  if (!/^[ \t]*[+-]?\d{1,15}[ \t]*$/.test(said)) return false
  const number = Number(said)
  return number >= from && number < to
}

function matchesQuery({ value, isPresent }: QueryRule, sent: string | undefined): Tried {
  if (value === null) return (sent !== undefined) === isPresent
  return sent === undefined ? false : fits(value, sent)
}

export function isGrpc(headers: Headers): boolean {
  return /^application\/grpc(?:$|\+)/.test(headerOf(headers, 'content-type') ?? '')
}

/** Is a text as a rule wants it. */
function fits(rule: TextRule, text: string): Tried {
  if (rule.is === 'regex') return rule.regex.matches(text)
  if (rule.is === 'other') return 'untried'
  const subject = rule.ignoresCase ? lower(text) : text
  switch (rule.is) {
    case 'exact':
      return subject === rule.text
    case 'prefix':
      return subject.startsWith(rule.text)
    case 'suffix':
      return subject.endsWith(rule.text)
    case 'contains':
      return subject.includes(rule.text)
  }
}
