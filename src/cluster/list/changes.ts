/** Changes of several kinds, told as one: that something changed, once for all that comes at about the same time. */
import { setTimeout as pause } from 'node:timers/promises'
import { type Kind, kinds } from '../../domain/objects/objects.js'
import type { ChangeWishes, Scope } from '../../domain/ports.js'
import type { ApiServer } from '../wire/api-server.js'
import type { Transport } from '../wire/transport.js'
import { watchKind } from './watch.js'

/** Milliseconds of quiet that end a change: a rollout is dozens of them. */
const quiet = 200
/** Milliseconds between two questions, for what no watch tells. */
const again = 10_000

export interface ChangesOf {
  readonly server: ApiServer
  readonly transport: Transport
  readonly scope: Scope
  readonly signal: AbortSignal
  /** calls `run` again and again. @returns ends it */
  readonly repeat: (milliseconds: number, run: () => void) => () => void
}

/** @returns a value whenever it is worth asking again; it ends with the signal */
export async function* changes(of: ChangesOf, { watched, polled, every = again }: ChangeWishes): AsyncGenerator<void> {
  const { scope, signal, repeat } = of
  let isDirty = false
  let wake = () => {}
  let failure: unknown
  const changed = () => {
    isDirty = true
    wake()
  }
  let ticking = polled ? repeat(every, changed) : null
  const namespaceOf = (kind: Kind) => (scope === 'all-namespaces' || !kinds[kind].namespaced ? null : scope.namespace)
  for (const kind of watched)
    watchKind(of, { kind, namespace: namespaceOf(kind) }, changed, signal)
      // Who may not watch asks again and again.
      .then(() => {
        if (!signal.aborted) ticking ??= repeat(every, changed)
      })
      .catch((error) => {
        failure = error
        wake()
      })
  signal.addEventListener('abort', () => wake(), { once: true })
  // Where nothing may be watched no connection is open, and what only repeats keeps no process alive.
  const alive = setInterval(() => {}, again)
  try {
    for (;;) {
      if (!isDirty && failure === undefined && !signal.aborted)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      if (signal.aborted) return
      if (failure !== undefined) throw failure
      await pause(quiet, undefined, { signal }).catch(() => {})
      isDirty = false
      yield
    }
  } finally {
    ticking?.()
    clearInterval(alive)
  }
}
