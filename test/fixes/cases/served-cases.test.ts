/**
 * Clusters of people's reports in which the question was where a request goes, and with what: each verb by its value.
 * The objects are in test/fixtures/cases; those in which a cause was looked for are in cases.test.ts.
 */
import { describe, expect, it } from 'vitest'
import { caseOf } from '../../support/cases.js'
import { session } from '../../support/program/session.js'

const source = (name: string) => ['--from', caseOf(name).file]

/** The codes of `why` that are findings, and its exit code. */
async function why(name: string) {
  const { stdout, code } = await session(['why', '-A', '-o', 'json', ...source(name)])
  const items: readonly { readonly causes: readonly { readonly code: string; readonly severity: string }[] }[] =
    JSON.parse(stdout).items
  const causes = items.flatMap((one) => one.causes).filter(({ severity }) => severity !== 'info')
  return [code, ...new Set(causes.map((one) => one.code))]
}

async function certs(name: string) {
  const { stdout, code } = await session(['certs', '-o', 'json', ...source(name)])
  const items: readonly { readonly host: string; readonly state: string }[] = JSON.parse(stdout).items
  return [code, ...items.map(({ host, state }) => `${host} ${state}`)]
}

describe.each<[name: string, why: readonly unknown[], certs: readonly unknown[]]>([
  ['c10-externalname-targetport', [0], [0, 'www.example.com default']],
  ['d11-ssl-loop-lb', [0], [0, 'example.com default']],
  ['d11b-forwarded', [0], [0, 'example.com default']],
  ['d14-tls-no-rule-host', [1, 'tls-default-server', 'tls-host-without-rule'], [1, 'example.com default']],
  ['f05-affinity-canary', [0], [0, 'app.example.com default']],
  ['g05-targetport', [1, 'port-by-target'], [0, 'kibana.example.com default']],
  ['h01-harbor', [0], [0, 'harbor.example.com unknown']],
  ['h04c-service-upstream-0', [1, 'no-endpoints'], [0, 'gitlab.example.com default']],
  ['k06-xff-bypass', [0], [0, 'www.example.com default']],
  ['k07-cors', [0], [0, 'api.example.com default']],
  ['g04-tls-secret-slash', [1, 'secret-incomplete', 'tls-secret-missing'], [1, 'test.example.com missing']],
])('%s', (name, told, shown) => {
  it('is told by why', async () => {
    expect(await why(name)).toEqual(told)
  })
  it('shows the certificate that certs says', async () => {
    expect(await certs(name)).toEqual(shown)
  })
})

it.each<[name: string, argv: readonly string[], code: number, says: RegExp]>([
  ['c10-externalname-targetport', ['https://www.example.com/bar'], 0, /to api\.partner\.example:443[\s\S]*over HTTPS/],
  [
    'd11-ssl-loop-lb',
    ['http://example.com/', '-H', 'X-Forwarded-Proto: https'],
    0,
    /^.*; not trusted: X-Forwarded-Proto \(use-forwarded-headers is not "true" in the controller's ConfigMap\): .*again and again.*\n/,
  ],
  [
    'd11b-forwarded',
    ['http://example.com/', '-H', 'X-Forwarded-Proto: https'],
    0,
    /^http:\/\/example\.com\/ → \S+\/app:80/,
  ],
  [
    'd14-tls-no-rule-host',
    ['https://example.com/'],
    0,
    /^.*; TLS names example\.com, which no rule of the Ingress has: the default certificate is shown\n/,
  ],
  ['f05-affinity-canary', ['http://app.example.com/', '-H', 'X-Canary: always'], 0, /→ default\/app-c:80/],
  [
    'f05-affinity-canary',
    ['http://app.example.com/', '-H', 'X-Canary: always', '--cookie', 'route=1|2'],
    0,
    /default-app-80 or default-app-c-80: cookie route/,
  ],
  ['h01-harbor', ['https://harbor.example.com/v2'], 0, /301/],
  ['h04c-service-upstream-0', ['http://gitlab.example.com/'], 1, /unavailable \(502\)/],
  ['k06-xff-bypass', ['http://www.example.com/', '--from-ip', '198.51.100.9'], 1, /denied \(403\)/],
  [
    'k06-xff-bypass',
    ['http://www.example.com/', '--from-ip', '198.51.100.9', '-H', 'X-Forwarded-For: 203.0.113.5'],
    0,
    /^.*; trusted: X-Forwarded-For: the client counts as 203\.0\.113\.5, whoever sends it.*\n/,
  ],
  [
    'k07-cors',
    ['http://api.example.com/', '-X', 'OPTIONS', '-H', 'Origin: https://www.example.com'],
    0,
    /→ 204, by the proxy itself/,
  ],
  [
    'k07-cors',
    ['http://api.example.com/', '-X', 'OPTIONS', '-H', 'Origin: https://evil.example'],
    0,
    /→ default\/api:80/,
  ],
  [
    'c13-oauth2-same-ingress',
    ['https://app.example.com/'],
    0,
    /guarded: if http:\/\/oauth2-proxy\S* answers 2xx: served; if it answers 401: 302 https:\/\/app\.example\.com.*: a loop of redirects/,
  ],
  ['c13-oauth2-same-ingress', ['https://app.example.com/', '--auth', 'pass'], 0, /→ app\/app:80/],
  ['c13-oauth2-same-ingress', ['https://app.example.com/', '--auth', 'deny'], 1, /a loop of redirects/],
])('%s: trace %s', async (name, argv, code, says) => {
  const found = await session(['trace', ...argv, ...source(name)])
  expect([found.stdout, found.code]).toEqual([expect.stringMatching(says), code])
})
