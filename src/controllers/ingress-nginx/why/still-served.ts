/**
 * Rules that get nothing by the objects while a replica has them: does any request of theirs still get there. It may keep
 * a version from before the Ingress was refused, or not have heard of those that take the requests now.
 */
import type { Ingress } from '../../../domain/objects/objects.js'
import { isSame, type Ref } from '../../../domain/objects/ref.js'
import type { WhySources } from '../../../domain/why/why-sources.js'
import type { Site } from '../answer/decision.js'
import { deadEnd } from '../answer/live-backend.js'
import { type SiteFacts, servedSite } from '../answer/open.js'
import { Reaches } from '../answer/reach.js'
import { type Asker, Trials } from '../answer/trials.js'
import { askedDefault, defaultField } from '../model/default-backends.js'
import { keptOf } from '../model/of-one.js'
import type { Asked, Kept } from '../model/types.js'
import { type Cause, remark } from './cause.js'
import type { Part } from './part.js'
import type { Whole } from './parts.js'

interface JudgedIngress {
  readonly ref: Ref
  readonly ingress: Ingress
  readonly whole: Whole
}

type Judged = Pick<Part, 'causes' | 'served'>

/** The configuration is read once more, and only where there is such a rule. @returns the others as they are */
export async function withStillServed<T extends JudgedIngress>(
  plan: SiteFacts,
  sources: WhySources,
  told: readonly T[],
): Promise<readonly T[]> {
  const { model } = plan
  const open = told.flatMap(({ ingress, ref, whole }) => openRules(keptOf(model, ingress), ref, whole))
  if (open.length === 0) return told
  const backends = await sources.backends()
  const trials = new Trials(model)
  const hosts = open.map(({ asked }) => trials.hostOf(asked.host))
  const site = await sources.conf((conf) => servedSite(plan, conf, backends, hosts))
  if (site === null) return told
  const reaches = new Reaches(model, () => site)
  const tried = new Map(open.map((one) => [one.of, { isStill: isServed(reaches, site, one), asked: one.asked }]))
  const judged = <J extends Judged>(one: J, of: Part | Whole): J => {
    const found = tried.get(of)
    return found === undefined ? one : { ...one, ...judge(one, found, sources.replica) }
  }
  return told.map((one) => {
    const { whole } = one
    const parts = whole.parts.map((part) => judged(part, part))
    if (whole.fallback === null) return { ...one, whole: { ...whole, parts } }
    const { causes, served } = judged({ causes: whole.causes, served: whole.fallback.served }, whole)
    return { ...one, whole: { parts, causes, fallback: { served } } }
  })
}

interface OpenRule {
  /** the rule, or of a default backend the Ingress */
  readonly of: Part | Whole
  readonly asker: Asker
  readonly asked: Asked
}

function openRules(own: Kept | undefined, ref: Ref, whole: Whole): OpenRule[] {
  const asker = own ?? { ref, annotations: { canary: null } }
  const rules = whole.parts.flatMap((part): OpenRule[] => {
    if (!part.causes.some(isOpen) || part.written.path === null) return []
    return [{ of: part, asker, asked: { ...part.written, location: null, fate: null } }]
  })
  if (own === undefined || !whole.causes.some((one) => isOpen(one) && one.field === defaultField)) return rules
  return [...rules, { of: whole, asker, asked: askedDefault(own, null) }]
}

function isOpen({ code, blocks }: Cause): boolean {
  return code === oldVersion || ((code === 'never-matches' || code === 'backend-not-asked') && blocks === true)
}

/** null: that cannot be told */
function isServed(reaches: Reaches, { backends }: Site, { asker, asked }: OpenRule): boolean | null {
  const found = asked.upstream === null ? null : backends?.get(asked.upstream)
  if (found != null && (found.endpoints?.length === 0 || deadEnd(found) !== null)) return false
  const reach = reaches.tried(asker, asked)
  switch (reach?.is) {
    case 'reached':
      return true
    case 'answered':
      return reach.status === null || reach.status < 400
    case 'missed': {
      // In its own place its default backend may have taken that of what it asks for.
      const { by } = reach
      const isOwn = by.is === 'rule' && by.path === asked.path && isSame({ kind: 'Ingress', ...by.ingress }, asked.ref)
      return isOwn ? null : false
    }
    default:
      return null
  }
}

interface Tried extends Pick<OpenRule, 'asked'> {
  /** null: that cannot be told */
  readonly isStill: boolean | null
}

function judge({ causes, served }: Judged, { isStill, asked }: Tried, replica: Ref | null): Judged {
  const isOld = causes.some(({ code }) => code === oldVersion)
  if (isStill === null || isStill === isOld) return { causes, served }
  if (isOld) return { causes: causes.filter(({ code }) => code !== oldVersion), served: false }
  const upstream = asked.upstream ?? ''
  return { causes: [...causes, remark('replica-differs', { replica, upstream, how: 'still-served' })], served: true }
}

const oldVersion = 'old-version-served'
