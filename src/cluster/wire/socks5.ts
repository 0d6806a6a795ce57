/** Opens a way through a SOCKS5 proxy, which resolves the host name: RFC 1928, and RFC 1929 for user and password. */
import { isIP, type Socket } from 'node:net'
import type { Endpoint } from './http-tunnel.js'
import { receive } from './receive.js'

const version = 5
const noAuthentication = 0
const userAndPassword = 2
const connect = 1
const addressTypes = { ipv4: 1, name: 3, ipv6: 4 } as const

/** RFC 1928, section 6 */
const refusals: Readonly<Record<number, string>> = {
  1: 'general failure',
  2: 'not allowed by its rules',
  3: 'network unreachable',
  4: 'host unreachable',
  5: 'connection refused',
  6: 'time to live expired',
  7: 'command not supported',
  8: 'address type not supported',
}

/**
 * @param socket connected to the proxy
 * @throws Error (in words) where the proxy says no
 */
export async function socksThrough(socket: Socket, proxy: URL, target: Endpoint): Promise<void> {
  const offered = proxy.username === '' ? [noAuthentication] : [noAuthentication, userAndPassword]
  socket.write(Buffer.from([version, offered.length, ...offered]))
  const [answered, method] = await receive(socket, () => 2)
  if (answered !== version) throw new Error('it does not speak SOCKS5')
  if (method === userAndPassword) await logIn(socket, proxy)
  else if (method !== noAuthentication) throw new Error('it asks for other credentials')

  const port = Buffer.alloc(2)
  port.writeUInt16BE(target.port)
  socket.write(Buffer.concat([Buffer.from([version, connect, 0]), addressOf(target.host), port]))
  const reply = await receive(socket, replyLength)
  const code = reply[1] ?? 1
  if (code !== 0) throw new Error(refusals[code] ?? `error ${code}`)
}

async function logIn(socket: Socket, proxy: URL): Promise<void> {
  const user = prefixed(decodeURIComponent(proxy.username))
  const password = prefixed(decodeURIComponent(proxy.password))
  socket.write(Buffer.concat([Buffer.from([1]), user, password]))
  const [, status] = await receive(socket, () => 2)
  if (status !== 0) throw new Error('it does not accept the user and password')
}

function addressOf(host: string): Buffer {
  if (isIP(host) === 4) return Buffer.from([addressTypes.ipv4, ...host.split('.').map(Number)])
  if (isIP(host) === 6) return Buffer.from([addressTypes.ipv6, ...ipv6Bytes(host)])
  return Buffer.concat([Buffer.from([addressTypes.name]), prefixed(host)])
}

/** URL writes every IPv6 address in one form: hexadecimal groups, the longest run of zeros as `::`. */
function ipv6Bytes(host: string): number[] {
  const [before = '', after] = new URL(`http://[${host}]`).hostname.slice(1, -1).split('::')
  const groups = (part: string) => part.split(':').filter((group) => group !== '')
  const [head, tail] = [groups(before), groups(after ?? '')]
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0')
  return [...head, ...zeros, ...tail].flatMap((group) => {
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 255]
  })
}

/** One byte of length before the text: 255 bytes at most, as the protocol has it. */
function prefixed(text: string): Buffer {
  const bytes = Buffer.from(text)
  if (bytes.length > 255) throw new Error('a name, user or password is longer than SOCKS5 allows')
  return Buffer.concat([Buffer.from([bytes.length]), bytes])
}

/** The reply repeats an address: its type, the fourth byte, tells how long it is. */
function replyLength(bytes: Buffer): number | undefined {
  const [, , , type, first] = bytes
  if (type === addressTypes.ipv4) return 10
  if (type === addressTypes.ipv6) return 22
  return first === undefined ? undefined : 7 + first
}
