/** The bytes of one text as they come → all of them: much too much is never held. */
import { valuesInBytes } from '../../domain/text/values-in.js'
import { type Budget, limits, mebibyte } from '../limits.js'
import { noText } from '../text-of.js'

/** @throws Problem `source-too-large`, `source-invalid` for what is no text */
export async function gathered(stream: AsyncIterable<Buffer | string>, budget: Budget): Promise<Buffer> {
  const text = new Gathered(budget)
  for await (const chunk of stream) text.add(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
  return text.bytes()
}

/** Its beginning tells which limit holds, and that is kept while it comes. */
export class Gathered {
  readonly #budget: Budget
  #chunks: Buffer[] = []
  #room: Buffer | undefined
  #start = Buffer.alloc(0)
  #size = 0
  #values = 0

  constructor(budget: Budget) {
    this.#budget = budget
  }

  /** @throws Problem as {@link gathered} */
  add(chunk: Buffer): void {
    if (this.#start.length < longestStart) this.#start = Buffer.concat([this.#start, chunk.subarray(0, longestStart)])
    this.#size += chunk.length
    this.#budget.admit(this.#size)
    const beginning = this.#start.toString('latin1')
    if (documentStart.test(beginning)) this.#values += valuesInBytes(chunk)
    this.#budget.values(this.#values, /^\s*[{[]/.test(beginning))
    if (this.#size <= large) {
      this.#chunks.push(chunk)
      return
    }
    if (this.#start.includes(0)) throw noText(this.#budget.path)
    if (this.#room === undefined) {
      this.#room = Buffer.allocUnsafeSlow(limits.fileBytes)
      Buffer.concat(this.#chunks.splice(0)).copy(this.#room)
    }
    chunk.copy(this.#room, this.#size - chunk.length)
  }

  bytes(): Buffer {
    return this.#room?.subarray(0, this.#size) ?? Buffer.concat(this.#chunks)
  }
}

const longestStart = 1024

/** Bytes from which on all is gathered in one place: what is not written to yet is no memory. */
const large = 2 * mebibyte

/** As JSON and YAML of Kubernetes mostly begin. What begins otherwise is counted when it is read as one. */
const documentStart = /^\s*(?:[{[]|---|- |(?:apiVersion|kind|items|metadata)\s*:)/
