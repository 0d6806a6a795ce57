/**
 * Clusters in which people met the unexpected, and what turned out to be the cause: each is told by `why` and `trace`. The
 * objects are in test/fixtures/cases; what `ingresses` and `certs` list of them is in listed-cases.test.ts.
 */
import { describe, expect, it } from 'vitest'
import { caseOf } from '../../support/cases.js'
import { session } from '../../support/program/session.js'

const source = (name: string) => ['--from', caseOf(name).file]

interface Row {
  readonly rule: { readonly host: string; readonly path: string } | null
  readonly source: { readonly name: string }
  readonly served: boolean | null
  readonly causes: readonly { readonly code: string; readonly severity: string; readonly message: string }[]
}

async function json<T>(argv: readonly string[]): Promise<{ readonly items: readonly T[]; readonly code: number }> {
  const { stdout, code } = await session([...argv, '-o', 'json'])
  return { items: JSON.parse(stdout).items, code }
}

/** `INGRESS served CODE …`, rule by rule; what is only information is left out. */
async function why(name: string): Promise<{ readonly lines: readonly string[]; readonly code: number }> {
  const { items, code } = await json<Row>(['why', '-A', ...source(name)])
  const lines = items.map(({ source: { name: ingress }, rule, served, causes }) =>
    [
      `${ingress}${rule === null ? '' : ` ${rule.path}`}`,
      served === null ? '?' : served ? 'yes' : 'NO',
      ...causes.filter(({ severity }) => severity !== 'info').map((one) => one.code),
    ].join(' '),
  )
  return { lines, code }
}

describe.each<[name: string, lines: readonly string[], url: string, headline: RegExp]>([
  [
    'f01-regex-unbalanced',
    ['shop / ? reload-blocked', 'pr1554-homepage /(([a-zA-Z]{2}(-[a-zA-Z]{2})?/)?news/?$ ? regex-breaks'],
    'http://shop.example.com/',
    /unknown: nginx has reloaded nothing since Ingress web-pr\/pr1554-homepage.*missing closing parenthesis/,
  ],
  [
    'f03-snippet-variable',
    ['web ? snippet-breaks'],
    'http://www.example.com/x',
    /unknown: nginx has reloaded nothing since Ingress default\/web \(line 1 of configuration-snippet is refused by nginx: invalid variable name/,
  ],
  [
    'm01-server-snippet-dup-location',
    ['kuma ? snippet-breaks'],
    'http://kuma.example.com/',
    /unknown: nginx has reloaded nothing since Ingress default\/kuma \(line 1 of server-snippet is refused by nginx: duplicate location/,
  ],
  [
    'd03-mirror-port',
    ['my-ingress ? value-breaks'],
    'http://example.com/',
    /unknown: nginx has reloaded nothing since Ingress default\/my-ingress \(mirror-target is .*invalid number of arguments/,
  ],
  [
    'f02-path-validation-152',
    ['test-api NO path-refused path-refused'],
    'http://test.example.com/v1/x',
    /not found \(404\)/,
  ],
  ['e05-aks-fork-version', [], 'http://e.example.com/', /→ \S+\/e:/],
  ['e01-aks-blocklist', ['echo-server-ingress NO word-blocked'], 'http://echo.example.com/', /not found \(404\)/],
  [
    'd16-glob-path',
    ['app /api/* yes glob-path', 'app /* yes glob-path'],
    'http://app.example.com/api/users',
    /not found \(404\)/,
  ],
  [
    'g02-rewrite-no-capture',
    ['wap /api yes rewrite-all'],
    'http://whackapod.example.com/api/users',
    /→ default\/api:8080 as \/ /,
  ],
  [
    'c13-oauth2-same-ingress',
    ['app yes auth-loop'],
    'https://app.example.com/oauth2/start',
    /302 https:\/\/app\.example\.com\/oauth2\/start/,
  ],
  [
    'c14-app-root-subpath',
    ['api-std yes app-root-elsewhere'],
    'http://api.example.com/services/std',
    /→ default\/api-generic:8080/,
  ],
  ['c03-canary-other-host', ['app-canary yes canary-spreads'], 'http://other.example.com/', /→ default\/app-main:8080/],
  [
    'd01-permanent-redirect-catchall',
    ['redirect yes redirect-spreads'],
    'http://www.example.com/any',
    /→ 301 https:\/\/new\.example\.org\//,
  ],
  [
    'c01-exact-beside-regex',
    ['frontend-exact NO regex-mode', 'frontend-exact /foo NO never-matches'],
    'http://example.com/foo',
    /→ echo\/echo-regex:http .*; not Exact \/foo of Ingress echo\/frontend-exact: all paths of the host are patterns/,
  ],
  [
    'c17-class-mismatch',
    ['kafka-oauth-0 NO class-unknown'],
    'http://kafka.example.com/',
    /\(404\): the annotation \S+ is compared with/,
  ],
])('%s', (name, expected, url, headline) => {
  it('is told by why, rule by rule', async () => {
    const { lines, code } = await why(name)
    // Rows with information alone are for those who wonder.
    expect(lines.filter((one) => !/ (?:yes|NO|\?)$/.test(one))).toEqual(expected)
    expect(code).toBe(expected.length === 0 ? 0 : 1)
  })

  it('is told by trace in its first line', async () => {
    const { stdout } = await session(['trace', url, ...source(name)])
    expect(stdout.split('\n', 1)[0]).toMatch(headline)
  })
})

describe('in its own words', () => {
  it.each<[name: string, words: RegExp]>([
    ['f01-regex-unbalanced', /nginx has reloaded nothing since Ingress web-pr\/pr1554-homepage/],
    ['f03-snippet-variable', /line 1 of configuration-snippet is refused by nginx: invalid variable name/],
    ['m01-server-snippet-dup-location', /server-snippet is refused by nginx: duplicate location "\/"/],
    ['d03-mirror-port', /mirror-target is .* "proxy_set_header" directive/],
    ['h04c-service-upstream-0', /has no endpoint on port 8181: requests are answered with 502/],
    ['c17-class-mismatch', /is compared with the controller's own class name \(nginx\), and not with IngressClass/],
    ['c03-canary-other-host', /wherever default-app-main-8080 is used, also of other\.example\.com\//],
  ])('%s', async (name, words) => {
    const { stdout } = await session(['why', '-A', '-o', 'tree', ...source(name)])
    expect(stdout).toMatch(words)
  })

  it('a canary is named where it takes its share', async () => {
    const url = 'http://other.example.com/'
    const canary = ['-H', 'X-Canary-User: true']
    const [without, beside] = await Promise.all([
      session(['trace', url, ...source('c03-canary-other-host')]),
      session(['trace', url, ...canary, ...source('c03-canary-other-host')]),
    ])
    expect(without.stdout).toMatch(/Ingress default\/app-canary takes its share/)
    expect(beside.stdout.split('\n', 1)[0]).toMatch(/→ default\/app-canary:8080 .*Ingress default\/app-canary/)
  })

  it('app-root is named where it redirects', async () => {
    const { stdout } = await session(['trace', 'http://api.example.com/', ...source('c14-app-root-subpath')])
    expect(stdout).toMatch(/http:\/\/api\.example\.com\/services: app-root of Ingress default\/api-std/)
    expect(stdout).not.toMatch(/\$uri = \//)
  })
})
