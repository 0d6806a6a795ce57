/** What we answer to recorded requests beside what was really answered. */
import { nameOf } from '../../../src/domain/objects/ref.js'
import { type Answer, type Tracer, verdictOf } from '../../../src/domain/requests/trace.js'
import { requestOf, type Truth, truthOf } from './truth.js'

/** In words that both sides can be held to. */
function told(answer: Answer, truth: Truth): unknown {
  const { verdict, status, location, upstreamUri, upstream, split, source } = answer
  const upstreams = split.length > 0 ? split.map((one) => one.upstream) : [upstream]
  return {
    verdict,
    ...(status === null ? {} : { status }),
    location,
    ...(verdict === 'served' && upstream !== null
      ? { upstreamUri, isUpstream: upstreams.includes(truth.log?.alt || truth.log?.up || '') }
      : {}),
    ...(verdict === 'served' && truth.log?.ing ? { ingress: source && nameOf(source) } : {}),
  }
}

function really(truth: Truth, answer: Answer): unknown {
  const { status, location, upstream_uri: upstreamUri, log } = truth
  return {
    verdict: verdictOf(status),
    ...(answer.status === null ? {} : { status }),
    location,
    ...(answer.verdict === 'served' && answer.upstream !== null ? { upstreamUri, isUpstream: true } : {}),
    ...(answer.verdict === 'served' && log?.ing ? { ingress: `${log.ns}/${log.ing}` } : {}),
  }
}

/** Of a guarded request that which really came of it, if it may. */
function taken(answer: Answer, { status, location }: Truth): Answer {
  const found = answer.outcomes.find(
    (one) =>
      (one.status === null ? verdictOf(status) === one.verdict : one.status === status) &&
      (one.location ?? location) === location,
  )
  if (answer.verdict !== 'guarded' || found === undefined) return answer
  return { ...answer, verdict: found.verdict, status: found.status, location: found.location }
}

/** Requests for which our answer is not what was answered. */
export function differing(cluster: string, tracer: Tracer) {
  const requests = truthOf(cluster)
  const wrong = requests.flatMap((truth) => {
    const answer = taken(tracer.answer(requestOf(truth), true), truth)
    const [ours, theirs] = [told(answer, truth), really(truth, answer)]
    const { scheme, host, path, headers } = truth
    return JSON.stringify(ours) === JSON.stringify(theirs)
      ? []
      : [{ scheme, host, path, headers, ours, theirs, log: truth.log }]
  })
  return { compared: requests.length, wrong }
}
