/** Hosts, and wildcards that begin with `*.`, each with those who name it. */
export class HostNames<T> {
  readonly #owners = new Map<string, Set<T>>()

  add(name: string, owner: T): void {
    const key = name.toLowerCase()
    this.#owners.set(key, (this.#owners.get(key) ?? new Set()).add(owner))
  }

  /** In the order in which they were added. */
  ownersOf(host: string): readonly T[] {
    const found = new Set<T>(this.#owners.get(host))
    // An alias may be a wildcard for more than one label, so each level above is asked.
    for (let dot = host.indexOf('.'); dot > 0; dot = host.indexOf('.', dot + 1))
      for (const owner of this.#owners.get(`*${host.slice(dot)}`) ?? []) found.add(owner)
    return [...found]
  }
}
