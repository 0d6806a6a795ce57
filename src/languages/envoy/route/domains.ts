/** Which virtual host answers for a host: exact, then the longest `*.x`, then the longest `x.*`, then `*`. */

/** https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto#config-route-v3-virtualhost */
export class DomainBook<T> {
  readonly #exact = new Map<string, T>()
  readonly #suffixes = new Wildcards<T>((host, length) => host.slice(host.length - length))
  readonly #prefixes = new Wildcards<T>((host, length) => host.slice(0, length))
  #any: T | undefined

  /** @param domain as it is written; the first of two counts, though Envoy refuses both */
  add(domain: string, one: T): void {
    const name = domain.toLowerCase()
    if (name === '*') this.#any ??= one
    else if (name.startsWith('*')) this.#suffixes.add(name.slice(1), one)
    else if (name.endsWith('*')) this.#prefixes.add(name.slice(0, -1), one)
    else if (!this.#exact.has(name)) this.#exact.set(name, one)
  }

  /** @param host in lower case */
  find(host: string): T | undefined {
    return this.#exact.get(host) ?? this.#suffixes.find(host) ?? this.#prefixes.find(host) ?? this.#any
  }

  /** All whose domains hold the host, the one that answers first. */
  *all(host: string): Generator<T> {
    const exact = this.#exact.get(host)
    if (exact !== undefined) yield exact
    yield* this.#suffixes.all(host)
    yield* this.#prefixes.all(host)
    if (this.#any !== undefined) yield this.#any
  }
}

/** Names by their length, for the longest counts: a lookup for each length, not for each name. */
class Wildcards<T> {
  readonly #byLength = new Map<number, Map<string, T>>()
  #lengths: number[] | undefined
  readonly #part: (host: string, length: number) => string

  constructor(part: (host: string, length: number) => string) {
    this.#part = part
  }

  add(name: string, one: T): void {
    const same = this.#byLength.get(name.length) ?? new Map<string, T>()
    if (!same.has(name)) same.set(name, one)
    this.#byLength.set(name.length, same)
    this.#lengths = undefined
  }

  find(host: string): T | undefined {
    return this.all(host).next().value ?? undefined
  }

  /** The star stands for one character at least. */
  *all(host: string): Generator<T, undefined> {
    this.#lengths ??= [...this.#byLength.keys()].sort((a, b) => b - a)
    for (const length of this.#lengths) {
      if (length >= host.length) continue
      const found = this.#byLength.get(length)?.get(this.#part(host, length))
      if (found !== undefined) yield found
    }
    return undefined
  }
}
