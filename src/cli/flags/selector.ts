/** `-l`: is it a label selector. */
import { parseLabelSelector } from '../../domain/objects/label-selector.js'
import { problem } from '../../domain/problem.js'

/** @throws Problem `usage` */
export function checkSelector(text: string): void {
  try {
    parseLabelSelector(text)
  } catch (error) {
    throw problem('usage', { message: `invalid -l: ${error instanceof Error ? error.message : text}` })
  }
}
