/** A JSON document that comes in pieces → the elements of its `items`, each once it is whole, and what stands around them. */

const [QUOTE, COMMA, BRACKET, BACKSLASH, BRACKET_END, BRACE, BRACE_END] = [34, 44, 91, 92, 93, 123, 125]
const name = 'items'

/** Of its words only brackets, commas and quotes are read: what is no JSON becomes texts that are none, either. */
export class JsonItems {
  /** the document with its `items` left out */
  #around = ''
  #item = ''
  #depth = 0
  #inText = false
  #isEscaped = false
  /** the beginning of the last text of the outermost object: its last key, where a list begins */
  #key = ''
  #inItems = false
  #isFirst = true

  /** @returns the elements that end in this piece, as JSON */
  add(piece: string): readonly string[] {
    const ended: string[] = []
    let from = 0
    const keep = (to: number) => {
      if (this.#inItems) this.#item += piece.slice(from, to)
      else this.#around += piece.slice(from, to)
      from = to
    }
    const end = (at: number) => {
      keep(at)
      ended.push(this.#item)
      this.#item = ''
      this.#isFirst = false
    }
    for (let at = 0; at < piece.length; at++) {
      const code = piece.charCodeAt(at)
      if (this.#inText) {
        this.#readText(code)
      } else if (code === QUOTE) {
        this.#inText = true
        if (this.#depth === 1) this.#key = ''
      } else if (code === BRACKET || code === BRACE) {
        this.#depth++
        if (this.#depth !== 2 || code === BRACE || this.#key !== name) continue
        keep(at + 1)
        this.#inItems = true
      } else if (code === COMMA && this.#inItems && this.#depth === 2) {
        end(at)
        from = at + 1
      } else if (code === BRACKET_END || code === BRACE_END) {
        if (this.#inItems && this.#depth === 2) {
          keep(at)
          if (!this.#isFirst || this.#item.trim() !== '') end(at)
          this.#inItems = false
        }
        this.#depth--
      }
    }
    keep(piece.length)
    return ended
  }

  #readText(code: number): void {
    if (this.#isEscaped) this.#isEscaped = false
    else if (code === BACKSLASH) this.#isEscaped = true
    else if (code === QUOTE) this.#inText = false
    else if (this.#depth === 1 && this.#key.length <= name.length) this.#key += String.fromCharCode(code)
  }

  /** The document without the elements that {@link add} returned: JSON, once all of it was added. */
  get around(): string {
    return this.#around
  }

  /** How many characters of it are held at the moment. */
  get held(): number {
    return this.#around.length + this.#item.length
  }
}
