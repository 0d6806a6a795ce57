/**
 * Every reason of a condition that the Gateway API and what implements it name, one row each: told in words of its own where a
 * status has it, and worked out from the objects where nothing but they are there, as far as they tell it.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fixOf, sentenceOf } from '../../src/findings/catalogue.js'
import { conditionWords } from '../../src/findings/condition-words.js'
import {
  controllerName,
  type GatewayObjects,
  gateway,
  gatewayObjects,
  http,
  route,
  toldOf,
} from '../support/worlds/gateway-objects.js'

/** What is told of objects without a status. */
type Own = readonly [objects: GatewayObjects, code: string, says: string]

type Row = readonly [kind: string, type: string, status: string, reason: string, own?: Own]

const certificate = readFileSync(join(import.meta.dirname, '..', 'fixtures', 'tls', 'ca.pem'), 'utf8')
const good = {
  ...{ metadata: { namespace: 'infra', name: 'good' }, type: 'kubernetes.io/tls' },
  data: { 'tls.crt': btoa(certificate), 'tls.key': '' },
}
const https = (name: string, more: object = {}) => ({
  ...{ ...http, name: 'https', port: 443, protocol: 'HTTPS' },
  tls: { certificateRefs: [{ name, ...more }] },
})
const withListeners = (...listeners: readonly object[]) => ({ Gateway: [gateway(listeners)] })
const allowing = (more: object) => withListeners({ ...http, allowedRoutes: { namespaces: { from: 'All' }, ...more } })
const checked = (ref: object) => ({
  Secret: [good],
  Gateway: [
    gateway([https('good')], {}, { tls: { frontend: { default: { validation: { caCertificateRefs: [ref] } } } } }),
  ],
})
const routed = (spec: object) => ({ HTTPRoute: [route('web', spec)] })
const backed = (backendRef: object, more: GatewayObjects = {}) => ({
  ...{ ...routed({ rules: [{ backendRefs: [{ name: 'web', port: 80, ...backendRef }] }] }), ...more },
})
const setOf = (name: string, namespace = 'infra') => ({
  metadata: { namespace, name, creationTimestamp: '2026-05-01T00:00:00Z' },
  spec: { parentRef: { namespace: 'infra', name: 'web' }, listeners: [{ ...http, name: 'more', port: 81 }] },
})
const open = gateway([http], {}, { allowedListeners: { namespaces: { from: 'All' } } })
const onSet = { parentRefs: [{ kind: 'ListenerSet', namespace: 'shop', name: 'more' }] }
const inTls = (caCertificateRef: object, more: object = {}) => ({
  BackendTLSPolicy: [
    {
      metadata: { namespace: 'shop', name: 'tls' },
      spec: {
        targetRefs: [{ group: '', kind: 'Service', name: 'web' }],
        validation: { hostname: 'web.test', caCertificateRefs: [caCertificateRef], ...more },
      },
    },
  ],
})
const classOf = (name: string) => ({ GatewayClass: [{ metadata: { name: 'main' }, spec: { controllerName: name } }] })
const envoy = classOf('gateway.envoyproxy.io/gatewayclass-controller')
const contour = classOf('projectcontour.io/gateway-controller')
const filtered = (...filters: readonly object[]) =>
  routed({ rules: [{ filters, backendRefs: [{ name: 'web', port: 80 }] }] })
const serviceOf = (port: object, spec: object = {}) => ({
  Service: [
    {
      metadata: { namespace: 'shop', name: 'web' },
      spec: { clusterIP: '10.0.0.1', ports: [{ port: 80, targetPort: 8080, ...port }], ...spec },
    },
  ],
})
const twins = (rule: object = {}) => ({
  HTTPRoute: [
    route('web', {}, {}, { creationTimestamp: '2026-04-01T00:00:00Z' }),
    route('next', { rules: [{ ...rule, backendRefs: [{ name: 'web', port: 80 }] }] }),
  ],
})

const calls = route('calls', {}, {}, { creationTimestamp: '2026-04-01T00:00:00Z' })

const rows: readonly Row[] = [
  ['GatewayClass', 'Accepted', 'False', 'Pending', [{ GatewayClass: [] }, 'gateway-unclaimed', 'no GatewayClass main']],
  ['GatewayClass', 'Accepted', 'False', 'InvalidParameters'],
  ['GatewayClass', 'Accepted', 'False', 'Unsupported'],
  ['GatewayClass', 'SupportedVersion', 'False', 'UnsupportedVersion'],
  [
    ...(['Gateway', 'Accepted', 'False', 'Pending'] as const),
    [{ Gateway: [gateway([http], {}, { gatewayClassName: 'gone' })] }, 'gateway-unclaimed', 'no GatewayClass gone'],
  ],
  [
    ...(['Gateway', 'Accepted', 'True', 'ListenersNotValid'] as const),
    [withListeners(http, { ...http, name: 'odd', protocol: 'SCTP' }), 'listener-out', 'listener odd'],
  ],
  ['Gateway', 'Accepted', 'False', 'Invalid'],
  ['Gateway', 'Accepted', 'False', 'InvalidParameters'],
  ['Gateway', 'Accepted', 'False', 'UnsupportedAddress'],
  ['Gateway', 'Programmed', 'False', 'Pending'],
  ['Gateway', 'Programmed', 'False', 'NoResources'],
  ['Gateway', 'Programmed', 'False', 'AddressNotAssigned'],
  ['Gateway', 'Programmed', 'False', 'AddressNotUsable'],
  [
    ...(['Gateway', 'Programmed', 'False', 'ListenersNotValid'] as const),
    [withListeners({ ...http, protocol: 'SCTP' }), 'listener-out', 'its protocol'],
  ],
  ['Gateway', 'ResolvedRefs', 'False', 'InvalidClientCertificateRef'],
  ['Gateway', 'ResolvedRefs', 'False', 'RefNotPermitted'],
  [
    ...(['Gateway', 'ResolvedRefs', 'False', 'ListenersNotResolved'] as const),
    [withListeners(http, https('gone')), 'listener-out', 'Secret infra/gone does not exist'],
  ],
  ['Gateway', 'InsecureFrontendValidationMode', 'True', 'ConfigurationChanged'],
  [
    ...(['listener', 'Accepted', 'False', 'UnsupportedProtocol'] as const),
    [withListeners({ ...http, protocol: 'SCTP' }), 'listener-out', 'does not know its protocol'],
  ],
  ['listener', 'Accepted', 'False', 'PortUnavailable'],
  ['listener', 'Accepted', 'False', 'UnsupportedValue'],
  [
    ...(['listener', 'Accepted', 'False', 'NoValidCACertificate'] as const),
    [
      checked({ kind: 'ConfigMap', name: 'gone' }),
      'listener-out',
      'none of the certificates by which clients are checked',
    ],
  ],
  ['listener', 'Accepted', 'False', 'TooManyListeners'],
  [
    ...(['listener', 'Conflicted', 'True', 'HostnameConflict'] as const),
    [withListeners(http, { ...http, name: 'twin' }), 'listener-out', 'has its port, protocol and hostname'],
  ],
  [
    ...(['listener', 'Conflicted', 'True', 'ProtocolConflict'] as const),
    [
      withListeners(http, { ...http, name: 'raw', protocol: 'TCP' }),
      'listener-out',
      'a protocol that does not go with it',
    ],
  ],
  ['listener', 'Conflicted', 'True', 'ListenerConflict'],
  [
    ...(['listener', 'ResolvedRefs', 'False', 'InvalidCertificateRef'] as const),
    [withListeners(https('gone')), 'listener-out', 'Secret infra/gone does not exist'],
  ],
  [
    ...(['listener', 'ResolvedRefs', 'False', 'RefNotPermitted'] as const),
    [withListeners(https('good', { namespace: 'team' })), 'grant-missing', 'permits Gateways of infra'],
  ],
  [
    ...(['listener', 'ResolvedRefs', 'False', 'InvalidRouteKinds'] as const),
    [allowing({ kinds: [{ kind: 'TCPRoute' }] }), 'listener-out', 'allowedRoutes.kinds names a kind'],
  ],
  [
    ...(['listener', 'ResolvedRefs', 'False', 'InvalidCACertificateRef'] as const),
    [checked({ kind: 'ConfigMap', name: 'gone' }), 'listener-out', 'none of the certificates'],
  ],
  [
    ...(['listener', 'ResolvedRefs', 'False', 'InvalidCACertificateKind'] as const),
    [checked({ kind: 'Pod', name: 'any' }), 'listener-out', 'none of the certificates'],
  ],
  ['listener', 'Programmed', 'False', 'Invalid'],
  ['listener', 'Programmed', 'False', 'Pending'],
  ['listener', 'OverlappingTLSConfig', 'True', 'OverlappingHostnames'],
  ['listener', 'OverlappingTLSConfig', 'True', 'OverlappingCertificates'],
  [
    ...(['ListenerSet', 'Accepted', 'False', 'NotAllowed'] as const),
    [{ ListenerSet: [setOf('more', 'shop')], ...routed(onSet) }, 'listener-set-out', 'the Gateway does not allow it'],
  ],
  [
    ...(['ListenerSet', 'Accepted', 'False', 'ParentNotAccepted'] as const),
    [
      { Gateway: [], ListenerSet: [setOf('more', 'shop')], ...routed(onSet) },
      'listener-set-out',
      'there is no such Gateway',
    ],
  ],
  [
    ...(['ListenerSet', 'Accepted', 'False', 'ListenersNotValid'] as const),
    [{ Gateway: [open], ListenerSet: [setOf('a'), setOf('b')] }, 'listener-out', 'more of ListenerSet infra/b'],
  ],
  ['ListenerSet', 'Accepted', 'False', 'Invalid'],
  ['ListenerSet', 'Accepted', 'Unknown', 'Pending'],
  [
    ...(['HTTPRoute', 'Accepted', 'False', 'NotAllowedByListeners'] as const),
    [allowing({ namespaces: { from: 'Same' } }), 'route-detached', 'namespace'],
  ],
  [
    ...(['HTTPRoute', 'Accepted', 'False', 'NoMatchingListenerHostname'] as const),
    [withListeners({ ...http, hostname: 'b.test' }), 'route-detached', 'hostname a.test'],
  ],
  [
    ...(['HTTPRoute', 'Accepted', 'False', 'NoMatchingParent'] as const),
    [
      routed({ parentRefs: [{ namespace: 'infra', name: 'web', sectionName: 'htp' }] }),
      'route-detached',
      'sectionName htp',
    ],
  ],
  [
    ...(['HTTPRoute', 'Accepted', 'False', 'UnsupportedValue'] as const),
    [
      { ...envoy, ...routed({ rules: [{ matches: [{ path: { type: 'RegularExpression', value: '(' } }] }] }) },
      'match-taken',
      'an expression that cannot be read',
    ],
  ],
  [
    ...(['HTTPRoute', 'Accepted', 'False', 'IncompatibleFilters'] as const),
    [
      {
        ...envoy,
        ...filtered(
          { type: 'RequestMirror', requestMirror: { backendRef: { name: 'web', port: 80 } } },
          { type: 'RequestRedirect', requestRedirect: { hostname: 'b.test' } },
        ),
      },
      'filter-broken',
      'what is redirected is not mirrored',
    ],
  ],
  ['HTTPRoute', 'Accepted', 'Unknown', 'Pending'],
  [
    ...(['HTTPRoute', 'Accepted', 'False', 'RuleMatchConflict'] as const),
    [{ ...contour, ...twins() }, 'match-taken', 'its whole rule is dropped, since HTTPRoute shop/web has'],
  ],
  [
    ...(['HTTPRoute', 'Accepted', 'False', 'HostnameConflict'] as const),
    [{ ...classOf('traefik.io/gateway-controller'), GRPCRoute: [calls] }, 'route-detached', 'of the other kind'],
  ],
  [
    ...(['HTTPRoute', 'ResolvedRefs', 'False', 'RefNotPermitted'] as const),
    [backed({ namespace: 'team' }), 'grant-missing', 'permits HTTPRoutes of shop'],
  ],
  [
    ...(['HTTPRoute', 'ResolvedRefs', 'False', 'InvalidKind'] as const),
    [{ ...envoy, ...backed({ group: 'a.b', kind: 'Pool' }) }, 'share-fails', 'is of a kind that is not known'],
  ],
  [
    ...(['HTTPRoute', 'ResolvedRefs', 'False', 'BackendNotFound'] as const),
    [backed({ name: 'gone' }), 'share-fails', 'does not exist'],
  ],
  [
    ...(['HTTPRoute', 'ResolvedRefs', 'False', 'PortNotFound'] as const),
    [backed({ port: 81 }), 'share-fails', 'has no port 81'],
  ],
  [
    ...(['HTTPRoute', 'ResolvedRefs', 'False', 'UnsupportedProtocol'] as const),
    [{ ...contour, ...serviceOf({ appProtocol: 'odd' }) }, 'share-fails', 'has appProtocol odd'],
  ],
  [
    ...(['HTTPRoute', 'ResolvedRefs', 'False', 'UnsupportedValue'] as const),
    [serviceOf({}, { type: 'ExternalName', externalName: 'b.test' }), 'share-fails', 'is of type ExternalName'],
  ],
  [
    ...(['HTTPRoute', 'ResolvedRefs', 'False', 'Degraded'] as const),
    [routed({ rules: [{ backendRefs: [] }] }), 'weights-zero', 'no backend'],
  ],
  [
    ...(['HTTPRoute', 'PartiallyInvalid', 'True', 'UnsupportedValue'] as const),
    [
      { ...envoy, ...filtered({ type: 'ExtensionRef', extensionRef: { group: 'a.b', kind: 'Filter', name: 'any' } }) },
      'filter-broken',
      'of a kind that is not known',
    ],
  ],
  [
    ...(['HTTPRoute', 'PartiallyInvalid', 'True', 'RuleMatchPartiallyConflict'] as const),
    [
      { ...contour, ...twins({ matches: [{ path: { value: '/' } }, { path: { value: '/b' } }] }) },
      'match-taken',
      'its whole rule is dropped',
    ],
  ],
  [
    ...(['HTTPRoute', 'RouteRulesOverlap', 'True', 'RouteRulesOverlap'] as const),
    [{ ...envoy, ...twins() }, 'match-taken', 'HTTPRoute shop/web asks for the same and is older'],
  ],
  [
    ...(['HTTPRoute', 'BackendsAvailable', 'False', 'EndpointsNotFound'] as const),
    [{ EndpointSlice: [] }, 'share-fails', 'has no endpoints'],
  ],
  ['BackendTLSPolicy', 'Accepted', 'False', 'Conflicted'],
  ['BackendTLSPolicy', 'Accepted', 'False', 'Invalid'],
  ['BackendTLSPolicy', 'Accepted', 'False', 'TargetNotFound'],
  [
    ...(['BackendTLSPolicy', 'Accepted', 'False', 'NoValidCACertificate'] as const),
    [inTls({}, { caCertificateRefs: [] }), 'share-fails', 'cannot be met (NoValidCACertificate)'],
  ],
  [
    ...(['BackendTLSPolicy', 'ResolvedRefs', 'False', 'InvalidCACertificateRef'] as const),
    [inTls({ group: '', kind: 'ConfigMap', name: 'gone' }), 'share-fails', 'cannot be met (InvalidCACertificateRef)'],
  ],
  [
    ...(['BackendTLSPolicy', 'ResolvedRefs', 'False', 'InvalidKind'] as const),
    [inTls({ group: '', kind: 'Pod', name: 'any' }), 'share-fails', 'cannot be met (InvalidKind)'],
  ],
]

const parentRef = { namespace: 'infra', name: 'web' }
const fine = [
  { type: 'Accepted', status: 'True', reason: 'Accepted', lastTransitionTime: '2026-05-01T00:00:01Z' },
  { type: 'Programmed', status: 'True', reason: 'Programmed', lastTransitionTime: '2026-05-01T00:00:01Z' },
]

/** A cluster in which all is well, but for the one condition. */
function saying(kind: string, condition: object): GatewayObjects {
  const conditions = [condition]
  const watched = gateway([http], { status: { conditions: fine } })
  switch (kind) {
    case 'GatewayClass':
      return { GatewayClass: [{ metadata: { name: 'main' }, spec: { controllerName }, status: { conditions } }] }
    case 'Gateway':
      return { Gateway: [gateway([http], { status: { conditions } })] }
    case 'listener':
      return { Gateway: [gateway([http], { status: { conditions: fine, listeners: [{ name: 'http', conditions }] } })] }
    case 'ListenerSet':
      return { Gateway: [open], ListenerSet: [{ ...setOf('more'), status: { conditions } }] }
    case 'HTTPRoute': {
      const status = { parents: [{ parentRef, controllerName, conditions }] }
      return { Gateway: [watched], HTTPRoute: [route('web', {}, { status })] }
    }
    default: {
      const [policy] = inTls({}, { caCertificateRefs: [], wellKnownCACertificates: 'System' }).BackendTLSPolicy
      const status = { ancestors: [{ ancestorRef: parentRef, controllerName, conditions }] }
      return { Gateway: [watched], BackendTLSPolicy: [{ ...policy, status }] }
    }
  }
}

const named = rows.map(([kind, type, status, reason, own]) => ({ kind, type, status, reason, own }))

describe.each(named)('$kind: $type $status, $reason', ({ kind, type, status, reason, own }) => {
  it('is told in words where a status has it', async () => {
    const lastTransitionTime = '2026-05-01T00:00:01Z'
    const objects = saying(kind, { type, status, reason, message: '', observedGeneration: 1, lastTransitionTime })
    const { findings } = await toldOf(gatewayObjects(objects))
    const found = findings.filter((one) => one.code === 'gateway-condition')
    expect(found.map(sentenceOf)).toEqual([expect.stringContaining(`(${type} ${status}, ${reason})`)])
    const { meaning, fix } = conditionWords(kind, type, status, reason)
    expect(meaning).toMatch(/ /)
    expect(meaning).not.toContain(reason)
    expect(meaning).not.toBe(`${type} is ${status}`)
    expect(fix ?? 'None.').toMatch(/\.$/)
  })

  if (own === undefined) return
  it('is worked out where there is no status', async () => {
    const [objects, code, says] = own
    const { findings } = await toldOf(gatewayObjects(objects))
    const found = findings.filter((one) => one.code === code)
    expect(found.map(sentenceOf).join('\n')).toContain(says)
    expect(found.map((one) => `${sentenceOf(one)} ${fixOf(one)}`).join()).not.toMatch(/undefined|\[object|NaN/)
    expect(findings.filter((one) => one.code === 'gateway-condition')).toEqual([])
  })
})

it('what is worked out of a listener hides nothing that its status says besides', async () => {
  const said = (type: string, status: string, reason: string) => ({ type, status, reason, message: '' })
  const conditions = [
    said('ResolvedRefs', 'False', 'InvalidCertificateRef'),
    said('Programmed', 'False', 'Invalid'),
    said('OverlappingTLSConfig', 'True', 'OverlappingHostnames'),
  ]
  const status = { conditions: fine, listeners: [{ name: 'https', conditions }] }
  const { findings } = await toldOf(gatewayObjects({ Gateway: [gateway([http, https('gone')], { status })] }))
  const ofGateway = findings.filter(({ source }) => source.kind === 'Gateway')
  expect(ofGateway.map(({ code }) => code)).toEqual(['listener-out', 'gateway-condition'])
  expect(ofGateway.map(sentenceOf).join()).toContain('OverlappingHostnames')
})

it('of several reasons each is told', () => {
  expect(conditionWords('HTTPRoute', 'Accepted', 'False', 'IncompatibleFilters,UnsupportedValue')).toEqual({
    meaning:
      'filters of one of its rules exclude each other, and it asks for something that the controller does not know',
    fix: 'Leave one of them out.',
  })
})

it.each([
  ['Accepted', 'False', 'it is not accepted'],
  ['Accepted', 'Unknown', 'Accepted is Unknown'],
  ['Odd', 'True', 'Odd is True'],
])('of a reason that nobody has heard of the type tells: %s %s', (type, status, meaning) => {
  expect(conditionWords('HTTPRoute', type, status, 'Odd')).toEqual({ meaning, fix: null })
})
