/** `why` of many Ingresses on a terminal: what is wrong and what cures it, the most urgent first. */
import type { Finding } from '../../../domain/findings/finding.js'
import { isUnprotected, type Severity } from '../../../domain/findings/severity.js'
import { refKey } from '../../../domain/objects/ref.js'
import { counted } from '../../../domain/text/counted.js'
import type { WhyRow } from '../../../domain/why/why.js'
import { fixOf, sentenceOf } from '../../../findings/catalogue.js'
import type { Reasons } from '../../../questions/why/gather-why.js'
import { said } from '../../paper.js'
import type { Drawing, Paper, Tone } from '../../view.js'
import { sourceText } from '../names.js'
import { ruleText, type WhyLine } from './line.js'

export const severityTones = { error: 'bad', warning: 'warn', info: 'dim' } as const satisfies Record<string, Tone>

const labels = { error: 'ERROR', warning: 'WARN', info: 'INFO' } as const
const width = 'ERROR  '.length
const blank = ' '.repeat(width)

/** A finding of a list: how bad it is, what it says, and below that what cures it. */
export function listed(severity: Severity, text: string, fix: string | null, paper: Paper): string {
  const head = paper.tone(labels[severity], severityTones[severity]) + ' '.repeat(width - labels[severity].length)
  const [first = '', ...more] = said(text, blank, 'plain', paper, blank)
  const cure = fix === null ? [] : said(fix, `${blank}fix  `, 'plain', paper, `${blank}     `)
  return [head + first.slice(width), ...more, ...cure]
    .map(
      (line) => `${line}
`,
    )
    .join('')
}

export const whyList: Drawing<WhyLine> = {
  item: ({ row, cause }, _index, paper) => {
    const severity = cause?.severity ?? (row.served === false ? 'error' : 'info')
    const where = [sourceText(row.source), ...(row.rule === null ? [] : [ruleText(row)])].join(' ')
    return listed(severity, `${where}  ${whatOf(row, cause)}`, cause && fixOf(cause), paper)
  },
}

function whatOf(row: WhyRow, cause: Finding | null): string {
  if (cause === null)
    return row.served === false ? 'is not served, and no reason was found' : (row.doubt ?? 'no problem')
  const open = isUnprotected(cause) && row.served !== false ? `served ${without(cause)}: ` : ''
  return `${open}${cause.code}: ${sentenceOf(cause)}${cause.inferred ? ' (inferred)' : ''}`
}

/** What is missing where something is served that should be protected. */
export function without({ facts }: Finding): string {
  const comes = 'consequence' in facts ? facts.consequence.is : 'unguarded'
  const isLimit = comes === 'no-limit' || ('annotation' in facts && `${facts.annotation}`.startsWith('limit-'))
  return isLimit ? 'WITHOUT its limits' : 'WITHOUT its authentication'
}

/** `137 Ingresses`, `3 Ingresses, 1 Gateway and 5 routes` */
export function askedText({ ingresses, gateways, routes }: Reasons['counts']): string {
  const isMixed = gateways + routes > 0
  const parts = [
    ...(ingresses > 0 || !isMixed ? [counted(ingresses, 'Ingress', 'Ingresses')] : []),
    ...(gateways > 0 ? [counted(gateways, 'Gateway')] : []),
    ...(routes > 0 ? [counted(routes, 'route')] : []),
  ]
  return parts.join(', ').replace(/, ([^,]*)$/, ' and $1')
}

/** `the one Ingress`, `the 3 Ingresses and 1 Gateway` */
export function theAsked(counts: Reasons['counts']): string {
  const text = askedText(counts)
  return text === '1 Ingress' ? 'the one Ingress' : `the ${text}`
}

/** `63 of 137 Ingresses: 50 errors, 30 warnings` */
export function whyCounts(lines: readonly WhyLine[], asked: Reasons['counts']): string {
  const among = new Set(lines.map(({ row }) => refKey(row.source))).size
  const number = (wanted: Finding['severity']) =>
    lines.filter(({ row, cause }) => (cause?.severity ?? (row.served === false ? 'error' : null)) === wanted).length
  const counts = [
    ...some(number('error'), 'error'),
    ...some(number('warning'), 'warning'),
    ...some(number('info'), 'remark'),
  ]
  return `${among} of ${askedText(asked)}: ${counts.join(', ') || 'no problems'}`
}

function some(number: number, what: string): string[] {
  return number === 0 ? [] : [counted(number, what)]
}
