/** The bytes of one text as they come → the text: much too much is never held, and what a replica said is held packed. */
import { valuesInBytes } from '../../domain/text/values-in.js'
import { beThrifty, Packed } from '../../files/packed.js'
import { type Budget, limits, mebibyte } from '../limits.js'
import { observationAt } from '../observation.js'
import { isOurs, isText, noText, type SaidFile, textOf } from '../text-of.js'

/** @throws Problem `source-too-large`, `source-invalid` for what is no text */
export async function gathered(
  stream: AsyncIterable<Buffer | string>,
  path: string,
  budget: Budget,
): Promise<Gathered> {
  const text = new Gathered(path, budget)
  for await (const chunk of stream) text.add(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
  return text
}

/** Its beginning tells which limit holds, and that is kept while it comes. */
export class Gathered {
  readonly #path: string
  readonly #budget: Budget
  readonly #packed: Packed | null
  #chunks: Buffer[] = []
  #room: Buffer | undefined
  #start = Buffer.alloc(0)
  #size = 0
  #values = 0
  #isWide = false

  constructor(path: string, budget: Budget) {
    this.#path = path
    this.#budget = budget
    this.#packed = observationAt(path) === undefined ? null : new Packed(budget.room, (most) => budget.refusal(most))
  }

  /** @throws Problem as {@link gathered} */
  add(chunk: Buffer): void {
    if (this.#start.length < longestStart) this.#start = Buffer.concat([this.#start, chunk.subarray(0, longestStart)])
    this.#size += chunk.length
    this.#budget.admit(this.#size)
    if (this.#size > large && this.#start.includes(0)) throw noText(this.#budget.path)
    if (this.#packed === null) this.#hold(chunk)
    else this.#packed.add(chunk)
  }

  #hold(chunk: Buffer): void {
    this.#isWide ||= isWide(chunk)
    this.#budget.admitText(this.#size, this.#isWide)
    const beginning = this.#start.toString('latin1')
    if (documentStart.test(beginning)) this.#values += valuesInBytes(chunk)
    this.#budget.values(this.#values, /^\s*[{[]/.test(beginning))
    if (this.#size <= large) {
      this.#chunks.push(chunk)
      return
    }
    if (this.#room === undefined) {
      beThrifty()
      this.#room = Buffer.allocUnsafeSlow(limits.textBytes)
      Buffer.concat(this.#chunks.splice(0)).copy(this.#room)
    }
    chunk.copy(this.#room, this.#size - chunk.length)
  }

  /** Once all of it came. @throws Problem `source-invalid` for bytes that are no UTF-8 */
  file(): SaidFile {
    this.#budget.file(this.#size)
    if (this.#packed === null) this.#budget.admitText(this.#size, this.#isWide, true)
    if (this.#packed !== null && (this.#packed.end() || this.#size > large))
      return { path: this.#path, text: this.#packed }
    return { path: this.#path, text: textOf(this.#bytes(), this.#path) }
  }

  get isText(): boolean {
    return this.#size > large || isText(this.#bytes())
  }

  /** Objects in another encoding, as older editors write them, which kubectl takes as little. */
  get isForeign(): boolean {
    return !this.isText && isOurs(this.#bytes().toString('latin1'))
  }

  #bytes(): Buffer {
    return this.#room?.subarray(0, this.#size) ?? Buffer.concat([...(this.#packed ?? this.#chunks)])
  }
}

/**
 * Is there a character beyond Latin-1, of which one gives all others of a text two bytes: by the first of its bytes
 * (https://www.rfc-editor.org/rfc/rfc3629#section-3), or escaped (`\u2603`, but not `\u003c`)?
 */
function isWide(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (byte > 0xc3) return true
    if (byte === 92 && bytes[at + 1] === 117 && !(bytes[at + 2] === 48 && bytes[at + 3] === 48)) return true
  }
  return false
}

const longestStart = 1024

/** Bytes from which on all is gathered in one place: what is not written to yet is no memory. */
const large = 2 * mebibyte

/** As JSON and YAML of Kubernetes mostly begin. What begins otherwise is counted when it is read as one. */
const documentStart = /^\s*(?:[{[]|---|- |(?:apiVersion|kind|items|metadata)\s*:)/
