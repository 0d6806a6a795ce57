/** What rows say that are alike but for a text: it is worked out once, and each has its own text put in. */
import type { Filling } from '../domain/text/filling.js'
import type { Cell, Column, View } from './view.js'

/** @param textOf a row as it is, in one way of showing it */
export function filledText<Row>({ filling }: View<Row>, textOf: (row: Row) => string): (row: Row) => string {
  if (filling === undefined) return textOf
  const parts = partsOf()
  return (row) => {
    const filled = filling(row)
    return filled === undefined ? textOf(row) : parts(filled, () => textOf(row)).join(filled.text)
  }
}

/** The same for the cells of a table. */
export function filledColumns<Row>({ filling }: View<Row>, columns: readonly Column<Row>[]): readonly Column<Row>[] {
  if (filling === undefined) return columns
  return columns.map((column) => ({ ...column, cell: filledCell(filling, column.cell) }))
}

function filledCell<Row>(filling: NonNullable<View<Row>['filling']>, cellOf: Column<Row>['cell']): Column<Row>['cell'] {
  const known = new WeakMap<object, Cell>()
  const parts = partsOf()
  return (row, context) => {
    const filled = filling(row)
    if (filled === undefined) return cellOf(row, context)
    const cell = known.get(filled.like) ?? cellOf(row, context)
    known.set(filled.like, cell)
    const given = typeof cell === 'string' ? cell : cell.text
    if (!given.includes(filled.mark)) return cell
    const text = parts(filled, () => given).join(filled.text)
    return typeof cell === 'string' ? text : { ...cell, text }
  }
}

/** What stands around the mark. */
function partsOf(): (filling: Filling, text: () => string) => readonly string[] {
  const known = new WeakMap<object, readonly string[]>()
  return ({ like, mark }, text) => {
    const found = known.get(like) ?? text().split(mark)
    known.set(like, found)
    return found
  }
}
