/** Host names as people type them, in the form in which rules have them. */
import { usage } from '../../domain/problem.js'

/**
 * Lower case, without trailing dot or port, IDN as punycode; a leading `*.` stays.
 * @throws Problem `usage` where no rule could have such a host
 */
export function parseHost(text: string): string {
  const wildcard = text.startsWith('*.')
  const rest = (wildcard ? text.slice(2) : text).replace(/\.$/, '')
  const bad = () =>
    usage(
      `"${text}" is not a host name`,
      'give the host alone, e.g. shop.example.com or *.example.com; for a URL leave scheme and path out',
    )
  // What is written as punycode already need not be any: nginx compares bytes.
  if (/^[a-z\d.-]+$/i.test(rest) && /(?:^|\.)xn--/i.test(rest)) return `${wildcard ? '*.' : ''}${rest.toLowerCase()}`
  if (rest === '' || /[\s/\\@?#*[\]]/.test(rest) || !URL.canParse(`http://${rest}`)) throw bad()
  const { hostname } = new URL(`http://${rest}`)
  return wildcard ? `*.${hostname}` : hostname
}
