/** Names → addresses, as this machine resolves them. */
import { lookup } from 'node:dns/promises'

/** Not there, by whatever word the resolver has for it: https://nodejs.org/api/dns.html#error-codes */
const absent = new Set(['ENOTFOUND', 'ENODATA'])

/** @returns empty: there is no such name; null: nobody could be asked */
export async function resolveNames(host: string): Promise<readonly string[] | null> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    return absent.has(code) ? [] : null
  }
}
