/** The patience for one request: aborts its signal, with a Problem as the reason, where a wait becomes too long. */
import { Problem, problem } from '../../domain/problem.js'

/** `at rest`: nobody waits for the server. `closing`: all has been said. */
type Phase =
  | 'connecting'
  | 'waiting for the kubelet'
  | 'waiting for the answer'
  | 'reading the answer'
  | 'reading a log'
  | 'waiting as the server asked'
  | 'at rest'
  | 'closing'

/** Milliseconds without any progress, per phase; and for all that is read of one answer, be there progress or not. */
export type Patience = Readonly<Partial<Record<Phase | 'whole answer', number>>>

/**
 * client-go's dialer gives up after 30 s. A kubelet that lives opens a stream at once. An API server ends its own work after 60 s (--request-timeout), and its own
 * message then is better than ours.
 */
export const patience: Patience = {
  connecting: 30_000,
  'waiting for the answer': 90_000,
  'waiting for the kubelet': 30_000,
  'reading the answer': 60_000,
  'reading a log': 60_000,
  // What comes byte by byte makes progress for ever. The largest configuration takes this long at half a MiB a second.
  'whole answer': 300_000,
  closing: 2_000,
}

export interface LimitSettings {
  readonly server: string
  /** for the request as a whole, retries and body included; 0: no such limit, only that of each phase */
  readonly requestTimeoutMs: number
  readonly patience: Patience
  /** aborted when the person gave up, or with a Problem for what else ends it */
  readonly interrupt: AbortSignal
}

export interface Limit {
  /** its reason is a Problem: `timeout`, `cut-short`, `interrupted`, or what it was interrupted with */
  readonly signal: AbortSignal
  /** says that a phase begins, or goes on: its patience starts anew */
  enter(phase: Phase): void
  /** must be called when the request is over, or its timers keep the process alive */
  end(): void
}

export function startLimit({ server, requestTimeoutMs, patience, interrupt }: LimitSettings): Limit {
  const controller = new AbortController()
  let phase: Phase = 'connecting'
  let silence: NodeJS.Timeout | undefined
  let reading: NodeJS.Timeout | undefined
  const timedOut = (milliseconds: number) => problem('timeout', { server, seconds: milliseconds / 1000, doing: phase })
  const interrupted = () => {
    const { reason } = interrupt
    controller.abort(reason instanceof Problem ? reason : problem('interrupted', {}))
  }
  const whole =
    requestTimeoutMs > 0 ? setTimeout(() => controller.abort(timedOut(requestTimeoutMs)), requestTimeoutMs) : undefined

  if (interrupt.aborted) interrupted()
  else interrupt.addEventListener('abort', interrupted, { once: true })

  return {
    signal: controller.signal,
    enter(next) {
      if (next === phase && silence !== undefined) {
        silence.refresh()
        return
      }
      phase = next
      clearTimeout(silence)
      clearTimeout(reading)
      const { 'whole answer': longest } = patience
      if (next === 'reading the answer' && longest !== undefined)
        reading = setTimeout(() => controller.abort(incomplete(longest)), longest)
      const most = whole === undefined || next === 'connecting' ? patience[next] : undefined
      silence = most === undefined ? undefined : setTimeout(() => controller.abort(gaveUp(most)), most)
    },
    end() {
      clearTimeout(whole)
      clearTimeout(silence)
      clearTimeout(reading)
      interrupt.removeEventListener('abort', interrupted)
    },
  }

  function incomplete(most: number) {
    return problem('cut-short', { server, detail: `it was not complete after ${most / 1000} s` })
  }

  function gaveUp(most: number) {
    return phase === 'reading the answer' || phase === 'reading a log'
      ? problem('cut-short', { server, detail: `nothing more came for ${most / 1000} s` })
      : timedOut(most)
  }
}

/** Waits, unless the limit ends it: then its reason is thrown. */
export function pause(milliseconds: number, limit: Limit): Promise<void> {
  limit.enter('waiting as the server asked')
  const { signal } = limit
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, milliseconds)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}
