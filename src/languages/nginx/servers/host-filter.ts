/** Which servers may answer for some hosts, by their names alone: what is left out would never be chosen for them. */

export class HostFilter {
  /** the hosts, and each domain above one of them */
  readonly #domains = new Set<string>()
  /** each beginning of one of them, up to a dot */
  readonly #starts = new Set<string>()

  /** @param hosts in lower case; none: requests that name no host */
  constructor(hosts: readonly string[]) {
    for (const host of hosts) {
      this.#domains.add(host)
      for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) {
        this.#domains.add(host.slice(dot + 1))
        this.#starts.add(host.slice(0, dot))
      }
    }
  }

  /**
   * A name of a domain above counts, too, since one that was taken before makes `.example.com` be ignored as a whole; so
   * does a pattern, which may match anything.
   */
  mayMatch(written: string): boolean {
    if (written === '' || written === '_' || written.startsWith('~')) return true
    const name = written.toLowerCase()
    if (name.endsWith('.*')) return this.#starts.has(name.slice(0, -2))
    return this.#domains.has(name.replace(/^\*?\./, ''))
  }
}
