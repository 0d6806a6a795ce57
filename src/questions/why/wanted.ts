/** Which of the findings somebody wants to see. */
import type { FindingCode } from '../../domain/findings/facts.js'
import { type Severity, severities } from '../../domain/findings/severity.js'
import { isFinding, type WhyRow } from '../../domain/why/why.js'

export interface WantedFindings {
  /** these and worse */
  readonly severity: Severity
  /** empty: whatever their code */
  readonly codes: readonly FindingCode[]
  /** only rules that are not served */
  readonly onlyUnserved: boolean
}

/** @returns null: all are wanted, which is what a row of a single Ingress is told with */
export function wantedRows(rows: readonly WhyRow[], wanted: WantedFindings): readonly WhyRow[] {
  const { severity, codes, onlyUnserved } = wanted
  const isWanted = (cause: WhyRow['causes'][number]) =>
    severities.indexOf(cause.severity) <= severities.indexOf(severity) &&
    (codes.length === 0 || codes.includes(cause.code))
  return rows
    .map((row) => ({ ...row, causes: row.causes.filter(isWanted) }))
    .filter((row, i) => row.causes.length > 0 || (codes.length === 0 && isUnexplained(rows[i])))
    .filter(({ served }) => !onlyUnserved || served === false)
}

/** Not served, and nobody knows why: that is an error of its own. */
function isUnexplained(row: WhyRow | undefined): boolean {
  return row !== undefined && row.causes.length === 0 && isFinding(row)
}
