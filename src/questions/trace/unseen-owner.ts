/** Who may have a request where none of the controllers found takes an Ingress that names its host, and why none does. */
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { nameOf, refOf } from '../../domain/objects/ref.js'
import { requestHost } from '../../domain/requests/host.js'
import type { Hop, TraceRequest } from '../../domain/requests/trace.js'
import { hostAnswers } from '../../domain/routes/match-host.js'
import { nobodyOf, reasonOfNobody } from '../why/class.js'
import type { Worlds } from '../worlds/worlds.js'

/**
 * @param isTold is a rule that lost told of, with why it did
 * @returns null: nobody's Ingress names the host, or somebody's does, too
 */
export function unseenOwner(
  controllers: Controllers,
  { inventory, ownersOf, chosen }: Worlds,
  request: TraceRequest,
  isTold: boolean,
): Hop | null {
  const host = requestHost(request.host)
  const named = inventory.ingresses.filter((one) => host !== null && names(one, host))
  const [found] = named
  if (found === undefined || named.some((one) => ownersOf(one).length > 0)) return null
  const around = { controllers, inventory, found: chosen.map(({ controller }) => controller) }
  const nobody = nobodyOf(reasonOfNobody(found, around), around)
  if (nobody === null) return null
  const detail = `Ingress ${nameOf(refOf(found))}${nobody.whose} names this host, and ${nobody.why}`
  return { kind: 'note', subject: 'owner', detail, ...(!isTold && { gist: detail }) }
}

function names({ spec }: Ingress, host: string): boolean {
  return (spec?.rules ?? []).some((rule) => hostAnswers(rule.host || null, host))
}
