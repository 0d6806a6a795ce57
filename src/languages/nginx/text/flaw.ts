/** What makes a text no nginx.conf, with the place: a value, because the tree of what was whole comes with it. */

/** Where something is. Lines and columns count from 1, columns and offsets in bytes. */
export interface TextPlace {
  readonly line: number
  readonly column: number
  readonly offset: number
}

/**
 * - `unexpected-character`: nginx says `unexpected "x"`; `found` is the character
 * - `token-too-long`: a token or comment is longer than nginx's buffer (4096 bytes): usually a quote that nobody closed
 * - `nested-too-deep`: blocks stand deeper in each other than is followed here; nginx has no such limit
 * - `end-in-statement`: the text ends before the `;` or `{` of a directive
 * - `end-in-block`: the text ends before the `}` of a block
 * - `end-in-lua`: the text ends inside a `*_by_lua_block`
 *
 * The three ends are what a cut file looks like.
 */
export type FlawReason =
  | 'unexpected-character'
  | 'token-too-long'
  | 'nested-too-deep'
  | 'end-in-statement'
  | 'end-in-block'
  | 'end-in-lua'

export interface Flaw extends TextPlace {
  readonly reason: FlawReason
  /** The character that nginx would not have here; '' for every other reason. */
  readonly found: string
  /** The line where the statement or the innermost block begins that is still open; null where none is. */
  readonly openSince: number | null
}

/** Did the text end too early: would more of it have made it whole. */
export function isCut(flaw: Flaw): boolean {
  return flaw.reason.startsWith('end-in-')
}

/**
 * Why `scan` came back: it wants `more` text; a statement at most `splitDepth` deep is `whole`; the block that holds
 * statements worth splitting was `opened` or `closed`; the text is wrong or cut (`flaw`); or it ended well (`done`).
 */
export type Stop = 'more' | 'whole' | 'opened' | 'closed' | 'flaw' | 'done'
