/** Server names that are patterns: https://nginx.org/en/docs/http/server_names.html#regex_names */
import { type Pcre, readPcre } from '../pcre/pcre.js'

/**
 * Hosts are lower case: nginx ignores case only where the pattern has an upper-case letter.
 * @param name with its `~`, as byte string
 * @returns null for what cannot be tried here
 */
export function readNamePattern(name: string): Pcre | null {
  const pattern = name.slice(1)
  return readPcre(pattern, /[A-Z]/.test(pattern))
}
