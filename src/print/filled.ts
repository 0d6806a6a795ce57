/** What rows say that are alike but for a text: it is worked out once, and each has its own text put in. */
import { maskShapes } from '../domain/masking/text.js'
import type { Filling } from '../domain/text/filling.js'
import { type Cell, type Column, textOf, type View } from './view.js'

/**
 * @param textOf a row as it is, in one way of showing it
 * @returns the same, with whatever gives itself away masked: of those that are alike it is looked for once
 */
export function filledText<Row>({ filling }: View<Row>, textOf: (row: Row) => string): (row: Row) => string {
  const known = new WeakMap<object, { readonly parts: Parts; readonly isHarmless: boolean }>()
  return (row) => {
    const filled = filling?.(row)
    if (filled === undefined) return maskShapes(textOf(row))
    let found = known.get(filled.like)
    if (found === undefined) {
      const text = textOf(row)
      found = { parts: partsOf(text, filled), isHarmless: maskShapes(text) === text }
      known.set(filled.like, found)
    }
    const text = filledIn(found.parts, filled)
    return found.isHarmless ? text : maskShapes(text)
  }
}

/** The same for the cells of a table. */
export function filledColumns<Row>({ filling }: View<Row>, columns: readonly Column<Row>[]): readonly Column<Row>[] {
  if (filling === undefined) return columns
  return columns.map((column) => ({ ...column, cell: filledCell(filling, column.cell) }))
}

function filledCell<Row>(filling: NonNullable<View<Row>['filling']>, cellOf: Column<Row>['cell']): Column<Row>['cell'] {
  const known = new WeakMap<object, { readonly cell: Cell; readonly parts: Parts }>()
  return (row, context) => {
    const filled = filling(row)
    if (filled === undefined) return cellOf(row, context)
    let found = known.get(filled.like)
    if (found === undefined) {
      const cell = cellOf(row, context)
      found = { cell, parts: partsOf(textOf(cell), filled) }
      known.set(filled.like, found)
    }
    const { cell, parts } = found
    if (parts.length === 1) return cell
    const text = filledIn(parts, filled)
    return typeof cell === 'string' ? text : { ...cell, text }
  }
}

/** What stands around the mark. */
type Parts = readonly [string, ...string[]]

function partsOf(text: string, { mark }: Filling): Parts {
  const [first = '', ...others] = mark === null ? [text] : text.split(mark)
  return [first, ...others]
}

function filledIn(parts: Parts, { text }: Filling): string {
  return parts.length === 1 ? parts[0] : parts.join(text)
}
