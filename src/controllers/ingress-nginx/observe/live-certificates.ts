/** For which names a replica has a certificate: asked once for each, when a request for it is traced. */
import { Problem } from '../../../domain/problem.js'
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
  const asked = new Set<string>()
  const left = new Set<string>()
  // A replica that cannot be asked once is not asked again: that is a gap elsewhere, since its backends go the same way.
  let isClosed = false
  const ask = async (name: string) => {
    if (isClosed || asked.has(name)) return
    if (asked.size >= most) {
      if (left.size < mostCounted) left.add(name)
      return
    }
    asked.add(name)
    try {
      known.set(name, (await certificate(name)).value !== null)
    } catch (error) {
      if (!(error instanceof Problem) || !silent.has(error.value.reason)) throw error
      isClosed = true
    }
  }
  return {
    known,
    left: () => left.size,
    learn: async (host) => {
      await Promise.all([ask(host), ...(host.includes('.') ? [ask(host.replace(/^[^.]+\./, '*.'))] : [])])
    },
  }
}

const silent: ReadonlySet<string> = new Set(['not-observed', 'not-captured', 'connection-lost'])
