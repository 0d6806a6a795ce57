/** What `ingresses` and `certs` list of the clusters of people's reports, route by route and host by host. */
import { expect, it } from 'vitest'
import { caseNames, caseOf } from '../../support/cases.js'
import { session } from '../../support/program/session.js'

/** As columns, one blank between them. */
async function listed(name: string, verb: string, columns: string): Promise<readonly string[]> {
  const { stdout } = await session([verb, '-A', '--from', caseOf(name).file, '--columns', columns, '--no-headers'])
  const lines = stdout.split('\n').filter((line) => line !== '')
  return lines.map((line) => line.trim().split(/ {3,}/).join(' '))
}

it.each<[name: string, routes: readonly string[], hosts: readonly string[]]>([
  [
    'c01-exact-beside-regex',
    ['frontend-exact example.com/foo echo-exact 1', 'frontend-regex example.com/[a-z0-9_.-]{3,40} echo-regex 1'],
    ['example.com default'],
  ],
  [
    'c03-canary-other-host',
    [
      'app-canary app.example.com/ app-canary 1',
      'app-main app.example.com/ app-main 1',
      'app-other other.example.com/ app-main 1',
    ],
    ['app.example.com default', 'other.example.com default'],
  ],
  [
    'c10-externalname-targetport',
    ['ext www.example.com/bar ext external: api.partner.example'],
    ['www.example.com default'],
  ],
  [
    'c13-oauth2-same-ingress',
    ['app app.example.com/ app 1', 'app app.example.com/oauth2 oauth2-proxy 1'],
    ['app.example.com default'],
  ],
  [
    'c14-app-root-subpath',
    ['api api.example.com/services api 1', 'api-std api.example.com/services/std api-generic 1'],
    ['api.example.com default'],
  ],
  ['c17-class-mismatch', ['kafka-oauth-0 kafka.example.com/ kafka-oauth 1'], []],
  ['d01-permanent-redirect-catchall', ['redirect www.example.com/old web 1'], ['www.example.com default']],
  ['d03-mirror-port', ['my-ingress example.com/ my-service 1'], ['example.com default']],
  ['d11-ssl-loop-lb', ['ingress-service example.com/ app 1'], ['example.com default']],
  ['d11b-forwarded', ['ingress-service example.com/ app 1'], ['example.com default']],
  ['d14-tls-no-rule-host', ['web / web 1'], ['example.com default']],
  ['d16-glob-path', ['app app.example.com/api/* app 1', 'app app.example.com/* app 1'], ['app.example.com default']],
  ['e01-aks-blocklist', ['echo-server-ingress echo.example.com/ echo-server 1'], ['echo.example.com default']],
  ['e05-aks-fork-version', ['e e.example.com/ e 1'], ['e.example.com default']],
  [
    'f01-regex-unbalanced',
    [
      'shop shop.example.com/ shop 1',
      'pr1554-homepage www.example.com/(([a-zA-Z]{2}(-[a-zA-Z]{2})?/)?news/?$ homepage 1',
    ],
    ['shop.example.com default', 'www.example.com default'],
  ],
  [
    'f02-path-validation-152',
    ['test-api test.example.com/?(.*) mirror 1', 'test-api test.example.com/v1/?(.*) test-api 1'],
    ['test.example.com default'],
  ],
  ['f03-snippet-variable', ['web www.example.com/(/|$)(.*) web 1'], ['www.example.com default']],
  [
    'f05-affinity-canary',
    ['app app.example.com/ app 1', 'app-c app.example.com/ app-c 1'],
    ['app.example.com default'],
  ],
  [
    'g02-rewrite-no-capture',
    ['wap whackapod.example.com/api api 1', 'wap whackapod.example.com/ game 1'],
    ['whackapod.example.com default'],
  ],
  ['g04-tls-secret-slash', ['nginx-test test.example.com/ iam 1'], ['test.example.com missing']],
  ['g05-targetport', ['kibana kibana.example.com/ kibana-svc 1'], ['kibana.example.com default']],
  [
    'h01-harbor',
    [
      'harbor-ingress harbor.example.com/api/ harbor-core 1',
      'harbor-ingress harbor.example.com/service/ harbor-core 1',
      'harbor-ingress harbor.example.com/v2/ harbor-core 1',
      'harbor-ingress harbor.example.com/c/ harbor-core 1',
      'harbor-ingress harbor.example.com/ harbor-portal 1',
    ],
    ['harbor.example.com unknown'],
  ],
  [
    'h04c-service-upstream-0',
    ['webservice gitlab.example.com/ webservice no endpoints'],
    ['gitlab.example.com default'],
  ],
  ['k06-xff-bypass', ['closed www.example.com/ web 1'], ['www.example.com default']],
  ['k07-cors', ['api api.example.com/ api 1'], ['api.example.com default']],
  ['m01-server-snippet-dup-location', ['kuma kuma.example.com/ kuma 1'], ['kuma.example.com default']],
])('%s', async (name, routes, hosts) => {
  expect(await listed(name, 'ingresses', 'ingress-name,host+path,service,endpoints')).toEqual(routes)
  expect(await listed(name, 'certs', 'host,state')).toEqual(hosts)
})

interface Said {
  readonly source: { readonly name: string }
  readonly code: string
  readonly severity: string
}

/** `NAME CODE` of what is more than information. */
const worse = (found: readonly Said[]) =>
  found.flatMap(({ source, code, severity }) => (severity === 'info' ? [] : [`${source.name} ${code}`]))

it.each(caseNames)('%s: lint says what why says', async (name) => {
  const from = ['--from', caseOf(name).file, '-o', 'json']
  const [why, lint] = await Promise.all([session(['why', '-A', ...from]), session(['lint', ...from])])
  const rows: readonly { readonly source: Said['source']; readonly causes: readonly Omit<Said, 'source'>[] }[] =
    JSON.parse(why.stdout).items
  const told = rows.flatMap(({ source, causes }) => worse(causes.map((one) => ({ ...one, source }))))
  expect(worse(JSON.parse(lint.stdout).items)).toEqual(expect.arrayContaining(told))
})
