/** A server, and its locations, as far as requests have asked for them: of ten thousand servers mostly few are read. */

import { type Computed, compileRewrite, type Operation } from '../rewrite/compile-rewrite.js'
import { type LocationPlace, LocationTable, locationsIn } from '../route/location-table.js'
import { type Pass, readPass } from '../route/pass.js'
import { type Settings, settingsOf } from '../route/settings.js'
import { lower } from '../text/byte-text.js'
import type { Directive } from '../text/directive.js'

export interface Code {
  readonly settings: Settings
  readonly operations: readonly Operation[]
  readonly pass: Pass | null
  /** `limit_except`, which is in force in the place of the rest for methods that it does not name; null: there is none */
  readonly forOthers: Directive | null
}

export class CompiledServer {
  #directive: Directive
  readonly #outer: () => Settings
  readonly #computed: Computed
  #code: Code | null = null
  #locations: LocationTable | null = null
  readonly #codes = new Map<LocationPlace, Code>()

  /** @param outer settings of `http` once it is read whole */
  constructor(directive: Directive, outer: () => Settings, computed: Computed) {
    this.#directive = directive
    this.#outer = outer
    this.#computed = computed
  }

  get directive(): Directive {
    return this.#directive
  }

  /** How many locations were read: what it weighs. */
  get size(): number {
    return this.#codes.size
  }

  /** What was read of it is read anew when it is asked again. */
  forget(): void {
    this.#directive = this.#directive.again()
    this.#code = null
    this.#locations = null
    this.#codes.clear()
  }

  get code(): Code {
    this.#code ??= this.#compile(this.directive, { ...this.#outer(), serverName: serverName(this.directive) }, false)
    return this.#code
  }

  get locations(): LocationTable {
    this.#locations ??= new LocationTable(() => locationsIn(this.directive))
    return this.#locations
  }

  codeOf(place: LocationPlace): Code {
    let code = this.#codes.get(place)
    if (code === undefined) {
      const outer = place.around.reduce((settings, { block }) => settingsOf(block ?? [], settings), this.code.settings)
      code = this.#compile(place.location, outer, true)
      this.#codes.set(place, code)
    }
    return code
  }

  #compile(directive: Directive, outer: Settings, inLocation: boolean): Code {
    const block = directive.block ?? []
    const settings = settingsOf(block, outer)
    const pass = readPass(block)
    const operations = compileRewrite(block, { settings, pass, inLocation, computed: this.#computed })
    return { settings, operations, pass, forOthers: block.find(({ name }) => name === 'limit_except') ?? null }
  }
}

/** What `$server_name` says: the first name, without the dot before it. */
function serverName({ block }: Directive): string {
  for (const directive of block ?? []) {
    if (directive.name !== 'server_name') continue
    const [first = ''] = directive.byteArgs
    if (first.startsWith('~')) return first
    return lower(first.startsWith('.') ? first.slice(1) : first)
  }
  return ''
}
