/** The end of a text of any length. */

export interface Tail {
  add(chunk: Uint8Array): void
  /** as UTF-8; a character that was cut in half at the start is left out */
  text(): string
}

/** @param most bytes that are kept */
export function createTail(most: number): Tail {
  let kept = Buffer.alloc(0)
  let isCut = false
  return {
    add(chunk) {
      const all = Buffer.concat([kept, chunk])
      isCut ||= all.length > most
      kept = all.subarray(Math.max(0, all.length - most))
    },
    text() {
      let start = 0
      while (isCut && start < 3 && isContinuation(kept[start])) start += 1
      return kept.subarray(start).toString('utf8')
    },
  }
}

function isContinuation(byte = 0): boolean {
  return (byte & 0b1100_0000) === 0b1000_0000
}
