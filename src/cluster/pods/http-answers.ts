/**
 * Reads the answers of an HTTP/1.1 server to GETs from the bytes of one connection, one after the other.
 *
 * Node's own client sends a request only when the one before it is answered. Over a slow link that is a round trip for
 * each of a thousand questions, so ours are sent together (RFC 9112, section 9.3.2), and their answers are told apart here.
 */

import { Packed } from '../../files/packed.js'

export interface HttpAnswer {
  readonly status: number
  /** names in lower case; what was repeated is joined by `, ` */
  readonly headers: Readonly<Record<string, string>>
  /** whole, in pieces; it can be gone through again */
  readonly body: Iterable<Uint8Array>
  /** the server closes the connection after it */
  readonly isLast: boolean
  /** it says itself where it ends */
  readonly isSized: boolean
}

/** Bytes of a head, or of the lines between chunks. */
const longestHead = 64 * 1024
/** Of a body, where nobody says more. */
const usualBody = 64 * 1024 * 1024
/** What a piece costs besides its bytes: without it, very many very small ones would not count. */
const overhead = 256
/** Interim answers before the one that counts. */
const mostInterim = 100

/**
 * @param mostNext bytes of the body of the next one, above which it is none of ours
 * @returns ends where the connection does between two answers
 * @throws Error (in words) for what is not HTTP, or is cut; and what `bytes` throws
 */
export async function* httpAnswers(
  bytes: AsyncIterable<Buffer>,
  mostNext: () => number | undefined = () => undefined,
): AsyncGenerator<HttpAnswer> {
  const reader = new ByteReader(bytes)
  try {
    yield* answersIn(reader, mostNext)
  } finally {
    // Whoever brings the bytes waits for room until it is told that nobody fetches them.
    await reader.leave()
  }
}

async function* answersIn(reader: ByteReader, mostNext: () => number | undefined): AsyncGenerator<HttpAnswer> {
  let interim = 0
  for (let head = await readHead(reader); head !== null; head = await readHead(reader)) {
    const { status, version, headers } = head
    // An interim answer: the one that counts comes after it.
    if (status < 200) {
      if (++interim > mostInterim) throw new Error(`it sent more than ${mostInterim} interim answers`)
      continue
    }
    interim = 0
    const body = await readBody(reader, head, mostNext() ?? usualBody)
    const connection = (headers.connection ?? '').toLowerCase()
    const isLast =
      body.toTheEnd || /\bclose\b/.test(connection) || (version === '1.0' && !/\bkeep-alive\b/.test(connection))
    yield { status, headers, body: body.pieces, isLast, isSized: !body.toTheEnd }
    if (isLast) return
  }
}

interface Head {
  readonly version: string
  readonly status: number
  readonly headers: Record<string, string>
}

/** null: the connection ended before it. */
async function readHead(reader: ByteReader): Promise<Head | null> {
  const start = await reader.line(longestHead)
  if (start === null) return null
  const [, version = '', status] = /^HTTP\/(1\.[01]) (\d{3})(?: |$)/.exec(start) ?? []
  if (status === undefined) throw new Error(`it does not answer in HTTP: ${start.slice(0, 100)}`)
  const headers: Record<string, string> = Object.create(null)
  let left = longestHead - start.length
  for (let line = await within(reader, left); line !== ''; line = await within(reader, left)) {
    left -= line.length + 1
    const colon = line.indexOf(':')
    if (colon < 1) throw new Error(`it sent a header without a name: ${line.slice(0, 100)}`)
    const name = line.slice(0, colon).toLowerCase()
    const value = line.slice(colon + 1).trim()
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`
  }
  return { version, status: Number(status), headers }
}

/** How long a body is: RFC 9112, section 6.3. */
async function readBody(reader: ByteReader, { status, headers }: Head, most: number) {
  const pieces = new Packed()
  if (status === 204 || status === 304) return { pieces, toTheEnd: false }
  const coding = headers['transfer-encoding']
  const length = headers['content-length']
  const isChunked = coding !== undefined && /(?:^|,)\s*chunked$/i.test(coding)
  if (isChunked) await readChunks(reader, pieces, most)
  else if (coding !== undefined || length === undefined) await reader.rest(pieces, most)
  if (coding !== undefined || length === undefined) return { pieces, toTheEnd: !isChunked }
  // Sent twice, it is joined: the same number twice is no other number.
  const [first = '', ...others] = length.split(', ')
  if (!/^\d{1,15}$/.test(first) || others.some((other) => other !== first))
    throw new Error(`it sent a length that is none: ${length.slice(0, 100)}`)
  await reader.take(sized(Number(first), most), pieces)
  return { pieces, toTheEnd: false }
}

async function readChunks(reader: ByteReader, pieces: Packed, most: number): Promise<void> {
  let total = 0
  for (;;) {
    const line = await within(reader, longestHead)
    const [, digits] = /^([\dA-Fa-f]{1,12})\s*(?:;|$)/.exec(line) ?? []
    if (digits === undefined) throw new Error(`it sent a chunk without a length: ${line.slice(0, 100)}`)
    const size = Number.parseInt(digits, 16)
    if (size === 0) break
    total = sized(total + size + overhead, most)
    await reader.take(size, pieces)
    if ((await within(reader, longestHead)) !== '') throw new Error('it sent a chunk that is longer than its length')
  }
  for (let left = longestHead; ; ) {
    const trailer = await within(reader, left)
    if (trailer === '') return
    left -= trailer.length + 1
  }
}

function sized(bytes: number, most: number): number {
  if (bytes > most) throw new Error(`its answer is larger than ${most / 1024 / 1024} MiB`)
  return bytes
}

/** A line that must be there. */
async function within(reader: ByteReader, most: number): Promise<string> {
  const line = await reader.line(most)
  if (line === null) throw new Error(endless)
  return line
}

const endless = 'the answer has no end'

/** Bytes as they come, asked for by the line or by the number. */
class ByteReader {
  readonly #source: AsyncIterator<Buffer>
  #held: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** The text up to the next line feed, without it and a carriage return before it; null: the end comes first, at once. */
  async line(most: number): Promise<string | null> {
    const pieces: Buffer[] = []
    for (let length = 0; ; ) {
      const end = this.#held.indexOf(10)
      const piece = end === -1 ? this.#held : this.#held.subarray(0, end)
      length += piece.length
      if (length > most) throw new Error(`it sent a line longer than ${most} bytes`)
      pieces.push(piece)
      if (end !== -1) {
        this.#held = this.#held.subarray(end + 1)
        return Buffer.concat(pieces).toString('latin1').replace(/\r$/, '')
      }
      if (await this.#more()) continue
      if (length === 0) return null
      throw new Error(endless)
    }
  }

  /** So many bytes. */
  async take(count: number, pieces: Packed): Promise<void> {
    for (let left = count; left > 0; ) {
      if (this.#held.length === 0 && !(await this.#more())) throw new Error(endless)
      const piece = this.#held.subarray(0, left)
      pieces.add(piece)
      left -= piece.length
      this.#held = this.#held.subarray(piece.length)
    }
  }

  /** All that still comes. */
  async rest(pieces: Packed, most: number): Promise<void> {
    let total = 0
    do {
      pieces.add(this.#held)
      total += this.#held.length
      if (total > most) throw new Error(`its answer is larger than ${most / 1024 / 1024} MiB`)
    } while (await this.#more())
  }

  async leave(): Promise<void> {
    await this.#source.return?.()
  }

  /** Replaces what is held, which must have been used up. */
  async #more(): Promise<boolean> {
    const next = await this.#source.next()
    this.#held = next.done ? Buffer.alloc(0) : next.value
    return !next.done
  }
}
