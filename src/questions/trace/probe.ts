/** The real request, sent to a replica, beside what was predicted. */

import { covers, readCertificate } from '../../domain/certificates.js'
import type { Replica } from '../../domain/controllers/controller.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { Gap, GapReason } from '../../domain/gap.js'
import { namedBy } from '../../domain/objects/ref.js'
import { Problem, type ProblemReason } from '../../domain/problem.js'
import { requestHost } from '../../domain/requests/host.js'
import { type Answer, type Hop, hop, type Probe, type Trace, type TraceRequest } from '../../domain/requests/trace.js'
import type { World } from '../worlds/world.js'
import { mainAnswer } from './outcome.js'

/** Why a request may stay without answer, though everything else was answered. */
const silent: { readonly [R in ProblemReason]?: GapReason } = {
  'not-observed': 'unreachable',
  'not-captured': 'not-captured',
  unsupported: 'unsupported',
  'upgrade-refused': 'forbidden',
  'port-closed': 'unreachable',
  'connection-lost': 'unreachable',
  'tls-other': 'unreachable',
  timeout: 'unreachable',
  'kubelet-silent': 'unreachable',
}

/** @returns the parts of the trace that it changes */
export async function probe(controllers: Controllers, { replica }: World, trace: Trace): Promise<Partial<Trace>> {
  if (replica === null)
    return gapped(trace, {
      kind: 'Pod',
      namespace: null,
      reason: 'unreachable',
      message: 'there is no replica to send the request to',
    })
  if (!canBeSent(trace.request))
    return gapped(trace, {
      kind: 'Pod',
      namespace: replica.namespace,
      reason: 'unsupported',
      message: 'the request holds characters that HTTP cannot carry, so it was not sent',
    })
  try {
    const { request } = trace
    const { status, headers, milliseconds, handshake } = await controllers.observe(replica).request(request)
    const location = headers.location ?? null
    const answer = mainAnswer(trace)
    const shown = handshake?.chain[0]
    return {
      probe: {
        replica: namedBy(replica),
        status,
        location,
        milliseconds,
        agrees: answer && agrees(answer, { status, location }),
      },
      ...(shown === undefined ? {} : withTls(trace, tlsHop(shown, trace))),
    }
  } catch (error) {
    const reason = error instanceof Problem ? silent[error.value.reason] : undefined
    if (!(error instanceof Problem) || reason === undefined) throw error
    return gapped(trace, { kind: 'Pod', namespace: replica.namespace, reason, message: messageOf(replica, error) })
  }
}

/** A request line has no blanks, and headers have Latin-1: https://www.rfc-editor.org/rfc/rfc9112#section-3 */
function canBeSent({ target, host, headers }: TraceRequest): boolean {
  return (
    /^[\x21-\x7e]*$/.test(target) &&
    [host ?? '', ...headers.values()].every((text) => /^[\t\x20-\x7e\xa0-\xff]*$/.test(text))
  )
}

function gapped({ gaps }: Trace, gap: Gap): Partial<Trace> {
  return { gaps: [...gaps, gap] }
}

function messageOf({ name }: Replica, { value }: Problem): string {
  const { facts } = value
  const why = 'detail' in facts ? facts.detail : 'message' in facts ? facts.message : undefined
  return `${name}: the request was not answered${why === undefined ? '' : `: ${why}`}`
}

/**
 * A backend's own answer can be anything, and one of these codes may be the proxy's as well as its own: then nothing
 * can be said.
 */
const eithers = new Set([404, 502, 503, 504])

export function agrees(answer: Answer, { status, location }: Pick<Probe, 'status' | 'location'>): boolean | null {
  if (answer.verdict === 'unknown') return null
  const { outcomes } = answer
  if (outcomes.length > 0 && answer.status === null) {
    const isOneOfThem = outcomes.some((one) => one.status === status && (one.location ?? location) === location)
    return isOneOfThem ? true : outcomes.some((one) => one.status === null) ? null : false
  }
  if (answer.status === null) return eithers.has(status) ? null : true
  if (answer.status !== status) return false
  return answer.location === null || answer.location === location
}

function tlsHop(der: Uint8Array, { request }: Trace): Hop {
  const facts = readCertificate(der)
  if (facts === null) return hop('tls', 'handshake', 'shows a certificate that cannot be read')
  const host = requestHost(request.sni)
  const covered = host === null ? '' : covers(facts, host) ? ', covers the host' : `, does not cover ${host}`
  return hop('tls', facts.subject, `shown in the handshake${covered}, ends ${facts.notAfter.slice(0, 10)}`)
}

function withTls({ asked, served }: Trace, hop: Hop): Partial<Trace> {
  const add = (answer: Answer | null) => answer && { ...answer, hops: [...answer.hops, hop] }
  return served === null ? { asked: add(asked) } : { served: add(served) }
}
