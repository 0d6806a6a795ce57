/** Annotations that decide on the answer before any backend does: certificates, CORS, authentication, redirects. */
import { describe, expect, it } from 'vitest'
import type { TraceRequest } from '../../../../src/domain/requests/trace.js'
import { ingress, line, request, tracer, type WorldWords } from '../../../support/worlds/ingress-world.js'

type Annotations = Readonly<Record<string, string>>
type More = Partial<TraceRequest> & { readonly sent?: Record<string, string> }

const served = 'default/web:80 as / by default/own'
const own = (annotations: Annotations, paths: readonly string[] = ['/ Prefix web:80']) =>
  ingress('default/own', { rules: { 'a.test': paths }, annotations })
const told = (annotations: Annotations, url: string, more: More = {}, around: Partial<WorldWords> = {}) =>
  line(tracer({ ingresses: [own(annotations)], ...around }).answer(request(url, more), false))

describe('client certificates', () => {
  const secrets = [
    { kind: 'Secret' as const, metadata: { namespace: 'default', name: 'ca' }, data: { 'ca.crt': 'eA==' } },
  ]
  const tls = { 'auth-tls-secret': 'default/ca' }
  it.each<[what: string, annotations: Annotations, url: string, answer: string]>([
    ['have to be shown', tls, 'https://a.test/', `${served} or 400`],
    ['… not over http', tls, 'http://a.test/', served],
    ['may be shown', { ...tls, 'auth-tls-verify-client': 'optional' }, 'https://a.test/', served],
    ['… if they are good', { ...tls, 'auth-tls-verify-client': 'optional_no_ca' }, 'https://a.test/', served],
    ['need not be shown', { ...tls, 'auth-tls-verify-client': 'off' }, 'https://a.test/', served],
    [
      'have a page',
      { ...tls, 'auth-tls-error-page': 'https://help.test/x' },
      'https://a.test/',
      `${served} or 302 https://help.test/x`,
    ],
    [
      'must have a name',
      { ...tls, 'auth-tls-verify-client': 'optional', 'auth-tls-match-cn': 'CN=me' },
      'https://a.test/',
      `${served} or 403`,
    ],
    ['… over http, too', { ...tls, 'auth-tls-match-cn': 'CN=me' }, 'http://a.test/', '403'],
    ['… after they were shown', { ...tls, 'auth-tls-match-cn': 'CN=me' }, 'https://a.test/', `${served} or 400`],
    ['without a Secret shut the host', { 'auth-tls-secret': 'default/none' }, 'http://a.test/x', '403'],
  ])('%s', (_, annotations, url, answer) => {
    expect(told(annotations, url, {}, { secrets })).toBe(answer)
  })

  it('have no page where another Ingress shuts the host', () => {
    const page = { ...tls, 'auth-tls-error-page': 'https://help.test/x' }
    const shut = ingress('default/shut', {
      rules: { 'a.test': ['/shut Prefix web:80'] },
      annotations: { 'auth-tls-secret': 'default/none' },
    })
    const { answer } = tracer({ ingresses: [own(page), shut], secrets })
    expect(line(answer(request('https://a.test/'), false))).toBe('403')
  })

  it('bind to the name of the handshake', () => {
    const { answer } = tracer({
      ingresses: [own(tls), ingress('default/b', { rules: { 'b.test': ['/ Prefix web:80'] } })],
      secrets,
    })
    const at = (host: string, sni: string | null) => line(answer(request(`https://${host}/`, { sni }), false))
    expect([at('a.test', 'b.test'), at('b.test', 'a.test'), at('a.test', null)]).toEqual([
      '421',
      'default/web:80 as / by default/b',
      `${served} or 400`,
    ])
  })
})

describe('CORS', () => {
  const cors = { 'enable-cors': 'true' }
  const one = { ...cors, 'cors-allow-origin': 'https://*.ok.test, http://b.test:8080' }
  const preflight = (origin?: string): More => ({ method: 'OPTIONS', sent: origin === undefined ? {} : { origin } })
  it.each<[what: string, annotations: Annotations, more: More, answer: string]>([
    ['answers a preflight', cors, preflight('https://any.test'), '204'],
    ['… also without origin', cors, preflight(), '204'],
    ['… not other methods', cors, { sent: { origin: 'https://any.test' } }, served],
    ['… of an origin that may', one, preflight('https://x.ok.test'), '204'],
    ['… with its port', one, preflight('http://b.test:8080'), '204'],
    ['… not of another', one, preflight('https://x.y.ok.test'), served],
    ['… nor without', one, preflight(), served],
    ['… nor where none is right', { ...cors, 'cors-allow-origin': 'ok.test' }, preflight('https://ok.test'), served],
    ['off, OPTIONS is a method like others', {}, preflight('https://x.ok.test'), served],
  ])('%s', (_, annotations, more, answer) => {
    expect(told(annotations, 'http://a.test/', more)).toBe(answer)
  })

  it('leaves addresses to be looked at where the origin is known', () => {
    const annotations = { ...one, 'allowlist-source-range': '10.0.0.0/8' }
    const more = { clientAddress: '192.0.2.7', sent: { origin: 'https://x.ok.test' } }
    expect(told(annotations, 'http://a.test/', more)).toBe('403')
  })
})

describe('who may pass', () => {
  const secrets = [
    { kind: 'Secret' as const, metadata: { namespace: 'default', name: 'users' }, data: { auth: 'eDp5' } },
  ]
  const basic = { 'auth-type': 'basic', 'auth-secret': 'users' }
  const list = { 'allowlist-source-range': '10.0.0.0/8' }
  const service = { 'auth-url': 'http://auth.test/' }
  const signin = { 'auth-signin': 'https://$host/oauth2/start' }
  const page = 'https://a.test/oauth2/start?rd=http://a.test%2F'
  const [inside, outside] = [{ clientAddress: '10.1.2.3' }, { clientAddress: '192.0.2.7' }]
  const known: More = { sent: { authorization: 'Basic eDp5' } }
  it.each<[what: string, annotations: Annotations, more: More, answer: string]>([
    ['a password', basic, {}, `${served} or 401`],
    ['… that may be right', basic, known, `${served} or 401`],
    ['… that is', basic, { auth: 'pass' }, served],
    ['… that is wrong', basic, { ...known, auth: 'deny' }, '401'],
    ['a digest', { ...basic, 'auth-type': 'digest' }, {}, `${served} or 401`],
    ['an address', list, {}, `${served} or 403`],
    ['… that is not asked for by --auth', list, { auth: 'pass' }, `${served} or 403`],
    ['an address and a password', { ...basic, ...list }, inside, `${served} or 401`],
    ['… from who knows where', { ...basic, ...list }, {}, `${served} or 403, 401`],
    ['… from elsewhere', { ...basic, ...list }, { ...outside, ...known }, '403'],
    ['an address or a password', { ...basic, ...list, satisfy: 'any' }, inside, served],
    ['… from who knows where', { ...basic, ...list, satisfy: 'any' }, {}, `${served} or 401`],
    ['… and a wrong one', { ...basic, ...list, satisfy: 'any' }, { auth: 'deny' }, `${served} or 401`],
    [
      'an address or a service that says no',
      { ...service, ...list, satisfy: 'any' },
      { auth: 'deny' },
      `${served} or 401`,
    ],
    ['a service and a password, all right', { ...service, ...basic }, { auth: 'pass' }, served],
    ['… and all wrong', { ...service, ...basic }, { auth: 'deny' }, '401'],
    ['a service or a password, all wrong', { ...service, ...basic, satisfy: 'any' }, { auth: 'deny' }, '401'],
    ['a service and an address, and it says yes', { ...service, ...list }, { auth: 'pass' }, `${served} or 403`],
    [
      '… from elsewhere with a password',
      { ...basic, ...list, satisfy: 'any' },
      { ...outside, ...known },
      `${served} or 401`,
    ],
    ['… from elsewhere without', { ...basic, ...list, satisfy: 'any' }, { ...outside, auth: 'deny' }, '401'],
    ['a service', service, {}, `${served} or 401, 403, 500`],
    ['… that says yes', service, { auth: 'pass' }, served],
    ['… that says no', service, { auth: 'deny' }, '401'],
    ['… with a page to sign in', { ...service, ...signin }, {}, `${served} or 302 ${page}, 403, 500`],
    ['… where it says no', { ...service, ...signin }, { auth: 'deny' }, `302 ${page}`],
    [
      '… with a parameter of its own',
      { ...service, ...signin, 'auth-signin-redirect-param': 'back' },
      { auth: 'deny' },
      `302 ${page.replace('rd=', 'back=')}`,
    ],
    ['… and a password', { ...service, ...basic }, {}, `${served} or 401, 401, 403, 500`],
    ['… or a password', { ...service, ...basic, satisfy: 'any' }, {}, `${served} or 401, 500`],
    ['a service or an address', { ...service, ...list, satisfy: 'any' }, inside, served],
    ['a denied address first', { 'denylist-source-range': '10.1.0.0/16', ...list }, inside, '403'],
    ['headers that may not be set', { 'custom-headers': 'default/none' }, {}, '503'],
    ['limits let one request pass', { 'limit-rps': '1', 'mirror-target': 'https://m.test' }, {}, served],
  ])('%s', (_, annotations, more, answer) => {
    expect(told(annotations, 'http://a.test/', more, { secrets })).toBe(answer)
  })
})

it('limits and mirrors are told', () => {
  const { hops } = tracer({ ingresses: [own({ 'limit-rpm': '5', 'mirror-target': 'https://m.test' })] }).answer(
    request('http://a.test/'),
    true,
  )
  expect(hops.filter(({ kind }) => kind === 'note').map(({ subject }) => subject)).toEqual([
    'limit',
    'mirror',
    'limits',
  ])
})

describe('redirects of annotations', () => {
  it.each<[what: string, annotations: Annotations, url: string, answer: string]>([
    [
      'fill in variables',
      { 'permanent-redirect': 'https://new.test$request_uri' },
      'http://a.test/x?y=%20',
      '301 https://new.test/x?y=%20',
    ],
    [
      'of scheme and host, too',
      { 'temporal-redirect': 'https://$host/$scheme' },
      'http://A.test:80/',
      '302 https://a.test/http',
    ],
    [
      'have a code',
      { 'temporal-redirect': 'https://b.test', 'temporal-redirect-code': '307' },
      'http://a.test/',
      '307 https://b.test',
    ],
    [
      '… from 300 to 307',
      { 'temporal-redirect': 'https://b.test', 'temporal-redirect-code': '308' },
      'http://a.test/',
      '302 https://b.test',
    ],
    [
      '… or to 308',
      { 'permanent-redirect': 'https://b.test', 'permanent-redirect-code': '308' },
      'http://a.test/',
      '308 https://b.test',
    ],
    [
      'come before those to https',
      { 'permanent-redirect': 'https://b.test', 'force-ssl-redirect': 'true' },
      'http://a.test/',
      '301 https://b.test',
    ],
    [
      'come before addresses are looked at',
      { 'permanent-redirect': 'https://b.test', 'allowlist-source-range': '10.0.0.0/8' },
      'http://a.test/',
      '301 https://b.test',
    ],
    [
      'come after app-root',
      { 'permanent-redirect': 'https://b.test', 'app-root': '/x' },
      'https://a.test/',
      '302 https://a.test/x',
    ],
  ])('%s', (_, annotations, url, answer) => {
    // Values with variables pass only where they are not validated.
    expect(told(annotations, url, {}, { flags: ['--enable-annotation-validation=false'] })).toBe(answer)
  })

  it('for a slash name the host, or not', () => {
    const slash = (annotations: Annotations, version = '1.15.1', configMap = {}) =>
      line(
        tracer({ ingresses: [own(annotations, ['/x/ Prefix web:80'])], version, configMap }).answer(
          request('http://a.test:8080/x'),
          false,
        ),
      )
    expect([
      slash({}),
      slash({ 'relative-redirects': 'true' }),
      slash({}, '1.15.1', { 'relative-redirects': 'true' }),
      slash({ 'relative-redirects': 'true' }, '1.11.5'),
    ]).toEqual(['301 http://a.test/x/', '301 /x/', '301 /x/', '301 http://a.test/x/'])
  })
})
