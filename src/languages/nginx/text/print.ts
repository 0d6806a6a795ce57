/** Trees become text again: what a tree was made of comes out byte for byte, what was taken out of it is gone. */
import type { Directive } from './directive.js'
import type { Tree } from './parse.js'

/** The bytes of a tree, in pieces: its statements with all blanks and comments before, inside and after them. */
export function* print(tree: Pick<Tree, 'statements' | 'tail'>): Generator<Uint8Array> {
  yield* printStatements(tree.statements)
  yield tree.tail
}

function* printStatements(statements: readonly Directive[]): Generator<Uint8Array> {
  for (const statement of statements) {
    yield statement.leading
    yield statement.head
    if (statement.block === null) continue
    yield* printStatements(statement.block)
    yield statement.tail
  }
}
