/** What a request is made of that a rule should take by its own words. */

/** A name that nobody has: below a wildcard, and for a rule without a host. */
export function nameBelow(host: string | null, taken: { has(name: string): boolean }): string {
  if (host !== null && !host.startsWith('*.')) return host
  const rest = host === null ? '.nobody.invalid' : host.slice(1)
  for (let i = 0; ; i++) if (!taken.has(`any${i || ''}${rest}`)) return `any${i || ''}${rest}`
}

/** A path below this one that no other path is for, if each stands for itself and what is below it. */
export function pathBelow(path: string, others: Iterable<string>): string {
  const taken = [...others].filter((one) => one.length > path.length + 1)
  for (let i = 0; ; i++) {
    const below = `${path}/${i || ''}x`
    if (!taken.some((one) => below.startsWith(one))) return below
  }
}

/** What cannot stand in the path of a request line is sent encoded. */
export function encodedPath(path: string): string {
  return path.replaceAll(/[^\x21-\x7e]+|[#?]/gu, encodeURIComponent)
}
