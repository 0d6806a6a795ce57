/** Which Ingresses can decide what becomes of a request for a host: objects that only others name need not be asked for. */
import type { Ingress } from '../objects/objects.js'

/**
 * Those that name one of the hosts or a wildcard above it, those that answer for hosts of nobody, and all that share a
 * host with one that is met by another name of it (an alias). A name that is a pattern may mean any host.
 * @param hosts in lower case; a wildcard begins with `*.`
 * @param namesOf every name under which an Ingress is served
 */
export function nearHosts(
  ingresses: readonly Ingress[],
  hosts: readonly string[],
  namesOf: (ingress: Ingress) => readonly string[],
): Ingress[] {
  const wanted = new Set(hosts.flatMap(namesFor))
  const shared = new Set<string>()
  const met = new Set<Ingress>()
  for (const ingress of ingresses) {
    const own = lowerHosts(ingress)
    const names = namesOf(ingress).map((name) => name.toLowerCase())
    const meeting = names.filter((name) => wanted.has(name) || isPattern(name))
    const isCatchAll = own.length === 0 || own.includes('') || ingress.spec?.defaultBackend != null
    if (meeting.length > 0 || isCatchAll) met.add(ingress)
    if (meeting.some((name) => !own.includes(name))) for (const host of own) shared.add(host)
  }
  return ingresses.filter(
    (one) => met.has(one) || (shared.size > 0 && lowerHosts(one).some((host) => shared.has(host))),
  )
}

/** The host, and a wildcard for each level above it: an alias may stand for more than one label. */
function namesFor(host: string): string[] {
  const names = [host]
  for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) names.push(`*${host.slice(dot)}`)
  return names
}

function isPattern(name: string): boolean {
  return /^[~.]|.\*/.test(name)
}

/** '': a rule without a host */
function lowerHosts({ spec }: Ingress): string[] {
  return (spec?.rules ?? []).map(({ host }) => (host ?? '').toLowerCase())
}
