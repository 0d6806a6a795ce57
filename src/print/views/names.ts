/** Names alone, a line each. */
import { sanitize } from '../../domain/sanitize.js'

export function nameLines(names: readonly string[]): string[] {
  return names.map((name) => `${sanitize(name)}\n`)
}
