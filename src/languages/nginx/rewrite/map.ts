/** `map`, and `geo` where it says the same of all addresses: https://nginx.org/en/docs/http/ngx_http_map_module.html, src/http/modules/ngx_http_map_module.c */
import { type Pcre, readPcre } from '../pcre/pcre.js'
import type { Run } from '../route/run.js'
import { lower, toText } from '../text/byte-text.js'
import type { Directive } from '../text/directive.js'
import { isHidden, mayBeSame, whyHidden } from '../text/hidden.js'
import { readTemplate, type Template } from './template.js'
import { GivenUp, Unknown, type Value } from './value.js'
import type { Declared } from './variables.js'

/** The value of its variable for a request: looked up once, as nginx does, unless the map is volatile. */
export type MapValue = (run: Run) => Value

/** Without addresses it is a constant; its values are taken as they are. */
export function compileGeo(directive: Directive): MapValue {
  const entries = (directive.block ?? []).map(({ byteWords }) => byteWords)
  if (entries.every(([key]) => key === 'default')) return () => entries.at(-1)?.[1] ?? ''
  const unknown = new Unknown(`${directive.args.at(-1)} depends on the client's address`)
  return () => unknown
}

interface Entries {
  readonly exact: Map<string, Template>
  /** keys of which a part is hidden, patterns too */
  readonly hidden: string[]
  readonly patterns: { readonly pcre: Pcre; readonly value: Template }[]
  otherwise: Template
}

export function compileMap(directive: Directive): MapValue {
  const [source = '', variable = ''] = directive.byteArgs
  const name = lower(variable.slice(1))
  const unknown = new Unknown(`${toText(variable)} is a map that cannot be tried here`)
  const subject = readTemplate(source)
  const entries = readEntries(directive.block ?? [])
  if (subject === null || entries === null) return () => unknown
  const isVolatile = (directive.block ?? []).some((entry) => entry.name === 'volatile' && entry.args.length === 0)
  return (run) => {
    const before = run.mapped.get(name)
    if (before !== undefined) return before
    const text = run.fill(subject, false).path
    if (text instanceof Unknown) return text
    const chosen = choose(entries, run, text)
    const value = chosen instanceof Unknown ? chosen : run.fill(chosen, false).path
    if (!isVolatile) run.mapped.set(name, value)
    return value
  }
}

function choose({ exact, hidden, patterns, otherwise }: Entries, run: Run, text: string): Template | Unknown {
  const found = exact.get(lower(text))
  if (found !== undefined) return found
  if (hidden.some((key) => key.startsWith('~') || mayBeSame(key, lower(text)))) return new Unknown(whyHidden)
  for (const { pcre, value } of patterns) {
    const matches = run.match(pcre, text, false)
    // nginx takes the default where its PCRE ends with an error.
    if (matches instanceof GivenUp) return otherwise
    if (matches instanceof Unknown) return matches
    if (matches) return value
  }
  return otherwise
}

/** @returns null for what is not looked into: files, host names with wildcards */
function readEntries(block: readonly Directive[]): Entries | null {
  const entries: Entries = { exact: new Map(), hidden: [], patterns: [], otherwise: [] }
  for (const entry of block) {
    const [key = '', written] = entry.byteWords
    if (key === 'volatile' && written === undefined) continue
    const value = written === undefined ? null : readTemplate(written)
    if (value === null || key === 'include') return null
    if (key === 'default') entries.otherwise = value
    else if (isHidden(key)) entries.hidden.push(lower(key))
    else if (key.startsWith('~')) {
      const ignoreCase = key.startsWith('~*')
      const pcre = readPcre(key.slice(ignoreCase ? 2 : 1), ignoreCase)
      if (pcre === null) return null
      entries.patterns.push({ pcre, value })
    } else {
      const plain = lower(key.startsWith('\\') ? key.slice(1) : key)
      if (!entries.exact.has(plain)) entries.exact.set(plain, value)
    }
  }
  return entries
}

/** The variables that a configuration declares: by `map`, by `set` and by captures of patterns. */
export class Declarations implements Declared {
  readonly #maps = new Map<string, MapValue>()
  readonly #blocks: Directive[] = []
  #names: Set<string> | null = null

  /** A statement of `http`. */
  add(statement: Directive): void {
    this.#names = null
    if (statement.name === 'map') {
      const [, variable = ''] = statement.byteArgs
      this.#maps.set(lower(variable.slice(1)), compileMap(statement))
    } else if (statement.name === 'geo') {
      this.#maps.set(lower(statement.byteArgs.at(-1)?.slice(1) ?? ''), compileGeo(statement))
    } else if (statement.name === 'server') this.#blocks.push(statement.again())
  }

  map(run: Run, name: string): Value | undefined {
    return this.#maps.get(name)?.(run)
  }

  /** Looks through all servers, once: few requests ask for a variable that nothing on their way has set. */
  has(name: string): boolean {
    this.#names ??= new Set(this.#blocks.flatMap((block) => [...namesIn(block.again())]))
    return this.#names.has(name)
  }
}

function* namesIn(outer: Directive): Generator<string> {
  for (const { name, byteArgs, block } of outer.block ?? []) {
    if (name === 'set') yield lower(byteArgs[0]?.slice(1) ?? '')
    else if (name === 'rewrite' || name === 'location' || name === 'if' || name === 'server_name')
      for (const text of byteArgs) for (const [, , capture = ''] of text.matchAll(named)) yield lower(capture)
    if (block !== null) yield* namesIn({ block } as Directive)
  }
}

const named = /\(\?P?([<'])([A-Za-z_]\w*)[>']/g
