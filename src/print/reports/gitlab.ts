/** GitLab's code quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
import { fingerprintOf } from '../../domain/findings/fingerprint.js'
import { isUnprotected } from '../../domain/findings/severity.js'
import { escapeInJson } from '../../domain/text/sanitize.js'
import { sentenceOf } from '../../findings/catalogue.js'
import type { LintRow } from '../../questions/lint/findings.js'
import type { Report } from '../view.js'
import { objectName } from '../views/lint/line.js'
import { artifactOf } from './artifact.js'

const severities = { error: 'critical', warning: 'minor', info: 'info' } as const

export const gitlab: Report<LintRow> = (rows) => {
  const seen = new Map<string, number>()
  const there = rows.filter(({ bucket }) => bucket !== 'fixed')
  const items = there.map((row) => {
    const { finding } = row
    const { path, line } = artifactOf(row)
    const base = fingerprintOf(finding)
    const number = (seen.get(base) ?? 0) + 1
    seen.set(base, number)
    return {
      description: `${objectName(finding.source)}: ${sentenceOf(finding)}`,
      check_name: finding.code,
      // No two may have the same.
      fingerprint: number === 1 ? base : `${base}-${number}`,
      severity: isUnprotected(finding) ? 'blocker' : severities[finding.severity],
      location: { path, lines: { begin: line } },
    }
  })
  return [`${escapeInJson(JSON.stringify(items, null, 2))}\n`]
}
