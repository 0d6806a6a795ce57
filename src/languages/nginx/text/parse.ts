/** A whole nginx.conf as a tree. */
import { type Directive, directivesOf } from './directive.js'
import type { Flaw } from './flaw.js'
import { Scanner } from './scanner.js'

/** The tree of everything that was whole, and the place where the text stops being nginx.conf, if it does. */
export interface Tree {
  readonly statements: readonly Directive[]
  /** What comes after the last statement: blanks, comments, and after a flaw all that could not be read. */
  readonly tail: Uint8Array
  readonly flaw: Flaw | null
}

/**
 * Never throws. Offsets are byte offsets; a string is read as its UTF-8. Bytes are not copied: the tree is a view of
 * them, and holds 20 bytes a statement besides. Texts of more than 2 GiB are for `pieces`.
 */
export function parse(text: Uint8Array | string): Tree {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const scanner = new Scanner(bytes, null)
  scanner.scan(bytes.length, true)
  const { tape, flaw } = scanner
  const statements = directivesOf({ bytes, tape, base: 0 }, 0, tape.size, 0)
  return { statements, tail: bytes.subarray(statements.at(-1)?.end ?? 0), flaw }
}
