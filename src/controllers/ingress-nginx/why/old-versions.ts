/** Rules that a replica has although the objects keep them out: does any request of theirs still get there, and is anybody behind it. */
import type { Ref } from '../../../domain/objects/ref.js'
import { isSame, refKey } from '../../../domain/objects/ref.js'
import type { WhySources } from '../../../domain/why-sources.js'
import type { Site } from '../answer/decide.js'
import { deadEnd } from '../answer/live-backend.js'
import { servedSite } from '../answer/open.js'
import { Reaches } from '../answer/reach.js'
import { type Asker, Trials } from '../answer/trials.js'
import type { Asked, Model } from '../model/types.js'
import { upstreamName } from '../model/upstreams.js'
import type { NginxPlan } from '../plan.js'
import type { Part } from './part.js'
import type { Whole } from './parts.js'

interface Told {
  readonly ref: Ref
  readonly whole: Whole
}

/** The configuration is read once more, and only where it has such a rule. @returns the others as they are */
export async function withOldVersions<T extends Told>(
  plan: NginxPlan,
  sources: WhySources,
  told: readonly T[],
): Promise<readonly T[]> {
  const { model } = plan
  const old = told.flatMap(({ ref, whole }) =>
    whole.parts.flatMap((part) => (isOld(part) ? (oldRule(model, ref, part) ?? []) : [])),
  )
  if (old.length === 0) return told
  const backends = await sources.backends()
  const trials = new Trials(model)
  const hosts = old.map(({ asked }) => trials.hostOf(asked.host))
  const site = await sources.conf((conf) => servedSite(plan, conf, backends, hosts))
  if (site === null) return told
  const reaches = new Reaches(model, () => site)
  const lost = new Set(old.flatMap((one) => (isMissed(reaches, one) || isDead(site, one) ? one.part : [])))
  return told.map((one) => {
    const parts = one.whole.parts.map((part) =>
      lost.has(part) ? { ...part, served: false, causes: part.causes.filter(({ code }) => code !== oldVersion) } : part,
    )
    return { ...one, whole: { ...one.whole, parts } }
  })
}

const oldVersion = 'old-version-served'

function isOld({ causes }: Part): boolean {
  return causes.some(({ code }) => code === oldVersion)
}

interface OldRule {
  readonly part: Part
  readonly asker: Asker
  readonly asked: Asked
}

function oldRule({ kept }: Model, ref: Ref, part: Part): OldRule | null {
  const { path, pathType, ...written } = part.written
  if (path === null || pathType === null) return null
  const own = kept.find((one) => refKey(one.ref) === refKey(ref))
  const asker = own ?? { ref, annotations: { canary: null } }
  return { part, asker, asked: { ...written, ref, path, pathType, location: null, fate: null } }
}

function isDead({ backends }: Site, { asked: { backend } }: OldRule): boolean {
  const found = backend && backends?.get(upstreamName(backend))
  return found != null && deadEnd(found) !== null
}

/** Of those that get to its own location, its default backend may have taken the place of what it asks for. */
function isMissed(reaches: Reaches, { asker, asked }: OldRule): boolean {
  const reach = reaches.tried(asker, asked)
  if (reach?.is === 'answered') return reach.status !== null && reach.status >= 400
  if (reach?.is !== 'missed') return false
  const { by } = reach
  return !(by.is === 'rule' && by.path === asked.path && isSame({ kind: 'Ingress', ...by.ingress }, asked.ref))
}
