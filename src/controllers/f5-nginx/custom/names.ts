/** The names that a VirtualServer gives to upstreams, variables and locations inside of nginx: each once. */
import { isSame, type Ref } from '../../../domain/objects/ref.js'

export class Names {
  readonly #server: Ref
  readonly #safe: string
  #matches = 0
  #splits = 0

  constructor(server: Ref) {
    this.#server = server
    this.#safe = `${server.namespace}_${server.name}`.replaceAll('-', '_')
  }

  upstream(owner: Ref, name: string): string {
    const { namespace, name: server } = this.#server
    const of = isSame(owner, this.#server) ? '' : `_vsr_${owner.namespace}_${owner.name}`
    return `vs_${namespace}_${server}${of}_${name}`
  }

  nextMatches(): { readonly variable: string; readonly location: string } {
    const number = this.#matches++
    return { variable: `$vs_${this.#safe}_matches_${number}`, location: `/internal_location_matches_${number}` }
  }

  nextSplits(): { readonly variable: string; readonly location: string } {
    const number = this.#splits++
    return { variable: `$vs_${this.#safe}_splits_${number}`, location: `/internal_location_splits_${number}` }
  }
}
