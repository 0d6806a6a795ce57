/** `-o tree`: the way of a request, hop by hop, and those that lost it. */
import { nameOf } from '../../../domain/objects/ref.js'
import type { Answer, Hop, HopKind, Loser, Trace, Verdict } from '../../../domain/requests/trace.js'

import { sanitize } from '../../../domain/text/sanitize.js'
import { laidOut } from '../../../domain/text/width.js'
import { sentenceOf as worded } from '../../../findings/catalogue.js'
import { differences, lastOf, mainAnswer } from '../../../questions/trace/outcome.js'
import type { Traced } from '../../../questions/trace/remember-traces.js'
import { said } from '../../paper.js'
import type { Drawing, Paper, Tone } from '../../view.js'
import { requestLine, sentenceOf } from './sentence.js'

/** More losers than this are counted: `-o json` has them all. */
const mostLosers = 10

export const traceTree: Drawing<Traced> = {
  item: (traced, index, paper) => {
    const { trace, outcome } = traced
    const tones = { clean: 'good', findings: 'bad', unanswered: 'warn' } as const
    const lines = [
      ...(index === 0 ? [] : ['']),
      ...said(sentenceOf(traced), '', tones[outcome], paper),
      ...[trace, ...trace.followed].flatMap((one) => wayOf(one, paper)),
      ...probeOf(trace, paper),
      ...losersOf(mainAnswer(lastOf(trace))?.losers ?? [], paper),
      ...besideOf(trace, paper),
    ]
    return `${lines.join('\n')}\n`
  },
}

function wayOf(trace: Trace, paper: Paper): string[] {
  const { asked, served } = trace
  const main = mainAnswer(trace)
  const differ = differences(asked, served)
  const own = trace.findings.filter(isOfReplica)
  return [
    '',
    ...said(requestLine(trace), '', 'plain', paper),
    ...(main === null ? [] : hopsOf(main, paper)),
    ...(served === null || (differ === null && own.length === 0)
      ? onlyOne(trace, paper)
      : besides(served, differ ?? [], own.map(worded), paper)),
  ]
}

/** What is told of both answers, and not of whose answers differ from them, or of an object that is none. */
function isOfReplica({ code }: Trace['findings'][number]): boolean {
  return code === 'replica-differs'
}

/** Those that may answer the same request, too, each with its own losers. */
function besideOf({ beside, findings }: Trace, paper: Paper): string[] {
  const differ = findings.filter((one) => !isOfReplica(one))
  return [
    ...beside.flatMap((trace) => [
      '',
      ...said(sentenceOf({ trace, endpoints: null, outcome: 'clean' }), 'beside it: ', 'plain', paper),
      ...wayOf(trace, paper),
      ...losersOf(mainAnswer(trace)?.losers ?? [], paper),
    ]),
    ...differ.flatMap((one) => ['', ...said(worded(one), '', 'bad', paper)]),
  ]
}

/** The other answer is shown whole where it says something else; other endpoints alone are another end of the same way. */
function besides(served: Answer, differ: readonly string[], findings: readonly string[], paper: Paper): string[] {
  const by = served.hops.find(({ kind }) => kind === 'controller')
  const from = by === undefined ? '' : ` (${by.subject}${by.detail === '' ? '' : `; ${by.detail}`})`
  // Agreement about a 404 is no good news, and the 404 is told in red already.
  const tone = failing.has(served.verdict) ? 'plain' : 'good'
  if (differ.length + findings.length === 0)
    return said(`proxy agrees: ${served.status ?? served.verdict}${from}`, '', tone, paper)
  return [
    ...said(`proxy differs${from}`, '', 'bad', paper),
    ...[...differ, ...findings].flatMap((one) => said(one, '  ', 'bad', paper)),
    ...(differ.length === 0 ? [] : hopsOf(served, paper)),
  ]
}

function onlyOne({ asked, served }: Trace, paper: Paper): string[] {
  const what =
    asked === null && served === null
      ? 'neither the objects nor the configuration of the proxy could be read'
      : asked === null
        ? 'as the proxy has it: the objects could not be read'
        : served === null
          ? 'as the objects have it: what the proxy serves could not be read'
          : indefinite(asked, served)
  return said(what, '', 'dim', paper)
}

function indefinite(asked: Answer, served: Answer): string {
  const [what, answer] = asked.verdict === 'unknown' ? (['asked for', asked] as const) : (['served', served] as const)
  const why = answer.hops.findLast(({ kind, subject }) => kind === 'note' && subject === 'unknown')?.detail
  return `what is ${what} is unknown${why === undefined ? '' : `: ${why}`}`
}

function hopsOf({ hops, verdict }: Answer, paper: Paper): string[] {
  const width = Math.max(0, ...hops.map(({ kind }) => kind.length))
  const broken = brokenHop(hops, verdict)
  return hops.flatMap((hop, i) => {
    const tone = hop !== broken ? 'plain' : verdict === 'unknown' ? 'warn' : 'bad'
    return hopLines(hop, i === hops.length - 1, width, tone, paper)
  })
}

const failing: ReadonlySet<Verdict> = new Set(['not-found', 'unavailable', 'denied'])

/** Where each answer that is none is made, the likeliest first. */
const breaking: { readonly [V in Verdict]?: readonly HopKind[] } = {
  'not-found': ['access', 'upstream', 'location', 'server', 'route', 'listener'],
  unavailable: ['service', 'access', 'upstream', 'location', 'route', 'listener'],
  denied: ['access', 'location', 'server'],
  unknown: ['note'],
}

/** The hop at which a request comes to its end without a backend. */
function brokenHop(hops: readonly Hop[], verdict: Verdict): Hop | undefined {
  const kinds = breaking[verdict] ?? []
  return kinds.flatMap((kind) => hops.findLast((hop) => hop.kind === kind) ?? [])[0]
}

function hopLines({ kind, subject, detail }: Hop, isLast: boolean, width: number, tone: Tone, paper: Paper): string[] {
  const text = sanitize([subject, detail].filter((one) => one !== '').join(': '))
  const branch = isLast ? '└─ ' : '├─ '
  const rest = `${isLast ? '   ' : '│  '}${' '.repeat(width)}  `
  const paint = (line: string) => paper.tone(line, tone)
  const [first = '', ...more] = laidOut(text, { head: '', rest }, paper.columns, paint)
  return [`${branch}${paint(kind.padEnd(width))}  ${first}`, ...more]
}

function probeOf({ probe }: Trace, paper: Paper): string[] {
  if (probe === null) return []
  const { replica, status, location, milliseconds, agrees } = probe
  const how = agrees === null ? 'nothing definite was predicted' : agrees ? 'as predicted' : 'not as predicted'
  const where = location === null ? '' : ` to ${location}`
  const text = `${nameOf(replica)} answered ${status}${where} in ${Math.round(milliseconds)} ms: ${how}`
  return ['', ...said(text, '', agrees === null ? 'plain' : agrees ? 'good' : 'bad', paper)]
}

function losersOf(losers: readonly Loser[], paper: Paper): string[] {
  if (losers.length === 0) return []
  const more = losers.length - mostLosers
  return [
    '',
    ...said('Rules that lost:', '', 'plain', paper),
    ...losers.slice(0, mostLosers).flatMap((one) => said(loserText(one), '  ', 'plain', paper)),
    ...(more > 0 ? said(`and ${more} more: see -o json`, '  ', 'dim', paper) : []),
  ]
}

function loserText(loser: Loser): string {
  const { source, host, path, pathType, code } = loser
  const rule = [
    `${host ?? ''}${path ?? ''}` || (source.kind === 'Ingress' ? '(default backend)' : 'all'),
    ...(pathType === null ? [] : [pathType]),
  ].join(' ')
  return `${nameOf(source)}  ${rule}  ${code}: ${worded(loser)}`
}
