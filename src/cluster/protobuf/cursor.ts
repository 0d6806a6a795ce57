/**
 * Reads protobuf's wire format: https://protobuf.dev/programming-guides/encoding/
 *
 * Everything is checked against the end of the message that it stands in, so that bytes which are cut, or none of an API
 * server, end in an error and not in a loop.
 */

/** Of a field's tag: how its value is written. */
export const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const

/** Short texts that were read of late, by a hash of theirs: a list says the same names over and over. */
const recent: string[] = Array.from({ length: 8192 }, () => '')
const longest = 64

/**
 * Members of lists and maps in one answer. Two bytes may become an object of a hundred; honest ones of 2,000 slices with a
 * hundred endpoints are half a million.
 */
const mostMembers = 1_000_000
/** The same of one object, which may have 1.5 MiB. */
const mostOfObject = 200_000

export class Cursor {
  readonly bytes: Buffer
  at: number
  #members = 0
  #before = 0

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes
    this.at = at
  }

  /** One more member of a list or a map is to be read. */
  member(): void {
    this.#members += 1
    if (this.#members > mostMembers) throw new Error(`it sent protobuf with more than ${mostMembers} values`)
    if (this.#members - this.#before > mostOfObject)
      throw new Error(`it sent an object in protobuf with more than ${mostOfObject} values`)
  }

  /** What comes now are parts of another object. */
  beginObject(at: number): void {
    this.at = at
    this.#before = this.#members
  }

  /** No field that we read is negative, or larger than a number can hold exactly. */
  varint(): number {
    const { bytes } = this
    let byte = bytes[this.at++]
    if (byte === undefined) throw cut()
    if (byte < 0x80) return byte
    let value = byte & 0x7f
    for (let factor = 0x80; ; factor *= 0x80) {
      byte = bytes[this.at++]
      if (byte === undefined || factor > 0x80 ** 9) throw cut()
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
    }
  }

  /** @returns the offset after a value that says its own length, which begins where the cursor then stands */
  endOfBytes(end: number): number {
    const length = this.varint()
    const after = this.at + length
    if (after > end) throw cut()
    return after
  }

  /** UTF-8 up to `end`. */
  text(end: number): string {
    const { bytes, at: start } = this
    const length = end - start
    this.at = end
    if (length > longest) return bytes.toString('utf8', start, end)
    let hash = length
    for (let at = start; at < end; at++) {
      const byte = bytes[at] as number
      if (byte > 0x7f) return bytes.toString('utf8', start, end)
      hash = (Math.imul(hash, 31) + byte) | 0
    }
    const slot = (hash ^ (hash >>> 13)) & 8191
    const known = recent[slot] as string
    if (spells(known, bytes, start, length)) return known
    const text = bytes.toString('latin1', start, end)
    recent[slot] = text
    return text
  }

  /** Passes the value of a field that nobody reads. */
  skip(type: number, end: number): void {
    if (type === wire.varint) this.varint()
    else if (type === wire.bytes) this.at = this.endOfBytes(end)
    else if (type === wire.fixed64) this.at += 8
    else if (type === wire.fixed32) this.at += 4
    else throw new Error(`it sent protobuf with a field of the unknown type ${type}`)
    if (this.at > end) throw cut()
  }
}

function spells(text: string, bytes: Buffer, start: number, length: number): boolean {
  if (text.length !== length) return false
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false
  return true
}

function cut(): Error {
  return new Error('it sent protobuf that is cut')
}
