/** The variables that a configuration declares: by `map`, by `set` and by captures of patterns. */

import { compileGeo, compileMap, type MapValue } from '../rewrite/map.js'
import type { Value } from '../rewrite/value.js'
import type { Declared } from '../rewrite/variables.js'
import type { Run } from '../route/run.js'
import { lower } from './byte-text.js'
import type { Directive } from './directive.js'

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
