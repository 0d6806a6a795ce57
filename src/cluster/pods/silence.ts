/**
 * Whoever does not answer is waited for once: each of the many questions of a command would wait as long again.
 */
import { nameOf } from '../../domain/objects/ref.js'
import type { Problem } from '../../domain/problem.js'
import { onceFor } from '../../domain/remember.js'
import type { ApiServer } from '../wire/api-server.js'
import type { Limit } from '../wire/limit.js'
import { endedBy, lost, ranOut, type Stream } from './stream.js'

/** What is known of a pod. */
interface Known {
  /** bytes of it came over any stream: what is silent now is no more than one port, or its programs */
  isHeard: boolean
  /** ends all waits for it at once */
  everything: AbortController
  /** a port, `exec`, or {@link whole} → when it had been waited for in vain, and how that ended */
  readonly silent: Map<string, { readonly at: number; readonly reason: Problem }>
}

/** What a stream hears of its pod, and hears from those beside it. */
export interface Ear {
  /** its reason is the one for which another wait for the same pod ended */
  readonly signal: AbortSignal
  heard(): void
  /** @param reason of a limit: no other end than that of patience says anything of the pod */
  ended(reason: unknown): void
}

const whole = 'whole'

/** Milliseconds: the questions of one command follow each other, while `--wait` and `-w` ask anew some time later. */
const notAskedFor = 30_000

const knownOf = onceFor((_: ApiServer) => new Map<string, Known>())

/** @throws Problem as of a wait in vain, where there was one a moment ago */
export function listenTo(server: ApiServer, stream: Stream): Ear {
  const pods = knownOf(server)
  const name = nameOf(stream.pod)
  const known = pods.get(name) ?? { isHeard: false, everything: new AbortController(), silent: new Map() }
  pods.set(name, known)
  const way = 'port' in stream.pod ? String(stream.pod.port) : stream.subresource
  const before = known.silent.get(whole) ?? known.silent.get(way)
  if (before !== undefined && performance.now() - before.at < notAskedFor) throw unasked(before.reason, stream, server)
  return {
    signal: known.everything.signal,
    heard() {
      known.isHeard = true
    },
    ended(reason) {
      if (!ranOut(reason) || [...known.silent.values()].some((one) => one.reason === reason)) return
      known.silent.set(known.isHeard ? way : whole, { at: performance.now(), reason })
      if (known.isHeard) return
      known.everything.abort(reason)
      known.everything = new AbortController()
    },
  }
}

/**
 * The patience for a stream, which ends with that for its pod, and says so where it is the first to end.
 * @throws Problem as {@link listenTo}
 */
export function limitHeard(server: ApiServer, stream: Stream): { readonly ear: Ear; readonly limit: Limit } {
  const ear = listenTo(server, stream)
  const limit = server.limitWaits(ear.signal)
  limit.signal.addEventListener('abort', () => ear.ended(limit.signal.reason))
  return { ear, limit }
}

function unasked(reason: Problem, stream: Stream, server: ApiServer): Problem {
  const ended = endedBy(reason, stream, server)
  const { value } = ended
  if (value.reason !== 'connection-lost') return ended
  return lost(stream, `not asked, since ${value.facts.detail} before`, reason)
}
