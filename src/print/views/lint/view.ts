/** `lint`: a finding a line, the JSON of a FindingList, and the reports that other programs read. */
import { isUnprotected } from '../../../domain/findings/severity.js'
import { type Ref, refKey } from '../../../domain/objects/ref.js'
import { fixOf, linkOf, sentenceOf } from '../../../findings/catalogue.js'
import type { Bucket } from '../../../questions/lint/compare.js'
import type { LintRow } from '../../../questions/lint/findings.js'
import { nothing } from '../../cells.js'
import { github } from '../../reports/github.js'
import { gitlab } from '../../reports/gitlab.js'
import { junit } from '../../reports/junit.js'
import { sarif } from '../../reports/sarif.js'
import type { Cell, Drawing, View } from '../../view.js'
import { listed, severityTones, without } from '../why/list.js'
import type { FindingItem } from '../why/view.js'
import { bucketWords, objectName, whereOf } from './line.js'

/** `lint` on a terminal: where it is, what is wrong and what cures it, the most urgent first. */
const lintList: Drawing<LintRow> = {
  item: (row, _index, paper) => {
    const { finding, place, bucket } = row
    const { code, source, inferred } = finding
    const where = place === null ? '' : `${place.file}:${place.line}  `
    const open = isUnprotected(finding) ? `served ${without(finding)}: ` : ''
    const text = `${where}${objectName(source)}  ${open}${code}${bucket === null ? '' : ` (${bucketWords[bucket]})`}: ${sentenceOf(finding)}${inferred ? ' (inferred)' : ''}`
    return listed(finding.severity, text, fixOf(finding), paper)
  },
}

export interface LintItem extends FindingItem {
  readonly source: Ref
  /** where it stands in the object: `spec.rules[0].http.paths[1].backend.service.port`; null: not in it */
  readonly field: string | null
  /** from the working folder, `-` for standard input; null: the object stands in no file */
  readonly file: string | null
  /** from 1; null: the object stands in no file */
  readonly line: number | null
  /** where it was seen, one sentence each */
  readonly evidence: readonly string[]
  /** what a change does to it; null: nothing was compared */
  readonly bucket: Bucket | null
}

export const lintView: View<LintRow, LintItem> = {
  kind: 'FindingList',
  columns: [
    { header: 'SEVERITY', cell: severityCell },
    { header: 'CODE', cell: ({ finding }) => finding.code },
    { header: 'OBJECT', cell: ({ finding: { source } }) => objectName(source) },
    { header: 'WHERE', cell: (row) => whereOf(row) ?? nothing, shorten: 'start', leaves: 1 },
    { header: 'MESSAGE', cell: ({ finding }) => sentenceOf(finding), shorten: 'wrap' },
    { header: 'FIELD', cell: ({ finding }) => finding.field ?? nothing, wide: true },
    { header: 'FIX', cell: ({ finding }) => fixOf(finding) ?? nothing, wide: true, shorten: 'wrap' },
    { header: 'LINK', cell: ({ finding }) => linkOf(finding), wide: true },
  ],
  toJson: ({ finding, place, bucket }) => ({
    code: finding.code,
    severity: finding.severity,
    source: finding.source,
    field: finding.field,
    file: place?.file ?? null,
    line: place?.line ?? null,
    message: sentenceOf(finding),
    evidence: finding.evidence,
    fix: fixOf(finding),
    link: linkOf(finding),
    bucket,
  }),
  identity: ({ finding: { source, code, field } }) => `${refKey(source)} ${code} ${field}`,
  toName: ({ finding }) => objectName(finding.source),
  drawings: { list: lintList },
  reports: { sarif, junit, github, gitlab },
}

function severityCell({ finding: { severity }, bucket }: LintRow): Cell {
  const text = bucket === null ? severity : `${severity}, ${bucketWords[bucket]}`
  return { text, tone: bucket === null || bucket === 'introduced' ? severityTones[severity] : 'dim' }
}
