/** `explain`: what a code means that a finding, a lost rule, a certificate or a gap has. */
import { defineCommand } from '../../cli/command.js'
import type { Rows } from '../../cli/result.js'
import { codeChoices, meantCodes } from '../../cli/words/finding-codes.js'
import type { FindingCode } from '../../domain/findings/facts.js'
import { explainView } from '../../print/views/explain.js'

export const explain = defineCommand({
  scope: 'none',
  arguments: '[CODE]',
  completes: codeChoices,
  examples: [
    ['explain', 'every code, with its severity and a title'],
    ['explain no-port', 'the page of one'],
    ['explain -o json', 'all pages, for a program'],
  ],
  view: explainView,
  defaultFormat: ([code]) => (code === undefined ? 'table' : 'tree'),
  meant: ([code]) => meantCodes(code),
  run: runExplain,
})

async function runExplain(_context: unknown, codes: readonly FindingCode[]): Promise<Rows<FindingCode>> {
  return { kind: 'rows', rows: codes, gaps: [], allNamespaces: false, asOf: null, empty: '', verdict: 'clean' }
}
