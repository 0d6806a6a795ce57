/** The hosts that an Ingress names, as they are written. */
import type { Ingress } from './objects.js'

/** All of them, in lower case. */
export function namedHosts(ingress: Ingress): string[] {
  return [...ruleHosts(ingress), ...tlsHosts(ingress)].map((host) => host.toLowerCase())
}

/** Those of its rules. A rule without a host names none. */
export function ruleHosts({ spec }: Pick<Ingress, 'spec'>): string[] {
  return (spec?.rules ?? []).flatMap(({ host }) => host || [])
}

/** Those of its TLS sections. */
export function tlsHosts({ spec }: Pick<Ingress, 'spec'>): string[] {
  return (spec?.tls ?? []).flatMap(({ hosts }) => hosts?.filter((host) => host !== '') ?? [])
}
