/** Connections and datagrams through a proxy: who gets them. */
import { createSocket, type Socket } from 'node:dgram'
import type { Answer } from '../../src/domain/requests/trace.js'
import { nobody } from './generate-cluster.js'
import { ask, echoIn } from './http.js'

/** Datagrams that nobody answers are waited for so long, in milliseconds: a busy machine takes its time. */
const patience = 2000

/** Each address answers datagrams to each port with `ADDRESS:PORT`. */
export async function answeringDatagrams<T>(
  addresses: readonly string[],
  ports: readonly number[],
  use: () => Promise<T>,
): Promise<T> {
  const sockets = await Promise.all(
    addresses.flatMap((address) =>
      ports.map(async (port) => {
        const socket = createSocket('udp4')
        socket.on('message', (_, from) => socket.send(`${address}:${port}`, from.port, from.address))
        await new Promise<void>((resolve) => socket.bind(port, address, resolve))
        return socket
      }),
    ),
  )
  try {
    return await use()
  } finally {
    for (const socket of sockets) socket.close()
  }
}

/** @returns `address:port` of who got what came to that port of the loopback; null: nobody */
export async function takerOf(over: 'tcp' | 'udp', port: number, sni: string | null): Promise<string | null> {
  if (over === 'udp') return datagram(port, '127.0.0.1')
  const text = 'GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'
  const echo = echoIn(await ask(port, text, sni ?? undefined))
  return echo && `${echo.address}:${echo.port}`
}

/** The same of one datagram. */
export function datagram(port: number, address: string): Promise<string | null> {
  const socket: Socket = createSocket('udp4')
  return new Promise<string | null>((resolve) => {
    const timer = setTimeout(() => resolve(null), patience)
    socket.on('message', (message) => {
      clearTimeout(timer)
      resolve(message.toString())
    })
    socket.on('error', () => resolve(null))
    socket.send('x', port, address)
  }).finally(() => socket.close())
}

/** null: it says that it cannot know */
export function fitsTaker({ verdict, endpoints, split }: Answer, taker: string | null): boolean | null {
  if (verdict === 'unknown') return null
  const parts = endpoints ? [endpoints] : split.map((one) => one.endpoints ?? [])
  if (verdict === 'guarded') return taker === null || parts.flat().includes(taker)
  if (verdict !== 'served') return taker === null
  // Of several any may be the one, and some have nobody.
  return taker === null
    ? parts.some((part) => part.every((one) => one.startsWith(`${nobody}:`)))
    : parts.flat().includes(taker)
}
