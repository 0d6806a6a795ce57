/** Why nobody takes an Ingress. */
import type { Controller } from '../../domain/controllers/controller.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import { type Finding, uniqueFindings } from '../../domain/findings/finding.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { nameOf, refOf } from '../../domain/objects/ref.js'
import { resolveRoutes } from '../../domain/routes/resolve-routes.js'
import type { WhyRow } from '../../domain/why/why.js'
import type { WhySources } from '../../domain/why/why-sources.js'
import { idleBackends } from '../../semantics/ingress/why.js'
import type { World } from '../worlds/world.js'
import type { Worlds } from '../worlds/worlds.js'
import { reasonOfNobody } from './class.js'
import { asksNothing, generalFindings } from './general.js'

/** A controller that was asked, with what its replica says. */
interface Answering {
  readonly world: World
  readonly sources: WhySources
}

/** One row: of an Ingress that nobody takes no rule is served. */
export async function nobodys(
  ingress: Ingress,
  controllers: Controllers,
  { inventory }: Worlds,
  told: readonly Answering[],
): Promise<WhyRow> {
  const source = refOf(ingress)
  const found: readonly Controller[] = told.map(({ world }) => world.chosen.controller)
  const owners = told.flatMap(({ world: { chosen, dialect } }) =>
    dialect.owns(chosen.controller, ingress, inventory.classOf) === false ? [] : chosen.controller,
  )
  // Whoever takes it has no row of what asks for nothing.
  if (asksNothing(ingress) && owners.length > 0) {
    const causes = generalFindings(controllers, ingress, owners, { all: found, classOf: inventory.classOf })
    return { source, controller: null, rule: null, served: false, causes }
  }
  const reason = reasonOfNobody(ingress, { controllers, found, inventory })
  // Somebody else's is passed over for no other reason than that.
  const isRefused = reason.severity === 'error'
  const lines = await Promise.all(isRefused ? told.map((one) => whyIgnored(one, ingress)) : [])
  const causes = [
    { ...reason, evidence: [...reason.evidence, ...lines.flat()] },
    ...generalFindings(controllers, ingress, [], { all: found, classOf: inventory.classOf }),
    // Whoever takes it next finds these: one cause hides no other.
    ...(isRefused ? idle(ingress, inventory) : []),
  ]
  // What is no error is somebody else's, and where there is nobody at all, that cannot be told.
  return { source, controller: null, rule: null, served: isRefused && found.length > 0 ? false : null, causes }
}

function idle(ingress: Ingress, inventory: Worlds['inventory']): readonly Finding[] {
  const found = idleBackends(resolveRoutes({ ...inventory, ingresses: [ingress] }), ingress)
  return uniqueFindings(found.map(({ finding }) => finding))
}

async function whyIgnored({ world, sources }: Answering, ingress: Ingress): Promise<string[]> {
  const { replica } = sources
  const read = world.dialect.whyIgnored
  if (replica === null || read === undefined) return []
  const line = read((await sources.log()) ?? [], refOf(ingress))
  return line === null ? [] : [`log of replica ${nameOf(replica)}: ${line}`]
}
