/** Routes that hang on no Gateway, or not as they are meant to. */
import { expect, it } from 'vitest'
import { sentenceOf } from '../../../src/findings/catalogue.js'
import {
  type GatewayObjects,
  gateway,
  gatewayObjects,
  http,
  route,
  toldOf,
} from '../../support/worlds/gateway-objects.js'
import {
  backend,
  calls,
  condition,
  contourClass,
  envoyClass,
  foreign,
  good,
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
const letIn = (from: string, set: object) => ({
  Gateway: [gateway([http], {}, { allowedListeners: { namespaces: { from } } })],
  ListenerSet: [set],
  HTTPRoute: [route('web', onSet)],
})
const elsewhere = (parent: object) => ({
  metadata: { namespace: 'shop', name: 'more' },
  spec: { ...more.spec, parentRef: { name: 'web', namespace: 'infra', ...parent } },
})
const onElsewhere = { parentRefs: [{ kind: 'ListenerSet', namespace: 'shop', name: 'more' }] }
const foreignly = { ...https, tls: { certificateRefs: [{ name: 'good', namespace: 'certs' }] } }
const abroad = { ...good, metadata: { namespace: 'certs', name: 'good' } }
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
    code: 'listener-out',
    before: {
      GatewayClass: contourClass,
      Gateway: [gateway([{ ...http, port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'good' }] } }])],
    },
    says: 'Secret infra/good does not exist: handshakes fail',
    fix: 'Create Secret infra/good of type kubernetes.io/tls',
    after: {
      ...{ GatewayClass: contourClass, Secret: [good] },
      Gateway: [gateway([{ ...http, port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'good' }] } }])],
    },
  },
  {
    code: 'listener-out',
    before: {
      GatewayClass: envoyClass,
      Gateway: [gateway([http, { ...http, name: 'odd', protocol: 'TCP', hostname: 'a.test' }])],
    },
    says: 'listener http: another listener has its port with a protocol that does not go with it (odd)',
    fix: 'Give one of the two another port.',
    after: { GatewayClass: envoyClass },
  },
  {
    code: 'route-detached',
    before: {
      GatewayClass: contourClass,
      Gateway: [gateway([http], { status: { conditions: [untouched] } }, { addresses: [{ value: '192.0.2.1' }] })],
    },
    says: 'the listeners that would take it take no requests',
    fix: 'See what is said of the listener',
    after: { GatewayClass: contourClass },
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
    code: 'listener-set-out',
    before: { Gateway: [gateway()], ListenerSet: [more], HTTPRoute: [route('web', onSet)] },
    says: 'ListenerSet infra/more adds no listeners to Gateway infra/web: the Gateway does not allow it',
    fix: 'Write spec.allowedListeners: {namespaces: {from: Same}} into Gateway infra/web',
    after: letIn('Same', more),
  },
  {
    code: 'listener-set-out',
    before: { Gateway: [gateway()], ListenerSet: [elsewhere({})], HTTPRoute: [route('web', onElsewhere)] },
    says: 'ListenerSet shop/more adds no listeners to Gateway infra/web: the Gateway does not allow it',
    fix: 'Write spec.allowedListeners: {namespaces: {from: All}} into Gateway infra/web, or a selector that takes namespace shop.',
    after: { ...letIn('All', elsewhere({})), HTTPRoute: [route('web', onElsewhere)] },
  },
  {
    code: 'listener-set-out',
    before: { ...letIn('All', elsewhere({ namespace: 'shop' })), HTTPRoute: [route('web', onElsewhere)] },
    says: 'ListenerSet shop/more adds no listeners to Gateway shop/web: there is no such Gateway',
    fix: 'Write namespace: infra in spec.parentRef of ListenerSet shop/more.',
    after: { ...letIn('All', elsewhere({})), HTTPRoute: [route('web', onElsewhere)] },
  },
  {
    code: 'listener-set-out',
    before: { ...letIn('Same', more), GatewayClass: traefikClass },
    says: 'ListenerSet infra/more adds no listeners to Gateway infra/web: its implementation reads no ListenerSets',
    fix: 'Write its listeners into Gateway infra/web, and let routes name that.',
    after: { GatewayClass: traefikClass, Gateway: [gateway([http, { ...http, name: 'more', port: 81 }])] },
  },
  {
    code: 'grant-missing',
    before: { Gateway: [gateway([foreignly])], Secret: [abroad] },
    says: 'Secret certs/good is in another namespace, and no ReferenceGrant there permits Gateways of infra to refer to it',
    fix: 'Apply to namespace certs: {apiVersion: gateway.networking.k8s.io/v1beta1, kind: ReferenceGrant, metadata: {name: infra-to-good, namespace: certs}, spec: {from: [{group: gateway.networking.k8s.io, kind: Gateway, namespace: infra}], to: [{group: "", kind: Secret, name: good}]}}.',
    after: {
      ...{ Gateway: [gateway([foreignly])], Secret: [abroad] },
      ReferenceGrant: [
        {
          metadata: { name: 'infra-to-good', namespace: 'certs' },
          spec: {
            from: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'infra' }],
            to: [{ group: '', kind: 'Secret', name: 'good' }],
          },
        },
      ],
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

it('a route on a listener that takes no requests is told why that is so, with its fix', async () => {
  const { findings } = await toldOf(gatewayObjects({ Gateway: [gateway([foreignly])], Secret: [abroad] }))
  const told = findings.map(({ code, source }) => `${code} ${source.kind}`)
  expect(told).toEqual(['grant-missing Gateway', 'grant-missing HTTPRoute'])
})

it('a ListenerSet has a reason of its own, and where it is let in none', async () => {
  const told = async (objects: GatewayObjects) => {
    const { rows } = await toldOf(gatewayObjects(objects))
    return rows.flatMap(({ source, served, causes }) =>
      source.kind === 'ListenerSet' ? [[served, ...causes.map(({ code }) => code)]] : [],
    )
  }
  expect(await told({ Gateway: [gateway()], ListenerSet: [more] })).toEqual([[false, 'listener-set-out']])
  expect(await told(letIn('Same', more))).toEqual([[true]])
})
