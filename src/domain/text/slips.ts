/** Names that were meant, where one was written with a slip. */
import { editDistance, nearest } from './nearest.js'

/** Those of the names that are the written one but for a single slip, the nearest first. */
export function slipsOf(name: string, names: Iterable<string>): string[] {
  return nearest(name, names).filter((other) => isSlip(name, other))
}

/** One sign more, less or another one, or two that changed places, in a word of some length: names that end in 1 and 2, or in a and b, are two. */
function isSlip(one: string, other: string): boolean {
  const [a, b] = [one, other].map((name) => name.split(/[^a-z0-9]+/i))
  const apart = a?.flatMap((word, i) => (word === b?.[i] ? [] : [[word, b?.[i] ?? ''] as const])) ?? []
  const [first] = apart
  if (a?.length !== b?.length || apart.length !== 1 || first === undefined) return false
  const [word, meant] = first
  if (Math.min(word.length, meant.length) < 4 || word.replace(/\d/g, '') === meant.replace(/\d/g, '')) return false
  return editDistance(word, meant) === 1
}
