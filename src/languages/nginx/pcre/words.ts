/** Texts that a pattern matches: what a request for it may look like. Every one was tried with the pattern itself. */
import type { ByteSet } from './bytes.js'
import { Untranslatable } from './escape.js'
import { readPcre } from './pcre.js'
import { PcreReader } from './read.js'
import type { Node } from './syntax.js'

/** Each takes another branch and another letter wherever there are several, and leaves out what may be left out in turn. */
const ways = 8

/** A pattern may ask for more than a request has room for. */
const longest = 256

/**
 * @param pattern as byte string; a match begins where a text begins
 * @returns byte strings that it matches, the same each time, none twice; empty where none was found
 */
export function wordsOf(pattern: string, ignoreCase: boolean): readonly string[] {
  const pcre = readPcre(`^(?:${pattern})`, ignoreCase)
  const tree = pcre === null ? null : treeOf(pattern, ignoreCase)
  if (pcre === null || tree === null) return []
  const words = Array.from({ length: ways }, (_, way) => wordOf(tree, way, new Map()))
  const matched = words.filter((word) => word.length <= longest && Array.isArray(pcre.match(word)))
  return [...new Set(matched)]
}

function treeOf(pattern: string, ignoreCase: boolean): Node | null {
  try {
    return new PcreReader(pattern).read(ignoreCase)
  } catch (error) {
    if (error instanceof Untranslatable) return null
    throw error
  }
}

/** @param captures what was written for each so far */
function wordOf(node: Node, way: number, captures: Map<number, string>): string {
  switch (node.kind) {
    case 'text':
      return node.bytes
    case 'bytes':
      return usualOf(node.set, way)
    case 'sequence': {
      let word = ''
      for (const part of node.parts) if (word.length <= longest) word += wordOf(part, way, captures)
      return word
    }
    case 'either': {
      const branch = node.branches[way % node.branches.length]
      return branch === undefined ? '' : wordOf(branch, way, captures)
    }
    case 'repeat': {
      const times = Math.min(way % 2 === 0 ? Math.max(node.min, 1) + (way >> 2) : node.min, node.max)
      const word = times === 0 ? '' : wordOf(node.part, way, captures)
      // One that is too long is none, however much longer it would be.
      return word === '' ? '' : word.repeat(Math.min(times, Math.ceil((longest + 1) / word.length)))
    }
    case 'capture': {
      const word = wordOf(node.part, way, captures)
      captures.set(node.number, word)
      return word
    }
    case 'atomic':
      return wordOf(node.part, way, captures)
    case 'reference':
      return captures.get(node.number) ?? ''
    default:
      return ''
  }
}

/** What looks most like a path: a letter or a digit, then what else a request line may hold. */
function usualOf(set: ByteSet, way: number): string {
  for (const [first = '', last = ''] of ['az', '09', 'AZ', '!~', '\0\xff']) {
    const letters: string[] = []
    for (let byte = first.charCodeAt(0); byte <= last.charCodeAt(0); byte++)
      if (set[byte] === 1) letters.push(String.fromCharCode(byte))
    if (letters.length > 0) return letters[(way * 7) % letters.length] as string
  }
  return ''
}
