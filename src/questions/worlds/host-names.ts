/** Which of several owners speak of a host: by its name, or by a wildcard above it. */

/** What an owner names: hosts, and wildcards that begin with `*.`. */
export interface HostNames<T> {
  /** in the order in which owners were added */
  ownersOf(host: string): readonly T[]
}

export function hostNames<T>(owners: Iterable<readonly [owner: T, names: Iterable<string>]>): HostNames<T> {
  const known = new Map<string, Set<T>>()
  for (const [owner, names] of owners)
    for (const name of names) {
      const key = name.toLowerCase()
      const group = known.get(key)
      if (group) group.add(owner)
      else known.set(key, new Set([owner]))
    }
  return {
    ownersOf: (host) => {
      const found = new Set<T>(known.get(host))
      // An alias may be a wildcard for more than one label, so each level above is asked.
      for (let dot = host.indexOf('.'); dot > 0; dot = host.indexOf('.', dot + 1))
        for (const owner of known.get(`*${host.slice(dot)}`) ?? []) found.add(owner)
      return [...found]
    },
  }
}
