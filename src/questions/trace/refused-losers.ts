/** Objects that ask for a request in vain, since no API server takes them. */
import { ruleHosts } from '../../domain/objects/ingress-hosts.js'
import { isSame, refKey, refOf } from '../../domain/objects/ref.js'
import type { ClusterReader } from '../../domain/ports.js'
import { requestHost } from '../../domain/requests/host.js'
import type { Loser, TraceRequest } from '../../domain/requests/trace.js'
import { hostAnswers } from '../../domain/routes/match-host.js'
import { covers } from '../../semantics/gateway/attachment/hostnames.js'
import type { OpenGateways } from '../gateways/open.js'
import type { World } from '../worlds/world.js'
import type { Worlds } from '../worlds/worlds.js'

type Losing = (request: TraceRequest, world: World, others: readonly Loser[]) => readonly Loser[]

/** @returns of Ingresses where a controller is asked, of routes where a Gateway is; each once, with the first that is refused */
export function refusedLosers(
  { refusals = [] }: ClusterReader,
  { inventory, ownersOf }: Worlds,
  { inventory: { routes }, plan }: OpenGateways,
): Losing {
  const all = refusals.length === 0 ? [] : [...inventory.ingresses, ...routes]
  const objects = new Map(all.map((one) => [refKey(refOf(one)), one]))
  const refused = refusals.flatMap(({ of: source, found: [facts] }) => {
    const object = objects.get(refKey(source))
    if (facts === undefined || object === undefined) return []
    const hosts = object.kind === 'Ingress' ? ruleHosts(object) : (object.spec?.hostnames ?? [])
    const answers = object.kind === 'Ingress' ? hostAnswers : covers
    const asks = ({ chosen, gateway }: World) =>
      object.kind === 'Ingress'
        ? gateway === null && ownersOf(object).includes(chosen)
        : plan.world.attachmentsOf(source).some((one) => gateway !== null && isSame(one.gateway, gateway.ref))
    return [{ source, hosts, answers, facts, asks }]
  })
  return ({ host: said }, world, others) => {
    const asking = requestHost(said)
    const own = refused.flatMap(({ source, hosts, answers, facts, asks }): Loser[] => {
      const host = hosts.find((one) => asking !== null && answers(meantBy(one), asking)) ?? null
      if ((hosts.length > 0 && host === null) || !asks(world)) return []
      return [{ source, host, path: null, pathType: null, code: 'api-refuses', facts }]
    })
    return own.length === 0
      ? others
      : [...own, ...others.filter((one) => !own.some((gone) => isSame(gone.source, one.source)))]
  }
}

/** What is no host, since more of an address stands there: `https://shop.example.com:8080/`. */
function meantBy(host: string): string {
  const [name = ''] = host
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .split(/[:/]/, 1)
  return name
}
