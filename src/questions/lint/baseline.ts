/** What was found before and is lived with for now: findings by what they say, so that lines may move. */
import type { Finding } from '../../domain/findings/finding.js'
import { fingerprintOf } from '../../domain/findings/fingerprint.js'
import { isRecord, recordIn, text } from '../../domain/objects/project-fields.js'
import { refKey } from '../../domain/objects/ref.js'
import { problem } from '../../domain/problem.js'
import type { LintRow } from './findings.js'

const apiVersion = 'tkng.dev/v1'

export interface Baseline {
  readonly apiVersion: typeof apiVersion
  readonly kind: 'Baseline'
  readonly findings: readonly BaselineEntry[]
}

interface BaselineEntry {
  readonly code: string
  /** `KIND/NAMESPACE/NAME` */
  readonly source: string
  readonly fingerprint: string
}

/** Sorted as the rows are, so that the same findings give the same bytes. */
export function baselineOf(rows: readonly LintRow[]): Baseline {
  return { apiVersion, kind: 'Baseline', findings: rows.map(({ finding }) => entryOf(finding)) }
}

function entryOf(finding: Finding): BaselineEntry {
  return { code: finding.code, source: refKey(finding.source), fingerprint: fingerprintOf(finding) }
}

/** @throws Problem `source-invalid` */
export function parseBaseline(content: string, path: string): Baseline {
  const document = recordIn(content)
  const { findings } = document
  if (document.apiVersion !== apiVersion || document.kind !== 'Baseline' || !Array.isArray(findings))
    throw problem('source-unreadable', { path, detail: 'it is no baseline: lint --write-baseline writes one' })
  const entries = findings.filter(isRecord).map((one) => ({
    code: text(one.code) ?? '',
    source: text(one.source) ?? '',
    fingerprint: text(one.fingerprint) ?? '',
  }))
  return { apiVersion, kind: 'Baseline', findings: entries }
}

/**
 * Of several that say the same as many are passed over as were there.
 * @returns `unfit`: how many entries there was nothing left for
 */
export function beyond(
  rows: readonly LintRow[],
  { findings }: Baseline,
): { readonly rows: readonly LintRow[]; readonly unfit: number } {
  const known = new Map<string, number>()
  const keyOf = ({ code, source, fingerprint }: BaselineEntry) => `${code} ${source} ${fingerprint}`
  for (const one of findings) known.set(keyOf(one), (known.get(keyOf(one)) ?? 0) + 1)
  const left = rows.filter(({ finding }) => {
    const key = keyOf(entryOf(finding))
    const number = known.get(key) ?? 0
    if (number > 0) known.set(key, number - 1)
    return number === 0
  })
  return { rows: left, unfit: [...known.values()].reduce((sum, one) => sum + one, 0) }
}
