/** Which of the known names was probably meant. */
import { compare } from '../compare.js'

/** Longer names are not compared: nobody mistypes them, and the cost is the product of both lengths. */
const longest = 64

/**
 * The known names closest to the one given, best first: at most one edit for three characters, and three in all; names
 * of which it is a whole word, or some; and names that begin with it.
 * @returns at most `most` names
 */
export function nearest(given: string, known: Iterable<string>, most = 3): string[] {
  const wanted = given.toLowerCase()
  const limit = Math.min(3, Math.max(1, Math.floor(wanted.length / 3)))
  const scored: { name: string; distance: number }[] = []
  for (const name of known) {
    const candidate = name.toLowerCase()
    if (Math.max(candidate.length, wanted.length) > longest) continue
    // As many edits as the lengths differ by are needed, and for what begins with it they are enough.
    const apart = Math.abs(candidate.length - wanted.length)
    const edits = apart > limit ? apart : editDistance(wanted, candidate)
    const isHeld = wanted.length > 2 && candidate.includes(wanted)
    if (edits <= limit) scored.push({ name, distance: edits })
    else if (isHeld && `-${candidate.replace(/[./]/g, '-')}-`.includes(`-${wanted}-`))
      scored.push({ name, distance: limit })
    else if (isHeld && candidate.startsWith(wanted)) scored.push({ name, distance: edits + limit })
  }
  return scored
    .sort((a, b) => a.distance - b.distance || compare(a.name, b.name))
    .slice(0, most)
    .map(({ name }) => name)
}

/** Insertions, deletions, replacements, and neighbours that changed places; three rows at a time. */
export function editDistance(a: string, b: string): number {
  let before: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = isSwap ? (before[j - 2] ?? 0) + 1 : replace
      row.push(Math.min(replace, swap, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    before = previous
    previous = row
  }
  return previous[b.length] ?? 0
}
