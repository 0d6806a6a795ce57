/** All that is wrong with the objects: what `why` finds of each Ingress, told once for each object. */

import { compare } from '../../domain/compare.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { FindingCode } from '../../domain/findings/facts.js'
import { type Finding, findingKey } from '../../domain/findings/finding.js'
import { type Severity, severities } from '../../domain/findings/severity.js'
import { refKey } from '../../domain/objects/ref.js'
import type { ClusterReader, Gap, Place } from '../../domain/ports.js'
import { bySeverity, type WhyRow } from '../../domain/why.js'
import { gatherWhy } from '../why/gather-why.js'
import type { WhyQuestion } from '../why/selection.js'
import { applyRules } from './apply-rules.js'

/** A finding with where it stands. */
export interface LintRow {
  readonly finding: Finding
  /** null: its object stands in no file, or nobody asked where */
  readonly place: Place | null
}

/** Which findings are told. */
export interface LintWishes {
  /** these and worse */
  readonly severity: Severity
  /** empty: whatever their code */
  readonly select: readonly FindingCode[]
  readonly ignore: readonly FindingCode[]
}

export interface Linted {
  /** the worst first */
  readonly rows: readonly LintRow[]
  readonly gaps: readonly Gap[]
  /** Ingresses that were looked at */
  readonly count: number
  /** an Ingress that was named is not there, or none may be seen */
  readonly isMissing: boolean
}

/** @throws Problem as {@link gatherWhy} */
export async function gatherLint(
  cluster: ClusterReader,
  controllers: Controllers,
  question: WhyQuestion,
  wishes: LintWishes,
): Promise<Linted> {
  const told = await gatherWhy(cluster, controllers, question)
  const sources = new Set(told.rows.map(({ source }) => refKey(source)))
  const isWhole = question.names.length === 0 && question.labelSelector === undefined
  const ruled = await applyRules(cluster, controllers, told.worlds, question.now, wishes.select)
  const isMeant = ({ source }: Finding) => sources.has(refKey(source)) || (isWhole && source.kind !== 'Ingress')
  const found = [...findingsOf(told.rows), ...ruled.findings.filter(isMeant)]
  const wanted = unique(found).filter((one) => isWanted(one, wishes))
  const { places } = cluster
  const rows = wanted.map((one) => ({ finding: one, place: places?.of(one.source, one.field) ?? null })).sort(byUrgency)
  return { rows, gaps: [...told.gaps, ...ruled.gaps], count: told.count, isMissing: told.isMissing }
}

function findingsOf(rows: readonly WhyRow[]): readonly Finding[] {
  return rows.flatMap(({ causes }) => causes)
}

/** What several rules of an object share is said of it once. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((one) => [`${refKey(one.source)} ${findingKey(one)}`, one])).values()]
}

function isWanted({ code, severity }: Finding, { severity: least, select, ignore }: LintWishes): boolean {
  return (
    severities.indexOf(severity) <= severities.indexOf(least) &&
    (select.length === 0 || select.includes(code)) &&
    !ignore.includes(code)
  )
}

function byUrgency(a: LintRow, b: LintRow): number {
  return (
    bySeverity(a.finding, b.finding) ||
    compare(a.place?.file ?? '', b.place?.file ?? '') ||
    (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
    compare(refKey(a.finding.source), refKey(b.finding.source)) ||
    compare(a.finding.code, b.finding.code)
  )
}
