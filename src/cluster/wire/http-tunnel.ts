/** Opens a way through an HTTP proxy with CONNECT: https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6 */

import type { Socket } from 'node:net'
import { addressAndPort } from '../../domain/objects/addresses.js'
import { clean } from './clean.js'
import { receive } from './receive.js'

export interface Endpoint {
  readonly host: string
  readonly port: number
}

/**
 * @param socket connected to the proxy
 * @throws Error (in words) where the proxy says no
 */
export async function connectThrough(socket: Socket, proxy: URL, { host, port }: Endpoint): Promise<void> {
  const target = `${addressAndPort(host, port)}`
  const lines = [`CONNECT ${target} HTTP/1.1`, `Host: ${target}`]
  if (proxy.username !== '') lines.push(`Proxy-Authorization: ${basicOf(proxy)}`)
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  const head = await receive(socket, (bytes) => {
    const end = bytes.indexOf('\r\n\r\n')
    return end < 0 ? undefined : end + 4
  })
  const [statusLine = ''] = head.toString('latin1').split('\r\n')
  const [, status, phrase = ''] = /^HTTP\/1\.[01] (\d{3})(.*)$/.exec(statusLine) ?? []
  if (status === undefined) throw new Error('it does not answer like a proxy')
  if (!status.startsWith('2')) throw new Error(clean(`${status}${phrase}`))
}

/** The credentials in a proxy's URL, as a header value. */
export function basicOf({ username, password }: URL): string {
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return `Basic ${Buffer.from(pair).toString('base64')}`
}
