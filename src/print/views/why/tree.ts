/** `why` as text: is it served, rule by rule, then each cause once, with where it stands, where it was seen and what cures it. */

import { type Finding, findingKey } from '../../../domain/findings/finding.js'
import { isUnprotected } from '../../../domain/findings/severity.js'
import { fullName, nameOf } from '../../../domain/objects/ref.js'

import { sanitize } from '../../../domain/text/sanitize.js'
import { laidOut } from '../../../domain/text/width.js'
import { bySeverity, type WhyRow } from '../../../domain/why/why.js'
import { fixOf, sentenceOf } from '../../../findings/catalogue.js'
import { said } from '../../paper.js'
import type { Drawing, Paper, Tone } from '../../view.js'
import { ruleText, type WhyLine } from './line.js'
import { severityTones, without } from './list.js'

/** All rows of an Ingress stand where the first of them does. */
export const whyTree: Drawing<WhyLine> = {
  item: ({ all, isFirst }, index, paper) => {
    if (!isFirst) return ''
    const causes = causesOf(all)
    const rules = all.filter(({ rule }) => rule !== null)
    const lines = [
      ...(index === 0 ? [] : ['']),
      ...headOf(all, paper),
      ...(rules.length === 0 ? [] : ['', ...rules.flatMap((one) => ruleLines(one, causes, paper))]),
      ...causes.flatMap((cause, i) => ['', ...causeLines(cause, i, paper)]),
    ]
    return `${lines.join('\n')}\n`
  },
}

/** Rows of one Ingress share causes: each is told once, the worst first. */
function causesOf(all: readonly WhyRow[]): Finding[] {
  const known = new Map<string, Finding>()
  for (const { causes } of all)
    for (const cause of causes) if (!known.has(findingKey(cause))) known.set(findingKey(cause), cause)
  return [...known.values()].sort(bySeverity)
}

function headOf(all: readonly WhyRow[], paper: Paper): string[] {
  const [first] = all
  if (first === undefined) return []
  const by = first.controller === null ? '' : ` by ${nameOf(first.controller)}`
  const rules = all.filter(({ rule }) => rule !== null)
  const lost = rules.filter(({ served }) => served === false).length
  const untold = rules.filter(({ served }) => served === null).length
  const whole = all.some(({ served }) => served === false)
    ? false
    : all.some(({ served }) => served === null)
      ? null
      : true
  const lostText = lost > 0 ? [`${lost} of ${rules.length} rules are not`] : []
  const openText = untold > 0 ? [lost > 0 ? `${untold} unknown` : `${untold} of ${rules.length} rules unknown`] : []
  const counts = rules.length < 2 ? '' : [...lostText, ...openText].join(', ')
  const part =
    lost === 0 || (lost === rules.length && !all.some(({ served }) => served))
      ? 'is NOT served'
      : untold === rules.length - lost
        ? 'may be served in part'
        : 'is served in part'
  const open = all.flatMap(({ causes, served }) => (served === false ? [] : causes)).find(isUnprotected)
  const verdict =
    whole === true
      ? `is ${first.source.kind === 'ConfigMap' ? 'read' : 'served'}${by}${open === undefined ? '' : ` ${without(open)}`}`
      : whole === false
        ? `${part}${by}${counts && `: ${counts}`}`
        : `may be served${by}: ${counts || 'it is not certain'}`
  const tone = whole === false || open !== undefined ? 'bad' : whole ? 'good' : 'warn'
  return said(`${fullName(first.source)} ${verdict}`, '', tone, paper)
}

function ruleLines({ source, rule, served, doubt, causes }: WhyRow, known: readonly Finding[], paper: Paper): string[] {
  const isOpen = served !== false && causes.some(isUnprotected)
  const word = isOpen ? 'OPEN' : served === null ? 'unknown' : served ? 'served' : 'NO'
  const tone: Tone = served === false || isOpen ? 'bad' : served ? 'good' : 'warn'
  const numbers = causes
    .map((cause) => known.findIndex((one) => findingKey(one) === findingKey(cause)) + 1)
    .sort((a, b) => a - b)
    .map((number) => ` (${number})`)
  const type = rule?.pathType ? ` ${rule.pathType}` : ''
  const to = rule?.backend ? ` → ${rule.backend}` : ''
  const text = sanitize(`${ruleText({ rule, source })}${type}${to}${doubt === undefined ? '' : `: ${doubt}`}`)
  const [first = '', ...more] = laidOut(`${text}${numbers.join('')}`, { head: blank, rest: blank }, paper.columns)
  return [`  ${paper.tone(word.padEnd(7), tone)} ${first.slice(blank.length)}`, ...more]
}

const blank = ' '.repeat('  unknown '.length)

/** One finding, with where it stands, where it was seen and what cures it. */
export function causeLines(cause: Finding, index: number, paper: Paper): string[] {
  const { code, severity, field, since, evidence, inferred } = cause
  const fix = fixOf(cause)
  const release = since === null ? '' : `, a rule since ${since}`
  return [
    ...said(
      `(${index + 1}) ${severity} ${code}: ${sentenceOf(cause)}${inferred ? ' (inferred)' : ''}`,
      '',
      severityTones[severity],
      paper,
      '    ',
    ),
    ...(field === null && since === null ? [] : labelled('at', `${field ?? 'no field of it'}${release}`, paper)),
    ...evidence.flatMap((one) => labelled('seen', one, paper)),
    ...(fix === null ? [] : labelled('fix', fix, paper)),
  ]
}

function labelled(label: string, text: string, paper: Paper): string[] {
  return said(text, `    ${label.padEnd(4)} `, 'plain', paper, '         ')
}
