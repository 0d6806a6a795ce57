/**
 * The servers of one socket, found by name without a look at every one of them.
 * https://nginx.org/en/docs/http/server_names.html, ngx_http_find_virtual_server in src/http/ngx_http_request.c
 */

import { Budget, type Pcre } from '../pcre/pcre.js'
import { toText } from '../text/byte-text.js'
import type { CompiledServer } from './compile-server.js'
import { readNamePattern } from './name-pattern.js'
import { NameBook, type NameMatch } from './select-server.js'

export interface ServerHit {
  readonly server: CompiledServer
  readonly match: NameMatch
  /** of a regex: its captures become the request's */
  readonly pcre: Pcre | null
}

interface NamePattern {
  readonly server: CompiledServer
  readonly name: string
  /** null: it cannot be tried here; undefined: not read yet */
  pcre: Pcre | null | undefined
}

export class ServerBook {
  #default: CompiledServer | null = null
  #saysDefault = false
  readonly #names = new NameBook()
  readonly #exact = new Map<string, ServerHit>()
  readonly #leading = new Map<string, ServerHit>()
  readonly #trailing = new Map<string, ServerHit>()
  readonly #patterns: NamePattern[] = []
  #last: { readonly host: string; readonly hit: ServerHit | string | null } | undefined
  #tried = 0

  /** In the order of the file. */
  add(server: CompiledServer, names: readonly string[], isDefault: boolean): void {
    if (this.#default === null || (isDefault && !this.#saysDefault)) this.#default = server
    this.#saysDefault ||= isDefault
    this.#last = undefined
    for (const name of this.#names.add(names)) this.#addName(server, name)
  }

  get default(): CompiledServer | null {
    return this.#default
  }

  /**
   * @param host normalised, as byte string
   * @returns null: the default server; a string: the pattern that would have to be tried, and cannot
   */
  find(host: string): ServerHit | string | null {
    const named = this.#exact.get(host) ?? this.#byWildcard(host)
    if (named !== null) return named
    // Several requests in a row are for one host.
    if (this.#last?.host !== host) this.#last = { host, hit: this.#byPattern(host) }
    return this.#last.hit
  }

  /** The work of all patterns so far, as {@link Budget.work} has it. */
  get tried(): number {
    return this.#tried
  }

  #byPattern(host: string): ServerHit | string | null {
    const budget = new Budget()
    const found = this.#firstPattern(host, budget)
    this.#tried += budget.work
    return found
  }

  #firstPattern(host: string, budget: Budget): ServerHit | string | null {
    for (const pattern of this.#patterns) {
      pattern.pcre ??= pattern.pcre === null ? null : readNamePattern(pattern.name)
      const matched = pattern.pcre === null ? 'too-long' : pattern.pcre.match(host, budget)
      if (matched === 'none') continue
      if (typeof matched === 'string') return toText(pattern.name)
      return { server: pattern.server, match: { by: 'regex', name: toText(pattern.name) }, pcre: pattern.pcre }
    }
    return null
  }

  #byWildcard(host: string): ServerHit | null {
    if (this.#leading.size > 0) {
      for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) {
        const hit = this.#leading.get(host.slice(dot + 1))
        if (hit !== undefined) return hit
      }
    }
    if (this.#trailing.size > 0) {
      for (let dot = host.lastIndexOf('.'); dot > 0; dot = host.lastIndexOf('.', dot - 1)) {
        const hit = this.#trailing.get(host.slice(0, dot))
        if (hit !== undefined) return hit
      }
    }
    return null
  }

  #addName(server: CompiledServer, written: string): void {
    const hit = (by: NameMatch['by']): ServerHit => ({ server, match: { by, name: toText(written) }, pcre: null })
    if (written.startsWith('~')) {
      this.#patterns.push({ server, name: written, pcre: undefined })
      return
    }
    const name = written.toLowerCase()
    if (name.startsWith('*.')) this.#leading.set(name.slice(2), hit('leading-wildcard'))
    else if (name.endsWith('.*')) this.#trailing.set(name.slice(0, -2), hit('trailing-wildcard'))
    else if (name.startsWith('.')) {
      this.#exact.set(name.slice(1), hit('exact'))
      this.#leading.set(name.slice(1), hit('leading-wildcard'))
    } else this.#exact.set(name, hit('exact'))
  }
}
