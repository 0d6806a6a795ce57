/** Routes that hang on no Gateway, or not as they are meant to. */
import { expect, it } from 'vitest'
import { sentenceOf } from '../../../src/findings/catalogue.js'
import { gateway, gatewayObjects, http, route, toldOf } from '../../support/worlds/gateway-objects.js'
import {
  backend,
  calls,
  condition,
  contourClass,
  envoyClass,
  foreign,
  https,
  more,
  on,
  parentRef,
  proveGatewayCures,
  said,
  shared,
  taken,
  traefikClass,
  untouched,
  watched,
  wild,
} from './words.js'

const labelled = gateway([
  { ...http, allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { expose: 'yes' } } } } },
])
const namespaceWith = (labels: object) => ({ metadata: { name: 'shop', labels } })
const keeping = {
  GatewayClass: contourClass,
  Gateway: [gateway([http, { ...https, hostname: 'a.test', tls: { certificateRefs: [{ name: 'no-such' }] } }])],
}
const mixed = (kind: string) =>
  gateway([{ ...http, allowedRoutes: { kinds: [{ kind: 'HTTPRoute' }, { kind }], namespaces: { from: 'All' } } }])
const takenByEnvoy = {
  status: {
    parents: [
      {
        ...{ parentRef, controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
        conditions: [condition('Accepted', 'True', 'Accepted')],
      },
    ],
  },
}
const onSet = { parentRefs: [{ kind: 'ListenerSet', namespace: 'infra', name: 'more' }] }

proveGatewayCures([
  {
    code: 'route-unclaimed',
    before: { Gateway: [watched] },
    says: 'has written nothing into the status',
    fix: null,
    after: { Gateway: [watched], HTTPRoute: [route('web', {}, taken)] },
    served: true,
  },
  {
    code: 'route-unclaimed',
    before: { Gateway: [watched], HTTPRoute: [route('web', {}, said([untouched]))] },
    says: 'has written nothing into the status',
    fix: null,
    after: { Gateway: [watched], HTTPRoute: [route('web', {}, taken)] },
    served: true,
  },
  {
    code: 'attachment-differs',
    before: {
      Gateway: [watched],
      HTTPRoute: [route('web', {}, said([condition('Accepted', 'False', 'NotAllowedByListeners')]))],
    },
    says: 'the route hangs on it by the objects',
    fix: null,
    after: { Gateway: [watched], HTTPRoute: [route('web', {}, taken)] },
    served: true,
  },
  {
    code: 'attachment-differs',
    before: { GatewayClass: envoyClass, Gateway: [mixed('TCPRoute')], HTTPRoute: [route('web', {}, takenByEnvoy)] },
    says: 'the route does not hang on it by the objects',
    fix: null,
    after: { GatewayClass: envoyClass, Gateway: [mixed('GRPCRoute')], HTTPRoute: [route('web', {}, takenByEnvoy)] },
  },
  {
    code: 'route-detached',
    before: { HTTPRoute: [route('web', { parentRefs: [{ name: 'web' }] })] },
    says: 'there is none of that name',
    fix: 'Write namespace: infra in the parentRef',
  },
  {
    code: 'route-detached',
    before: { HTTPRoute: [route('web', on('htpp'))] },
    says: 'it has no listener for sectionName htpp, it has http',
    fix: 'sectionName: http in place of htpp',
    after: { HTTPRoute: [route('web', on('http'))] },
  },
  {
    code: 'route-detached',
    before: { Gateway: [gateway([{ ...http, allowedRoutes: { namespaces: { from: 'Same' } } }])] },
    says: 'no listener takes routes of namespace shop',
    fix: 'from: All',
  },
  {
    code: 'route-detached',
    before: { Gateway: [labelled], Namespace: [namespaceWith({ exposed: 'yes' })] },
    says: 'no listener takes routes of namespace shop: http takes those of namespaces with expose=yes, which shop has not',
    fix: 'Give namespace shop the label expose=yes',
    after: { Gateway: [labelled], Namespace: [namespaceWith({ expose: 'yes' })] },
  },
  {
    code: 'route-detached',
    before: {
      Gateway: [gateway([{ ...http, allowedRoutes: { ...http.allowedRoutes, kinds: [{ kind: 'GRPCRoute' }] } }])],
    },
    says: 'no listener takes HTTPRoutes',
    fix: 'Name the kind in allowedRoutes.kinds',
  },
  {
    code: 'route-detached',
    before: { Gateway: [gateway([{ ...http, hostname: '*.example' }])] },
    says: 'hostname a.test goes with no hostname of a listener, it has http (*.example)',
    fix: 'Give the route a hostname that the listener covers',
    after: {
      Gateway: [gateway([{ ...http, hostname: '*.example' }])],
      HTTPRoute: [route('web', { hostnames: ['a.example'] })],
    },
  },
  {
    code: 'route-detached',
    before: {
      GatewayClass: contourClass,
      Gateway: [gateway([{ ...http, port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'no-such' }] } }])],
    },
    says: 'the listeners that would take it take no requests',
    fix: 'See what is said of the listener',
    after: { GatewayClass: contourClass },
  },
  {
    code: 'route-detached',
    before: {
      GatewayClass: envoyClass,
      Gateway: [gateway([http, { ...http, name: 'odd', protocol: 'TCP', hostname: 'a.test' }])],
    },
    says: 'the listeners that would take it take no requests',
    fix: 'See what is said of the listener',
    after: { GatewayClass: envoyClass },
  },
  {
    code: 'route-detached',
    before: { GatewayClass: traefikClass, GRPCRoute: [calls('a.test')] },
    says: 'Gateway infra/web: an older route of the other kind, HTTPRoute or GRPCRoute, has its hostnames',
    fix: 'hostnames of their own',
    after: { GatewayClass: traefikClass, GRPCRoute: [calls('calls.test')] },
    served: true,
  },
  {
    code: 'route-detached',
    before: { HTTPRoute: [route('web', { parentRefs: [] })] },
    says: 'it names no Gateway in spec.parentRefs',
    fix: 'Name a Gateway in spec.parentRefs',
  },
  {
    code: 'route-detached',
    before: { Gateway: [gateway()], ListenerSet: [more], HTTPRoute: [route('web', onSet)] },
    says: 'ListenerSet infra/more: it adds no listeners to a Gateway: the Gateway does not allow it',
    fix: 'Let spec.allowedListeners of its Gateway take the ListenerSet',
    after: {
      Gateway: [gateway([http], {}, { allowedListeners: { namespaces: { from: 'Same' } } })],
      ListenerSet: [more],
      HTTPRoute: [route('web', onSet)],
    },
  },
  {
    code: 'route-detached',
    before: { ...keeping, HTTPRoute: [route('web', { hostnames: ['a.test'], ...on('http') })] },
    says: 'hostname a.test is kept by listener https, which gives it to nobody',
    fix: 'See what is said of listener https, or remove it',
    after: { GatewayClass: contourClass },
  },
  {
    code: 'hostname-unserved',
    before: { ...keeping, HTTPRoute: [route('web', { hostnames: ['a.test', 'b.test'] })] },
    says: 'hostname a.test is kept by listener https, which gives it to nobody',
    fix: 'See what is said of listener https, or remove it',
    after: { GatewayClass: contourClass, HTTPRoute: [route('web', { hostnames: ['a.test', 'b.test'] })] },
    served: true,
  },
  {
    code: 'hostname-unserved',
    before: { Gateway: [gateway([wild])], HTTPRoute: [route('web', { hostnames: ['a.test', 'a.example'] })] },
    says: 'hostname a.example goes with none of its listeners (wild (*.test))',
    fix: 'Remove a.example from the route',
    after: { Gateway: [gateway([wild])] },
    served: true,
  },
])

it('a route of a mesh is not judged by the rules of Gateways', async () => {
  const { findings, rows } = await toldOf(
    gatewayObjects({ HTTPRoute: [route('web', { parentRefs: [{ group: '', kind: 'Service', name: 'web' }] })] }),
  )
  expect(findings.map(({ code }) => code)).toEqual(['listener-idle'])
  expect(rows.flatMap(({ rule, served }) => (rule === null ? [] : served))).toEqual([null])
})

it('a route to which another one hands requests on is not judged by the rules of Gateways', async () => {
  const above = (name: string) =>
    route('above', {
      ...on('http'),
      rules: [{ backendRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name }] }],
    })
  const below = route('below', { parentRefs: [] })
  for (const [name, codes] of [
    ['below', []],
    ['*', []],
    ['other', ['route-detached']],
  ] as const) {
    const { findings, rows } = await toldOf(gatewayObjects({ HTTPRoute: [above(name), below] }))
    expect(findings.filter(({ source }) => source.name === 'below').map(({ code }) => code)).toEqual(codes)
    const fates = rows.flatMap(({ source, rule, served }) => (source.name === 'below' && rule !== null ? [served] : []))
    expect(fates).toEqual([name === 'other' ? false : null])
  }
})

it('a listener that takes all namespaces, and other kinds, is none that refuses one', async () => {
  const calls = {
    ...http,
    name: 'calls',
    port: 81,
    allowedRoutes: { ...http.allowedRoutes, kinds: [{ kind: 'GRPCRoute' }] },
  }
  const Gateway = [gateway([{ ...http, allowedRoutes: { namespaces: { from: 'Same' } } }, calls])]
  const { findings } = await toldOf(gatewayObjects({ Gateway }))
  expect(findings.filter(({ code }) => code === 'route-detached').map(sentenceOf)).toEqual([
    expect.stringMatching(/no listener takes routes of namespace shop: http takes those of namespace infra$/),
  ])
})

it('one cause of a route hides no other', async () => {
  const broken = shared(backend('gone', 1), backend('cart', 1, { namespace: 'team' }))
  const objects = { ...foreign, Gateway: [labelled], Namespace: [namespaceWith({})], HTTPRoute: broken }
  const { findings } = await toldOf(gatewayObjects(objects))
  const own = findings.filter(({ source }) => source.kind === 'HTTPRoute')
  expect(own.map(({ code }) => code)).toEqual(['route-detached', 'grant-missing', 'share-fails'])
  // It gets no requests, so that none of them fails.
  expect(own.map(sentenceOf).filter((one) => / get \d/.test(one))).toEqual([])
})
