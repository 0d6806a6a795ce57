/** What leads to CVE-2026-42945 of nginx: https://nginx.org/en/security_advisories.html */
import { parse } from '../../../../languages/nginx/text/parse.js'

/** A replacement with a question mark and an unnamed capture, and a directive of the same module after it. */
export function rewritesOn(snippet: string): boolean {
  const { statements } = parse(snippet)
  const first = statements.findIndex(
    ({ name, args }) => name === 'rewrite' && /\?/.test(args[1] ?? '') && /\$\d/.test(args[1] ?? ''),
  )
  return first !== -1 && statements.slice(first + 1).some(({ name }) => ['rewrite', 'if', 'set'].includes(name))
}
