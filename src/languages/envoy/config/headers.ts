/** What is done to headers. */
import { text, texts, wire, wires } from '../dump/values.js'
import type { HeaderChanges } from './types.js'

/** Where nothing is said, a value is added to those that are there. */
export function readHeaderChanges(add: unknown, remove: unknown): HeaderChanges {
  if (add === undefined && remove === undefined) return unchanged
  const options = wires(add).map(({ header, append_action: action, append }) => ({
    entry: [text(wire(header).key) ?? '', text(wire(header).value) ?? ''] as const,
    isSet: action === 'OVERWRITE_IF_EXISTS_OR_ADD' || append === false,
  }))
  return {
    set: options.filter(({ isSet }) => isSet).map(({ entry }) => entry),
    add: options.filter(({ isSet }) => !isSet).map(({ entry }) => entry),
    remove: texts(remove),
  }
}

const unchanged: HeaderChanges = { set: [], add: [], remove: [] }
