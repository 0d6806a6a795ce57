/** What stands in for a status of nginx' own: custom-http-errors, pages to sign in, pages for certificates. */
import { expect, it } from 'vitest'
import { ingress, request, tracer, type WorldWords } from '../../../support/worlds/ingress-world.js'

const errors = {
  kind: 'Service' as const,
  metadata: { namespace: 'default', name: 'errors' },
  spec: { ports: [{ port: 80, targetPort: 8080 }] },
}
const edge = { ...errors, metadata: { namespace: 'edge', name: 'errors' } }
const named = (name: string, externalName: string) => ({
  kind: 'Service' as const,
  metadata: { namespace: 'default', name },
  spec: { type: 'ExternalName', externalName },
})
const users = { kind: 'Secret' as const, metadata: { namespace: 'default', name: 'users' }, data: { auth: 'eDp5' } }
const ca = { kind: 'Secret' as const, metadata: { namespace: 'default', name: 'ca' }, data: { 'ca.crt': 'eA==' } }
const basic = { 'auth-type': 'basic', 'auth-secret': 'users' }
const own = (annotations: Record<string, string> = {}) =>
  ingress('default/own', { rules: { 'a.test': ['/down Prefix down:80', '/up Prefix up:80'] }, annotations })

function told(annotations: Record<string, string>, url: string, words: Partial<WorldWords>): string {
  const { answer } = tracer({
    ingresses: [own(annotations)],
    empty: ['default/down'],
    services: [errors],
    secrets: [users, ca],
    ...words,
  })
  const { verdict, status, location, upstream } = answer(request(url, { auth: 'deny' }), false)
  return [verdict, status, location, upstream].filter((one) => one !== null).join(' ')
}

const all = (codes: string, flags: readonly string[] = []): Partial<WorldWords> => ({
  configMap: { 'custom-http-errors': codes },
  flags,
})
const toService: Partial<WorldWords> = {
  ...all('503', ['--default-backend-service=edge/errors']),
  services: [errors, edge],
}
const caught = { 'custom-http-errors': '401,404,503', 'default-backend': 'errors' }

it.each<[what: string, annotations: Record<string, string>, url: string, words: Partial<WorldWords>, answer: string]>([
  ['without any', {}, 'http://a.test/down', {}, 'unavailable 503 default-down-80'],
  [
    'the own default backend makes 404 of 503',
    {},
    'http://a.test/down',
    all('503'),
    'not-found 404 upstream-default-backend',
  ],
  [
    '… which has none for its own 404',
    {},
    'http://a.test/down',
    all('404,503'),
    'unavailable 500 upstream-default-backend',
  ],
  ['nor for what no rule matches', {}, 'http://a.test/nope', all('404'), 'unavailable 500 upstream-default-backend'],
  ['… not of other codes', {}, 'http://a.test/down', all('502'), 'unavailable 503 default-down-80'],
  ['a Service answers what it likes', {}, 'http://a.test/down', toService, 'unavailable upstream-default-backend'],
  [
    'locations that are denied, too',
    { 'custom-headers': 'default/none' },
    'http://a.test/up',
    all('503'),
    'not-found 404 upstream-default-backend',
  ],
  [
    'a host that is shut',
    { 'auth-tls-secret': 'default/none' },
    'http://a.test/up',
    all('403'),
    'not-found 404 upstream-default-backend',
  ],
  ['nobody came in', basic, 'http://a.test/up', all('401'), 'not-found 404 upstream-default-backend'],
  [
    'its own codes replace those of all',
    { ...basic, 'custom-http-errors': '404' },
    'http://a.test/up',
    all('401'),
    'denied 401',
  ],
  [
    'its default-backend answers',
    { ...basic, ...caught },
    'http://a.test/up',
    {},
    'denied custom-default-backend-default-errors',
  ],
  ['… not for what no rule matches', caught, 'http://a.test/nope', {}, 'not-found 404 upstream-default-backend'],
  [
    '… without its annotation',
    { 'default-backend': 'errors' },
    'http://a.test/nope',
    {},
    'not-found 404 upstream-default-backend',
  ],
  [
    '… in the place of an upstream without endpoint',
    caught,
    'http://a.test/down',
    {},
    'served custom-default-backend-default-errors',
  ],
  [
    '… unless it has none',
    caught,
    'http://a.test/down',
    { empty: ['default/down', 'default/errors'] },
    'not-found 404 upstream-default-backend',
  ],
  [
    '… whose addresses are lost where it stands in for a name',
    caught,
    'http://a.test/down',
    { services: [errors, named('down', 'localhost'), named('up', 'api.example.org')], empty: [] },
    'unavailable 502',
  ],
  [
    '… also for another one, of whose copy nothing counts beside that',
    { ...caught, 'allowlist-source-range': '192.0.2.1' },
    'http://a.test/down',
    { services: [errors, named('up', 'api.example.org')] },
    'unavailable 502',
  ],
  [
    'who is not let in signs in',
    { ...basic, 'auth-url': 'http://auth.test/', 'auth-signin': 'http://auth.test/in' },
    'http://a.test/up',
    {},
    'redirect 302 http://auth.test/in?rd=http://a.test%2Fup',
  ],
  [
    '… with the way back as it is written',
    { ...basic, 'auth-url': 'http://auth.test/', 'auth-signin': 'http://auth.test/in?rd=x' },
    'http://a.test/up',
    {},
    'redirect 302 http://auth.test/in?rd=x',
  ],
  [
    'a page for certificates',
    { 'auth-tls-secret': 'default/ca', 'auth-tls-error-page': '/help' },
    'https://a.test/up',
    {},
    'unknown',
  ],
  [
    'text of its own has no page',
    { 'auth-tls-secret': 'default/ca', 'auth-tls-match-cn': 'CN=me' },
    'http://a.test/up',
    all('403'),
    'denied 403',
  ],
  [
    'a path that a snippet names',
    {},
    'http://a.test/down',
    { configMap: { 'http-snippet': 'error_page 503 /sorry;' } },
    'unknown',
  ],
  [
    'an address that it names',
    {},
    'http://a.test/down',
    { configMap: { 'http-snippet': 'error_page 503 =301 https://sorry.test/;' } },
    'redirect 301 https://sorry.test/',
  ],
])('%s', (_, annotations, url, words, answer) => {
  expect(told(annotations, url, words)).toBe(answer)
})

it('the way to the page is told', () => {
  const signin = { ...basic, 'auth-url': 'http://auth.test/', 'auth-signin': 'http://auth.test/in' }
  const { hops } = tracer({ ingresses: [own(signin)], secrets: [users] }).answer(
    request('http://a.test/up', { auth: 'deny' }),
    true,
  )
  expect(hops.find(({ kind }) => kind === 'redirect')).toMatchObject({
    subject: '302',
    detail: expect.stringContaining('then to http://auth.test/in?rd='),
  })
})

it('the rule whose errors are handed on keeps its name', () => {
  const { source, hops, losers } = tracer({ ingresses: [own()], empty: ['default/down'], ...all('404,503') }).answer(
    request('http://a.test/down'),
    true,
  )
  const detailOf = (wanted: string) => hops.find(({ kind }) => kind === wanted)?.detail
  expect(source?.name).toBe('own')
  expect(detailOf('ingress')).toBe('rule a.test /down (Prefix), spec.rules[0].http.paths[0]')
  expect(detailOf('upstream')).toMatch(/no endpoint on port 80; .* no page for its own 404/)
  expect(losers).toEqual([])
})
