/**
 * SARIF 2.1.0, as GitHub's code scanning takes it: one run, rules and results in a fixed order, and a place for each
 * result, since one without is refused.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
import { compare } from '../../domain/compare.js'
import type { FindingCode } from '../../domain/findings/facts.js'
import { fingerprintOf } from '../../domain/findings/fingerprint.js'
import type { Severity } from '../../domain/findings/severity.js'
import { severitiesOf } from '../../domain/findings/severity-by-code.js'
import { nameOf } from '../../domain/objects/ref.js'
import { escapeInJson } from '../../domain/text/sanitize.js'
import { fixOf, pageOf, sentenceOf } from '../../findings/catalogue.js'
import { ended } from '../../findings/words.js'
import type { Bucket } from '../../questions/lint/compare.js'
import type { LintRow } from '../../questions/lint/findings.js'
import type { Report } from '../view.js'
import { type Artifact, artifactOf } from './artifact.js'

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' }

/** What is cured is there no more. */
const states: Readonly<Record<Bucket, string>> = { introduced: 'new', fixed: 'absent', unchanged: 'unchanged' }

/** More results than this are refused with the whole file; what is left out is the least urgent. */
const mostResults = 25_000

/** More text than this is refused, too. */
const longest = 1024

export const sarif: Report<LintRow> = (rows) => {
  const told = rows
    .slice(0, mostResults)
    .map((row) => ({ row, at: artifactOf(row) }))
    .sort(byPlace)
  const codes = [...new Set(told.map(({ row }) => row.finding.code))].sort(compare)
  const document = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'kubectl-tkng',
            informationUri: 'https://github.com/tkng-dev/kubectl-tkng',
            rules: codes.map(ruleOf),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: told.map(({ row, at }) => resultOf(row, at, codes)),
      },
    ],
  }
  return [`${escapeInJson(JSON.stringify(document, null, 2))}\n`]
}

interface PlacedRow {
  readonly row: LintRow
  readonly at: Artifact
}

function byPlace(a: PlacedRow, b: PlacedRow): number {
  return compare(a.at.path, b.at.path) || a.at.line - b.at.line || compare(a.row.finding.code, b.row.finding.code)
}

function ruleOf(code: FindingCode): object {
  const { title, explanation, example, fix, link } = pageOf(code)
  const [worst = 'info'] = severitiesOf(code)
  const help = [explanation, `Example:\n\n${example}`, ...(fix === null ? [] : [`Fix: ${fix}`]), link]
  return {
    id: code,
    name: code,
    shortDescription: { text: title },
    fullDescription: { text: explanation.slice(0, longest) },
    help: { text: help.join('\n\n') },
    helpUri: link,
    defaultConfiguration: { level: levels[worst] },
    properties: {
      precision: 'high',
      tags: ['kubernetes', 'ingress'],
      'problem.severity': worst === 'info' ? 'recommendation' : worst,
    },
  }
}

function resultOf({ finding, bucket }: LintRow, { path, line }: Artifact, codes: readonly FindingCode[]): object {
  const { code, severity, source } = finding
  const fix = fixOf(finding)
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: levels[severity],
    ...(bucket === null ? {} : { baselineState: states[bucket] }),
    message: { text: `${ended(sentenceOf(finding))}${fix === null ? '' : ` ${fix}`}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(path), uriBaseId: '%SRCROOT%' },
          region: { startLine: line },
        },
        logicalLocations: [
          {
            fullyQualifiedName: `${source.namespace}/${source.kind}/${source.name}`,
            name: nameOf(source),
            kind: 'resource',
          },
        ],
      },
    ],
    partialFingerprints: { primaryLocationLineHash: `${fingerprintOf(finding)}:1` },
  }
}

/** A path → a relative reference of RFC 3986. */
function uriOf(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}
