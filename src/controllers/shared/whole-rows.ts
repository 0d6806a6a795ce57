/** What is said of an object as a whole, beside what is said of its rules. */
import type { Finding } from '../../domain/findings/finding.js'
import { groupedBy } from '../../domain/groups.js'
import { refKey } from '../../domain/objects/ref.js'
import { bySeverity, servedInPart, type WhyRow } from '../../domain/why/why.js'

/** @param faults by `refKey` @returns the rows, with one of the whole object where it has none and there is something to say */
export function withWholes(
  rows: readonly WhyRow[],
  faults: ReadonlyMap<string, readonly Finding[]>,
): readonly WhyRow[] {
  if (faults.size === 0) return rows
  return [...groupedBy(rows, ({ source }) => refKey(source))].flatMap(([key, own]) => {
    const causes = faults.get(key) ?? []
    const [first, ...rest] = own
    if (first === undefined || causes.length === 0) return own
    if (first.rule === null) return [{ ...first, causes: [...first.causes, ...causes].sort(bySeverity) }, ...rest]
    return [{ ...first, rule: null, served: servedInPart(own.map(({ served }) => served)), causes }, ...own]
  })
}
