/** `trace`: a row for each request, and drawings of the way. */
import { fullName, nameOf, type Ref } from '../../../domain/objects/ref.js'
import { urlOf } from '../../../domain/requests/host.js'
import { backendName, endpointsText } from '../../../domain/requests/service-hops.js'
import type { Answer, GuardedOutcome, Trace, Verdict } from '../../../domain/requests/trace.js'
import { sentenceOf } from '../../../findings/catalogue.js'
import { differences, lastOf, mainAnswer } from '../../../questions/trace/outcome.js'
import type { Traced } from '../../../questions/trace/remember-traces.js'
import { nothing, yesOrNo } from '../../cells.js'
import { type Look, type Picture, pictureOf } from '../../picture.js'
import { dot, mermaid } from '../../picture-languages.js'
import type { Cell, Tone, View } from '../../view.js'
import { objectName, sourceText } from '../names.js'
import { type TraceItem, traceJson } from './json.js'
import { outcomeText } from './sentence.js'
import { traceTree } from './tree.js'

export const verdictTones: Readonly<Record<Verdict, Tone>> = {
  served: 'good',
  guarded: 'good',
  redirect: 'warn',
  'not-found': 'bad',
  unavailable: 'bad',
  denied: 'bad',
  unknown: 'dim',
}

export const traceView: View<Traced, TraceItem> = {
  kind: 'TraceList',
  alone: 'Trace',
  columns: [
    {
      header: 'URL',
      cell: ({ trace: { request } }) => `${request.method === 'GET' ? '' : `${request.method} `}${urlOf(request)}`,
    },
    { header: 'VERDICT', cell: verdictCell },
    { header: 'STATUS', cell: ({ trace }) => String(first(trace)?.status ?? '') || nothing, leaves: 2 },
    { header: 'INGRESS', cell: ({ trace }) => sourceCell(end(trace)), leaves: 4 },
    { header: 'BACKEND', cell: ({ trace }) => backendCell(end(trace)), leaves: 3 },
    { header: 'ENDPOINTS', cell: endpointsCell, leaves: 5 },
    { header: 'AGREE', cell: ({ trace }) => agreeCell(trace), leaves: 1 },
    { header: 'NOTE', cell: ({ trace }) => noteOf(trace) || nothing, shorten: 'wrap' },
    { header: 'CONTROLLER', cell: ({ trace }) => refText(trace.controller), wide: true },
    { header: 'UPSTREAM', cell: ({ trace }) => end(trace)?.upstream ?? nothing, wide: true },
    { header: 'UPSTREAM URI', cell: ({ trace }) => end(trace)?.upstreamUri ?? nothing, wide: true },
  ],
  toJson: ({ trace }) => traceJson(trace),
  toName: ({ trace }, context) => {
    const ref = end(trace)?.source
    return ref ? objectName(ref, context) : 'none'
  },
  filling: ({ filling }) => filling,
  drawings: { tree: traceTree, dot: pictureOf(dot, addTrace), mermaid: pictureOf(mermaid, addTrace) },
}

function first(trace: Trace): Answer | null {
  return mainAnswer(trace)
}

function end(trace: Trace): Answer | null {
  return mainAnswer(lastOf(trace))
}

function verdictCell({ trace }: Traced): Cell {
  const verdict = first(trace)?.verdict ?? 'unknown'
  return { text: verdict, tone: verdictTones[verdict] }
}

function backendCell(answer: Answer | null): Cell {
  return answer?.backend ? backendName(answer.backend) : nothing
}

function sourceCell(answer: Answer | null): Cell {
  return answer?.source ? sourceText(answer.source) : nothing
}

function refText(ref: Ref | null | undefined): Cell {
  return ref ? nameOf(ref) : nothing
}

function endpointsCell({ endpoints }: Traced): Cell {
  if (endpoints === null) return nothing
  const { state, ready, total } = endpoints
  if (state === 'ok' || state === 'none-ready')
    return { text: `${ready}/${total}`, tone: ready === 0 ? 'bad' : ready === total ? 'good' : 'warn' }
  return { text: endpointsText(endpoints), tone: state === 'unknown' || state === 'external-name' ? 'dim' : 'bad' }
}

function agreeCell({ agree, followed }: Trace): Cell {
  const all = [agree, ...followed.map((one) => one.agree)]
  return agree === null && !all.includes(false) ? nothing : yesOrNo(!all.includes(false), { yes: 'good', no: 'bad' })
}

function noteOf(trace: Trace): string {
  const all = [trace, ...trace.followed]
  return [
    ...all.flatMap(({ agree, asked, served }) => (agree === true ? [] : (differences(asked, served) ?? []))),
    ...all.flatMap(({ findings }) => findings.map(sentenceOf)),
    ...guardsOf(end(trace)?.outcomes ?? []),
    ...(trace.isLoop ? ['the redirects form a loop'] : []),
    ...(trace.followed.length > 0
      ? [`then ${trace.followed.map(({ request }) => urlOf(request)).join(', ')}: ${end(trace)?.verdict}`]
      : []),
    ...(trace.probe === null
      ? []
      : [`probe: ${trace.probe.status}${trace.probe.agrees === false ? ', not as predicted' : ''}`]),
  ].join('; ')
}

/** Two guards may say the same of an answer. */
function guardsOf(outcomes: readonly GuardedOutcome[]): string[] {
  return outcomes.length === 0 ? [] : [outcomes.map(outcomeText).join('; ')]
}

/** A picture with more is none that anybody reads: the tree has them all, and those of other hosts. */
const mostLosers = 3

const looks: Readonly<Record<Verdict, Look>> = {
  served: 'good',
  guarded: 'warn',
  redirect: 'warn',
  'not-found': 'bad',
  unavailable: 'bad',
  denied: 'bad',
  unknown: 'plain',
}

function addTrace({ trace }: Traced, picture: Picture): void {
  let before: string | null = null
  for (const one of [trace, ...trace.followed]) {
    const url = addUrl(one, picture)
    if (before !== null) picture.edge(before, url, 'redirect')
    before = url
    const answer = mainAnswer(one)
    if (answer !== null && one === lastOf(trace)) addWay(answer, url, picture)
  }
}

function addUrl(trace: Trace, picture: Picture): string {
  const { request } = trace
  const answer = mainAnswer(trace)
  const text = `${request.method === 'GET' ? '' : `${request.method} `}${urlOf(request)}`
  const verdict = answer?.verdict ?? 'unknown'
  return picture.node(`url ${text}`, [text, `${verdict}${answer?.status ? ` (${answer.status})` : ''}`], looks[verdict])
}

function addWay(answer: Answer, url: string, picture: Picture): void {
  const { source, backend, hops, losers, verdict } = answer
  const isBad = looks[verdict] === 'bad'
  let last = url
  const next = (to: string) => {
    picture.edge(last, to, '', isBad ? 'bad' : 'won')
    last = to
  }
  if (source !== null) next(picture.node(`ingress ${nameOf(source)}`, [fullName(source)]))
  if (backend !== null) {
    const name = backendName(backend)
    const told = hops.find(({ kind }) => kind === 'service')?.detail ?? ''
    next(picture.node(`service ${name}`, [`Service ${name}`, told], isBad ? 'bad' : 'good'))
  }
  if (source === null && backend === null && isBad)
    next(picture.node('nobody', ['no rule matches', 'the default backend answers'], 'bad'))
  const others = losers.filter(
    (one) => one.code !== 'other-host' && (source === null || nameOf(one.source) !== nameOf(source)),
  )
  for (const loser of others.slice(0, mostLosers)) {
    const name = nameOf(loser.source)
    picture.edge(url, picture.node(`ingress ${name}`, [`${loser.source.kind} ${name}`]), loser.code, 'lost')
  }
}
