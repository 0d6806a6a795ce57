/** The same is asked again and again in a log, and still more often the same but for the query, or the end of the path. */
import { nameOf } from '../../domain/objects/ref.js'
import { rememberingBy } from '../../domain/remember.js'
import type { Reads, TraceRequest } from '../../domain/requests/trace.js'
import { anyPaths, endsOf, headOf, keepsPath, tellsApart } from './any-path.js'
import { type AnyText, anyQuery, isWhole } from './any-query.js'
import type { Traced } from './trace-requests.js'

/** Requests whose answers are kept, of those that were asked lately: at most twice as many. */
const mostKept = 1_000
/** Those that stand for others: of a thousand hosts, with a few beginnings of paths each. */
const mostLike = 4_000
/** In characters. */
const longestKept = 2_000

/** An answer, at once where it is known. */
export type Answered = Traced | Promise<Traced>

/** Those who answer, all together. */
export interface Readers {
  /** null: somebody does not say */
  reads(): Promise<Reads | null>
  namesUnder(request: TraceRequest, head: string): Promise<readonly string[]>
}

/** What all paths have that go on from one head as nothing does that it was compared with. */
interface OfPath {
  /** null: each has its own answer */
  readonly like: Traced | null
  readonly ends: readonly string[]
}

/**
 * @param answer a request
 * @param read null: each has its own answer
 */
export function rememberTraces(
  answer: (request: TraceRequest) => Promise<Traced>,
  read: Readers | null,
): (request: TraceRequest) => Answered {
  // What is printed of it is kept for those who ask again: most paths are asked for once.
  const again = (traced: Traced): Traced => ({ ...traced, filling: { like: traced, mark: null, text: '' } })
  const asBefore = settling(answer, again, keyOf, mostKept)
  if (read === null) return asBefore
  /** @returns null: it was looked at on the way */
  const ignoring = async (what: keyof Reads, request: TraceRequest): Promise<Traced | null> => {
    const before = (await read.reads())?.[what] ?? 0
    const traced = await answer(request)
    const isIgnored = (await read.reads())?.[what] === before
    return isIgnored && traced.trace.beside.length === 0 ? traced : null
  }
  const ofAnyQuery = settling<TraceRequest, Traced | null>(
    async (request) => {
      const like = await ignoring('queries', request)
      return like !== null && isWhole(like.trace) ? like : null
    },
    (like) => like,
    keyOf,
    mostLike,
  )
  const ofAnyPath = settling<AnyText, OfPath>(
    async ({ request }) => {
      const like = await ignoring('paths', request)
      const all = [request, ...(like?.trace.followed ?? []).map((trace) => trace.request)]
      const ends = await Promise.all(all.map(async (one) => endsOf(await read.namesUnder(one, headOf(one)), one)))
      const isAlike = like !== null && keepsPath(like.trace) && !ends.includes(null)
      return { like: isAlike ? like : null, ends: ends.flatMap((some) => some ?? []) }
    },
    (found) => found,
    ({ request }) => keyOf(request),
    mostLike,
  )
  const byPath = (request: TraceRequest, [any, ...deeper]: readonly AnyText[]): Answered => {
    if (any === undefined) return asBefore(request)
    const of = ({ like, ends }: OfPath) =>
      tellsApart(ends, any.text) ? byPath(request, deeper) : like === null ? asBefore(request) : filledBy(like, any)
    const found = ofAnyPath(any)
    return found instanceof Promise ? found.then(of) : of(found)
  }
  // One that stands for all is worked out for a host that is asked again.
  const before = rememberingBy(keyOf, () => ({ isAsked: false }), mostLike, longestKept)
  const isFirst = (request: TraceRequest): boolean => {
    const place = before(request)
    const { isAsked } = place
    place.isAsked = true
    return !isAsked
  }
  const waysOf = rememberingBy(
    keyOf,
    (request) => {
      const ways = anyPaths(request)
      return ways[0] === undefined || isFirst(ways[0].request) ? [] : ways
    },
    mostKept,
    longestKept,
  )
  return (request) => {
    const any = anyQuery(request)
    if (any === null) return byPath(request, waysOf(request))
    const of = (like: Traced | null) => (like === null ? asBefore(request) : filledBy(like, any))
    const like = ofAnyQuery(any.request)
    return like instanceof Promise ? like.then(of) : of(like)
  }
}

/**
 * What was asked for lately is known at once: of a million lines, most are.
 * @param again what those get who ask for it once more
 */
function settling<Asked, T>(
  answer: (request: Asked) => Promise<T>,
  again: (settled: T) => T,
  key: (request: Asked) => string,
  most: number,
): (request: Asked) => T | Promise<T> {
  const asked = rememberingBy(
    key,
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
    most,
    longestKept,
  )
  return (request) => asked(request).now
}

function filledBy(like: Traced, { mark, text }: AnyText): Traced {
  return { ...like, filling: { like, mark, text } }
}

/** All that it says. No part of it holds a line break but headers, which are written as JSON. */
function keyOf(request: TraceRequest): string {
  const { scheme, method, host, target, headers, clientAddress, httpVersion, sni, auth, port, address, gateway } =
    request
  const usual = `${scheme}\n${method}\n${host}\n${target}\n${clientAddress}\n${httpVersion}\n${sni}\n${auth}\n${port}\n${address}`
  const all = gateway === undefined ? usual : `${usual}\n${nameOf(gateway)}`
  return headers.size === 0 ? all : `${all}\n${JSON.stringify([...headers])}`
}
