/**
 * In which order routes of a virtual host are tried: internal/sorter/sorter.go of https://github.com/projectcontour/contour
 *
 * Its comparison of values is none that orders all of them: of some neither comes before the other, of others each does.
 * These stand as chance would have it.
 */
import { groupedBy } from '../../../domain/groups.js'
import { pathText, type ValueCondition, type Wanted } from './types.js'

/** Routes in their order; those of one group stand in any. */
export function inOrder(routes: Iterable<Wanted>): readonly (readonly Wanted[])[] {
  const bins = groupedBy(routes, binOf)
  return [...bins.values()].sort(([a], [b]) => compareBins(a as Wanted, b as Wanted)).flatMap(grouped)
}

const kinds = ['exact', 'regex', 'prefix', 'separated'] as const

function binOf({ path, headers, query }: Wanted): string {
  return JSON.stringify([path.is, pathText(path), headers.length, query.length])
}

/** Exact, patterns, prefixes; then the longer path, the one that comes last in the alphabet, and more conditions. */
function compareBins(a: Wanted, b: Wanted): number {
  const [own, other] = [pathText(a.path), pathText(b.path)]
  const rank = ({ path: { is } }: Wanted) => Math.min(kinds.indexOf(is as 'exact'), 2)
  const byKind = rank(a) - rank(b)
  if (byKind !== 0) return byKind
  if (a.path.is !== 'exact' && own.length !== other.length) return other.length - own.length
  if (own !== other) return own < other ? 1 : -1
  if (a.path.is !== b.path.is) return a.path.is === 'separated' ? -1 : 1
  return b.headers.length - a.headers.length || b.query.length - a.query.length
}

/** Those that are sure to come one after the other are groups of their own. */
function grouped(bin: readonly Wanted[]): readonly (readonly Wanted[])[] {
  if (bin.length === 1) return [bin]
  const [
    {
      headers: { length: ofHeaders },
      query: { length: ofQuery },
    },
  ] = bin as [Wanted]
  const hasOrder = ofHeaders + ofQuery < 2
  if (bin.length > mostCompared && !hasOrder) return [bin]
  const sorted = bin.map((one) => ({
    one,
    headers: sortedOf(one.headers, headers),
    query: sortedOf(one.query, parameters),
  }))
  const comesFirst = (a: (typeof sorted)[number], b: (typeof sorted)[number]) =>
    a.headers.some((value, i) => headers(value, b.headers[i] as ValueCondition)) ||
    a.query.some((value, i) => parameters(value, b.query[i] as ValueCondition))
  if (hasOrder)
    return inRow(
      sorted.sort((a, b) => (comesFirst(a, b) ? -1 : comesFirst(b, a) ? 1 : 0)),
      comesFirst,
    )
  const groups: (typeof sorted)[] = []
  for (const next of sorted) {
    const tied = groups.filter((group) => group.some((one) => comesFirst(one, next) === comesFirst(next, one)))
    const rest = groups.filter((group) => !tied.includes(group))
    groups.splice(0, groups.length, ...rest, [...tied.flat(), next])
  }
  return groups.sort(([a], [b]) => (a && b && comesFirst(a, b) ? -1 : 1)).map((group) => group.map(({ one }) => one))
}

/** By one condition alone each has its place: neighbours that are alike are a group. */
function inRow<T extends { readonly one: Wanted }>(
  sorted: readonly T[],
  comesFirst: (a: T, b: T) => boolean,
): readonly (readonly Wanted[])[] {
  const groups: Wanted[][] = []
  for (const [i, next] of sorted.entries()) {
    const last = sorted[i - 1]
    if (last === undefined || comesFirst(last, next)) groups.push([next.one])
    else groups.at(-1)?.push(next.one)
  }
  return groups
}

/** Of more that ask for one path by several conditions nobody looks at each pair: they stand in any order. */
export const mostCompared = 1000

type Before = (a: ValueCondition, b: ValueCondition) => boolean

const specific = {
  header: ['exact', 'regex', 'contains', 'present'],
  parameter: ['exact', 'regex', 'prefix', 'suffix', 'contains', 'present'],
} as const

const headers: Before = (a, b) => {
  if (a.name !== b.name) return a.name < b.name
  const [own, other] = [rankIn(specific.header, a), rankIn(specific.header, b)]
  if (own !== other) return own < other
  return a.value === b.value ? !a.isInverted && b.isInverted : a.value < b.value
}

const parameters: Before = (a, b) => {
  if (a.name !== b.name) return a.name < b.name
  const [own, other] = [rankIn(specific.parameter, a), rankIn(specific.parameter, b)]
  if (own !== other) return own < other
  return a.value === b.value ? !a.ignoresCase && b.ignoresCase : a.value < b.value
}

function rankIn(order: readonly string[], { is }: ValueCondition): number {
  return order.indexOf(is)
}

/** Stable: of two that are alike the first one stays first. */
function sortedOf(values: readonly ValueCondition[], isBefore: Before): readonly ValueCondition[] {
  return [...values].sort((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0))
}
