/** Opens one connection to the API server: TCP, through a proxy where there is one, and TLS. */
import { once } from 'node:events'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { type SecureContext, connect as startTls } from 'node:tls'
import { Problem, problem } from '../../domain/problem.js'
import { detailOf, problemOfSocket } from './errors.js'
import { connectThrough, type Endpoint } from './http-tunnel.js'
import { socksThrough } from './socks5.js'

export interface Security {
  readonly context: SecureContext
  /** what the certificate must bear and SNI asks for */
  readonly name: string
  readonly insecure: boolean
}

export interface Destination {
  /** the server, for messages */
  readonly label: string
  readonly endpoint: Endpoint
  /** null: plain HTTP */
  readonly security: Security | null
  readonly proxy: { readonly url: URL; readonly security: Security | null } | null
  /** a tunnel even where a proxy could forward, as a WebSocket needs it (RFC 6455, section 4.1) */
  readonly tunnelled?: boolean
}

/** Plain HTTP through an HTTP proxy needs no tunnel: the request names the whole URL (RFC 9112, section 3.2.2). */
export function isForwarded({ security, proxy, tunnelled = false }: Destination): boolean {
  return !tunnelled && security === null && proxy?.url.protocol.startsWith('http') === true
}

/**
 * @param signal gives up; its reason, a Problem, is thrown
 * @throws Problem `refused`, `dns`, `unreachable`, `proxy` or one of `tls-*`
 */
export async function dial(to: Destination, signal: AbortSignal): Promise<Socket> {
  const open: Socket[] = []
  // Only the last socket is listened to: an error on one that it wraps would be nobody's.
  const close = () => {
    open.pop()?.destroy(signal.reason)
    for (const socket of open) socket.destroy()
  }
  signal.throwIfAborted()
  signal.addEventListener('abort', close)
  try {
    const way = await (to.proxy === null ? reach(to.endpoint, open) : reachThrough(to, to.proxy, open))
    return to.security === null ? way : await secure(way, to.security, open)
  } catch (error) {
    close()
    throw signal.aborted ? signal.reason : problemOfSocket(error, to.label, 'connecting')
  } finally {
    signal.removeEventListener('abort', close)
  }
}

async function reach({ host, port }: Endpoint, open: Socket[]): Promise<Socket> {
  const socket = connectTcp({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 })
  open.push(socket)
  await once(socket, 'connect')
  return socket
}

async function secure(way: Socket, { context, name, insecure }: Security, open: Socket[]): Promise<Socket> {
  const socket = startTls({
    socket: way,
    secureContext: context,
    host: name,
    ...(isIP(name) === 0 && { servername: name }),
    rejectUnauthorized: !insecure,
    ALPNProtocols: ['http/1.1'],
  })
  open.push(socket)
  await once(socket, 'secureConnect')
  return socket
}

type Proxy = NonNullable<Destination['proxy']>

async function reachThrough(to: Destination, { url, security }: Proxy, open: Socket[]): Promise<Socket> {
  try {
    const tcp = await reach(endpointOf(url), open)
    const way = security === null ? tcp : await secure(tcp, security, open)
    if (url.protocol.startsWith('socks5')) await socksThrough(way, url, to.endpoint)
    else if (!isForwarded(to)) await connectThrough(way, url, to.endpoint)
    return way
  } catch (error) {
    if (error instanceof Problem) throw error
    const proxy = `${url.protocol}//${url.host}`
    throw problem('proxy', { server: to.label, proxy, detail: detailOf(error) }, error)
  }
}

const usualPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443, 'socks5:': 1080, 'socks5h:': 1080 }

/** The host and port of a URL; an IPv6 address loses its brackets. */
export function endpointOf({ hostname, port, protocol }: URL): Endpoint {
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (usualPorts[protocol] ?? 443) : Number(port),
  }
}
