/** Which of the known names was probably meant. */
import { compare } from './compare.js'

/** Longer names are not compared: nobody mistypes them, and the cost is the product of both lengths. */
const longest = 64

/**
 * The known names closest to the one given, best first: at most three edits away, and at most 40 % of its length.
 * @returns at most `most` names
 */
export function nearest(given: string, known: Iterable<string>, most = 3): string[] {
  const wanted = given.toLowerCase()
  const limit = Math.min(3, Math.max(1, Math.floor(wanted.length * 0.4)))
  const scored: { name: string; distance: number }[] = []
  for (const name of known) {
    const candidate = name.toLowerCase()
    if (Math.max(candidate.length, wanted.length) > longest) continue
    const distance = editDistance(wanted, candidate)
    if (distance <= limit || (wanted.length > 2 && candidate.startsWith(wanted))) scored.push({ name, distance })
  }
  return scored
    .sort((a, b) => a.distance - b.distance || compare(a.name, b.name))
    .slice(0, most)
    .map(({ name }) => name)
}

/** Levenshtein's distance: insertions, deletions and replacements, two rows at a time. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(replace, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    previous = row
  }
  return previous[b.length] ?? 0
}
