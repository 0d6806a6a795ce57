/** What two answers to one request, and all answers on the way, come to. */
import { nameOf } from '../../domain/objects/ref.js'
import { backendName } from '../../domain/requests/service-hops.js'
import type { Answer, ServiceBackend, Trace } from '../../domain/requests/trace.js'

/** The one to go by: what the objects ask for, unless that cannot be told. */
export function mainAnswer({ asked, served }: Trace): Answer | null {
  return asked !== null && asked.verdict !== 'unknown' ? asked : (served ?? asked)
}

/** Where the redirects end. */
export function lastOf(trace: Trace): Trace {
  return trace.followed.at(-1) ?? trace
}

/**
 * In words, each way in which the two differ; null where one of them is missing or unknown. What only one of them
 * knows is no difference.
 */
export function differences(asked: Answer | null, served: Answer | null): readonly string[] | null {
  if (asked === null || served === null || asked.verdict === 'unknown' || served.verdict === 'unknown') return null
  const found: string[] = []
  const compare = (what: string, one: unknown, other: unknown) => {
    if (one !== null && other !== null && one !== other) found.push(`${what}: ${one} as asked, ${other} as served`)
  }
  compare('verdict', asked.verdict, served.verdict)
  compare('status', asked.status, served.status)
  compare('location', asked.location, served.location)
  const { kind = 'Ingress' } = asked.source ?? {}
  compare(kind, asked.source && nameOf(asked.source), served.source && nameOf(served.source))
  if (asked.upstream !== null && served.upstream !== null) {
    compare('upstream', asked.upstream, served.upstream)
    compare('shares', sharesOf(asked), sharesOf(served))
  } else if (asked.split.length + served.split.length === 0)
    // Of several each side may name another one first.
    compare('backend', ...portless(asked.backend, served.backend))
  const denials = ({ outcomes }: Answer) => outcomes.map(({ status }) => status ?? 'backend').join(', ') || null
  compare('guarded', denials(asked), denials(served))
  compare('URI of the backend', asked.upstreamUri, served.upstreamUri)
  return found
}

/** What each of several gets, in the order of their names; null: that is not known of all. */
function sharesOf({ upstream, split }: Answer): string | null {
  if (split.length === 0) return `${upstream} 100 %`
  if (split.some(({ percent }) => percent === null)) return null
  return split
    .map((one) => `${one.upstream} ${one.percent} %`)
    .sort()
    .join(', ')
}

/** One side may know no port. */
function portless(a: ServiceBackend | null, b: ServiceBackend | null): [string | null, string | null] {
  const isPortless = a?.port === null || b?.port === null
  const name = (one: ServiceBackend | null) => one && backendName(isPortless ? { ...one, port: null } : one)
  return [name(a), name(b)]
}

/** More redirects than this and clients give up: https://curl.se/libcurl/c/CURLOPT_MAXREDIRS.html has 30, browsers 20. */
export const mostRedirects = 10

export type Outcome = 'clean' | 'findings' | 'unanswered'

/** `clean`: a backend gets it in the end, if only when the request passes, or it is sent away for good; both answers agree, and so does the probe. */
export function outcomeOf(trace: Trace): Outcome {
  const all = [trace, ...trace.followed]
  if (trace.isLoop || trace.probe?.agrees === false || all.some(({ agree }) => agree === false)) return 'findings'
  if (trace.findings.some(({ code }) => code !== 'replica-differs')) return 'findings'
  const end = mainAnswer(lastOf(trace))
  switch (end?.verdict) {
    case 'served':
    case 'guarded':
      return 'clean'
    case 'redirect':
      if (end.location === null) return 'unanswered'
      return trace.followed.length < mostRedirects ? 'clean' : 'findings'
    case 'not-found':
    case 'unavailable':
    case 'denied':
      return 'findings'
    default:
      return 'unanswered'
  }
}
