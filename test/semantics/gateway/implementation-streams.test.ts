/** What implementations make of connections: TLSRoutes, TCPRoutes, and what stands beside them, as their source has it. */
import { expect, it } from 'vitest'
import { contourGatewayDialect } from '../../../src/controllers/shared/gateways/contour.js'
import { envoyGatewayDialect } from '../../../src/controllers/shared/gateways/envoy-gateway.js'
import { traefikGatewayDialect } from '../../../src/controllers/shared/gateways/traefik.js'
import { gatewayRows } from '../../../src/questions/gateways/rows.js'
import { asked, certificate, meta, planOf, routeOf, specification } from './implementation-words.js'

const secure = { name: 'tls', port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' } }
const named = { hostnames: ['a.example.com'] }

it.each([
  ['nobody decides', contourGatewayDialect, 'web', true, 'old'],
  ['unless the other has no backend', contourGatewayDialect, 'gone', false, 'old'],
  ['the proxy refuses the whole port', envoyGatewayDialect, 'web', false, null],
  ['by the words of the specification the older one has it', specification, 'web', false, 'old'],
] as const)('two TLSRoutes for one name: %s', (_what, dialect, backends, isRandom, winner) => {
  const TLSRoute = [routeOf('old', 'web', named), routeOf('new', backends, named, 2)]
  const request = { ...asked, scheme: 'https' as const, port: 443, sni: 'a.example.com' }
  const answer = planOf(dialect, { TLSRoute }, { spec: { listeners: [secure] } }).answer(request, true)
  const isSaid = answer.hops.some(({ subject }) => subject === 'random')
  expect([isSaid, answer.source?.name ?? null]).toEqual([isRandom, winner])
})

it.each([
  ['has the name', envoyGatewayDialect, 'r'],
  ['by the words of the specification the nearest listener alone counts', specification, null],
] as const)('TLS of a port, where a route of a wider listener %s', (_what, dialect, winner) => {
  const listeners = [secure, { ...secure, name: 'near', hostname: '*.example.com' }]
  const TLSRoute = [
    routeOf('r', 'web', { ...named, parentRefs: [{ name: 'main', sectionName: 'tls' }] }),
    routeOf('other', 'web', { hostnames: ['b.example.com'], parentRefs: [{ name: 'main', sectionName: 'near' }] }),
  ]
  const request = { ...asked, scheme: 'https' as const, port: 443, sni: 'a.example.com', target: '/a%2Fb' }
  const answer = planOf(dialect, { TLSRoute }, { spec: { listeners } }).answer(request, true)
  expect(answer.source?.name ?? null).toBe(winner)
})

it('Contour: a TLSRoute without a usable backend leaves its names to wider ones', () => {
  const TLSRoute = [
    routeOf('gone', 'gone', { hostnames: ['a.example.com'] }),
    routeOf('wide', 'web', { hostnames: ['*.example.com'] }, 2),
  ]
  const plan = planOf(contourGatewayDialect, { TLSRoute }, { spec: { listeners: [secure] } })
  const request = { ...asked, scheme: 'https' as const, port: 443, sni: 'a.example.com' }
  expect(plan.answer(request, false).source?.name).toBe('wide')
  const rows = gatewayRows(
    { plan, ownerOf: () => null, isOff: () => false, inventory: plan.world.facts.inventory },
    () => true,
  )
  expect(rows.map(({ route: { source, fate } }) => [source.name, fate?.is])).toEqual([
    ['gone', 'dropped'],
    ['wide', 'served'],
  ])
})

it.each([
  ['its own alone', envoyGatewayDialect, null],
  ['all', contourGatewayDialect, 'r'],
] as const)('names that a TCPRoute has at a listener for TLS: %s', (_what, dialect, winner) => {
  const tls = { mode: 'Terminate', certificateRefs: [{ name: 'good' }] }
  const Secret = [{ metadata: meta('good'), type: 'kubernetes.io/tls', data: { 'tls.crt': btoa(certificate) } }]
  const spec = { listeners: [{ ...secure, tls, hostname: 'b.example.com' }] }
  const request = { ...asked, scheme: 'https' as const, port: 443, sni: 'a.example.com' }
  const plan = planOf(dialect, { TCPRoute: [routeOf('r', 'web')], Secret }, { spec })
  expect(plan.answer(request, false).source?.name ?? null).toBe(winner)
  expect(plan.answer({ ...request, sni: 'b.example.com' }, false).source?.name).toBe('r')
})

it('Envoy Gateway: of two TCPRoutes at a listener for TLS the older one is there, and refuses nothing', () => {
  const tls = { mode: 'Terminate', certificateRefs: [{ name: 'good' }] }
  const Secret = [{ metadata: meta('good'), type: 'kubernetes.io/tls', data: { 'tls.crt': btoa(certificate) } }]
  const TCPRoute = [routeOf('old', 'web'), routeOf('new', 'web', {}, 2)]
  const plan = planOf(envoyGatewayDialect, { TCPRoute, Secret }, { spec: { listeners: [{ ...secure, tls }] } })
  const request = { ...asked, scheme: 'https' as const, port: 443, sni: 'a.example.com' }
  expect(plan.answer(request, false).source?.name).toBe('old')
  const rows = gatewayRows(
    { plan, ownerOf: () => null, isOff: () => false, inventory: plan.world.facts.inventory },
    () => true,
  )
  expect(rows.map(({ route: { source, fate } }) => [source.name, fate?.is])).toEqual([
    ['old', 'served'],
    ['new', 'lost'],
  ])
})

it('Envoy Gateway: a TCPRoute has no listener on which a TLSRoute hangs, however old it is', () => {
  const tls = { mode: 'Terminate', certificateRefs: [{ name: 'good' }] }
  const Secret = [{ metadata: meta('good'), type: 'kubernetes.io/tls', data: { 'tls.crt': btoa(certificate) } }]
  const TLSRoute = [routeOf('named', 'web', { hostnames: ['a.example.com'] }, 2)]
  const spec = { listeners: [{ ...secure, tls, hostname: '*.example.com' }] }
  const plan = planOf(envoyGatewayDialect, { TCPRoute: [routeOf('old', 'web')], TLSRoute, Secret }, { spec })
  const request = { ...asked, scheme: 'https' as const, port: 443, sni: 'a.example.com' }
  expect(plan.answer(request, false).source?.name).toBe('named')
  expect(plan.answer({ ...request, sni: 'b.example.com' }, false).source).toBeNull()
  const rows = gatewayRows(
    { plan, ownerOf: () => null, isOff: () => false, inventory: plan.world.facts.inventory },
    () => true,
  )
  expect(rows.map(({ route: { source, fate } }) => [source.name, fate?.is]).sort()).toEqual([
    ['named', 'served'],
    ['old', 'lost'],
  ])
})

it.each([
  ['takes TCPRoutes', contourGatewayDialect, null],
  ['does not', envoyGatewayDialect, 'NotAllowedByListeners'],
] as const)('TLS that is passed on %s', (_what, dialect, reason) => {
  const plan = planOf(dialect, { TCPRoute: [routeOf('r', 'web')] }, { spec: { listeners: [secure] } })
  expect(plan.world.attachments.map((one) => one.reason)).toEqual([reason])
})

/** https://github.com/traefik/traefik/blob/v3.7/pkg/server/router/tcp/router.go, ServeTCP */
it.each([
  ['the name in full comes before a wildcard', ['a.example.com'], ['*.example.com'], 'a.example.com', 'web'],
  ['the name in full comes before the same one', ['a.example.com'], ['a.example.com'], 'a.example.com', 'web'],
  ['a wildcard comes after the name in full', ['*.example.com'], ['a.example.com'], 'a.example.com', 'db'],
  ['a wildcard comes after a wildcard', ['*.example.com'], ['*.example.com'], 'b.example.com', 'db'],
  ['one for all names comes before one for all names', [], [], 'other.test', 'web'],
  ['one that names another in full is not for all names', ['a.example.com'], [], 'other.test', 'db'],
])('Traefik, HTTPS beside TLS at one port: of requests %s', (_what, read, passed, sni, wanted) => {
  const Secret = [{ metadata: meta('good'), type: 'kubernetes.io/tls', data: { 'tls.crt': btoa(certificate) } }]
  const tls = { mode: 'Terminate', certificateRefs: [{ name: 'good' }] }
  const listeners = [
    { name: 'web', port: 443, protocol: 'HTTPS', tls },
    { name: 'pass', port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' } },
  ]
  const at = (sectionName: string, hostnames: readonly string[]) => ({
    parentRefs: [{ name: 'main', sectionName }],
    ...(hostnames.length > 0 && { hostnames }),
  })
  const HTTPRoute = [routeOf('web', 'web', at('web', read))]
  const TLSRoute = [routeOf('db', 'web', at('pass', passed))]
  const plan = planOf(traefikGatewayDialect, { HTTPRoute, Secret, TLSRoute }, { spec: { listeners } })
  const request = { ...asked, scheme: 'https', port: 443, host: sni, sni } as const
  expect(plan.answer(request, false).source?.name).toBe(wanted)
  expect(plan.answer({ ...request, stream: 'tcp' }, false).source?.name).toBe(wanted === 'db' ? 'db' : undefined)
})

/** https://github.com/traefik/traefik/blob/master/pkg/provider/kubernetes/gateway/tlsroute.go; so has a real one of 3.7.15 */
it.each([
  ['of a wildcard, beside a TLSRoute', traefikGatewayDialect, 'b.example.com', ['TLSRoute'], true],
  ['of nobody, beside a TLSRoute', traefikGatewayDialect, 'other.test', ['TLSRoute'], true],
  ['in full, beside a TLSRoute', traefikGatewayDialect, 'a.example.com', ['TLSRoute'], false],
  ['of a wildcard, without a TLSRoute', traefikGatewayDialect, 'b.example.com', [], false],
  ['elsewhere', envoyGatewayDialect, 'b.example.com', ['TLSRoute'], false],
])('a handshake without ALPN for a name %s', (_what, dialect, host, kinds, isTold) => {
  const tls = { mode: 'Terminate', certificateRefs: [{ name: 'good' }] }
  const Secret = [{ metadata: meta('good'), type: 'kubernetes.io/tls', data: { 'tls.crt': btoa(certificate) } }]
  const spec = {
    listeners: [
      { ...secure, protocol: 'HTTPS', tls },
      { ...secure, name: 'pass', port: 8443 },
    ],
  }
  const at = (sectionName: string) => ({ parentRefs: [{ name: 'main', sectionName }] })
  const HTTPRoute = [routeOf('web', 'web', { ...at('tls'), hostnames: ['a.example.com', '*.example.com'] })]
  const TLSRoute = [routeOf('db', 'web', { ...at('pass'), hostnames: ['db.test'] })]
  const plan = planOf(dialect, { HTTPRoute, Secret, ...(kinds.length > 0 && { TLSRoute }) }, { spec })
  const { hops } = plan.answer({ ...asked, scheme: 'https', port: 443, host, sni: host }, true)
  expect(hops.some(({ subject, detail }) => subject === 'handshake' && detail.includes('TLSRoute shop/db'))).toBe(
    isTold,
  )
})
