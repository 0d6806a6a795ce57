/** Which rows of an answer are new, other than before, or gone. */
import type { View } from '../../print/view.js'

export type Change = 'added' | 'changed' | 'gone'

export interface ChangedRow<Row> {
  readonly change: Change
  readonly row: Row
}

/** Rows by what tells them apart; those that nothing tells apart are numbered. */
export type Known<Row> = ReadonlyMap<string, { readonly row: Row; readonly text: string }>

export function knownRows<Row>(rows: readonly Row[], view: View<Row>): Known<Row> {
  const known = new Map<string, { readonly row: Row; readonly text: string }>()
  const counts = new Map<string, number>()
  for (const row of rows) {
    const name = view.identity?.(row) ?? view.toName(row, { now: 0, allNamespaces: true })
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    known.set(count === 1 ? name : `${name} #${count}`, { row, text: JSON.stringify(view.toJson(row)) })
  }
  return known
}

/** In the order of the rows, those that are gone at the end. */
export function changedRows<Row>(before: Known<Row>, after: Known<Row>): ChangedRow<Row>[] {
  const changed: ChangedRow<Row>[] = []
  for (const [key, { row, text }] of after) {
    const was = before.get(key)
    if (was === undefined) changed.push({ change: 'added', row })
    else if (was.text !== text) changed.push({ change: 'changed', row })
  }
  for (const [key, { row }] of before) if (!after.has(key)) changed.push({ change: 'gone', row })
  return changed
}
