/** All that is wrong with the objects: what `why` finds of each Ingress, told once for each object. */

import { compare } from '../../domain/compare.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { FindingCode } from '../../domain/findings/facts.js'
import { type Finding, uniqueFindings } from '../../domain/findings/finding.js'
import { type Severity, severities } from '../../domain/findings/severity.js'
import { type Gap, isNotCaptured } from '../../domain/gap.js'
import { type Ref, refKey, refOf } from '../../domain/objects/ref.js'
import type { ClusterReader, FilePlace } from '../../domain/ports.js'
import { bySeverity, type WhyRow } from '../../domain/why/why.js'
import type { OpenGateways } from '../gateways/open.js'
import { gatherWhy, type Reasons } from '../why/gather-why.js'
import type { WhyQuestion } from '../why/selection.js'
import { customObjects } from '../why/used.js'
import { openBoth } from '../worlds/both-worlds.js'
import type { Worlds } from '../worlds/worlds.js'
import { applyRules } from './apply-rules.js'
import { type Bucket, bucketed } from './compare.js'
import { isUnset, lenient } from './lenient.js'
import { routeChanges } from './route-changes.js'
import { annotationWish, commentWishes, heeded } from './suppress.js'

/** A finding with where it stands. */
export interface LintRow {
  readonly finding: Finding
  /** null: its object stands in no file, or nobody asked where */
  readonly place: FilePlace | null
  /** null: nothing was compared */
  readonly bucket: Bucket | null
}

/** Which findings are told. */
export interface LintWishes {
  /** these and worse */
  readonly severity: Severity
  /** empty: whatever their code */
  readonly select: readonly FindingCode[]
  readonly ignore: readonly FindingCode[]
  /** is there such a code */
  readonly isCode: (word: string) => boolean
}

export interface Linted {
  /** the worst first */
  readonly rows: readonly LintRow[]
  readonly gaps: readonly Gap[]
  /** what was looked at */
  readonly counts: Reasons['counts']
  /** an Ingress that was named is not there, or none may be seen */
  readonly isMissing: boolean
  /** findings that are passed over since somebody says why */
  readonly ignored: number
}

/** @throws Problem as {@link gatherWhy} */
export async function gatherLint(
  cluster: ClusterReader,
  controllers: Controllers,
  question: WhyQuestion,
  wishes: LintWishes,
): Promise<Linted> {
  const all = await findAll({ cluster, controllers }, question, wishes)
  const { findings, gaps } = isUnset(all.worlds) ? lenient(all, cluster.isWritten === true) : all
  const { counts, isMissing, ignored } = all
  const told = findings.filter((one) => isWanted(one, wishes)).map((one) => ({ finding: one, bucket: null }))
  return { rows: rowsOf(told, cluster, all), gaps, counts, isMissing, ignored }
}

/** A cluster and who is asked there. */
export interface LintSide {
  readonly cluster: ClusterReader
  readonly controllers: Controllers
}

/**
 * What a change brings, cures and leaves, and whose requests it gives to somebody else. Both are told by the objects
 * alone: a replica knows nothing of what is still to come.
 * @throws Problem as {@link gatherWhy}
 */
export async function gatherComparison(
  before: LintSide,
  after: LintSide,
  question: WhyQuestion,
  wishes: LintWishes,
): Promise<Linted> {
  const asked = { ...question, fromObjects: true } as const
  const [was, is] = await Promise.all([
    findAll(before, { ...asked, names: [], labelSelector: undefined }, wishes),
    findAll(after, asked, wishes),
  ])
  const isMeant = ({ source }: Finding) => question.names.length === 0 || is.sources.has(refKey(source))
  const moved = await routeChanges(
    { worlds: was.worlds, controllers: before.controllers, opened: was.opened },
    { worlds: is.worlds, controllers: after.controllers, opened: is.opened },
  )
  // What is supposed of settings is judged by them, and so is the state before.
  const isLenient = isUnset(was.worlds) && isUnset(is.worlds)
  const [old, now] = isLenient
    ? [lenient(was, before.cluster.isWritten === true), lenient(is, after.cluster.isWritten === true)]
    : [was, is]
  const told: Unplaced[] = [
    ...bucketed(old.findings.filter(isMeant), now.findings).filter(({ finding }) => isWanted(finding, wishes)),
    // Whatever is asked for: it is what a change does.
    ...moved
      .filter((one) => isMeant(one) && isWanted(one, { ...wishes, severity: 'info' }))
      .map((one): Unplaced => ({ finding: one, bucket: 'introduced' })),
  ]
  return {
    rows: rowsOf(told, after.cluster, is),
    gaps: now.gaps,
    counts: is.counts,
    isMissing: is.isMissing,
    ignored: is.ignored,
  }
}

interface All extends Omit<Linted, 'rows'> {
  readonly findings: readonly Finding[]
  /** of the Ingresses that were asked about, by `refKey` */
  readonly sources: ReadonlySet<string>
  readonly worlds: Worlds
  readonly opened: OpenGateways
  /** where a finding stands that no field tells */
  readonly lines: ReadonlyMap<Finding, number>
}

async function findAll(
  { cluster, controllers }: LintSide,
  question: WhyQuestion,
  { select, isCode }: LintWishes,
): Promise<All> {
  const both = await openBoth(cluster, controllers, { ...question, namespace: null })
  const [told, ruled] = await Promise.all([
    gatherWhy(cluster, controllers, question, both),
    applyRules(cluster, controllers, both, question.now, select),
  ])
  const sources = new Set([...new Set(told.rows.map(({ source }) => source))].map(refKey))
  const isWhole = question.names.length === 0 && question.labelSelector === undefined
  const isMeant = ({ source }: Finding) => sources.has(refKey(source)) || (isWhole && source.kind !== 'Ingress')
  const { worlds, opened, counts } = told
  // Files without an Ingress ask for none; who may not look is another matter.
  const isAbsent = told.gaps.some((gap) => gap.kind === 'Ingress' && isNotCaptured(gap))
  const isMissing = told.isMissing && (question.names.length > 0 || !isAbsent)
  // What several rules of an object share is said of it once.
  const found = uniqueFindings(toldOnce([...findingsOf(told.rows), ...ruled.findings.filter(isMeant)]))
  const { gateways, routes, listenerSets, grants, policies } = opened.inventory
  const ofGateways = [...gateways, ...routes, ...listenerSets, ...grants, ...policies]
  const about = new Set([...sources, ...found.map(({ source }) => refKey(source))])
  const objects = [...worlds.inventory.ingresses, ...ofGateways, ...told.asked.flatMap(customObjects)]
  const asked = objects.filter((one) => about.has(refKey(refOf(one))))
  const isSpokenOf = (one: Ref) => about.has(refKey(one)) || (isWhole && one.kind !== 'Ingress')
  const commented = cluster.places?.commented().filter(isSpokenOf) ?? []
  return {
    ...heeded(
      found,
      [...asked.flatMap(annotationWish), ...commented.flatMap(commentWishes(cluster.places))],
      isCode,
      cluster.places,
    ),
    ...{ sources, worlds, opened, counts, isMissing },
    gaps: [...told.gaps, ...ruled.gaps, ...(worlds.isBlind ? [] : unjudged(told.rows))],
  }
}

/** What nobody could judge is not free of faults; where no controller is seen, it was said what is not there. */
function unjudged(rows: readonly WhyRow[]): readonly Gap[] {
  const open = rows.flatMap(({ served, causes }) =>
    served === null ? causes.flatMap((one) => (one.code === 'undecided' ? [one] : [])).slice(0, 1) : [],
  )
  const [first] = open
  if (first === undefined) return []
  const count = open.length === 1 ? 'a rule' : `${open.length.toLocaleString('en')} rules`
  const message = `${count} cannot be judged${open.length === 1 ? '' : ', one of them'} since ${first.facts.why}`
  return [{ kind: first.source.kind, namespace: null, reason: 'invalid', message }]
}

type Unplaced = Omit<LintRow, 'place'>

function rowsOf(all: readonly Unplaced[], { places }: ClusterReader, { lines }: All): readonly LintRow[] {
  const told = places?.inOrder(all, ({ finding }) => finding.source) ?? all
  const rows = told.map((one): LintRow => {
    const place = places?.of(one.finding.source, one.finding.field) ?? null
    return { ...one, place: place && { ...place, line: lines.get(one.finding) ?? place.line } }
  })
  return rows.sort(byUrgency)
}

function findingsOf(rows: readonly WhyRow[]): readonly Finding[] {
  return rows.flatMap(({ causes }) => causes)
}

/** A controller that looks at annotations itself knows more of them than a rule that holds for all. */
function toldOnce(findings: readonly Finding[]): readonly Finding[] {
  const of = (is: (one: Finding) => boolean) => new Set(findings.filter(is).map(({ source }) => refKey(source)))
  const foreign = of(({ code }) => code === 'foreign-annotation')
  // That an Ingress has no address is what comes of another flaw, where there is one.
  const explained = of(({ code, severity }) => severity === 'error' && code !== 'no-address')
  const known: { readonly [C in FindingCode]?: ReadonlySet<string> } = {
    'annotation-of-other': foreign,
    'no-address': explained,
  }
  return findings.filter(({ code, source }) => !known[code]?.has(refKey(source)))
}

function isWanted({ code, severity }: Finding, { severity: least, select, ignore }: LintWishes): boolean {
  return (
    severities.indexOf(severity) <= severities.indexOf(least) &&
    (select.length === 0 || select.includes(code)) &&
    !ignore.includes(code)
  )
}

const order: readonly (Bucket | null)[] = [null, 'introduced', 'fixed', 'unchanged']

function byUrgency(a: LintRow, b: LintRow): number {
  return (
    order.indexOf(a.bucket) - order.indexOf(b.bucket) ||
    bySeverity(a.finding, b.finding) ||
    compare(a.place?.file ?? '', b.place?.file ?? '') ||
    (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
    compare(refKey(a.finding.source), refKey(b.finding.source)) ||
    compare(a.finding.code, b.finding.code)
  )
}
