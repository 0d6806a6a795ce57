/** `config view`: each setting with its value, and where that was said. */
import { nothing } from '../cells.js'
import type { Cell, View } from '../view.js'

export interface SettingRow {
  readonly setting: string
  /** null: nothing was said, and the program decides */
  readonly value: string | readonly string[] | null
  readonly origin: string
}

export const settingsView: View<SettingRow, SettingRow> = {
  kind: 'SettingList',
  columns: [
    { header: 'SETTING', cell: ({ setting }) => setting },
    { header: 'VALUE', cell: valueCell },
    { header: 'ORIGIN', cell: ({ origin }) => origin, shorten: 'wrap' },
  ],
  toJson: ({ setting, value, origin }) => ({ setting, value, origin }),
  toName: ({ setting }) => setting,
}

function valueCell({ value }: SettingRow): Cell {
  if (value === null || value.length === 0) return nothing
  return typeof value === 'string' ? value : value.join(',')
}
