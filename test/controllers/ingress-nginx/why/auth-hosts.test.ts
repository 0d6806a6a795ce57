/** An authentication service that is asked by a host of the controller's own: nginx answers that, too, and `why` and `trace` say the same of it. */
import { expect, it } from 'vitest'
import type { Service } from '../../../../src/domain/objects/objects.js'
import { fixOf } from '../../../../src/findings/catalogue.js'
import { rows, told } from '../../../support/why/told.js'
import { ingress, line, request, tracer, type WorldWords } from '../../../support/worlds/ingress-world.js'

const of = (name: string, host: string, paths: readonly string[], annotations: Readonly<Record<string, string>> = {}) =>
  ingress(`shop/${name}`, { rules: { [host]: paths }, annotations })
const forced = { 'force-ssl-redirect': 'true' }
const auth = (annotations = {}, paths = ['/ Prefix auth:80']) => of('auth', 'auth.test', paths, annotations)
const entry = (address: Readonly<Record<string, string>>): Service => ({
  kind: 'Service',
  metadata: { namespace: 'edge', name: 'entry' },
  spec: { type: 'LoadBalancer', ports: [{ name: 'https', port: 443, targetPort: 'https' }] },
  status: { loadBalancer: { ingress: [address] } },
})
const awaited = (address: Readonly<Record<string, string>>): Omit<WorldWords, 'ingresses'> => ({
  services: [entry(address)],
  flags: ['--publish-service=edge/entry'],
  configMap: { 'use-proxy-protocol': 'true' },
})
const direct = 'http://auth.shop.svc.cluster.local'

/** The finding's fix where it cannot be asked; null: it can. */
type Row = readonly [what: string, url: string, others: WorldWords['ingresses'], more: object, fix: string | null]

it.each<Row>([
  ['its host redirects http', 'http://auth.test/x', [auth(forced)], {}, 'begin with https://auth.test '],
  ['and not https', 'https://auth.test/x', [auth(forced)], {}, null],
  ['in capitals', 'HTTP://AUTH.test/x', [auth(forced)], {}, 'begin with https://auth.test '],
  ['its host has no such path', 'https://auth.test/x', [auth({}, ['/y Exact auth:80'])], {}, 'Name the Service'],
  [
    'its path is redirected',
    'https://auth.test/x',
    [auth({ 'permanent-redirect': 'https://b.test/' })],
    {},
    'Name the',
  ],
  [
    'its Service is empty',
    'https://auth.test/x',
    [auth()],
    { empty: ['shop/auth'] },
    'Cure first what keeps auth.test',
  ],
  [
    'a wildcard has its host',
    'http://in.auth.test/x',
    [of('w', '*.auth.test', ['/ Prefix auth:80'], forced)],
    {},
    'https://in.auth.test ',
  ],
  ['its host is nobody’s', 'http://other.test/x', [auth(forced)], {}, null],
  ['another port may lead elsewhere', 'http://auth.test:9090/x', [auth(forced)], {}, null],
  ['the usual port is named', 'http://auth.test:80/x', [auth(forced)], {}, 'begin with https://auth.test '],
  ['it may ask for a password', 'https://auth.test/x', [auth({ 'whitelist-source-range': '10.0.0.0/8' })], {}, null],
  ['it is behind itself', 'https://$host/oauth2/auth', [], {}, 'give path /oauth2/auth of app.test to the service'],
  ['by its own name', 'https://app.test/oauth2/auth', [], {}, 'give path /oauth2/auth of app.test to the service'],
  [
    'an Ingress of its own has the path',
    'https://$host/oauth2/auth',
    [of('o', 'app.test', ['/oauth2 Prefix auth:80'])],
    {},
    null,
  ],
  [
    'it is one of two that ask each other',
    'https://auth.test/x',
    [auth({ 'auth-url': 'https://app.test/y' })],
    {},
    null,
  ],
  [
    'nginx awaits the proxy protocol',
    'https://auth.test/x',
    [auth()],
    awaited({ ip: '203.0.113.9' }),
    `begin with ${direct} `,
  ],
  ['the load balancer is asked by name', 'https://auth.test/x', [auth()], awaited({ hostname: 'lb.test' }), null],
  [
    'nginx is asked by its Service',
    'http://entry.edge.svc.cluster.local/x',
    [auth()],
    awaited({ hostname: 'lb.test' }),
    'Name the Service',
  ],
])('%s', async (_, url, others, more, fix) => {
  const words = { ingresses: [of('app', 'app.test', ['/ Prefix web:80'], { 'auth-url': url }), ...others], ...more }
  const said = (await told(words))['shop/app app.test/']
  expect(said).toBe(fix === null ? 'yes' : 'NO auth-unreachable')
  const fixes = (await rows(words)).flatMap(({ causes }) => causes.flatMap((one) => fixOf(one) ?? []))
  if (fix !== null) expect(fixes.join('\n')).toContain(fix)
  expect(line(tracer(words).answer(request('https://app.test/z'), false))).toMatch(
    fix === null ? /^shop\/web/ : /^500$/,
  )
})

it.each([
  ['https in place of http', 'https://auth.test/x', [auth(forced)], {}],
  ['the Service itself', `${direct}/x`, [auth()], awaited({ ip: '203.0.113.9' })],
])('is cured by %s', async (_, url, others, more) => {
  const words = { ingresses: [of('app', 'app.test', ['/ Prefix web:80'], { 'auth-url': url }), ...others], ...more }
  expect((await told(words))['shop/app app.test/']).toBe('yes')
})
