/** Does anybody come by where a router listens: a URL leads to one of two entry points, and says whether there is TLS. */
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import type { Router } from '../../../languages/traefik/config/types.js'
import { portsSaid, type TraefikSettings } from '../workload/settings.js'

/** What stands in the way of a rule at each of its entry points. */
export type Unheard = Told<'route-refused' | 'entry-point-tls'>

/**
 * An entry point that is not there is passed over, and a router that has no other one is switched off.
 * https://github.com/traefik/traefik/blob/v3.7/pkg/server/router/router.go (BuildHandlers)
 * @param routers of one rule
 * @returns null: somebody may come by, or the entry points are not known
 */
export function unheard(routers: readonly Router[], settings: TraefikSettings): Unheard | null {
  const { entryPoints, udpEntryPoints, http, https } = settings
  if (portsSaid(settings) === null || routers.length === 0) return null
  // One for datagrams is none for connections.
  const known = new Set((routers[0]?.over === 'udp' ? udpEntryPoints : entryPoints).map(({ name }) => name))
  const isDeaf = (one: Router) => one.entryPoints.length > 0 && !one.entryPoints.some((name) => known.has(name))
  if (routers.every(isDeaf)) {
    const names = new Set(routers.flatMap((one) => one.entryPoints))
    return told('route-refused', { subject: `its entry point ${[...names].join(', ')}`, fault: 'entry-point' })
  }
  const [first] = routers
  if (first === undefined || routersOfUrls(routers, settings).length > 0) return null
  const [entryPoint = ''] = first.entryPoints
  return told('entry-point-tls', { entryPoint, tls: first.tls, other: first.tls ? https : http })
}

/** Those to which http:// leads without TLS, or https:// with it; one at a port of its own is asked by its port. */
export function routersOfUrls(
  routers: readonly Router[],
  { http, https }: Pick<TraefikSettings, 'http' | 'https'>,
): readonly Router[] {
  const isOfUrl =
    ({ tls }: Router) =>
    (name: string) =>
      name === http ? !tls : name === https ? tls : true
  return routers.filter((one) => one.over !== undefined || one.parents.length > 0 || one.entryPoints.some(isOfUrl(one)))
}

/** One that is off at an entry point takes nothing there. Where all are, all of them. */
export function standing(routers: readonly Router[]): readonly Router[] {
  const on = routers.filter(({ errors }) => errors.length === 0)
  return on.length > 0 ? on : routers
}
