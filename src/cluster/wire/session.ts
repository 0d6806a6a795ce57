/** The credentials and the agent in use: made at the first request, and made anew once where the server says 401. */

import type { Connection, Pem } from './connection.js'
import { createAgent, type KeepAliveAgent } from './proxy-agent.js'

export interface Session {
  readonly agent: KeepAliveAgent
  /** value of the Authorization header */
  readonly authorization: string | undefined
  /** the client certificate with which the agent connects */
  readonly cert: Pem | undefined
  /** made after a 401: a second one is final */
  readonly isFresh: boolean
}

export interface Sessions {
  current(): Promise<Session>
  /** Requests side by side that all met a 401 share one renewal. */
  renew(stale: Session): Promise<Session>
}

/** @throws Problem (from both calls) where there are no credentials, or none that can be used */
export function createSessions(connection: Connection, label: string, interrupt: AbortSignal): Sessions {
  let session: Promise<Session> | undefined
  let renewed: Promise<Session> | undefined
  return {
    current() {
      session ??= make()
      return session
    },
    renew(stale) {
      renewed ??= make(stale)
      session = renewed
      return renewed
    },
  }

  /** A connection stands for the certificate that it was opened with: only another one needs another agent. */
  async function make(stale?: Session): Promise<Session> {
    const credentials = await connection.credentials(stale !== undefined, interrupt)
    const { authorization, cert } = credentials
    const isSame = stale !== undefined && String(stale.cert) === String(cert)
    const agent = isSame ? stale.agent : createAgent(connection, label, credentials)
    return { agent, authorization, cert, isFresh: stale !== undefined }
  }
}
