/** The bytes of one text as they come → the text: much too much is never held, and what a replica said is held packed. */
import { valuesInBytes } from '../../domain/text/values-in.js'
import { beThrifty, Packed } from '../../files/packed.js'
import { type Budget, limits, mebibyte } from '../limits.js'
import { placeOf } from '../observation.js'
import { isText, noText, type SaidFile, textOf } from '../text-of.js'

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

  constructor(path: string, budget: Budget) {
    this.#path = path
    this.#budget = budget
    this.#packed = placeOf(path) === undefined ? null : new Packed()
  }

  /** @throws Problem as {@link gathered} */
  add(chunk: Buffer): void {
    if (this.#start.length < longestStart) this.#start = Buffer.concat([this.#start, chunk.subarray(0, longestStart)])
    this.#size += chunk.length
    this.#budget.admit(this.#size)
    if (this.#size > large && this.#start.includes(0)) throw noText(this.#budget.path)
    if (this.#packed === null) this.#hold(chunk)
    else this.#pack(chunk, this.#packed)
  }

  #hold(chunk: Buffer): void {
    this.#budget.admitText(this.#size)
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
    const isLong = this.#packed !== null && this.#size > large
    return { path: this.#path, text: isLong ? this.#packed : textOf(this.#bytes(), this.#path) }
  }

  get isText(): boolean {
    return this.#size > large || isText(this.#bytes())
  }

  #bytes(): Buffer {
    return this.#room?.subarray(0, this.#size) ?? Buffer.concat([...(this.#packed ?? this.#chunks)])
  }

  #pack(chunk: Buffer, packed: Packed): void {
    try {
      packed.add(chunk)
    } catch {
      throw noText(this.#path)
    }
  }
}

const longestStart = 1024

/** Bytes from which on all is gathered in one place: what is not written to yet is no memory. */
const large = 2 * mebibyte

/** As JSON and YAML of Kubernetes mostly begin. What begins otherwise is counted when it is read as one. */
const documentStart = /^\s*(?:[{[]|---|- |(?:apiVersion|kind|items|metadata)\s*:)/
