/** Where a redirect leads to redirects without end, and where it leads out of what one proxy answers for. */
import { expect, it } from 'vitest'
import { endlessRedirect } from '../../src/domain/requests/endless-redirect.js'
import { plainGet } from '../../src/domain/requests/trace.js'

const redirect = (location: string) => ({ verdict: 'redirect', status: 301, location }) as const

it.each<[to: string, named: readonly string[], endless: string | null]>([
  ['https://a.test/', [], 'https://a.test/'],
  ['https://a.test/', ['a.test'], 'https://a.test/'],
  ['/again', [], 'http://a.test/again'],
  // A rule for all hosts would take it, if that site were here.
  ['https://b.test/', [], null],
  ['https://b.test/', ['b.test'], 'https://b.test/'],
  ['https://B.test:443/', ['b.test'], 'https://B.test/'],
])('all that is asked is redirected to %s, and rules name %j', (to, named, endless) => {
  const request = plainGet('http', 'a.test', '/')
  const url = endlessRedirect(
    request,
    () => redirect(to),
    (host) => named.includes(host),
  )
  expect(url?.toLowerCase() ?? null).toBe(endless?.toLowerCase() ?? null)
})
