/** Every Ingress that was asked about: is it served, rule by rule, and why where it is not. */
import { controllerRef } from '../../../domain/controllers/controller.js'
import { type Finding, finding, told } from '../../../domain/findings/finding.js'
import { ruleHosts } from '../../../domain/objects/ingress-hosts.js'
import type { Event, Ingress } from '../../../domain/objects/objects.js'
import { nameOf, type Ref, refKey, refOf } from '../../../domain/objects/ref.js'
import { pathOf } from '../../../domain/routes/route.js'
import { bySeverity, servedInPart, type WhyRow } from '../../../domain/why/why.js'
import type { WhySources } from '../../../domain/why/why-sources.js'
import { complaint, eventText, lastEvents } from '../../shared/named/events.js'
import { handedOn } from '../custom/planned.js'
import { meantBy } from '../model/annotation-values.js'
import type { Asked } from '../model/types.js'
import { servedRoutes } from '../observe/served.js'
import { f5Nginx } from '../workload/family.js'
import { isWhole, type Judged, judgeRoute, lackOf, type WhyFacts, wholeCauses } from './judge.js'

/** @param wanted what was asked about; all others count for the model nevertheless */
export async function whyRows(
  plan: WhyFacts,
  sources: WhySources,
  wanted: (ref: Ref) => boolean,
): Promise<readonly WhyRow[]> {
  const ingresses = new Map(plan.facts.ingresses.map((one) => [refKey(refOf(one)), one]))
  const all = [...plan.facts.ingresses.map(refOf), ...plan.model.asked.map(({ ref }) => ref)]
  const asked = [...new Map(all.map((ref) => [refKey(ref), ref])).values()].filter(wanted)
  if (asked.length === 0) return []
  const namespaces = [...new Set(asked.map(({ namespace }) => namespace))].sort()
  const [seen, events] = await Promise.all([sources.conf(readSeen), sources.events(namespaces)])
  const lasts = lastEvents(f5Nginx.events ?? [], events)
  const told = { plan, seen, replica: sources.replica }
  return asked.flatMap((ref) => {
    const key = refKey(ref)
    return rowsOf(told, ref, ingresses.get(key) ?? null, lasts.get(key) ?? null)
  })
}

interface RowSources {
  readonly plan: WhyFacts
  /** null: the files of no replica could be read */
  readonly seen: Seen | null
  readonly replica: Ref | null
}

/** @param ingress null: it is an object of another kind */
function rowsOf(
  { plan, seen, replica }: RowSources,
  source: Ref,
  ingress: Ingress | null,
  last: Event | null,
): WhyRow[] {
  const controller = controllerRef(plan.controller)
  const judged = plan.model
    .askedOf(source)
    .filter(({ isHandedOn, lack, unseen }) => !isHandedOn || lack !== null || unseen !== null)
    .map((asked) => ({ asked, ...compared(judgeRoute(plan, asked), asked, seen, replica) }))
  const rules = judged.filter(({ asked }) => asked.match !== null)
  const fallback = judged.find(({ asked }) => asked.match === null)
  const found = judged.flatMap(({ causes }) => causes)
  const whole = [
    ...wholeCauses(plan, source, [
      ...(ingress === null ? [] : ruleHosts(ingress)),
      ...judged.map(({ asked }) => asked.host),
    ]),
    ...(fallback?.causes ?? []),
    ...sharedBy(rules),
    ...(ingress === null ? [] : slipsOf(ingress)),
  ]
  // What the controller complains of is told by itself, unless it is what was found anyway.
  const isExplained = [...found, ...whole].some(({ severity }) => severity === 'error')
  const complaints = isExplained || ingress === null ? [] : complaint(f5Nginx, ingress, last)
  const evidence = last !== null && last.type === 'Warning' ? [eventText(last)] : []
  const causes = (list: readonly Finding[]) => list.map((one) => withEvidence(one, evidence)).sort(bySeverity)
  const wholeRow: WhyRow[] =
    whole.length > 0 || complaints.length > 0 || fallback !== undefined || rules.length === 0
      ? [
          {
            source,
            controller,
            rule: null,
            served: servedInPart(
              (judged.length > 0 ? judged : handedOn(plan.model, source).map((one) => judgeRoute(plan, one))).map(
                ({ served }) => served,
              ),
            ),
            causes: causes([...whole, ...complaints]),
          },
        ]
      : []
  return [
    ...wholeRow,
    ...rules.map(({ asked, served, causes: own }) => ({
      source,
      controller,
      rule: ruleOf(asked),
      served,
      causes: causes(own),
    })),
  ]
}

/** Annotations that look like one that is read. */
function slipsOf(ingress: Ingress): readonly Finding[] {
  return Object.keys(ingress.metadata.annotations ?? {}).flatMap((annotation) => {
    const near = meantBy(annotation)
    if (near === null) return []
    const why = { is: 'no-such', near } as const
    const field = `metadata.annotations["${annotation}"]`
    return [finding(told('unknown-annotation', { annotation, effect: 'ignored', why }), refOf(ingress), { field })]
  })
}

/** What keeps all of an object from being served is told of it as a whole, too. */
function sharedBy(rules: readonly (Judged & { readonly asked: Asked })[]): readonly Finding[] {
  const [first] = rules
  const lack = first?.asked.lack ?? null
  if (first === undefined || lack === null || !isWhole(lack.found)) return []
  return [lack.found, ...(lack.besides ?? [])].map((found) => lackOf(first.asked, { ...lack, found }))
}

/** An Event is evidence of what is wrong with the object as a whole. */
function withEvidence(one: Finding, evidence: readonly string[]): Finding {
  const speaks = ['rejected', 'host-taken', 'no-master', 'handshake-refused'].includes(one.code)
  return speaks ? { ...one, evidence: [...one.evidence, ...evidence] } : one
}

function ruleOf(asked: Asked): WhyRow['rule'] {
  const { host, match, backend } = asked
  const port = backend === null || backend.port === null ? '' : `:${backend.port}`
  return {
    host,
    path: match?.path == null ? null : pathOf(asked),
    pathType: match?.pathType ?? null,
    backend: backend && `${backend.service}${port}`,
  }
}

/** Host, path and object of each location. */
type Seen = ReadonlySet<string>

async function readSeen(bytes: AsyncIterable<Uint8Array>): Promise<Seen | null> {
  const seen = new Set<string>()
  try {
    for await (const { host, path, source } of servedRoutes(bytes)) seen.add(seenKey(host, path, source))
  } catch (error) {
    // What cannot be read says nothing of what is missing in it.
    if (!(error instanceof SyntaxError)) throw error
    return null
  }
  return seen
}

function seenKey(host: string | null, path: string, source: Ref): string {
  return `${host?.toLowerCase() ?? ''} ${path} ${refKey(source)}`
}

/** Where the objects leave it open the file decides; where they do not, the two are held against each other. */
function compared(judged: Judged, asked: Asked, seen: Seen | null, replica: Ref | null): Judged {
  const path = asked.match?.path ?? null
  if (seen === null || path === null) return judged
  const isThere = seen.has(seenKey(asked.host, pathOf(asked) ?? '/', asked.ref))
  const { lack, ref, field } = asked
  if (lack?.is === 'unknown') {
    const shown = `${isThere ? 'it is' : 'it is not'} in the files of replica ${replica === null ? '(unknown)' : nameOf(replica)}`
    return { served: isThere, causes: judged.causes.map((one) => ({ ...one, evidence: [...one.evidence, shown] })) }
  }
  const add = (found: Finding, served: boolean): Judged => ({ served, causes: [found, ...judged.causes] })
  if (lack === null && !isThere && judged.served !== false)
    return add(finding(told('not-in-conf', { replica }), ref, { field }), false)
  if (lack !== null && isThere)
    return add(finding(told('old-version-served', { replica, than: lack.found.code }), ref, { field }), true)
  return judged
}
