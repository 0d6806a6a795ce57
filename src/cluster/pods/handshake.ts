/** Shakes hands with a TLS server in a pod to see its certificates: nothing is believed, and nothing is sent. */

import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls'
import type { Handshake, PodPort } from '../../domain/controllers/pod-access.js'
import { nameOf } from '../../domain/objects/ref.js'
import { Problem, problem } from '../../domain/problem.js'
import type { ApiServer } from '../wire/api-server.js'
import { detailOf } from '../wire/errors.js'
import { openPort, problemOfWay } from './port-forward.js'

/**
 * @param servername for SNI; null, or an address (RFC 6066, section 3), asks for none
 * @throws Problem `tls-other` where the server will not shake hands; those of {@link openPort}
 */
export async function handshake(server: ApiServer, target: PodPort, servername: string | null): Promise<Handshake> {
  const way = await openPort(server, target)
  try {
    return handshakeOf(await shakeHands(way, target, servername))
  } finally {
    way.destroy()
  }
}

/** @returns the connection inside of the one given, which stays the caller's to end */
export async function shakeHands(way: Duplex, target: PodPort, servername: string | null): Promise<TLSSocket> {
  const sni = servername === null || isIP(servername) !== 0 ? {} : { servername }
  return new Promise<TLSSocket>((resolve, reject) => {
    // No authority: else Node adds the ones it knows to what the server sent.
    const socket = connect({ socket: way, rejectUnauthorized: false, ca: [], ...sni })
    socket.once('secureConnect', () => resolve(socket))
    socket.on('error', (error: Error & { code?: string }) => {
      const isTls = !(way.errored instanceof Problem) && /^(?:ERR_SSL|EPROTO)/.test(error.code ?? '')
      const facts = { server: `port ${target.port} of pod ${nameOf(target)}`, detail: detailOf(error) }
      reject(isTls ? problem('tls-other', facts, error) : problemOfWay(way, target, detailOf(error)))
    })
    socket.once('close', () => reject(problemOfWay(way, target, 'it was closed during the TLS handshake')))
  })
}

export function handshakeOf(socket: TLSSocket): Handshake {
  return { chain: chainOf(socket), protocol: socket.getProtocol() ?? '' }
}

/** Node links each certificate to its issuer, and one that signed itself to itself. */
function chainOf(socket: TLSSocket): Uint8Array[] {
  const chain: Uint8Array[] = []
  let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true)
  const seen = new Set<DetailedPeerCertificate>()
  while (next?.raw !== undefined && !seen.has(next)) {
    seen.add(next)
    chain.push(next.raw)
    next = next.issuerCertificate
  }
  return chain
}
