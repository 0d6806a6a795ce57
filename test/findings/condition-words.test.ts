/** Every reason of a condition that the Gateway API and what implements it name is told in words of its own. */
import { expect, it } from 'vitest'
import { conditionWords } from '../../src/findings/condition-words.js'

/** https://gateway-api.sigs.k8s.io/reference/spec/ */
const reasons: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  GatewayClass: { Accepted: 'Pending InvalidParameters Unsupported', SupportedVersion: 'UnsupportedVersion' },
  Gateway: {
    Accepted: 'Pending ListenersNotValid Invalid InvalidParameters UnsupportedAddress',
    Programmed: 'Pending NoResources AddressNotAssigned AddressNotUsable',
    ResolvedRefs: 'InvalidClientCertificateRef RefNotPermitted ListenersNotResolved',
    InsecureFrontendValidationMode: 'ConfigurationChanged',
  },
  listener: {
    Accepted: 'UnsupportedProtocol PortUnavailable UnsupportedValue NoValidCACertificate TooManyListeners',
    Conflicted: 'HostnameConflict ProtocolConflict ListenerConflict',
    ResolvedRefs:
      'InvalidCertificateRef RefNotPermitted InvalidRouteKinds InvalidCACertificateRef InvalidCACertificateKind',
    Programmed: 'Invalid Pending',
    OverlappingTLSConfig: 'OverlappingHostnames OverlappingCertificates',
  },
  ListenerSet: { Accepted: 'NotAllowed ParentNotAccepted ListenersNotValid Invalid Pending' },
  HTTPRoute: {
    Accepted:
      'NotAllowedByListeners NoMatchingListenerHostname NoMatchingParent UnsupportedValue IncompatibleFilters Pending',
    ResolvedRefs: 'RefNotPermitted InvalidKind BackendNotFound UnsupportedProtocol',
    PartiallyInvalid: 'UnsupportedValue',
    ...{ RouteRulesOverlap: 'RouteRulesOverlap', BackendsAvailable: 'EndpointsNotFound' },
  },
  BackendTLSPolicy: {
    Accepted: 'Conflicted Invalid TargetNotFound NoValidCACertificate',
    ResolvedRefs: 'InvalidCACertificateRef InvalidKind',
  },
}

const rows = Object.entries(reasons).flatMap(([kind, types]) =>
  Object.entries(types).flatMap(([type, all]) => all.split(' ').map((reason) => [kind, type, reason] as const)),
)

it.each(rows)('%s: %s %s', (kind, type, reason) => {
  const { meaning, fix } = conditionWords(kind, type, 'False', reason)
  expect(meaning).not.toContain(reason)
  expect(meaning).toMatch(/ /)
  expect(fix ?? 'None.').toMatch(/\.$/)
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
