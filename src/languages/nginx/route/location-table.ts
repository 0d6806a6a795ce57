/**
 * Which location of a server answers for a path: exact, else the longest prefix, unless a regex in the file's order
 * matches and the prefix did not forbid that; then the same among the locations inside.
 * https://nginx.org/en/docs/http/ngx_http_core_module.html#location, ngx_http_core_find_location in src/http/ngx_http_core_module.c
 */

import { type Pcre, readPcre } from '../pcre/pcre.js'
import { beginnings } from '../text/beginnings.js'
import { lower, toText } from '../text/byte-text.js'
import type { Directive } from '../text/directive.js'

export type LocationRule = 'exact' | 'prefix' | 'prefix-final' | 'regex'

export interface LocationMatch {
  readonly location: Directive
  readonly by: LocationRule
  /** the path or pattern, without its modifier */
  readonly pattern: string
}

export interface LocationPlace extends LocationMatch {
  /** `pattern` as byte string */
  readonly path: string
  /** of a regex; null: it cannot be tried here */
  readonly pcre: Pcre | null
  /** the locations that it stands in, the outermost first */
  readonly around: readonly Directive[]
  readonly inner: LocationTable
}

/** - `slash`: the path lacks the slash at the end of this proxied location's name: nginx redirects there */
export interface FoundLocation {
  readonly kind: 'place' | 'slash'
  readonly place: LocationPlace
  /** false for a prefix: a regex outside of it may still win */
  readonly settled: boolean
}

/** Tries a regex location's pattern; null: it is not known whether it matches. */
export type Try = (place: LocationPlace, path: string) => boolean | null

const passes = new Set(['proxy_pass', 'fastcgi_pass', 'grpc_pass', 'uwsgi_pass', 'scgi_pass', 'memcached_pass'])
const passing = beginnings(...passes)
const locations = beginnings('location')

/** Those of its own level. */
export function locationsIn(outer: Directive): readonly Directive[] {
  return outer.beginning(locations).filter(({ name }) => name === 'location')
}

export class LocationTable {
  readonly #locations: () => readonly Directive[]
  readonly #around: readonly Directive[]
  #filled = false
  readonly #exact = new Map<string, LocationPlace>()
  readonly #prefixes = new Map<string, LocationPlace>()
  readonly #regexes: LocationPlace[] = []
  /** where they stand among the regexes, by what each path that they match begins with, in lower case */
  readonly #beginnings = new Map<string, number[]>()
  /** of the prefixes, the longest first */
  #lengths: readonly number[] = []
  #beginningLengths: readonly number[] = []

  /**
   * @param locations read when they are asked for first
   * @param around see {@link LocationPlace}
   */
  constructor(locations: () => readonly Directive[], around: readonly Directive[] = []) {
    this.#locations = locations
    this.#around = around
  }

  /** @returns null: no location; 'unknown': `attempt` said so */
  find(path: string, attempt: Try): FoundLocation | 'unknown' | null {
    this.#fill()
    const exact = this.#exact.get(path)
    if (exact !== undefined) return { kind: 'place', place: exact, settled: true }
    const longest = this.#longest(path)
    const slash = longest?.path === path ? null : this.#slash(path)
    if (slash !== null) return { kind: 'slash', place: slash, settled: true }
    const inner = longest?.inner.find(path, attempt) ?? null
    if (inner === 'unknown' || inner?.settled) return inner
    const found = longest === null ? null : (inner ?? { kind: 'place', place: longest, settled: false })
    return longest?.by === 'prefix-final' ? found : this.#firstRegex(path, attempt, found)
  }

  /** Names that begin with `head` and go on, of these and of those inside. @param head and names are in lower case */
  under(head: string): readonly string[] {
    this.#fill()
    const own = [...this.#exact.keys(), ...this.#prefixes.keys()].map(lower)
    const places = [...this.#prefixes.values(), ...this.#regexes]
    return [...own.filter((name) => name.startsWith(head)), ...places.flatMap(({ inner }) => inner.under(head))]
  }

  #firstRegex(path: string, attempt: Try, otherwise: FoundLocation | null): FoundLocation | 'unknown' | null {
    for (const place of this.#regexesFor(path)) {
      const matches = attempt(place, path)
      if (matches === null) return 'unknown'
      if (!matches) continue
      const inner = place.inner.find(path, attempt)
      // What is found inside of a regex location is entered, even where nginx would redirect elsewhere.
      return inner === 'unknown' ? inner : { kind: 'place', place: inner?.place ?? place, settled: true }
    }
    return otherwise
  }

  /** Those that may match it, in the order of the file: of thousands most begin otherwise. */
  #regexesFor(path: string): readonly LocationPlace[] {
    const low = lower(path)
    const lists = this.#beginningLengths.flatMap((length) =>
      length <= low.length ? [this.#beginnings.get(low.slice(0, length)) ?? []] : [],
    )
    return lists
      .flat()
      .sort((a, b) => a - b)
      .map((at) => this.#regexes[at] as LocationPlace)
  }

  /** The location of that name and a slash, when it passes requests on. */
  #slash(path: string): LocationPlace | null {
    const exact = this.#exact.get(`${path}/`)
    const prefix = this.#prefixes.get(`${path}/`)
    return passesOn(exact) || passesOn(prefix) ? (exact ?? prefix ?? null) : null
  }

  #longest(path: string): LocationPlace | null {
    for (const length of this.#lengths) {
      if (length > path.length) continue
      const place = this.#prefixes.get(path.slice(0, length))
      if (place !== undefined) return place
    }
    return null
  }

  #addRegex(place: LocationPlace): void {
    const beginning = place.pcre?.beginning ?? ''
    const alike = this.#beginnings.get(beginning) ?? []
    this.#beginnings.set(beginning, alike)
    alike.push(this.#regexes.push(place) - 1)
  }

  #fill(): void {
    if (this.#filled) return
    this.#filled = true
    for (const location of this.#locations()) {
      const place = readPlace(location, this.#around)
      if (place === null) continue
      if (place.by === 'regex') this.#addRegex(place)
      else {
        // nginx refuses a second of the same name.
        const places = place.by === 'exact' ? this.#exact : this.#prefixes
        if (!places.has(place.path)) places.set(place.path, place)
      }
    }
    this.#lengths = lengthsOf(this.#prefixes.keys())
    this.#beginningLengths = lengthsOf(this.#beginnings.keys())
  }
}

function lengthsOf(keys: Iterable<string>): readonly number[] {
  return [...new Set([...keys].map(({ length }) => length))].sort((a, b) => b - a)
}

function passesOn(place: LocationPlace | undefined): boolean {
  return place?.location.beginning(passing).some(({ name }) => passes.has(name)) ?? false
}

const rules: Readonly<Record<string, LocationRule>> = {
  '=': 'exact',
  '^~': 'prefix-final',
  '~': 'regex',
  '~*': 'regex',
}

/** The modifier is a word of its own, or stuck to the path; null: a named location (`@x`), which is for nobody's request. */
function readPlace(location: Directive, around: readonly Directive[]): LocationPlace | null {
  const [first = '', second] = location.byteArgs
  const [, stuck = '', rest = ''] = /^(=|\^~|~\*|~)([\s\S]*)$/.exec(first) ?? []
  const modifier = second === undefined ? stuck : first
  const path = second ?? (stuck === '' ? first : rest)
  const by = modifier === '' ? 'prefix' : rules[modifier]
  if (by === undefined || (modifier === '' && path.startsWith('@'))) return null
  const pcre = by === 'regex' ? readPcre(path, modifier === '~*') : null
  const inner = new LocationTable(() => locationsIn(location), [...around, location])
  return { location, by, pattern: toText(path), path, pcre, around, inner }
}
