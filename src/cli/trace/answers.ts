/** A list of requests on its way through a tracing: rows as they come, bad lines, and what it all comes to. */
import type { LogFormat } from '../../domain/controllers/log-record.js'
import type { Gap } from '../../domain/gap.js'
import { Problem } from '../../domain/problem.js'
import type { TraceRequest } from '../../domain/requests/trace.js'
import { fewLinesOf, firstLineOf } from '../../domain/text/lines.js'
import type { Outcome } from '../../questions/trace/outcome.js'
import type { Traced } from '../../questions/trace/remember-traces.js'
import type { Tracing } from '../../questions/trace/trace-requests.js'
import { problemText } from '../report/error.js'
import { beginsDocument, requestsOfDocument } from './document.js'
import { type RequestTraits, requestOfLine } from './requests.js'

export interface Answers {
  /** some at a time */
  readonly rows: AsyncIterable<readonly Traced[]>
  /** bad lines, once all rows have come. @param each false: they are counted, and the first is shown */
  gaps(each: boolean): readonly Gap[]
  /**
   * What was not understood is `unanswered` before all: the list was not answered whole. Else a finding, else what is
   * unknown.
   */
  verdict(): Outcome
}

export interface Questions {
  readonly requests: readonly TraceRequest[]
  /** null: there are no others */
  readonly lines: AsyncIterable<Uint8Array> | null
  readonly traits: RequestTraits
  readonly readLog: LogFormat['read']
}

/** More bad lines than this are counted. */
const most = 100

export function answersTo(tracing: Tracing, questions: Questions): Answers {
  const { requests, lines } = questions
  const outcomes = new Set<Outcome>()
  const bad: Gap[] = []
  let more = 0
  return {
    rows: answer(),
    gaps: (each) => {
      const [first, ...others] = bad
      const rest = others.length + more
      if (!each && first !== undefined && rest > 0) return [gapOf(`${first.message} (and ${rest} more: see -v 1)`)]
      return more === 0 ? bad : [...bad, gapOf(`${more} more lines`)]
    },
    verdict: () => {
      const order: readonly Outcome[] = bad.length > 0 ? ['unanswered'] : ['findings', 'unanswered']
      return order.find((one) => bad.length > 0 || outcomes.has(one)) ?? 'clean'
    },
  }

  async function* answer(): AsyncGenerator<readonly Traced[]> {
    for await (const some of all()) {
      const rows: Traced[] = []
      for (const [place, request] of some) {
        const answered = 'wrong' in request ? request.wrong : tracing.trace(request)
        const traced = answered instanceof Promise ? await answered.catch(faultOf) : answered
        if (typeof traced !== 'string') {
          outcomes.add(traced.outcome)
          rows.push(traced)
        } else if (bad.length < most) bad.push(gapOf(`${place}: ${traced}`))
        else more += 1
      }
      yield rows
    }
  }

  /** A name in a line that is not there is a fault of that line. */
  function faultOf(error: unknown): string {
    if (lines === null || !(error instanceof Problem) || error.value.reason !== 'not-found') throw error
    return problemText(error)
  }

  async function* all(): AsyncGenerator<Iterable<Placed>> {
    for (const [i, request] of requests.entries()) yield [[`URL ${i + 1}`, request]]
    if (lines === null) return
    const { first, bytes } = await firstLineOf(lines)
    if (beginsDocument(first)) {
      let item = 0
      for (const request of await requestsOfDocument(bytes, questions.traits)) yield [[`item ${item++}`, request]]
      return
    }
    let number = 0
    for await (const some of fewLinesOf(bytes)) {
      yield requestsIn(some, number)
      number += some.length
    }
  }

  function* requestsIn(some: readonly string[], before: number): Generator<Placed> {
    for (const [i, line] of some.entries()) {
      const request = requestOfLine(line, questions.traits, questions.readLog)
      if (request !== null) yield [`line ${before + i + 1}`, request]
    }
  }
}

type Placed = readonly [place: string, TraceRequest | { readonly wrong: string }]

function gapOf(message: string): Gap {
  return { kind: 'Input', namespace: null, reason: 'invalid', message }
}
