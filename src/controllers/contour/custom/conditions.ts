/** Conditions of includes and routes: merged along the way, and what is wrong with them. internal/dag/conditions.go of https://github.com/projectcontour/contour */
import { record, text, type Wire, wires } from '../../../domain/objects/project-fields.js'
import type { PathRule } from '../../../languages/envoy/config/rules.js'
import { Regex } from '../../../languages/envoy/match/regex.js'
import { isRefused } from '../../shared/gateways/patterns.js'
import type { Matching, ValueCondition } from '../model/types.js'

/** In the order in which they were met, those of the root first. */
export type Block = readonly Wire[]

export function blockOf(value: unknown): Block {
  return wires(value)
}

export function merged(block: Block): Matching {
  return {
    path: mergedPath(block),
    headers: block.flatMap(({ header }) => (header == null ? [] : (headerOf(record(header)) ?? []))),
    query: block.flatMap(({ queryParameter }) =>
      queryParameter == null ? [] : (queryOf(record(queryParameter)) ?? []),
    ),
  }
}

/** All parts one after the other; one pattern makes a pattern of all, else the last condition decides. */
function mergedPath(block: Block): PathRule {
  const parts = block.map((one) => text(one.prefix) || text(one.exact) || text(one.regex) || '')
  const path = parts.join('').replace(/\/{2,}/g, '/')
  if (path === '') return { is: 'prefix', path: '/', ignoresCase: false }
  const isRegex = block.some((one) => !text(one.prefix) && !text(one.exact) && text(one.regex))
  if (isRegex) return { is: 'regex', regex: new Regex(path) }
  const last = block.at(-1)
  return { is: last?.exact && !last.prefix ? 'exact' : 'prefix', path, ignoresCase: false }
}

/** The first of its fields that is set counts. */
const headerFields = [
  ['contains', 'contains', false],
  ['notcontains', 'contains', true],
  ['exact', 'exact', false],
  ['notexact', 'exact', true],
  ['regex', 'regex', false],
] as const
const queryFields = ['exact', 'prefix', 'suffix', 'regex', 'contains'] as const

function headerOf(header: Wire): ValueCondition | null {
  const name = text(header.name) ?? ''
  if (header.present === true || header.notpresent === true)
    return {
      name,
      is: 'present',
      value: '',
      isInverted: header.present !== true,
      ignoresCase: false,
      takesMissing: false,
    }
  for (const [field, is, isInverted] of headerFields) {
    const value = text(header[field])
    if (!value) continue
    const ignoresCase = is !== 'regex' && header.ignoreCase === true
    return { name, is, value, isInverted, ignoresCase, takesMissing: isInverted && header.treatMissingAsEmpty === true }
  }
  return null
}

function queryOf(parameter: Wire): ValueCondition | null {
  const plain = { name: text(parameter.name) ?? '', isInverted: false, takesMissing: false }
  for (const is of queryFields) {
    const value = text(parameter[is])
    if (value) return { ...plain, is, value, ignoresCase: is !== 'regex' && parameter.ignoreCase === true }
  }
  return parameter.present === true ? { ...plain, is: 'present', value: '', ignoresCase: false } : null
}

/** What is wrong with conditions, in words; null: nothing. */
export type Wrong = string | null

/** Of one block alone: it may have one path. */
export function wrongPath(block: Block): Wrong {
  let paths = 0
  for (const one of block)
    for (const field of ['prefix', 'exact', 'regex'] as const) {
      const path = text(one[field])
      if (!path) continue
      paths++
      if (!path.startsWith('/')) return `${field} ${path} does not begin with a slash`
      if (field === 'regex' && isRefused(path)) return `regex ${path} is no pattern`
    }
  return paths > 1 ? 'more than one path' : null
}

/** Of an include: it may have a prefix alone. */
export function wrongInclude(block: Block): Wrong {
  const other = block.find(({ exact, regex }) => exact || regex)
  return other === undefined ? null : `${other.exact ? 'exact' : 'regex'}, and an include may have a prefix alone`
}

/** Of all blocks of a way together: conditions that rule each other out. */
export function wrongHeaders(block: Block): Wrong {
  const seen = new Set<string>()
  const exact = new Set<string>()
  for (const { header } of block) {
    if (header == null) continue
    const wire = record(header)
    const one = headerOf(wire)
    if (one === null) continue
    const name = one.name.toLowerCase()
    if (one.is === 'regex' && isRefused(one.value)) return `what header ${one.name} must be is no pattern`
    if (one.is === 'exact' && !one.isInverted) {
      if (exact.has(name)) return `header ${one.name} is to be two things at once`
      exact.add(name)
    }
    // Only what says nothing else is compared.
    if (one.is !== 'regex' && seen.has(JSON.stringify([name, one.is, one.value, !one.isInverted])))
      return `header ${one.name} is to be something and not to be it`
    if (wire.ignoreCase !== true && wire.treatMissingAsEmpty !== true && isAlone(wire))
      seen.add(JSON.stringify([name, one.is, one.value, one.isInverted]))
  }
  return null
}

/** Does it say one thing about its header. */
function isAlone(header: Wire): boolean {
  const said = ['present', 'notpresent', ...headerFields.map(([field]) => field), 'regex'] as const
  return new Set(said.filter((field) => header[field])).size === 1
}

export function wrongQuery(block: Block): Wrong {
  const exact = new Set<string>()
  for (const { queryParameter } of block) {
    if (queryParameter == null) continue
    const wire = record(queryParameter)
    const name = text(wire.name) ?? ''
    const said = [...queryFields, 'present' as const].filter((field) => wire[field])
    if (said.length !== 1) return `parameter ${name} has ${said.length === 0 ? 'no condition' : 'several conditions'}`
    if (wire.exact) {
      if (exact.has(name.toLowerCase())) return `parameter ${name} is to be two things at once`
      exact.add(name.toLowerCase())
    }
    if (text(wire.regex) && isRefused(String(wire.regex))) return `what parameter ${name} must be is no pattern`
  }
  return null
}

/** What includes of one object may not say twice; null: they may. */
export function includeKey(block: Block): string | null {
  const { path, headers, query } = merged(block)
  const prefix = 'path' in path ? path.path : ''
  if (prefix === '/' && headers.length === 0 && query.length === 0) return null
  const sorted = (values: readonly ValueCondition[]) => values.map((one) => JSON.stringify(one)).sort()
  return JSON.stringify([prefix, sorted(headers), sorted(query)])
}
