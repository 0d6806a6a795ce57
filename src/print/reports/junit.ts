/**
 * JUnit XML as build servers read it: a suite for each code, a case for each finding. What is only a remark is no failure.
 * https://docs.gitlab.com/ci/testing/unit_test_reports and https://plugins.jenkins.io/junit
 */

import { groupedBy } from '../../domain/groups.js'
import { maskShapes } from '../../domain/masking/text.js'
import { withoutUnsafe } from '../../domain/text/sanitize.js'
import { fixOf, linkOf, pageOf, sentenceOf } from '../../findings/catalogue.js'
import { ended } from '../../findings/words.js'
import type { LintRow } from '../../questions/lint/findings.js'
import type { Report } from '../view.js'
import { objectName } from '../views/lint/line.js'
import { artifactOf } from './artifact.js'

export const junit: Report<LintRow> = (rows) => {
  const suites = groupedBy(rows, (row) => row.finding.code)
  const failures = rows.filter(isFailure).length
  const head = (name: string, tests: number, failed: number) =>
    `name="${escaped(name)}" tests="${tests}" failures="${failed}" errors="0" time="0"`
  const text =
    rows.length === 0
      ? `  <testsuite ${head('tkng lint', 1, 0)}>\n    <testcase classname="tkng" name="no findings" time="0"/>\n  </testsuite>\n`
      : [...suites]
          .map(([code, own]) => {
            const title = `${code}: ${pageOf(code).title}`
            const cases = casesOf(own).join('')
            return `  <testsuite ${head(title, own.length, own.filter(isFailure).length)}>\n${cases}  </testsuite>\n`
          })
          .join('')
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<testsuites ${head('tkng lint', Math.max(1, rows.length), failures)}>\n${text}</testsuites>\n`,
  ]
}

function isFailure({ finding, bucket }: LintRow): boolean {
  return finding.severity !== 'info' && (bucket === null || bucket === 'introduced')
}

/** Cases of one name are taken for one another. */
function casesOf(rows: readonly LintRow[]): string[] {
  const names = new Map<string, number>()
  return rows.map((row) => {
    const { finding, place } = row
    const base = `${objectName(finding.source)}${finding.field === null ? '' : ` ${finding.field}`}`
    const number = (names.get(base) ?? 0) + 1
    names.set(base, number)
    const { path, line } = artifactOf(row)
    // Dots separate packages there.
    const group = `tkng.${finding.source.namespace.replaceAll('.', '_') || 'cluster'}`
    const at = place === null ? '' : ` file="${escaped(path)}" line="${line}"`
    const attributes = `classname="${escaped(group)}" name="${escaped(number === 1 ? base : `${base} (${number})`)}"${at} time="0"`
    const fix = fixOf(finding)
    const details = [
      `${finding.severity}: ${ended(sentenceOf(finding))}`,
      ...(fix === null ? [] : [fix]),
      linkOf(finding),
    ]
    const said = escaped([...(place === null ? [] : [`${path}:${line}`]), ...details].join('\n'))
    const inside = isFailure(row)
      ? `<failure message="${escaped(sentenceOf(finding))}" type="${finding.severity}">${said}</failure>`
      : `<system-out>${said}</system-out>`
    return `    <testcase ${attributes}>${inside}</testcase>\n`
  })
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
}

/** What XML 1.0 has no way to write is left out: https://www.w3.org/TR/xml/#charsets */
function escaped(text: string): string {
  return withoutUnsafe(maskShapes(text)).replaceAll(/[&<>"\n]/g, (one) => entities[one] ?? one)
}
