/** Gateways and listeners that take no requests, or not as they are meant to. */
import { expect, it } from 'vitest'
import { controllerName, gateway, gatewayObjects, http, route, toldOf } from '../../support/worlds/gateway-objects.js'
import {
  authority,
  certificate,
  condition,
  contourClass,
  envoyClass,
  good,
  handed,
  https,
  inTls,
  on,
  onBoth,
  proveGatewayCures,
  taken,
  traefikClass,
  untouched,
  watched,
  wild,
} from './words.js'

const ofInfra = { namespace: 'infra', name: 'ca' }
const openGateway = gateway([http], {}, { allowedListeners: { namespaces: { from: 'All' } } })
const listenerSet = (name: string, port = 8080) => ({
  metadata: { namespace: 'infra', name },
  spec: { parentRef: { name: 'web' }, listeners: [{ name: 'l', port, protocol: 'HTTP' }] },
})
const checked = (name: string) =>
  gateway(
    [https],
    {},
    { tls: { frontend: { default: { validation: { caCertificateRefs: [{ kind: 'ConfigMap', name }] } } } } },
  )
const uncertified = { Gateway: [gateway([http, https])] }
const passing = { ...http, name: 'pass', port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' } }
const beside = {
  ...{ GatewayClass: traefikClass, Secret: [good] },
  Gateway: [gateway([http, https, { ...passing, port: 8443 }])],
  TLSRoute: [route('db', { ...handed('db.test'), ...on('pass') })],
}

proveGatewayCures([
  {
    code: 'gateway-unclaimed',
    before: { GatewayClass: [{ metadata: { name: 'maim' }, spec: { controllerName } }] },
    says: 'there is no GatewayClass main',
    fix: 'gatewayClassName: maim',
    after: {
      GatewayClass: [{ metadata: { name: 'maim' }, spec: { controllerName } }],
      Gateway: [gateway([http], {}, { gatewayClassName: 'maim' })],
    },
  },
  {
    code: 'gateway-unclaimed',
    before: { Gateway: [gateway([http], { status: { conditions: [untouched] } })] },
    says: `its class main belongs to ${controllerName}`,
    fix: 'Install the controller',
    after: { Gateway: [watched], HTTPRoute: [route('web', {}, taken)] },
  },
  {
    code: 'gateway-unclaimed',
    before: {
      GatewayClass: [
        { metadata: { name: 'main' }, spec: { controllerName: 'gateway.envoyproxy.io/gateway-class-controller' } },
      ],
      Gateway: [gateway([http], { status: { conditions: [untouched] } })],
    },
    says: 'no controller of that name has ever looked at it',
    fix: 'Create a GatewayClass whose controllerName is gateway.envoyproxy.io/gatewayclass-controller',
    after: { Gateway: [watched], HTTPRoute: [route('web', {}, taken)] },
  },
  {
    code: 'gateway-condition',
    before: {
      Gateway: [gateway([http], { status: { conditions: [condition('Programmed', 'False', 'AddressNotAssigned')] } })],
      HTTPRoute: [route('web', {}, taken)],
    },
    says: 'no address was given to it',
    fix: 'something must give out addresses',
    after: { Gateway: [watched], HTTPRoute: [route('web', {}, taken)] },
    served: true,
  },
  {
    code: 'status-behind',
    before: { Gateway: [watched], HTTPRoute: [route('web', {}, taken, { generation: 2 })] },
    says: 'has read change 1 of 2',
    fix: 'Look at the log of the controller',
    after: { Gateway: [watched], HTTPRoute: [route('web', {}, taken)] },
    served: true,
  },
  {
    code: 'tls-passed-over',
    before: { GatewayClass: contourClass, ...inTls, ConfigMap: [authority({ 'ca.crt': 'none' })] },
    says: 'BackendTLSPolicy shop/web cannot be met in all it says, and is passed over: Service shop/web is asked in clear text',
    fix: 'Let caCertificateRefs of BackendTLSPolicy shop/web name ConfigMaps that have ca.crt',
    after: { GatewayClass: contourClass, ...inTls, ConfigMap: [authority({ 'ca.crt': certificate })] },
    served: true,
  },
  {
    code: 'listener-out',
    before: { Gateway: [checked('none')] },
    says: 'listener https: none of the certificates by which clients are checked can be used',
    fix: 'Name in spec.tls.frontend of the Gateway a ConfigMap with the authority in its key ca.crt',
    after: {
      Gateway: [checked('ca')],
      Secret: [good],
      ConfigMap: [{ ...authority({ 'ca.crt': certificate }), metadata: ofInfra }],
    },
  },
  {
    code: 'listener-out',
    before: { Gateway: [openGateway], ListenerSet: [listenerSet('one'), listenerSet('two')] },
    says: 'listener l of ListenerSet infra/two: another listener has its port, protocol and hostname (l of ListenerSet infra/one)',
    fix: 'Give one of the two another hostname',
    after: { Gateway: [openGateway], ListenerSet: [listenerSet('one'), listenerSet('two', 81)] },
    served: true,
  },
  {
    code: 'listener-out',
    before: uncertified,
    says: 'listener https: Secret infra/good does not exist: handshakes fail',
    fix: 'Create Secret infra/good of type kubernetes.io/tls',
    after: { ...onBoth, Secret: [good] },
    served: true,
  },
  {
    code: 'listener-out',
    before: { ...uncertified, Secret: [{ ...good, metadata: { namespace: 'shop', name: 'good' } }] },
    says: 'listener https: Secret infra/good does not exist: handshakes fail',
    fix: 'write namespace: shop in certificateRefs, and create a ReferenceGrant in shop that lets Gateways of infra name it; or copy it into infra',
    after: { ...onBoth, Secret: [good] },
    served: true,
  },
  {
    code: 'listener-out',
    before: {
      Gateway: [gateway([http, { ...http, name: 'b', port: 81, allowedRoutes: { kinds: [{ kind: 'TCPRoute' }] } }])],
    },
    says: 'listener b: allowedRoutes.kinds names a kind that its protocol or the controller lacks',
    fix: 'Leave that kind out',
    served: true,
  },
  {
    code: 'listener-out',
    before: {
      Gateway: [gateway([http, { name: 'raw', port: 80, protocol: 'TCP' }, { ...http, name: 'b', port: 81 }])],
    },
    says: 'listener raw: another listener has its port with a protocol that does not go with it (http)',
    fix: 'Give one of the two another port',
    after: { Gateway: [gateway([http, { name: 'raw', port: 82, protocol: 'TCP' }, { ...http, name: 'b', port: 81 }])] },
    served: true,
  },
  {
    code: 'port-frozen',
    before: { GatewayClass: envoyClass, Gateway: [gateway([http, wild])] },
    says: 'port 80: a.test comes from http and wild at once',
    fix: 'sectionName: http',
    after: { GatewayClass: envoyClass, Gateway: [gateway([http, wild])], HTTPRoute: [route('web', on('http'))] },
  },
  {
    code: 'port-frozen',
    before: {
      ...{ GatewayClass: envoyClass, HTTPRoute: [], Gateway: [gateway([passing])] },
      TLSRoute: [route('web', handed('a.test')), route('next', handed('a.test', 'b.test'))],
    },
    says: 'port 443: a.test comes from TLSRoute shop/next and TLSRoute shop/web at once',
    fix: 'Let TLSRoute shop/next alone have that hostname: take it out of TLSRoute shop/web',
    after: {
      ...{ GatewayClass: envoyClass, HTTPRoute: [], Gateway: [gateway([passing])] },
      TLSRoute: [route('web', handed('c.test')), route('next', handed('a.test', 'b.test'))],
    },
  },
  {
    code: 'alpn-wanted',
    before: { ...beside, HTTPRoute: [route('web', { hostnames: ['*.test'] })] },
    says: 'for *.test clients that name no protocol of HTTP in the handshake (ALPN) are refused, as long as TLSRoute shop/db is there',
    fix: 'Name in an HTTPRoute each host in full that such clients ask for',
    after: { ...beside, HTTPRoute: [route('web')] },
    served: true,
  },
  {
    code: 'listener-idle',
    before: { Gateway: [gateway([http, { ...http, name: 'b', port: 81 }])], HTTPRoute: [route('web', on('http'))] },
    says: 'listener b has no route',
    fix: null,
    after: { HTTPRoute: [route('web', on('http'))] },
    served: true,
  },
])

it('a cluster where all is well has no finding', async () => {
  expect((await toldOf(gatewayObjects())).findings).toEqual([])
})
