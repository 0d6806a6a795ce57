/** Answers for replicas out of a capture, in the way in which live ones answer. */

import type { Answered, Observer, Replica } from '../domain/controllers/controller.js'
import { nameOf } from '../domain/objects/ref.js'
import { problem } from '../domain/problem.js'
import type { Observation, ObservationKey } from './observation.js'

/** @param source in words, for messages */
export function replayObserver(observations: ReadonlyMap<ObservationKey, Observation>, source: string): Observer {
  return {
    backends: async (replica) => answer(replica, 'the backends', ({ backends }) => backends),
    conf: async (replica) => {
      const found = answer(replica, 'nginx.conf', ({ conf }) => conf)
      return { ...found, value: bytesOf(found.value) }
    },
    certificate: async (replica, name) =>
      answer(replica, `the certificate of ${name}`, ({ certificates }) => certificates?.[name]),
    page: async (replica, path) => answer(replica, path, ({ metrics }) => (path === '/metrics' ? metrics : undefined)),
    handshake: async (replica) => answer<never>(replica, 'a handshake', () => undefined).value,
    request: async (replica) => answer<never>(replica, 'an answer to a request', () => undefined).value,
    logs: async (replica) => answer<never>(replica, 'the log', () => undefined).value,
    version: async (replica) => answer(replica, 'the version', ({ build }) => build),
    processes: async (replica) => answer<never>(replica, 'the processes', () => undefined),
    attach: async (replica) => {
      throw problem('usage', {
        message: `${nameOf(replica)} is in a file: nothing can run there`,
        hint: 'leave --from out',
      })
    },
    failedConf: async (replica) => answer<null>(replica, 'the configuration that failed', () => undefined),
  }

  /** A file that does not say whose it is answers for every replica. */
  function answer<T>(replica: Replica, what: string, pick: (observation: Observation) => T | undefined): Answered<T> {
    const pod = nameOf(replica)
    for (const observation of [observations.get(pod), observations.get('')]) {
      const value = observation && pick(observation)
      if (value !== undefined) return { value, source: 'capture', way: source }
    }
    throw problem('not-observed', { what, pod, tried: [{ way: source, why: 'it does not hold that' }] })
  }
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  const piece = 1024 * 1024
  const encoder = new TextEncoder()
  for (let at = 0; at < text.length; ) {
    let end = Math.min(text.length, at + piece)
    // A pair of surrogates is one character, and must stay one.
    if (end < text.length && text.charCodeAt(end - 1) >= 0xd800 && text.charCodeAt(end - 1) < 0xdc00) end -= 1
    yield encoder.encode(text.slice(at, end))
    at = end
  }
}
