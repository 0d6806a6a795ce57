/** What comes of a transport, or of TLS options, that is not there: as Traefik 3.7 did it beside these objects. */
import { describe, expect, it } from 'vitest'
import { ingress, pod, rule, service, slice } from '../../support/objects.js'
import { traefikLine, traefikPlan, traefikRequest, traefikTold } from '../../support/worlds/traefik-world.js'
import { route } from './custom-objects.js'

const named = (name: string, spec: object = {}, namespace = 'default') => ({ metadata: { namespace, name }, spec })
const web = (more: object = {}) => ({ name: 'web', port: 80, ...more })
const gone = { serversTransport: 'gone' }
const entries = ['--entryPoints.web.address=:80', '--entryPoints.websecure.address=:443']
const crdOn = [...entries, '--providers.kubernetescrd']
const empty = [...crdOn, '--providers.kubernetescrd.allowEmptyServices=true']
const cross = '--providers.kubernetescrd.allowCrossNamespace=true'

const custom = {
  'serverstransports.traefik.io': [named('tr'), named('other', {}, 'shop')],
  'serverstransporttcps.traefik.io': [named('tr')],
  'traefikservices.traefik.io': [
    named('mirrored', { mirroring: { ...web(), mirrors: [{ name: 'copy', port: 80, ...gone }] } }),
    named('spare', { failover: { service: web(), fallback: { name: 'copy', port: 80, ...gone } } }),
    named('light', { weighted: { services: [web(), { name: 'copy', port: 80, weight: 0, ...gone }] } }),
  ],
}
const copy = {
  services: [
    ...[service('copy'), service('empty'), service('ending')],
    service('refusing', { clusterIP: '10.96.0.9', ports: [{ port: 80 }] }),
  ],
  slices: [
    slice('copy-1', { service: 'copy', endpoints: [pod('c', '10.0.0.9')] }),
    slice('ending-1', {
      service: 'ending',
      endpoints: [pod('e', '10.0.0.8', { ready: false, serving: true, terminating: true })],
    }),
  ],
}
const to = (name: string) => ({ services: [{ kind: 'TraefikService', name }] })

describe('an IngressRoute whose Service is spoken to by', () => {
  it.each<[string, object, readonly string[], string]>([
    ['one that is there', { services: [web({ serversTransport: 'tr' })] }, crdOn, 'served'],
    ['the usual one', { services: [web({ serversTransport: 'default@internal' })] }, crdOn, 'served'],
    ['one that is not there', { services: [web(gone)] }, crdOn, 'not-found'],
    [
      'one that is not there, and all endpoints are about to end',
      { services: [{ name: 'ending', port: 80, ...gone }] },
      empty,
      'not-found',
    ],
    [
      'one of another namespace',
      { services: [web({ serversTransport: 'shop-other@kubernetescrd' })] },
      crdOn,
      'not-found',
    ],
    [
      'one of another namespace, where that may be',
      { services: [web({ serversTransport: 'shop-other@kubernetescrd' })] },
      [...crdOn, cross],
      'served',
    ],
    [
      'its own by its whole name, where namespaces are kept apart',
      { services: [web({ serversTransport: 'default-tr@kubernetescrd' })] },
      crdOn,
      'not-found',
    ],
    ['one of a file, which is not read', { services: [web({ serversTransport: 'x@file' })] }, crdOn, 'not-found'],
    [
      'one of a file, which nobody here can see',
      { services: [web({ serversTransport: 'x@file' })] },
      [...crdOn, '--providers.file.filename=x'],
      'unknown',
    ],
    [
      'a Service of a file, which nobody here can see, beside its own',
      { services: [web(), { name: 'x@file', kind: 'TraefikService', weight: 0 }] },
      [...crdOn, '--providers.file.filename=x'],
      'unknown',
    ],
    [
      'one that is not there, and the Service is empty',
      { services: [{ name: 'empty', port: 80, ...gone }] },
      [...crdOn, '--providers.kubernetescrd.allowEmptyServices=true'],
      'unavailable',
    ],
    ['one that is not there, for a mirror', to('mirrored'), crdOn, 'not-found'],
    ['one that is not there, for one in reserve', to('spare'), crdOn, 'not-found'],
    ['one that is not there, for a part without weight', to('light'), crdOn, 'not-found'],
  ])('%s', (_, said, args, expected) => {
    const words = {
      args,
      ...copy,
      custom: { ...custom, 'ingressroutes.traefik.io': [route('r', 'Host(`a.test`)', said)] },
    }
    expect(traefikLine(traefikPlan(words), 'http://a.test/')).toMatch(new RegExp(`^${expected}`))
  })
})

/** All parts that are of one Service have its name: the last word on it counts. */
it.each<[string, object, readonly object[], string]>([
  ['the usual one after it', { services: [web(gone), web()] }, [], 'served'],
  ['the usual one before it', { services: [web(), web(gone)] }, [], 'not-found'],
  ['the usual one in its mirror', to('t'), [named('t', { mirroring: { ...web(gone), mirrors: [web()] } })], 'served'],
  ['itself in a mirror', to('t'), [named('t', { mirroring: { ...web(), mirrors: [web(gone)] } })], 'not-found'],
  [
    'itself in a TraefikService, which comes after all routes',
    { services: [web(), { name: 'copy', port: 80 }] },
    [named('t', { weighted: { services: [web(gone)] } })],
    'not-found',
  ],
  [
    'the usual one and itself in two of these, where chance decides',
    to('t'),
    [named('t', { weighted: { services: [web(gone)] } }), named('u', { weighted: { services: [web()] } })],
    'unknown',
  ],
])('a Service with a transport that is not there, and with %s', (_, said, services, expected) => {
  const routes = [route('r', 'Host(`a.test`)', said)]
  const own = { ...custom, 'traefikservices.traefik.io': services, 'ingressroutes.traefik.io': routes }
  const plan = traefikPlan({ args: crdOn, ...copy, custom: own })
  expect(traefikLine(plan, 'http://a.test/')).toMatch(new RegExp(`^${expected}`))
  expect(plan.customRoutes?.[0]?.fate?.is).toBe(expected === 'not-found' ? 'dropped' : expected)
})

it.each<[string, object, string]>([
  ['without a health check', { service: web(), fallback: { name: 'copy', port: 80 } }, 'not-found'],
  [
    'by errors, of one without servers',
    { service: { name: 'empty', port: 80 }, fallback: { name: 'copy', port: 80 }, errors: { status: ['500-599'] } },
    'served',
  ],
  ...[
    ['502', 'served r /'],
    ['503', 'unavailable r /'],
  ].map(([status, expected]): [string, object, string] => [
    `by ${status}, of one whose address refuses`,
    {
      service: { name: 'refusing', port: 80, nativeLB: true },
      fallback: { name: 'copy', port: 80 },
      errors: { status: [status] },
    },
    expected ?? '',
  ]),
  ['by errors', { service: web(), fallback: { name: 'copy', port: 80 }, errors: { status: ['500-599'] } }, 'served'],
])('a failover %s', (_, failover, expected) => {
  const own = {
    'traefikservices.traefik.io': [named('t', { failover })],
    'ingressroutes.traefik.io': [route('r', 'Host(`a.test`)', to('t'))],
  }
  const plan = traefikPlan({ args: empty, ...copy, custom: own })
  expect(traefikLine(plan, 'http://a.test/')).toMatch(new RegExp(`^${expected}`))
  // What a route leads to is what answers.
  expect(plan.customRoutes?.[0]?.backends.map(({ endpoints }) => endpoints.ready)).toEqual([
    /^un/.test(expected) ? 0 : 1,
  ])
})

it.each<[string, object, object, string]>([
  ['a transport', { serversTransport: 'gone' }, {}, 'NO route-refused'],
  ['a transport that is there', { serversTransport: 'tr' }, {}, 'yes'],
  ['TLS options', {}, { options: { name: 'gone' } }, 'NO route-refused'],
  ['TLS options that count for all that name none', {}, { options: { name: 'default' } }, 'NO route-refused'],
])('an IngressRouteTCP with %s', async (_, more, tls, expected) => {
  const spec = { tls, routes: [{ match: 'HostSNI(`a.test`)', services: [web(more)] }] }
  const words = { args: crdOn, custom: { ...custom, 'ingressroutetcps.traefik.io': [named('t', spec)] } }
  expect(Object.values(await traefikTold(words))).toEqual([expected])
})

const prefix = 'traefik.ingress.kubernetes.io'

describe('an Ingress that names', () => {
  const transport = `${prefix}/service.serverstransport`
  it.each<[string, string, readonly string[], string]>([
    ['a transport that is there', 'default-tr@kubernetescrd', [...crdOn, '--providers.kubernetesingress'], 'served'],
    ['one that is not', 'default-gone@kubernetescrd', [...crdOn, '--providers.kubernetesingress'], 'not-found'],
    // https://github.com/traefik/traefik/issues/8610
    ['one without its provider', 'tr', [...crdOn, '--providers.kubernetesingress'], 'not-found'],
    [
      'one whose provider is off',
      'default-tr@kubernetescrd',
      [...entries, '--providers.kubernetesingress'],
      'not-found',
    ],
  ])('%s', (_, name, args, expected) => {
    const ported = {
      ...service('spoken'),
      metadata: { namespace: 'default', name: 'spoken', annotations: { [transport]: name } },
    }
    const slices = [slice('spoken-1', { service: 'spoken', endpoints: [pod('c', '10.0.0.9')] })]
    const one = ingress('shop', { ingressClassName: 'traefik', rules: [rule('a.test', '/', 'spoken')] })
    const words = { args, ingresses: [one], services: [ported], slices, custom }
    expect(traefikLine(traefikPlan(words), 'http://a.test/')).toMatch(new RegExp(`^${expected}`))
  })

  it.each([
    ['TLS options that are not there', 'default-gone@kubernetescrd', 'NO route-refused'],
    ['TLS options that are', 'default-strict@kubernetescrd', 'yes'],
  ])('%s', async (_, options, expected) => {
    const annotations = { [`${prefix}/router.tls`]: 'true', [`${prefix}/router.tls.options`]: options }
    const one = ingress(
      'shop',
      { ingressClassName: 'traefik', rules: [rule('a.test', '/', 'web')] },
      { metadata: { annotations } },
    )
    const words = {
      args: [...crdOn, '--providers.kubernetesingress'],
      ingresses: [one],
      custom: { ...custom, 'tlsoptions.traefik.io': [named('strict')] },
    }
    expect(Object.values(await traefikTold(words))).toEqual([expected])
  })
})

it('an entry point for datagrams is none for requests', async () => {
  const args = [...crdOn, '--entryPoints.dns.address=:53/udp']
  const routes = [route('r', 'Host(`a.test`)', {}, { entryPoints: ['dns'] })]
  expect(await traefikTold({ args, custom: { 'ingressroutes.traefik.io': routes } })).toEqual({
    'r a.test/': 'NO route-refused',
  })
})

/** As it answers `/`, by a router whose options are as they are said. */
describe('TLS options', () => {
  const secured = (name: string, match: string, options?: string) => ({
    ...route(name, match),
    spec: {
      ...route(name, match).spec,
      entryPoints: ['websecure'],
      tls: options ? { options: { name: options } } : {},
    },
  })
  const gone = secured('gone', 'Host(`a.test`) && PathPrefix(`/x`)', 'gone')
  it.each<[string, readonly object[], string, string, readonly string[]]>([
    ['that are not there, for a host', [gone], 'https://a.test/x', 'unavailable', ['gone fails']],
    [
      'that are not there, and whoever else has the host',
      [gone, secured('any', 'PathPrefix(`/`)')],
      'https://a.test/y',
      'unavailable',
      ['gone fails', 'any served'],
    ],
    [
      'that others of the host do not want',
      [gone, secured('own', 'Host(`a.test`)')],
      'https://a.test/x',
      'served own /x',
      ['gone dropped', 'own served'],
    ],
    ['of no host', [secured('all', 'PathPrefix(`/`)', 'gone')], 'https://a.test/', 'not-found 404', ['all dropped']],
    [
      'of the usual name',
      [secured('own', 'Host(`a.test`)', 'default')],
      'https://a.test/',
      'unavailable',
      ['own fails'],
    ],
    ['that are there', [secured('own', 'Host(`a.test`)', 'strict')], 'https://a.test/', 'served own /', ['own served']],
  ])('%s', (_, routes, url, expected, fates) => {
    const plan = traefikPlan({
      args: crdOn,
      custom: { 'ingressroutes.traefik.io': routes, 'tlsoptions.traefik.io': [named('strict'), named('default')] },
    })
    expect(traefikLine(plan, url)).toBe(expected)
    expect((plan.customRoutes ?? []).map(({ source, fate }) => `${source.name} ${fate?.is}`)).toEqual(fates)
  })

  it('of a file, which nobody here can see', () => {
    const words = {
      args: [...crdOn, '--providers.file.filename=x'],
      custom: { 'ingressroutes.traefik.io': [secured('own', 'Host(`a.test`)', 'x@file')] },
    }
    expect(traefikLine(traefikPlan(words), 'https://a.test/')).toBe('unknown')
    expect(traefikPlan(words).customRoutes).toMatchObject([{ fate: { is: 'unknown' } }])
  })
})

it.each([
  [[], '10.0.0.1'],
  [['--serversTransport.insecureSkipVerify=true'], null],
])('with %j, the certificate of a backend has to be for %s', (flags, name) => {
  const services = [service('safe', { ports: [{ name: 'https', port: 443 }] })]
  const slices = [
    slice('safe-1', { service: 'safe', ports: [{ name: 'https', port: 8443 }], endpoints: [pod('s', '10.0.0.1')] }),
  ]
  const routes = [route('r', 'Host(`a.test`)', { services: [{ name: 'safe', port: 443 }] })]
  const plan = traefikPlan({
    args: [...crdOn, ...flags],
    services,
    slices,
    custom: { 'ingressroutes.traefik.io': routes },
  })
  expect(plan.answer(traefikRequest('http://a.test/'), false).lastHop?.tls?.verifiedFor).toBe(name)
})
