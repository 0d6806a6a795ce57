/** The names under which an Ingress is served: hosts of its rules, aliases, and the twin with or without www. */
import { ruleHosts } from '../../../domain/objects/ingress-hosts.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import type { Settings } from '../workload/settings.js'
import type { Server } from './types.js'

/** As {@link serverNames}, but for regular expressions. */
export function hostNames(settings: Pick<Settings, 'annotationsPrefix'>, ingress: Ingress): string[] {
  return serverNames(settings, ingress).filter((name) => !name.startsWith('~'))
}

/**
 * https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#server-alias and
 * #redirect-fromto-www
 */
export function serverNames(
  { annotationsPrefix: prefix }: Pick<Settings, 'annotationsPrefix'>,
  ingress: Ingress,
): string[] {
  const { annotations } = ingress.metadata
  const hosts = ruleHosts(ingress)
  const aliases = (annotations?.[`${prefix}/server-alias`] ?? '').split(',').map((alias) => alias.trim())
  const hasTwins = annotations?.[`${prefix}/from-to-www-redirect`] === 'true'
  const twins = hasTwins ? hosts.map((host) => (host.startsWith('www.') ? host.slice(4) : `www.${host}`)) : []
  return [...hosts, ...aliases.filter((alias) => alias !== ''), ...twins]
}

/**
 * `from-to-www-redirect`: a server of its own that sends `www.x` to `x`, or the other way round, unless one is there.
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/nginx.go (buildRedirects)
 * @returns from → to, in the order of the file
 */
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
