/** What a request is made of that a rule should take by its own words. */

/** A name that nobody has: below a wildcard, and for a rule without a host. */
export function nameBelow(host: string | null, taken: { has(name: string): boolean }): string {
  if (host !== null && !host.startsWith('*.')) return host
  const rest = host === null ? '.nobody.invalid' : host.slice(1)
  for (let i = 0; ; i++) if (!taken.has(`any${i || ''}${rest}`)) return `any${i || ''}${rest}`
}

/** What cannot stand in the path of a request line is sent encoded. */
export function encodedPath(path: string): string {
  return path.replaceAll(/[^\x21-\x7e]+|[#?]/gu, encodeURIComponent)
}
