/**
 * Workflow commands of GitHub Actions: a note on the line of each finding. Of each kind ten are shown for a step, and the
 * rest vanish without a word, so the last one tells how many there are.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */

import type { Severity } from '../../domain/findings/severity.js'
import { counted } from '../../domain/text/counted.js'
import { oneLine } from '../../domain/text/sanitize.js'
import { fixOf, sentenceOf } from '../../findings/catalogue.js'
import { ended } from '../../findings/words.js'
import type { LintRow } from '../../questions/lint/findings.js'
import type { Report } from '../view.js'
import { objectName } from '../views/lint/line.js'

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' }

const mostShown = 10

export const github: Report<LintRow> = (all) => {
  // A note on a line is for whoever changes it.
  const rows = all.filter(({ bucket }) => bucket === null || bucket === 'introduced')
  const of = (severity: Severity) => rows.filter(({ finding }) => finding.severity === severity)
  const [errors, warnings, remarks] = [of('error'), of('warning'), of('info')]
  // The last word is a notice itself.
  const isCut = errors.length > mostShown || warnings.length > mostShown || remarks.length > mostShown
  const shown = [
    ...errors.slice(0, mostShown),
    ...warnings.slice(0, mostShown),
    ...remarks.slice(0, isCut ? mostShown - 1 : mostShown),
  ]
  const totals = `${counted(errors.length, 'error')}, ${counted(warnings.length, 'warning')}, ${counted(remarks.length, 'remark')}`
  const rest = isCut ? [`::notice title=kubectl tkng lint::${totals} in all: not every one is shown here\n`] : []
  return [...shown.map(lineOf), ...rest]
}

function lineOf({ finding, place }: LintRow): string {
  const { code, severity, source } = finding
  const at = place === null || place.file === '-' ? '' : `file=${property(place.file)},line=${place.line},`
  const fix = fixOf(finding)
  const said = `${objectName(source)}: ${ended(sentenceOf(finding))}${fix === null ? '' : ` ${fix}`}`
  return `::${commands[severity]} ${at}title=${property(code)}::${message(said)}\n`
}

/** Whatever else is in a text, it is one line, and no command of its own. */
function message(text: string): string {
  return oneLine(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return message(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
