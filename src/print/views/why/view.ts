/** `why`: a row for each rule, the JSON of a WhyList, and a text that is read from the top down. */

import type { FindingCode } from '../../../domain/findings/facts.js'
import type { Circumstances, Finding } from '../../../domain/findings/finding.js'
import { isUnprotected, type Severity } from '../../../domain/findings/severity.js'
import { nameOf, refKey } from '../../../domain/objects/ref.js'
import type { WhyRow } from '../../../domain/why/why.js'
import { fixOf, linkOf, sentenceOf } from '../../../findings/catalogue.js'
import { nothing, yesOrNo } from '../../cells.js'
import type { Cell, View } from '../../view.js'
import { objectName, sourceName } from '../names.js'
import { ruleText, type WhyLine } from './line.js'
import { severityTones, whyList } from './list.js'
import { whyTree } from './tree.js'

export interface WhyItem extends Omit<WhyRow, 'causes'> {
  /** worst first */
  readonly causes: readonly CauseItem[]
}

export interface CauseItem extends FindingItem, Circumstances {}

/** What programs get of every finding. */
export interface FindingItem {
  /** stable, for programs: `kubectl tkng explain CODE` tells more */
  readonly code: FindingCode
  readonly severity: Severity
  /** one sentence: what is wrong, by which rule, and what comes of it */
  readonly message: string
  /** the smallest change that cures it, as a sentence; null: there is nothing to cure */
  readonly fix: string | null
  /** where the rule is written down */
  readonly link: string
}

export const whyView: View<WhyLine, WhyItem> = {
  kind: 'WhyList',
  columns: [
    { header: 'NAMESPACE', cell: ({ row }) => row.source.namespace, when: ({ allNamespaces }) => allNamespaces },
    { header: 'INGRESS', cell: ({ row }) => sourceName(row.source) },
    {
      header: 'RULE',
      cell: ({ row }) => ruleText(row) || { text: `(${row.source.kind})`, tone: 'dim' },
      shorten: 'start',
    },
    { header: 'SERVED', cell: servedCell, leaves: 2 },
    { header: 'SEVERITY', cell: ({ cause }) => severityCell(cause), leaves: 1 },
    { header: 'CODE', cell: ({ cause }) => cause?.code ?? nothing },
    { header: 'MESSAGE', cell: ({ row, cause }) => messageCell(cause) ?? row.doubt ?? nothing, shorten: 'wrap' },
    { header: 'PATH TYPE', cell: ({ row }) => row.rule?.pathType ?? nothing, wide: true },
    { header: 'BACKEND', cell: ({ row }) => row.rule?.backend ?? nothing, wide: true },
    { header: 'CONTROLLER', cell: ({ row }) => (row.controller ? nameOf(row.controller) : nothing), wide: true },
    { header: 'FIELD', cell: ({ cause }) => cause?.field ?? nothing, wide: true },
    { header: 'FIX', cell: ({ cause }) => (cause && fixOf(cause)) ?? nothing, wide: true, shorten: 'wrap' },
  ],
  toJson: ({ row }) => toJson(row),
  identity: ({ row: { source, controller, rule }, cause }) =>
    [refKey(source), controller && nameOf(controller), rule?.host, rule?.path, cause?.code, cause?.field].join(' '),
  toName: ({ row }, context) => objectName(row.source, context),
  drawings: { list: whyList, tree: whyTree },
}

/** Field by field: a name inside may change, this contract may not. */
function toJson({ source, controller, rule, served, doubt, causes }: WhyRow): WhyItem {
  return {
    source,
    controller,
    rule: rule && { host: rule.host, path: rule.path, pathType: rule.pathType, backend: rule.backend },
    served,
    ...(doubt !== undefined && { doubt }),
    causes: causes.map(causeJson),
  }
}

export function causeJson(one: Finding): CauseItem {
  return {
    code: one.code,
    severity: one.severity,
    message: sentenceOf(one),
    field: one.field,
    since: one.since,
    evidence: one.evidence,
    inferred: one.inferred,
    fix: fixOf(one),
    link: linkOf(one),
  }
}

/** What is open to everybody is no good news. */
function servedCell({ row, cause }: WhyLine): Cell {
  if (cause !== null && isUnprotected(cause) && row.served !== false) return { text: 'unprotected', tone: 'bad' }
  return yesOrNo(row.served, { yes: cause === null || cause.severity === 'info' ? 'good' : 'plain', no: 'bad' })
}

function severityCell(cause: Finding | null): Cell {
  return cause === null ? nothing : { text: cause.severity, tone: severityTones[cause.severity] }
}

function messageCell(cause: Finding | null): string | null {
  return cause && `${sentenceOf(cause)}${cause.inferred ? ' (inferred)' : ''}`
}
