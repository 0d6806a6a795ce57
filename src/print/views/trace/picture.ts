/** Traces as a picture: a URL, the Ingress that wins it, its Service; where it fails, and who lost it. */
import { fullName, nameOf } from '../../../domain/objects/ref.js'
import { urlOf } from '../../../domain/requests/host.js'
import { backendName } from '../../../domain/requests/service-hops.js'
import type { Answer, Trace, Verdict } from '../../../domain/requests/trace.js'
import { lastOf, mainAnswer } from '../../../questions/trace/outcome.js'
import type { Traced } from '../../../questions/trace/remember-traces.js'
import type { Look, Picture } from '../../picture.js'

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

export function addTrace({ trace }: Traced, picture: Picture): void {
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
