/** A trace in one sentence: from the URL to the endpoints. */

import { fullName } from '../../../domain/objects/ref.js'
import { urlOf } from '../../../domain/requests/host.js'
import { awayTo, backendName, endpointsText } from '../../../domain/requests/service-hops.js'
import type { Answer, GuardedOutcome, Trace } from '../../../domain/requests/trace.js'
import type { RouteEndpoints } from '../../../domain/routes/route.js'
import { sentenceOf as worded } from '../../../findings/catalogue.js'
import { lastOf, mainAnswer } from '../../../questions/trace/outcome.js'
import type { Traced } from '../../../questions/trace/remember-traces.js'

/** Not yet safe for a terminal. */
export function sentenceOf(traced: Traced): string {
  const { trace } = traced
  const answer = mainAnswer(lastOf(trace))
  const hops = [trace, ...trace.followed].flatMap((one) => mainAnswer(one)?.hops ?? [])
  // What is nearest to the backend matters most.
  const gists = new Set(hops.flatMap(({ gist }) => gist ?? []).reverse())
  return [wayOf(traced), ...(answer === null ? [] : beaten(answer)), ...gists].join('; ')
}

/**
 * Exact comes first by the words of the API, so nobody expects another one; and nobody expects that a prefix of the text is none
 * of the path, and a shorter one has it.
 */
function beaten({ losers, hops }: Answer): string[] {
  const taken = hops.flatMap(({ kind, subject }) =>
    kind === 'location' ? (/^location (\/.*)$/.exec(subject)?.[1] ?? []) : [],
  )
  const isLonger = (path: string | null) => taken.some((one) => one.length < (path?.length ?? 0))
  const exact = losers.find(({ code, pathType }) => code === 'regex-order' && pathType === 'Exact')
  const prefix = losers.find(({ code, path }) => code === 'other-element' && isLonger(path))
  const found = exact ?? prefix
  return found === undefined
    ? []
    : [`not ${found.pathType} ${found.path} of ${fullName(found.source)}: ${worded(found)}`]
}

function wayOf({ trace, endpoints }: Traced): string {
  const way = [trace, ...trace.followed].map(({ request }) => urlOf(request)).join(' → ')
  const last = lastOf(trace)
  const answer = mainAnswer(last)
  if (trace.isLoop) return `${way}: a loop of redirects`
  if (answer === null) return `${way}: what answers is unknown`
  const { backend, source, upstream, upstreamUri } = answer
  const by = source === null ? '' : ` (${rulesIn(answer, source.kind) || fullName(source)})`
  const count = endpoints === null ? '' : `, ${endsAt(answer, endpoints)}${splitText(answer)}`
  // That a path goes on whole is what many a backend does not know what to do with.
  const isRoot = upstreamUri === '/' && last.request.target === '/'
  const as = upstreamUri === null || isRoot ? '' : ` as ${upstreamUri}`
  const to = backend === null ? '' : ` → ${backendName(backend)}${as}`
  const guards = answer.outcomes.length === 0 ? '' : `, guarded: ${answer.outcomes.map(outcomeText).join('; ')}`
  switch (answer.verdict) {
    case 'served':
      return `${way}${to || candidatesText(answer) || ` → ${upstream === null ? `${answer.status}, by the proxy itself` : `upstream ${upstream}`}`}${by}${count}`
    case 'guarded':
      return `${way}${to}${by}${count}${guards}`
    case 'unknown':
      // Where it goes is known, and only who answers there is not.
      return endpoints?.state === 'unknown' && backend !== null && !isOpen(answer)
        ? `${way}${to}${by}${count}${guards}`
        : `${way}: unknown${whyUnknown(answer)}${to}${by}${count}`
    case 'redirect':
      return `${way} → ${answer.status ?? 'redirect'} ${answer.location ?? ''}${by}`
    case 'not-found':
      return `${way}: not found (404)${to}${by}${to === '' ? nearest(answer) || refusal(answer) : ''}`
    default:
      return `${way}: ${answer.verdict}${answer.status === null ? '' : ` (${answer.status})`}${to}${by}${count || refusal(answer)}`
  }
}

/** What keeps the request from everybody, or from all but the one that answers in their place. */
function refusal({ hops }: Answer): string {
  const refused = hops.findLast(({ kind }) => kind === 'access') ?? hops.findLast(({ kind }) => kind === 'upstream')
  return refused === undefined || refused.detail === '' ? '' : `: ${refused.detail}`
}

/** The rule that it came nearest to, and why it is not for this one. */
function nearest({ losers: [near] }: Answer): string {
  return near === undefined ? '' : `: ${worded(near)} (${fullName(near.source)})`
}

/** Where nobody can say which of several gets it. */
function candidatesText({ split }: Answer): string {
  if (split.length === 0) return ''
  if (!split.some(({ percent }) => percent === null)) return ` → ${sharesText(split)}`
  return ` → ${split.map(({ upstream, when }) => `${upstream} (${when})`).join(' or ')}`
}

/** Out of the cluster it is one name and port. Who is asked there for another host than its own may not know it. */
function endsAt({ endpoints: known, lastHop }: Answer, endpoints: RouteEndpoints): string {
  const [only, ...others] = known ?? []
  if (endpoints.state !== 'external-name' || only === undefined || others.length > 0) return endpointsText(endpoints)
  const name = only.replace(/:\d+$/, '')
  const [host, ...more] = lastHop?.hosts ?? []
  const isOther = host != null && more.length === 0 && host !== name && host !== only
  return `leads ${awayTo(name)}, to ${only}${isOther ? `, which is asked for ${host}` : ''}`
}

/** `70 % to default-app-80, 30 % to default-canary-80 (answered with 503)` */
function splitText({ split }: Answer): string {
  if (split.length === 0) return ''
  const open = split.find(({ percent }) => percent === null)
  if (open !== undefined) return `; ${split.map(({ upstream }) => upstream).join(' or ')}: ${open.when}`
  return `; ${sharesText(split)}`
}

function sharesText(split: Answer['split']): string {
  return split
    .map(({ upstream, percent, when }) => `${Math.round(10 * (percent ?? 0)) / 10} % to ${upstream}${failing(when)}`)
    .join(', ')
}

function failing(when: string): string {
  const [, words] = /, (answered with \d+|whose connections end)$/.exec(when) ?? []
  return words === undefined ? '' : ` (${words})`
}

/** `it answers 401: 302 https://login.example.com/` */
export function outcomeText({ when, condition, verdict, status, location }: GuardedOutcome): string {
  if (when === 'pass') return `if ${condition}: ${status === null ? verdict : `${verdict} (${status})`}`
  return `if ${condition}: ${[status ?? verdict, location].filter((one) => one !== null).join(' ')}`
}

/** Is it not known either whether it gets there at all. */
function isOpen({ hops }: Answer): boolean {
  return hops.some(({ kind, subject }) => kind === 'note' && subject === 'open')
}

/** Where nobody can be told that gets it, why is all that there is to say. */
function whyUnknown({ backend, hops }: Answer): string {
  if (backend !== null) return ''
  const why = hops.find(({ kind, subject }) => subject === 'unknown' && (kind === 'note' || kind === 'upstream'))
  return why === undefined ? '' : `: ${why.detail}`
}

/** The winning rule, as its hop has it: `Ingress shop/web, host prod, path / Prefix`; and a canary's, where one gets it. */
function rulesIn({ hops }: Answer, source: string): string {
  return hops
    .flatMap(({ kind, subject, detail }) =>
      kind === 'ingress'
        ? `${subject.startsWith(`${source} `) ? '' : `${source} `}${subject}, ${detail}`
        : kind === 'route'
          ? `${subject}, ${detail}`
          : [],
    )
    .join('; ')
}

export function requestLine({ request }: Trace): string {
  const { method, target, httpVersion, host, headers, clientAddress, stream, sni } = request
  if (stream !== undefined)
    return stream === 'udp'
      ? `datagrams to ${host}`
      : `a connection to ${host}${sni === null ? '' : `, by the name ${sni} if it is of TLS`}`
  const more = [...headers].map(([name, value]) => `${name}: ${value}`)
  const from = clientAddress === null ? [] : [`from ${clientAddress}`]
  return [
    `${method} ${target} HTTP/${httpVersion}`,
    host === null ? 'no Host' : `Host: ${host}`,
    ...more,
    ...from,
  ].join(', ')
}
