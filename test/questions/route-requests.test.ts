/** By which request a route is asked, and which routes are asked by none. */
import { describe, expect, it } from 'vitest'
import { urlOf } from '../../src/domain/requests/host.js'
import { pathMatch } from '../../src/domain/routes/route.js'
import { type AskedRoute, placesOfRoutes } from '../../src/questions/trace/route-requests.js'

const route = (host: string | null, path: string | null, more: Partial<AskedRoute> = {}): AskedRoute => ({
  source: { kind: 'Ingress', namespace: 'shop', name: 'web' },
  parents: [],
  host,
  match: path === null ? null : pathMatch(path, 'Prefix'),
  addresses: [],
  tls: null,
  ...more,
})

const asked = (...routes: AskedRoute[]) => {
  const { places, gaps } = placesOfRoutes(routes)
  return [...places.map(urlOf), ...gaps.map(({ message }) => message)]
}

const secret = { secret: null, match: 'host' }
const gateway = { kind: 'Gateway', namespace: 'infra', name: 'web' }
const parents = [
  { gateway, listener: 'plain', port: 80, protocol: 'HTTP' },
  { gateway, listener: 'tls', port: 8443, protocol: 'HTTPS' },
]

describe('a route is asked by', () => {
  it.each<[string, AskedRoute, string]>([
    ['its host and path', route('a.test', '/cart'), 'http://a.test/cart'],
    ['https where it has TLS', route('a.test', '/', { tls: secret }), 'https://a.test/'],
    ['the listener that speaks TLS', route('a.test', '/', { tls: secret, parents }), 'https://a.test:8443/'],
    ['a name below a wildcard', route('*.a.test', '/'), 'http://any.a.test/'],
    ['its address where it has no host', route(null, '/x', { addresses: ['192.0.2.1'] }), 'http://192.0.2.1/x'],
    ['an address of IPv6', route(null, '/', { addresses: ['2001:db8::1'] }), 'http://[2001:db8::1]/'],
    ['a name of nobody without an address', route(null, '/'), 'http://any-host.invalid/'],
    ['/ where it is a default backend', route(null, null), 'http://any-host.invalid/'],
    ['what stands before an open end', route('a.test', '/api(/|$)(.*)'), 'http://a.test/api'],
    ['/ where the path is open from the start', route('a.test', '/(.*)'), 'http://a.test/'],
  ])('%s', (_what, one, url) => expect(asked(one)).toEqual([url]))
})

it('a name below a wildcard is none that another route has', () => {
  expect(asked(route('*.a.test', '/'), route('any.a.test', '/'))).toEqual([
    'http://any-2.a.test/',
    'http://any.a.test/',
  ])
})

it('two routes of one URL are asked once', () => {
  expect(asked(route('a.test', '/'), route('a.test', '/'))).toEqual(['http://a.test/'])
})

it('an expression of which no path can be made is told of', () => {
  expect(asked(route('a.test', '/v[0-9]+/x'), route('a.test', '/y'))).toEqual([
    'http://a.test/y',
    'shop/web a.test/v[0-9]+/x: its path is a regular expression, and no request is made up for it',
  ])
})
