/** What a credential plugin says to the person: codes and links to log in, line by line as they come. */
import { StringDecoder } from 'node:string_decoder'
import { KeyFilter } from '../../domain/masking/private-keys.js'

/** Characters in all: less than a pipe holds, so that nobody who reads nothing of us keeps a signal waiting. */
const most = 60_000

/** Milliseconds after which what has no end of its line is taken for a question. */
const pause = 100

export class PluginWords {
  readonly #say: (line: string) => void
  readonly #decoder = new StringDecoder('utf8')
  readonly #keys = new KeyFilter()
  #rest = ''
  #left = most
  #asks: NodeJS.Timeout | undefined

  /** @param say one line, which masks what else may stand in it */
  constructor(say: (line: string) => void) {
    this.#say = say
  }

  add(chunk: Buffer): void {
    clearTimeout(this.#asks)
    const lines = (this.#rest + this.#keys.push(this.#decoder.write(chunk))).split(/\r?\n|\r/)
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#tell(line)
    if (this.#rest.length > this.#left) this.end()
    else this.#asks = setTimeout(() => this.end(), pause)
  }

  /** Nothing more comes of the line that was begun. */
  end(): void {
    clearTimeout(this.#asks)
    if (this.#rest !== '') this.#tell(this.#rest)
    this.#rest = ''
  }

  #tell(line: string): void {
    if (this.#left === 0) return
    this.#say(line.slice(0, this.#left))
    this.#left = Math.max(0, this.#left - line.length - 1)
    if (this.#left === 0) this.#say('what else the credential plugin says is not shown')
  }
}
