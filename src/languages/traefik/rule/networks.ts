/** Is an address in a network, as `ClientIP` and lists of allowed addresses name them. */

/** @param network an address, or one with the length of its prefix. @returns false for what is none of these */
export function addressIn(network: string, address: string): boolean {
  const [base = '', length] = network.trim().split('/')
  const own = bytesOf(base)
  const other = bytesOf(address)
  if (own === null || other === null || own.length !== other.length) return false
  const bits = length === undefined ? own.length * 8 : Number(length)
  if (!Number.isInteger(bits) || bits < 0 || bits > own.length * 8) return false
  return own.every((byte, i) => {
    const kept = Math.max(0, Math.min(8, bits - i * 8))
    const mask = (0xff << (8 - kept)) & 0xff
    return (byte & mask) === ((other[i] ?? 0) & mask)
  })
}

/** An address, or one with the length of its prefix. */
export function isNetwork(text: string): boolean {
  const [base = '', length] = text.trim().split('/')
  const own = bytesOf(base)
  return own !== null && (length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= own.length * 8))
}

/** null: it is no address */
function bytesOf(text: string): readonly number[] | null {
  const four = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)
  if (four !== null) {
    const parts = four.slice(1).map(Number)
    return parts.every((part) => part < 256) ? parts : null
  }
  if (!/^[0-9a-f:]{2,39}$/i.test(text) || text.split('::').length > 2) return null
  const [head = '', tail] = text.split('::')
  const groups = (part: string) => (part === '' ? [] : part.split(':'))
  const [before, after] = [groups(head), groups(tail ?? '')]
  const missing = 8 - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 1) return null
  const all = [...before, ...Array<string>(missing).fill('0'), ...after]
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null
  return all.flatMap((group) => {
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 0xff]
  })
}
