/** The names under which an Ingress is served: hosts of its rules, aliases, and the twin with or without www. */
import { ruleHosts } from '../../../domain/objects/ingress-hosts.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import type { Settings } from '../workload/settings.js'

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
