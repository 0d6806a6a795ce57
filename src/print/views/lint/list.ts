/** `lint` on a terminal: where it is, what is wrong and what cures it, the most urgent first. */
import { isUnprotected } from '../../../domain/findings/severity.js'
import { sanitize } from '../../../domain/text/sanitize.js'
import { laidOut } from '../../../domain/text/width.js'
import { fixOf, sentenceOf } from '../../../findings/catalogue.js'
import type { LintRow } from '../../../questions/lint/findings.js'
import type { Drawing } from '../../view.js'
import { blank, headOf, without } from '../why/list.js'
import { bucketWords, objectName } from './line.js'

export const lintList: Drawing<LintRow> = {
  item: (row, _index, paper) => {
    const { finding, place, bucket } = row
    const { code, source, inferred } = finding
    const where = place === null ? '' : `${place.file}:${place.line}  `
    const open = isUnprotected(finding) ? `served ${without(finding)}: ` : ''
    const said = `${where}${objectName(source)}  ${open}${code}${bucket === null ? '' : ` (${bucketWords[bucket]})`}: ${sentenceOf(finding)}`
    const lines = laidOut(
      sanitize(`${said}${inferred ? ' (inferred)' : ''}`),
      { head: blank, rest: blank },
      paper.columns,
    )
    const fix = fixOf(finding)
    const cure =
      fix === null ? [] : laidOut(sanitize(fix), { head: `${blank}fix  `, rest: `${blank}     ` }, paper.columns)
    const [first = '', ...more] = lines
    return [headOf(finding.severity, paper) + first.slice(blank.length), ...more, ...cure]
      .map((line) => `${line}\n`)
      .join('')
  },
}
