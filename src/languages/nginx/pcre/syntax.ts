/** The tree of a pattern, and what can be said of it without a text to try it on. */
import { type ByteSet, byteOf, foldCase, join, setOf, without } from './bytes.js'

export type Assertion = 'start' | 'end' | 'very-end' | 'line-start' | 'line-end' | 'word-edge' | 'no-word-edge'

export type Node =
  | Text
  /** one byte of these */
  | { readonly kind: 'bytes'; readonly set: ByteSet }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'either'; readonly branches: readonly Node[] }
  | Repeat
  /** @param number from 1 */
  | { readonly kind: 'capture'; readonly number: number; readonly part: Node }
  /** what matched once is not tried otherwise */
  | { readonly kind: 'atomic'; readonly part: Node }
  | { readonly kind: 'look'; readonly behind: boolean; readonly negative: boolean; readonly part: Node }
  | { readonly kind: 'reference'; readonly number: number; readonly ignoreCase: boolean }
  | { readonly kind: 'assertion'; readonly what: Assertion }

/** These bytes, at least one. */
export interface Text {
  readonly kind: 'text'
  readonly bytes: string
  readonly ignoreCase: boolean
}

export interface Repeat {
  readonly kind: 'repeat'
  readonly part: Node
  readonly min: number
  readonly max: number
  readonly lazy: boolean
}

export const nothing: Node = { kind: 'sequence', parts: [] }

/** `.`, but where `(?s)` is on */
export const anyButNewline: Node = { kind: 'bytes', set: without(setOf('\n\n')) }

/** Can it match without a byte. */
export function isNullable(node: Node): boolean {
  switch (node.kind) {
    case 'text':
    case 'bytes':
      return false
    case 'sequence':
      return node.parts.every(isNullable)
    case 'either':
      return node.branches.some(isNullable)
    case 'repeat':
      return node.min === 0 || isNullable(node.part)
    case 'capture':
    case 'atomic':
      return isNullable(node.part)
    default:
      return true
  }
}

/** Every match of it begins where the subject begins. */
export function isAnchored(node: Node): boolean {
  switch (node.kind) {
    case 'assertion':
      return node.what === 'start'
    case 'sequence':
      return node.parts[0] !== undefined && isAnchored(node.parts[0])
    case 'either':
      return node.branches.every(isAnchored)
    case 'capture':
    case 'atomic':
      return isAnchored(node.part)
    default:
      return false
  }
}

/** Does it begin with `.*`: then no match begins within a line where none began at its start. */
export function beginsWithAll(node: Node): boolean {
  switch (node.kind) {
    case 'sequence':
      return node.parts[0] !== undefined && beginsWithAll(node.parts[0])
    case 'capture':
      return beginsWithAll(node.part)
    case 'repeat':
      return node.min === 0 && node.max === Number.POSITIVE_INFINITY && node.part === anyButNewline
    default:
      return false
  }
}

/** The bytes that a match of it can begin with; null: any, or none at all. */
export function firstBytes(node: Node): ByteSet | null {
  if (isNullable(node)) return null
  switch (node.kind) {
    case 'text':
      return setOfByte(node, 0)
    case 'bytes':
      return node.set
    case 'sequence':
      return firstOfSequence(node.parts)
    case 'either':
      return union(node.branches.map(firstBytes))
    case 'repeat':
    case 'capture':
    case 'atomic':
      return firstBytes(node.part)
    default:
      return null
  }
}

function firstOfSequence(parts: readonly Node[]): ByteSet | null {
  const sets: (ByteSet | null)[] = []
  for (const part of parts) {
    // What only looks narrows the bytes that the parts behind it allow.
    if (part.kind === 'assertion' || part.kind === 'look') continue
    if (!isNullable(part)) return union([...sets, firstBytes(part)])
    if (part.kind !== 'repeat') return null
    sets.push(isNullable(part.part) ? null : firstBytes(part.part))
  }
  return null
}

function union(sets: readonly (ByteSet | null)[]): ByteSet | null {
  const all = new Uint8Array(256)
  for (const set of sets) {
    if (set === null) return null
    join(all, set)
  }
  return all
}

/** What one byte of a text stands for. */
export function setOfByte({ bytes, ignoreCase }: Text, at: number): ByteSet {
  const byte = bytes.charAt(at)
  const set = setOf(byte + byte)
  return ignoreCase ? foldCase(set) : set
}

/** A byte that every match holds, the last such; -1: there is none. PCRE looks for it first, too. */
export function requiredByte(node: Node): number {
  switch (node.kind) {
    case 'text':
      return byteOf(setOfByte(node, node.bytes.length - 1))
    case 'bytes':
      return byteOf(node.set)
    case 'sequence': {
      for (const part of node.parts.toReversed()) {
        const byte = requiredByte(part)
        if (byte !== -1) return byte
      }
      return -1
    }
    case 'repeat':
      return node.min === 0 ? -1 : requiredByte(node.part)
    case 'capture':
    case 'atomic':
      return requiredByte(node.part)
    default:
      return -1
  }
}

/** The longest text that every match holds, of a pattern which repeats one part at most; null: there is none, or it repeats more. */
export function requiredText(tree: Node): Text | null {
  if (tree.kind !== 'sequence' || repeatsIn(tree) > 1) return null
  return tree.parts.reduce<Text | null>(
    (best, part) => (part.kind === 'text' && part.bytes.length > (best?.bytes.length ?? 1) ? part : best),
    null,
  )
}

function repeatsIn(node: Node): number {
  switch (node.kind) {
    case 'sequence':
      return node.parts.reduce((sum, part) => sum + repeatsIn(part), 0)
    case 'either':
      return node.branches.reduce((sum, part) => sum + repeatsIn(part), 0)
    case 'repeat':
      // What has several ways inside may take as many tries as several of them.
      return node.part.kind === 'bytes' || node.part.kind === 'text' ? 1 : 2
    case 'capture':
    case 'atomic':
    case 'look':
      return repeatsIn(node.part)
    default:
      return 0
  }
}

/** How many bytes each match of it has; null: that varies. */
export function lengthOf(node: Node): number | null {
  switch (node.kind) {
    case 'text':
      return node.bytes.length
    case 'bytes':
      return 1
    case 'sequence':
      return node.parts.reduce<number | null>((sum, part) => {
        const length = lengthOf(part)
        return sum === null || length === null ? null : sum + length
      }, 0)
    case 'either': {
      const [first = null, ...others] = node.branches.map(lengthOf)
      return others.every((length) => length === first) ? first : null
    }
    case 'repeat': {
      const length = node.min === node.max ? lengthOf(node.part) : null
      return length === null ? null : length * node.min
    }
    case 'capture':
    case 'atomic':
      return lengthOf(node.part)
    case 'reference':
      return null
    default:
      return 0
  }
}
