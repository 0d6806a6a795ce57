/** The same is asked again and again in a log, and still more often the same but for the query. */
import { nameOf } from '../../domain/objects/ref.js'
import { rememberingBy } from '../../domain/remember.js'
import type { TraceRequest } from '../../domain/requests/trace.js'
import { anyQuery, isWhole } from './any-query.js'
import type { Traced } from './trace-requests.js'

/** Requests whose answers are kept, of those that were asked lately: at most twice as many. */
const mostKept = 1_000
/** In characters. */
const longestKept = 2_000

/** An answer, at once where it is known. */
export type Answered = Traced | Promise<Traced>

/**
 * @param answer a request
 * @param queryReads how often a query was looked at so far; null: somebody does not say. Null: each has its own answer
 */
export function rememberTraces(
  answer: (request: TraceRequest) => Promise<Traced>,
  queryReads: (() => Promise<number | null>) | null,
): (request: TraceRequest) => Answered {
  // What is printed of it is kept for those who ask again: most paths are asked for once.
  const again = (traced: Traced): Traced => ({ ...traced, filling: { like: traced, mark: null, text: '' } })
  const asBefore = settling(answer, again)
  if (queryReads === null) return asBefore
  const isAlike = async (request: TraceRequest): Promise<Traced | false> => {
    const before = (await queryReads()) ?? 0
    const traced = await answer(request)
    const isIgnored = (await queryReads()) === before
    return isIgnored && traced.trace.beside.length === 0 && isWhole(traced.trace) && traced
  }
  const ofAnyQuery = settling(isAlike, (alike) => alike)
  return (request) => {
    const any = anyQuery(request)
    if (any === null) return asBefore(request)
    const { mark, text } = any
    const of = (like: Traced | false) =>
      like === false ? asBefore(request) : { ...like, filling: { like, mark, text } }
    const alike = ofAnyQuery(any.request)
    return alike instanceof Promise ? alike.then(of) : of(alike)
  }
}

/**
 * What was asked for lately is known at once: of a million lines, most are.
 * @param again what those get who ask for it once more
 */
function settling<T>(
  answer: (request: TraceRequest) => Promise<T>,
  again: (settled: T) => T,
): (request: TraceRequest) => T | Promise<T> {
  const asked = rememberingBy(
    keyOf,
    (request) => {
      const one: { now: T | Promise<T> } = { now: answer(request) }
      void Promise.resolve(one.now).then(
        (settled) => {
          one.now = again(settled)
        },
        () => {},
      )
      return one
    },
    mostKept,
    longestKept,
  )
  return (request) => asked(request).now
}

/** All that it says. No part of it holds a line break but headers, which are written as JSON. */
function keyOf(request: TraceRequest): string {
  const { scheme, method, host, target, headers, clientAddress, httpVersion, sni, auth, port, address, gateway } =
    request
  const usual = `${scheme}\n${method}\n${host}\n${target}\n${clientAddress}\n${httpVersion}\n${sni}\n${auth}\n${port}\n${address}`
  const all = gateway === undefined ? usual : `${usual}\n${nameOf(gateway)}`
  return headers.size === 0 ? all : `${all}\n${JSON.stringify([...headers])}`
}
