/** Lists by a key, each grown in place: a copy for every member would be a square of their number. */

export function addTo<Key, One>(groups: Map<Key, One[]>, key: Key, one: One): void {
  const known = groups.get(key)
  if (known) known.push(one)
  else groups.set(key, [one])
}

/** One for each key: where the first of them stands, the last of them. */
export function uniqueBy<One>(all: Iterable<One>, keyOf: (one: One) => string): One[] {
  const found = new Map<string, One>()
  for (const one of all) found.set(keyOf(one), one)
  return [...found.values()]
}

/** In the order of their first members. */
export function groupedBy<Key, One>(all: Iterable<One>, keyOf: (one: One) => Key): Map<Key, One[]> {
  const groups = new Map<Key, One[]>()
  for (const one of all) addTo(groups, keyOf(one), one)
  return groups
}
