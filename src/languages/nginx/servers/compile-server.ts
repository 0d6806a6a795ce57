/** A server, and its locations, as far as requests have asked for them: of ten thousand servers mostly few are read. */

import { type Computed, compileRewrite, type Operation } from '../rewrite/compile-rewrite.js'
import { type LocationPlace, LocationTable } from '../route/location-table.js'
import { type Pass, readPass } from '../route/proxied-uri.js'
import { type Settings, settingsOf } from '../route/settings.js'
import { lower } from '../text/byte-text.js'
import type { Directive } from '../text/directive.js'

export interface Code {
  readonly settings: Settings
  readonly operations: readonly Operation[]
  readonly pass: Pass | null
}

export class CompiledServer {
  #directive: Directive
  readonly #outer: () => Settings
  readonly #computed: Computed
  #code: Code | null = null
  #locations: LocationTable | null = null
  readonly #codes = new Map<LocationPlace, Code>()
  #parents: Map<Directive, Directive> | null = null

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
    this.#parents = null
  }

  get code(): Code {
    this.#code ??= this.#compile(this.directive, { ...this.#outer(), serverName: serverName(this.directive) }, false)
    return this.#code
  }

  get locations(): LocationTable {
    this.#locations ??= new LocationTable(this.directive.block ?? [])
    return this.#locations
  }

  codeOf(place: LocationPlace): Code {
    let code = this.#codes.get(place)
    if (code === undefined) {
      code = this.#compile(place.location, this.#settingsAround(place.location), true)
      this.#codes.set(place, code)
    }
    return code
  }

  #compile(directive: Directive, outer: Settings, inLocation: boolean): Code {
    const block = directive.block ?? []
    const settings = settingsOf(block, outer)
    const pass = readPass(block)
    const operations = compileRewrite(block, { settings, pass, inLocation, computed: this.#computed })
    return { settings, operations, pass }
  }

  #settingsAround(location: Directive): Settings {
    this.#parents ??= parentsIn(this.directive, new Map())
    const parents = this.#parents
    const around: Directive[] = []
    for (let outer = parents.get(location); outer !== undefined && outer !== this.directive; outer = parents.get(outer))
      around.unshift(outer)
    return around.reduce((settings, { block }) => settingsOf(block ?? [], settings), this.code.settings)
  }
}

function parentsIn(outer: Directive, parents: Map<Directive, Directive>): Map<Directive, Directive> {
  for (const directive of outer.block ?? []) {
    if (directive.name !== 'location') continue
    parents.set(directive, outer)
    parentsIn(directive, parents)
  }
  return parents
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
