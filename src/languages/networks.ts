/**
 * Addresses and networks as a controller reads and writes them: each in its shortest form, with the host bits cleared.
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/net/ipnet.go
 */

/**
 * `10.1.2.3/8, ::1` → `['10.0.0.0/8', '::1']`, sorted and without duplicates.
 * @returns null: one of them is neither an address nor a network, an empty one included
 */
export function parseNetworks(text: string): string[] | null {
  const read = new Set<string>()
  for (const one of text.split(',')) {
    const network = parseNetwork(one.trim())
    if (network === null) return null
    read.add(network)
  }
  return [...read].sort()
}

/** An address, or one with the length of its prefix. */
export function isNetwork(text: string): boolean {
  return parseNetwork(text.trim()) !== null
}

const ofNetwork = /^([^/]*)(?:\/(\d{1,3}))?$/

function parseNetwork(text: string): string | null {
  const [, address = '', length] = ofNetwork.exec(text) ?? []
  const bytes = bytesOf(address)
  if (bytes === null) return null
  if (length === undefined) return write(unmapped(bytes))
  const bits = Number(length)
  if (bits > bytes.length * 8) return null
  const kept = masked(bytes, bits)
  return `${write(unmapped(kept))}/${bits - (kept.length - unmapped(kept).length) * 8}`
}

/** Is the address in the range (an address itself, or `network/length`)? null: one of the two is neither. */
export function contains(range: string, address: string): boolean | null {
  const [, network = '', length] = ofNetwork.exec(range) ?? []
  const [wanted, given] = [bytesOf(network), bytesOf(address)]
  if (wanted === null || given === null) return null
  const bits = length === undefined ? wanted.length * 8 : Number(length)
  return wanted.length === given.length && masked(wanted, bits).join() === masked(given, bits).join()
}

/** 4 or 16 of them; null: it is no address. */
function bytesOf(address: string): number[] | null {
  return address.includes(':') ? bytesOf6(address) : bytesOf4(address)
}

/** `::ffff:1.2.3.4` is written as `1.2.3.4`. */
function unmapped(bytes: readonly number[]): readonly number[] {
  const isMapped = bytes.length === 16 && bytes.every((byte, i) => i > 11 || byte === (i < 10 ? 0 : 255))
  return isMapped ? bytes.slice(12) : bytes
}

/** Go refuses leading zeros, which elsewhere mean octal. */
function bytesOf4(text: string): number[] | null {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return null
  return parts.map(Number)
}

function bytesOf6(text: string): number[] | null {
  const [head = '', tail, ...more] = text.split('::')
  if (more.length > 0) return null
  const before = groupsOf(head)
  const after = tail === undefined ? [] : groupsOf(tail)
  if (before === null || after === null) return null
  const missing = 8 - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 1) return null
  return [...before, ...Array<number>(missing).fill(0), ...after].flatMap((group) => [group >> 8, group & 255])
}

function groupsOf(text: string): number[] | null {
  if (text === '') return []
  const parts = text.split(':')
  const last = parts.at(-1) ?? ''
  const embedded = last.includes('.') ? bytesOf4(last) : []
  if (embedded === null) return null
  const groups = embedded.length === 0 ? parts : parts.slice(0, -1)
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null
  const [a = 0, b = 0, c = 0, d = 0] = embedded
  return [
    ...groups.map((group) => Number.parseInt(group, 16)),
    ...(embedded.length === 0 ? [] : [(a << 8) | b, (c << 8) | d]),
  ]
}

function masked(bytes: readonly number[], bits: number): number[] {
  return bytes.map((byte, i) => byte & (0xff00 >> Math.min(8, Math.max(0, bits - i * 8))))
}

function write(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join('.')
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0))
  const text = groups.map((group) => group.toString(16))
  const { start, length } = longestZeros(groups)
  return length < 2 ? text.join(':') : `${text.slice(0, start).join(':')}::${text.slice(start + length).join(':')}`
}

/** The first of the longest runs of zeros is the one that `::` stands for (RFC 5952). */
function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  for (let start = 0; start < groups.length; start++) {
    let length = 0
    while (groups[start + length] === 0) length += 1
    if (length > best.length) best = { start, length }
  }
  return best
}
