/** The same is asked again and again in a log, and still more often the same but for the query, or the end of the path. */
import { nameOf } from '../../domain/objects/ref.js'
import { Recent } from '../../domain/remember.js'
import type { Reads, Trace, TraceRequest } from '../../domain/requests/trace.js'
import type { RouteEndpoints } from '../../domain/routes/route.js'
import type { Filling } from '../../domain/text/filling.js'
import { anyPath, endsOf, headOf, headsOf, keepsPath, tellsApart } from './any-path.js'
import { type AnyText, anyQuery, isWhole } from './any-query.js'
import type { Outcome } from './outcome.js'

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

/** What goes on from a head, and how; null: the mark does, too. */
interface Names {
  readonly names: readonly string[]
  readonly ends: readonly string[] | null
}

/**
 * @param answer a request
 * @param read null: each has its own answer
 */
export function rememberTraces(
  answer: (request: TraceRequest) => Promise<Traced>,
  read: Readers | null,
): (request: TraceRequest) => Answered {
  const itself = new Settling<Traced>(mostKept)
  const asBefore = (request: TraceRequest, key: string) =>
    itself.of(
      key,
      () => answer(request),
      // What is printed of it is kept for those who ask again: most paths are asked for once.
      (traced) => ({ ...traced, filling: { like: traced, mark: null, text: '' } }),
    )
  if (read === null) return (request) => asBefore(request, traceKey(request))
  /** @returns null: it was looked at on the way */
  const ignoring = async (what: keyof Reads, request: TraceRequest): Promise<Traced | null> => {
    const before = (await read.reads())?.[what] ?? 0
    const traced = await answer(request)
    const isIgnored = (await read.reads())?.[what] === before
    return isIgnored && traced.trace.beside.length === 0 ? traced : null
  }
  const likeAnyQuery = async (request: TraceRequest): Promise<Traced | null> => {
    const like = await ignoring('queries', request)
    return like !== null && isWhole(like.trace) ? like : null
  }
  const endsAt = async (request: TraceRequest) => endsOf(await read.namesUnder(request, headOf(request)), request)
  const likeAnyPath = async (request: TraceRequest): Promise<OfPath> => {
    const like = await ignoring('paths', request)
    const all = [request, ...(like?.trace.followed ?? []).map((trace) => trace.request)]
    const ends = await Promise.all(all.map(endsAt))
    const isAlike = like !== null && keepsPath(like.trace) && !ends.includes(null)
    return { like: isAlike ? like : null, ends: ends.flatMap((some) => some ?? []) }
  }
  const ofAnyQuery = new Settling<Traced | null>(mostLike)
  const ofAnyPath = new Settling<OfPath>(mostLike)
  // Names are known sooner than answers, and most lead on to a longer head.
  const namesUnder = new Settling<Names>(mostLike)
  const byPath = (
    request: TraceRequest,
    key: string,
    [head, ...deeper]: readonly string[],
    known?: readonly string[],
  ): Answered => {
    if (head === undefined) return asBefore(request, key)
    const any = anyPath(request, head)
    const under = traceKey(request, head)
    const find = async (): Promise<Names> => {
      const start = headOf(any.request)
      const names = known?.filter((name) => name.startsWith(start)) ?? (await read.namesUnder(any.request, start))
      return { names, ends: endsOf(names, any.request) }
    }
    return next(namesUnder.of(under, find), ({ names, ends: own }) =>
      own !== null && tellsApart(own, any.text)
        ? byPath(request, key, deeper, names)
        : next(
            ofAnyPath.of(under, () => likeAnyPath(any.request)),
            ({ like, ends }) =>
              tellsApart(ends, any.text)
                ? byPath(request, key, deeper, names)
                : like === null
                  ? asBefore(request, key)
                  : itself.keep(key, filledBy(like, any)),
          ),
    )
  }
  return (request) => {
    const any = anyQuery(request)
    const key = traceKey(request, any?.request.target)
    if (any !== null)
      return next(
        ofAnyQuery.of(key, () => likeAnyQuery(any.request)),
        (like) => (like === null ? asBefore(request, traceKey(request)) : filledBy(like, any)),
      )
    const known = itself.known(key)
    if (known !== undefined) return known
    return byPath(request, key, headsOf(request.target))
  }
}

/** What was asked for lately is known at once: of a million lines, most are. */
class Settling<T> {
  readonly #asked: Recent<{ now: T | Promise<T> }>

  constructor(most: number) {
    this.#asked = new Recent(most, longestKept)
  }

  known(key: string): T | Promise<T> | undefined {
    return this.#asked.get(key)?.now
  }

  keep(key: string, settled: T): T {
    this.#asked.set(key, { now: settled })
    return settled
  }

  /** @param again what those get who ask for it once more */
  of(key: string, find: () => Promise<T>, again: (settled: T) => T = (settled) => settled): T | Promise<T> {
    const known = this.known(key)
    if (known !== undefined) return known
    const found = find()
    const one: { now: T | Promise<T> } = { now: found }
    this.#asked.set(key, one)
    void found.then(
      (settled) => {
        one.now = again(settled)
      },
      () => {},
    )
    return found
  }
}

/** At once where it is known at once: a promise for each row takes longer than most rows. */
function next<A, B>(found: A | Promise<A>, then: (found: A) => B | Promise<B>): B | Promise<B> {
  return found instanceof Promise ? found.then(then) : then(found)
}

function filledBy(like: Traced, { mark, text }: AnyText): Traced {
  return { ...like, filling: { like, mark, text } }
}

/** All that it says, or what it would with another target. No part holds a line break but headers, which are written as JSON. */
function traceKey(request: TraceRequest, target = request.target): string {
  const { scheme, method, host, headers, clientAddress, httpVersion, sni, auth, port, address, gateway } = request
  const usual = `${scheme}\n${method}\n${host}\n${target}\n${clientAddress}\n${httpVersion}\n${sni}\n${auth}\n${port}\n${address}`
  const all = gateway === undefined ? usual : `${usual}\n${nameOf(gateway)}`
  return headers.size === 0 ? all : `${all}\n${JSON.stringify([...headers])}`
}

/** A trace, with what a table says of it. */
export interface Traced {
  readonly trace: Trace
  readonly outcome: Outcome
  /** of the backend where the redirects end; null: there is none */
  readonly endpoints: RouteEndpoints | null
  /** set: others have the same answer, or had another query than the one of the trace, which stands for all */
  readonly filling?: Filling
}
