/** For which names a replica has a certificate: asked once for each, when a request for it is traced. */
import { Problem } from '../../../domain/problem.js'
import { wildcardAbove } from '../model/certificates.js'
import type { Said } from './said.js'

/** Each is a question of its own to the replica; what lies beyond is taken from the objects. */
const most = 100
/** A list of requests may have very many hosts. */
const mostCounted = 100_000

export interface LiveCertificates {
  /** registered name → is there a certificate; what is not in it is not known */
  readonly known: ReadonlyMap<string, boolean>
  /** asks for a host, and for the wildcard above it */
  learn(host: string): Promise<void>
  /** how many names were not asked for, since there were too many */
  left(): number
}

export function liveCertificates({ certificate }: Pick<Said, 'certificate'>): LiveCertificates {
  const known = new Map<string, boolean>()
  // Requests for one host may come side by side: each waits for the one answer.
  const asked = new Map<string, Promise<void>>()
  const left = new Set<string>()
  // A replica that cannot be asked once is not asked again: that is a gap elsewhere, since its backends go the same way.
  // What a capture does not hold of one name says nothing of the next.
  let isClosed = false
  const ask = async (name: string) => {
    try {
      known.set(name, (await certificate(name)).value !== null)
    } catch (error) {
      if (!(error instanceof Problem) || !silent.has(error.value.reason)) throw error
      isClosed ||= error.value.reason !== 'not-captured'
    }
  }
  const askOnce = (name: string): Promise<void> | undefined => {
    const before = asked.get(name)
    if (isClosed || before !== undefined) return before
    if (asked.size >= most) {
      if (left.size < mostCounted) left.add(name)
      return undefined
    }
    const now = ask(name)
    asked.set(name, now)
    return now
  }
  return {
    known,
    left: () => left.size,
    learn: async (host) => {
      await Promise.all([askOnce(host), askOnce(wildcardAbove(host))])
    },
  }
}

const silent: ReadonlySet<string> = new Set(['not-observed', 'not-captured', 'connection-lost'])
