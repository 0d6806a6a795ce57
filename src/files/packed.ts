/**
 * Large texts of strangers, held in little room: a configuration or a list packs ten to one, and is read a few times from
 * beginning to end. What does not pack is no text that a program wrote.
 */
import { setFlagsFromString } from 'node:v8'
import { deflateRawSync, inflateRawSync } from 'node:zlib'

const mebibyte = 1024 * 1024
/** Bytes of one packed piece, before. */
const pieceSize = mebibyte / 4
/** Bytes of all packed pieces. */
const mostPacked = 32 * mebibyte

/** How many bytes are still left for the texts that share it. */
export class Room {
  /** as they come: packing has a price */
  plain = 4 * mebibyte
  packed = mostPacked
}

/** Bytes in the order in which they were added; they can be gone through any number of times. */
export class Packed implements Iterable<Uint8Array> {
  readonly #room: Room
  readonly #refusal: (most: string) => Error
  readonly #pieces: Uint8Array[] = []
  #open: Uint8Array[] = []
  #openSize = 0
  /** in bytes */
  size = 0

  /** @param refusal what is thrown where there is no room left */
  constructor(room = new Room(), refusal = (most: string) => new Error(`it is larger than ${most}`)) {
    this.#room = room
    this.#refusal = refusal
  }

  static of(text: string): Packed {
    const packed = new Packed()
    for (const piece of piecesOf(text)) packed.add(piece)
    return packed
  }

  /** @throws Error its refusal, for what does not pack */
  add(chunk: Uint8Array): void {
    this.#open.push(chunk)
    this.#openSize += chunk.length
    this.size += chunk.length
    this.#room.plain -= chunk.length
    if (this.#room.plain < 0 && this.#openSize >= pieceSize) this.#pack()
  }

  /** Once all came. @returns is it packed? @throws Error as {@link add} */
  end(): boolean {
    if (this.#room.plain < 0 && this.#openSize > 0) this.#pack()
    return this.#pieces.length > 0
  }

  #pack(): void {
    if (this.#pieces.length === 0) beThrifty()
    const bytes = deflateRawSync(Buffer.concat(this.#open), { level: 1 })
    this.#open = []
    this.#openSize = 0
    this.#room.packed -= bytes.length
    if (this.#room.packed < 0) throw this.#refusal(`${mostPacked / mebibyte} MiB packed`)
    this.#pieces.push(bytes)
  }

  *[Symbol.iterator](): Generator<Uint8Array> {
    for (const piece of this.#pieces) yield inflateRawSync(piece)
    yield* this.#open
  }
}

/** A text in UTF-8, in pieces of which each is a text. */
export function* piecesOf(text: string): Generator<Uint8Array> {
  const encoder = new TextEncoder()
  for (let at = 0; at < text.length; ) {
    let end = Math.min(text.length, at + pieceSize)
    // A pair of surrogates is one character, and must stay one.
    if (end < text.length && text.charCodeAt(end - 1) >= 0xd800 && text.charCodeAt(end - 1) < 0xdc00) end -= 1
    yield encoder.encode(text.slice(at, end))
    at = end
  }
}

/**
 * Where a large text came, memory is worth more than time: the heap grows by a fifth before it is cleared, not to several
 * times its size.
 */
export function beThrifty(): void {
  setFlagsFromString('--heap-growing-percent=20')
}
