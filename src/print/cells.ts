/** Yes, no, nothing and not known: the same words in every table. */
import type { Cell, Tone } from './view.js'

export const nothing: Cell = { text: '-', tone: 'dim' }
export const unknown: Cell = { text: 'unknown', tone: 'dim' }

/**
 * @param value null: it is not known
 * @param tones of yes and no; left out: neither is good or bad
 */
export function yesOrNo(value: boolean | null, tones: { readonly yes?: Tone; readonly no?: Tone } = {}): Cell {
  if (value === null) return unknown
  return value ? { text: 'yes', tone: tones.yes ?? 'plain' } : { text: 'no', tone: tones.no ?? 'plain' }
}

/** What there is, or that there is nothing. */
export function listOf(texts: readonly string[]): Cell {
  return texts.length === 0 ? nothing : texts.join(',')
}
