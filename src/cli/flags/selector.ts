/** `-l`: objects by their labels. */
import { parseLabelSelector } from '../../domain/objects/label-selector.js'
import { problem } from '../../domain/problem.js'
import { type Flags, given } from './given.js'

/** @throws Problem `usage` */
export function checkSelector(text: string): void {
  try {
    parseLabelSelector(text)
  } catch (error) {
    throw problem('usage', { message: `invalid -l: ${error instanceof Error ? error.message : text}` })
  }
}

/**
 * What `-l` says; undefined: nothing.
 * @param names as they were typed
 * @throws Problem `usage` for names beside it, and for what is no selector
 */
export function meantSelector(names: readonly string[], flags: Flags): string | undefined {
  const said = given.text(flags, 'selector') || undefined
  if (said !== undefined) checkSelector(said)
  if (names.length > 0 && said !== undefined)
    throw problem('usage', { message: 'names and -l exclude each other', hint: 'leave one of the two out' })
  return said
}
