/**
 * `from-to-www-redirect`: a server of its own that sends `www.x` to `x`, or the other way round, unless one is there.
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/nginx.go (buildRedirects)
 */
import type { Server } from './types.js'

/** @returns from → to, in the order of the file */
export function wwwRedirects(servers: ReadonlyMap<string, Server>): ReadonlyMap<string, string> {
  const redirects = new Map<string, string>()
  const asking = [...servers.values()].filter(({ redirectsFromWww }) => redirectsFromWww)
  for (const { host } of sortedServers(asking)) {
    const from = host.startsWith('www.') ? host.slice('www.'.length) : `www.${host}`
    if (!servers.has(from) && !redirects.has(from)) redirects.set(from, host)
  }
  return redirects
}

/** In the order of the file: by host name. */
export function sortedServers(servers: readonly Server[]): Server[] {
  return [...servers].sort((a, b) => (a.host < b.host ? -1 : a.host > b.host ? 1 : 0))
}
