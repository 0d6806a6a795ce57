/** One route by the model: is it served, and what is to be said of it. */

import type { Told } from '../../../domain/findings/facts.js'
import { type Finding, finding, told } from '../../../domain/findings/finding.js'
import { isSame, type Ref } from '../../../domain/objects/ref.js'
import { onceFor } from '../../../domain/remember.js'
import { globFlaw } from '../../../domain/routes/glob.js'
import { pathOf } from '../../../domain/routes/route.js'
import { servedInPart } from '../../../domain/why/why.js'
import { TextPrefixes } from '../../shared/text-prefixes.js'
import { answeredBy, type Fates, refusedBy } from '../answer/fates.js'
import type { TracerFacts } from '../answer/site.js'
import type { Asked, Lack, Model, Upstream } from '../model/types.js'

export interface Judged {
  /** null: it cannot be told */
  readonly served: boolean | null
  readonly causes: readonly Finding[]
}

/** What `why` reads of a plan. */
export interface WhyFacts extends TracerFacts {
  readonly fates: Fates
}

export function judgeRoute(plan: WhyFacts, asked: Asked): Judged {
  const { lack, ref, field, way } = asked
  if (lack !== null) return { served: lack.is === 'unknown' ? null : false, causes: [lackOf(asked, lack)] }
  const glob = way === null ? null : globFlaw(pathOf(asked) ?? '/', false, way)
  const { served, causes } = judgeReach(plan, asked)
  return { served, causes: glob === null ? causes : [...causes, finding(glob, ref, { field })] }
}

function judgeReach(plan: WhyFacts, asked: Asked): Judged {
  const { ref, field } = asked
  const reach = plan.fates.reach(asked)
  switch (reach.is) {
    case 'unknown':
      return { served: null, causes: [finding(told('undecided', { why: reach.why }), ref, { field })] }
    case 'refused':
      // What refuses all clients of a host is told of the object as a whole.
      return {
        served: false,
        causes: reach.by !== null && isSame(reach.by, ref) ? [] : [finding(reach.found, ref, { field })],
      }
    case 'answered':
      return { served: false, causes: [finding(answeredBy(asked, reach), ref, { field })] }
    case 'missed':
      return {
        served: false,
        causes: [finding(told('never-matches', { request: urlText(reach.request), taker: reach.by }), ref, { field })],
      }
    case 'reached':
      return behind(plan, asked)
  }
}

/** What is wrong with all of an object is told once, whichever of its routes is looked at. */
export function lackOf({ ref, field }: Asked, { found }: Lack): Finding {
  if (found.code === 'rejected') return finding(found, ref, { field: found.facts.field })
  return finding(found, ref, isWhole(found) ? {} : { field })
}

export function isWhole({ code }: Told): boolean {
  return code === 'rejected' || code === 'file-collision'
}

function urlText({ scheme, host, target }: { scheme: string; host: string | null; target: string }): string {
  return `${scheme}://${host ?? ''}${target}`
}

/** What stands behind a route that gets its requests: one of several that has somebody is enough. */
function behind({ model }: WhyFacts, asked: Asked): Judged {
  const found = [...asked.upstreams].flatMap((name) => model.upstreams.get(name) ?? [])
  const parts = found.map((one) => behindOne(one, asked))
  const traps = prefixTraps(asked, model).map((one) => finding(one, asked.ref, { field: asked.field }))
  const served = parts.length === 0 ? true : servedInPart(parts.map((one) => one.served))
  return { served, causes: [...parts.flatMap(({ causes }) => causes), ...traps] }
}

function behindOne(upstream: Upstream, { ref, field }: Asked): Judged {
  const { lack } = upstream
  const traps = portTraps(upstream).map((one) => finding(one, ref, { field }))
  if (lack === null) return { served: upstream.endpoints === null ? null : true, causes: traps }
  const found = lack.code === 'backend-unseen' ? lack : withNobody(lack)
  const served = lack.code === 'backend-unseen' ? null : false
  return { served, causes: [finding(found, ref, { field: `${field}.backend` }), ...traps] }
}

/** Nothing answers in its place: nginx says 502. */
function withNobody(lack: NonNullable<Upstream['lack']>): NonNullable<Upstream['lack']> {
  return { ...lack, facts: { ...lack.facts, instead: { is: 'nobody', status: 502 } } } as NonNullable<Upstream['lack']>
}

function portTraps({ otherPort, service: { port } }: Upstream) {
  if (otherPort === null || port === null) return []
  return [told('port-not-compared', { wanted: port, taken: { port: otherPort, name: null } })]
}

/** Paths of VirtualServers are documented to be those of nginx. */
function prefixTraps(asked: Asked, model: Model): readonly Told[] {
  const trap = asked.ref.kind === 'Ingress' ? prefixesOf(model).trapOf(asked) : null
  return trap === null ? [] : [trap]
}

const prefixesOf = onceFor(
  (model: Model) =>
    new TextPrefixes(
      model.asked.filter(({ lack }) => lack === null),
      true,
    ),
)

/** What is to be said of an object that is no matter of one rule. */
export function wholeCauses({ model }: WhyFacts, ref: Ref, hosts: readonly (string | null)[]): Finding[] {
  return [...new Set(hosts.map((host) => host ?? ''))].flatMap((host) => {
    const refused = refusedBy(model.servers.get(host))
    return refused !== null && isSame(refused.by, ref) ? [finding(refused.found, ref, { field: 'spec.tls' })] : []
  })
}
