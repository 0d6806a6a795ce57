/** The rows of `why`: in a table and a list a finding each, in a text those of an Ingress together. */

import { type Finding, findingKey } from '../../../domain/findings/finding.js'
import { isUnprotected, type Severity, severities } from '../../../domain/findings/severity.js'
import { groupedBy } from '../../../domain/groups.js'
import { nameOf, refKey } from '../../../domain/objects/ref.js'
import { bySeverity, isFinding, servedInPart, type WhyRow } from '../../../domain/why/why.js'

/** A row, with all rows of its Ingress: the text tells them together. */
export interface WhyLine {
  readonly row: WhyRow
  /** the finding that a line of a table is about; null: the row has none */
  readonly cause: Finding | null
  readonly all: readonly WhyRow[]
  /** of the rows of its Ingress that are told */
  readonly isFirst: boolean
}

/** @param whole false: only rows that have something to say, and something that their Ingress as a whole does not */
export function whyLines(rows: readonly WhyRow[], whole: boolean): WhyLine[] {
  return byIngress(rows).flatMap((all) => {
    const findings = whole ? all : all.filter((row) => isFinding(row) && saysMore(row, all[0]))
    const apart = whole ? all : findings.filter((row) => !isAside(row))
    const told = apart.length > 0 ? apart : findings
    return told.map((row, i) => ({ row, cause: row.causes[0] ?? null, all, isFirst: i === 0 }))
  })
}

/**
 * A line for each finding, the worst first; what several rules of an Ingress share is said of the Ingress.
 * @param whole with the rows that have none
 * @param least what is less severe is left out
 */
export function findingLines(rows: readonly WhyRow[], whole: boolean, least: Severity): WhyLine[] {
  const isTold = ({ severity }: Finding) => severities.indexOf(severity) <= severities.indexOf(least)
  const lines = byIngress(rows).flatMap((all) => {
    const known = new Map<string, WhyLine>()
    const served = all[0]?.rule === null ? all[0].served : servedInPart(all.map((row) => row.served))
    const bare: WhyLine[] = []
    for (const row of all) {
      const causes = row.causes.filter(isTold)
      if (causes.length === 0 && (whole || (row.causes.length === 0 && isFinding(row) && !isToldOfAll(row, all))))
        bare.push({ row, cause: null, all, isFirst: false })
      for (const cause of causes) {
        const before = known.get(findingKey(cause))
        const shared = before && { ...before.row, rule: null, served }
        known.set(findingKey(cause), { row: shared ?? row, cause, all, isFirst: false })
      }
    }
    return [...known.values(), ...bare]
  })
  return lines.sort((a, b) => rank(a) - rank(b))
}

/** Has its object as a whole a reason for what becomes of a rule. */
function isToldOfAll({ rule, served }: WhyRow, [first]: readonly WhyRow[]): boolean {
  return rule !== null && first?.rule === null && first.served === served && first.causes.length > 0
}

function rank({ row, cause }: WhyLine): number {
  if (cause === null) return row.served === false ? 0.75 : severities.length
  return severities.indexOf(cause.severity) + (isUnprotected(cause) ? 0 : 0.5)
}

function byIngress(rows: readonly WhyRow[]): readonly (readonly WhyRow[])[] {
  const groups = groupedBy(rows, (row) => `${refKey(row.source)} ${row.controller && nameOf(row.controller)}`)
  return [...groups.values()].map((all) => all.map((row) => ({ ...row, causes: [...row.causes].sort(bySeverity) })))
}

/** What is only said by the way of an Ingress as a whole is no row of its own beside rows of its rules. */
function isAside({ rule, causes }: WhyRow): boolean {
  return rule === null && causes.every(({ severity }) => severity === 'info')
}

function saysMore(row: WhyRow, first: WhyRow | undefined): boolean {
  if (row === first || first?.rule !== null || first.served !== row.served) return true
  const said = new Set(first.causes.map(({ code, field }) => `${code} ${field}`))
  return row.causes.some(({ code, field, severity }) => severity !== 'info' && !said.has(`${code} ${field}`))
}

/** `shop.example.com/cart`; a rule without host begins with `*`, and one of connections has no path. '' for the object as a whole. */
export function ruleText({ rule, source }: Pick<WhyRow, 'rule' | 'source'>): string {
  return rule === null ? '' : `${rule.host ?? '*'}${rule.path ?? (source.kind === 'Ingress' ? ' (no paths)' : '')}`
}
