/** Calls of gRPC: what a proxy answers to them by itself is HTTP 200, with a status of gRPC beside it. */
import { type Called, gotten, statusText } from './called.js'
import { type Answer, type Hop, hop } from './trace.js'

/** Is a request a call, as proxies look at it. https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md */
export function isCall(headers: ReadonlyMap<string, string>): boolean {
  return /^application\/grpc(?:$|\+)/.test(headers.get('content-type') ?? '')
}

/** https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md */
const statuses: Readonly<Record<number, number>> = {
  ...{ 400: 13, 401: 16, 403: 7, 404: 12, 429: 14, 502: 14, 503: 14, 504: 14 },
}

/** What HTTP says by a status. */
export function grpcStatusOf(status: number): number {
  return statuses[status] ?? 2
}

const names: Readonly<Record<number, string>> = {
  ...{ 2: 'UNKNOWN', 7: 'PERMISSION_DENIED', 12: 'UNIMPLEMENTED', 13: 'INTERNAL', 14: 'UNAVAILABLE' },
  16: 'UNAUTHENTICATED',
}

/** A status of gRPC for one of HTTP; null: that one stays. */
export type StatusOfCall = (status: number) => Called | null

/** What a share of requests gets. */
export function answeredWith(status: number, statusOf: StatusOfCall): string {
  const called = statusOf(status)
  return called === 'in-body' ? 'fails, answered with 200' : `answered with ${gotten(status, called)}`
}

/** The same answer, as whoever calls sees it. */
export function toCall(answer: Answer, statusOf: StatusOfCall, explain: boolean): Answer {
  const grpcStatus = answer.status === null ? null : statusOf(answer.status)
  const shown = (status: number | null) => (status !== null && statusOf(status) !== null ? 200 : status)
  return {
    ...answer,
    ...(answer.verdict === 'served' && grpcStatus !== null && { verdict: 'unavailable' }),
    outcomes: answer.outcomes.map((one) => ({ ...one, status: shown(one.status) })),
    ...(grpcStatus !== null && { status: 200 }),
    ...(typeof grpcStatus === 'number' && { grpcStatus }),
    ...(grpcStatus !== null && explain && { hops: [...answer.hops, grpcHop(grpcStatus)] }),
  }
}

function grpcHop(status: Called): Hop {
  const name = status === 'in-body' ? '' : ` (${names[status] ?? 'UNKNOWN'})`
  return hop('note', 'gRPC', `HTTP 200 with ${statusText(status)}${name}`)
}
