/** Servers of which something was read: those that were asked longest ago are forgotten, so that a list of requests fits. */
import type { CompiledServer } from './compile-server.js'

/** At least as many are kept, and at most twice as many. */
const mostServers = 1_000
/** A location that was asked weighs some kilobytes. */
const mostLocations = 2_000

export class ReadServers {
  // As in domain/remember.ts: what is asked again moves on from the older generation.
  #young = new Set<CompiledServer>()
  #old = new Set<CompiledServer>()

  /** A request begins with this server. */
  begin(server: CompiledServer): void {
    if (server.size > mostLocations) server.forget()
    if (this.#young.has(server)) return
    if (this.#young.size === mostServers) {
      for (const old of this.#old) if (!this.#young.has(old)) old.forget()
      ;[this.#young, this.#old] = [new Set(), this.#young]
    }
    this.#young.add(server)
  }
}
