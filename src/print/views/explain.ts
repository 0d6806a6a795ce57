/** `explain`: a row for each code, or the page of one. */
import type { FindingCode } from '../../domain/findings/facts.js'
import type { Severity } from '../../domain/findings/severity.js'
import { severitiesOf } from '../../domain/findings/severity-by-code.js'
import { wrap } from '../../domain/text/width.js'
import { type Explained, pageOf } from '../../findings/catalogue.js'
import { nothing } from '../cells.js'
import type { Drawing, Paper, View } from '../view.js'

const page: Drawing<FindingCode> = {
  item: (code, index, paper) => {
    const { title, explanation, example, message, fix, since, link } = pageOf(code)
    const severity = severitiesOf(code).join(' or ')
    const lines = [
      ...(index === 0 ? [] : ['']),
      ...broken(`${code} (${severity}): ${title}`, paper),
      '',
      ...broken(explanation, paper),
      '',
      'Example:',
      ...example.split('\n').map((line) => `    ${line}`),
      '',
      ...broken(`Message: ${message}`, paper),
      ...(fix === null ? [] : broken(`Fix: ${fix}`, paper)),
      ...(since === null ? [] : [`Since: ${since}`]),
      `Link: ${link}`,
    ]
    return `${lines.join('\n')}\n`
  },
}

/** What programs get of a code. */
export interface ExplanationItem extends Explained {
  readonly code: FindingCode
  /** all that findings of the code can have */
  readonly severities: readonly Severity[]
}

export const explainView: View<FindingCode, ExplanationItem> = {
  kind: 'ExplanationList',
  columns: [
    { header: 'CODE', cell: (code) => code },
    { header: 'SEVERITY', cell: (code) => severitiesOf(code).join(',') },
    { header: 'TITLE', cell: (code) => pageOf(code).title, shorten: 'wrap' },
    { header: 'SINCE', cell: (code) => pageOf(code).since ?? nothing, wide: true },
    { header: 'LINK', cell: (code) => pageOf(code).link, wide: true },
  ],
  toJson: (code) => ({ code, severities: severitiesOf(code), ...pageOf(code) }),
  toName: (code) => code,
  drawings: { tree: page },
}

/** Prose has a width even where nobody says one. */
function broken(text: string, { columns = 100 }: Paper): string[] {
  return wrap(text, columns)
}
