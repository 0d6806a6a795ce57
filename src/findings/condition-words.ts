/**
 * What the conditions of the Gateway API mean, in words: https://gateway-api.sigs.k8s.io/reference/spec/ and
 * https://gateway-api.sigs.k8s.io/geps/gep-1364/
 */

export interface ConditionWords {
  /** what it says of its object, behind `it `, `the listener …` or the like; without a period */
  readonly meaning: string
  /** what cures it, with its period; null: that hangs on the message */
  readonly fix: string | null
}

type Reasons = Readonly<Record<string, readonly [meaning: string, fix?: string]>>

const onlyClass: Reasons = {
  'Accepted Pending': [
    'no controller claims its controllerName',
    'Install the controller whose name the class has, or correct spec.controllerName.',
  ],
  'Accepted InvalidParameters': ['its parametersRef is missing or wrong', 'Correct spec.parametersRef.'],
  'Accepted Unsupported': ['the controller does not support what the class asks for'],
  'SupportedVersion UnsupportedVersion': [
    'the controller was built for other versions of the Gateway API than the cluster has',
    'Install the version of the CRDs that the controller names, or a controller that knows this one.',
  ],
}

const gateway: Reasons = {
  'Accepted Pending': ['no controller has looked at it', 'See whether its class exists, and whose it is.'],
  'Accepted ListenersNotValid': ['some of its listeners are not valid', 'See what is said of each listener.'],
  'Accepted Invalid': ['its specification is not valid'],
  'Accepted InvalidParameters': ['its infrastructure.parametersRef is missing or wrong'],
  'Accepted UnsupportedAddress': ['it asks for a kind of address that the controller cannot give'],
  'Programmed Pending': ['its configuration is not in the proxy yet'],
  'Programmed Invalid': ['its configuration could not be made'],
  'Programmed NoResources': ['no proxy or load balancer could be made for it'],
  'Programmed AddressNotAssigned': [
    'no address was given to it',
    'Its Service is of type LoadBalancer, so something must give out addresses: a cloud, or MetalLB.',
  ],
  'Programmed AddressNotUsable': ['the address that it asks for is taken or foreign', 'Ask for another address.'],
  'Programmed ListenersNotValid': ['some of its listeners are not valid', 'See what is said of each listener.'],
  'ResolvedRefs InvalidClientCertificateRef': ['the certificate that it shows to backends cannot be used'],
  'ResolvedRefs RefNotPermitted': [
    'it refers to another namespace, which does not permit that',
    'Add a ReferenceGrant to the namespace of the Secret.',
  ],
  'ResolvedRefs ListenersNotResolved': ['a reference of one of its listeners leads nowhere'],
  'InsecureFrontendValidationMode ConfigurationChanged': ['certificates of clients are asked for and not enforced'],
}

const listener: Reasons = {
  'Accepted UnsupportedProtocol': ['the controller does not know its protocol'],
  'Accepted PortUnavailable': ['its port cannot be used'],
  'Accepted UnsupportedValue': ['it asks for something that the controller does not know'],
  'Accepted NoValidCACertificate': [
    'none of the certificates by which clients are checked can be used',
    'Name in spec.tls.frontend of the Gateway a ConfigMap with the authority in its key ca.crt.',
  ],
  'Accepted TooManyListeners': ['there are more listeners than the controller takes'],
  'Accepted ListenerConflict': ['another listener has the port'],
  'Conflicted HostnameConflict': [
    'another listener has its port, protocol and hostname',
    'Give one of the two another hostname, or leave it out.',
  ],
  'Conflicted ProtocolConflict': [
    'another listener has its port with a protocol that does not go with it',
    'Give one of the two another port.',
  ],
  'Conflicted ListenerConflict': ['a listener that came before it has the port', 'Give one of the two another port.'],
  'ResolvedRefs InvalidCertificateRef': [
    'its certificate is missing or cannot be read: handshakes fail',
    'Create the Secret, of type kubernetes.io/tls, with tls.crt and tls.key.',
  ],
  'ResolvedRefs RefNotPermitted': [
    'its certificate is in another namespace, which does not permit that',
    'Add a ReferenceGrant to the namespace of the Secret.',
  ],
  'ResolvedRefs InvalidRouteKinds': [
    'allowedRoutes.kinds names a kind that its protocol or the controller lacks',
    'Leave that kind out: the others work.',
  ],
  'ResolvedRefs InvalidCACertificateRef': ['a certificate by which clients are checked is missing or broken'],
  'ResolvedRefs InvalidCACertificateKind': ['a certificate by which clients are checked is of a wrong kind'],
  'Programmed Invalid': ['it is not in the proxy: it is not valid'],
  'Programmed Pending': ['it is not in the proxy yet'],
  'OverlappingTLSConfig OverlappingHostnames': [
    'its hostname overlaps with that of another listener: browsers reuse one connection for both, and then 404 or 421 is answered',
  ],
  'OverlappingTLSConfig OverlappingCertificates': [
    'its certificate covers the hostname of another listener: browsers reuse one connection for both, and then 404 or 421 is answered',
  ],
}

const set: Reasons = {
  'Accepted NotAllowed': [
    'its Gateway allows no ListenerSets of this namespace',
    'Set spec.allowedListeners.namespaces of the Gateway: without it none are allowed.',
  ],
  'Accepted ParentNotAccepted': ['its Gateway is not accepted'],
  'Accepted ListenersNotValid': ['none of its listeners is valid', 'See what is said of each listener.'],
  'Accepted Invalid': ['its specification is not valid'],
  'Accepted Pending': ['no controller has looked at it'],
}

const route: Reasons = {
  'Accepted NotAllowedByListeners': [
    'no listener takes a route of its kind and namespace',
    'Set allowedRoutes of the listener.',
  ],
  'Accepted NoMatchingListenerHostname': [
    'none of its hostnames goes with a listener',
    'Give the route a hostname that the listener covers.',
  ],
  'Accepted NoMatchingParent': [
    'the Gateway has no listener of that sectionName or port',
    'Correct sectionName or port of the parentRef.',
  ],
  'Accepted UnsupportedValue': ['it asks for something that the controller does not know'],
  'Accepted IncompatibleFilters': ['filters of one of its rules exclude each other', 'Leave one of them out.'],
  'Accepted Pending': ['the controller has not looked at it'],
  'Accepted RuleMatchConflict': ['another route has all that its rules match'],
  'Accepted HostnameConflict': ['a route of another kind has its hostname'],
  'ResolvedRefs RefNotPermitted': [
    'a backend is in another namespace, which does not permit that',
    'Add a ReferenceGrant to the namespace of the backend.',
  ],
  'ResolvedRefs InvalidKind': ['a backend is of a kind that is not known'],
  'ResolvedRefs BackendNotFound': ['a backend does not exist', 'Create the Service, or correct the backendRef.'],
  'ResolvedRefs PortNotFound': ['the Service has no such port', 'Correct the port of the backendRef.'],
  'ResolvedRefs UnsupportedProtocol': ['a backend speaks a protocol that the controller does not know'],
  'ResolvedRefs UnsupportedValue': ['a backend is of a type that the controller does not take'],
  'ResolvedRefs Degraded': ['a rule has no backend'],
  'PartiallyInvalid RuleMatchPartiallyConflict': ['another route has what some of its rules match'],
}

const policy: Reasons = {
  'Accepted Conflicted': ['an older policy has its target', 'Leave one of the two out.'],
  'Accepted Invalid': ['it is not valid'],
  'Accepted TargetNotFound': ['its target does not exist', 'Correct spec.targetRefs.'],
  'Accepted NoValidCACertificate': ['none of its certificates can be used: requests fail'],
  'ResolvedRefs InvalidCACertificateRef': ['a certificate that it names is missing or broken'],
  'ResolvedRefs InvalidKind': ['a certificate that it names is of a wrong kind'],
}

const tables: Readonly<Record<string, Reasons>> = {
  GatewayClass: onlyClass,
  Gateway: gateway,
  listener,
  ListenerSet: set,
  XListenerSet: set,
  BackendTLSPolicy: policy,
}

/** Whatever the reason. */
const types: Readonly<Record<string, string>> = {
  Accepted: 'it is not accepted',
  Programmed: 'it is not in the proxy',
  ResolvedRefs: 'a reference of it leads nowhere',
  Conflicted: 'another one stands in its way',
  PartiallyInvalid: 'a part of it is not valid',
  RouteRulesOverlap: 'another route has the same match',
  BackendsAvailable: 'a backend has no endpoints',
  ValidBackendRefs: 'a rule has no backend that can be asked',
  ValidMatches: 'it asks for something that the controller cannot match',
}

/**
 * @param kind of the object; `listener` of one of its listeners. All routes share their reasons
 * @returns reasons that nobody has heard of are legal: then what the type says
 */
export function conditionWords(kind: string, type: string, status: string, reason: string): ConditionWords {
  const table = tables[kind] ?? route
  const isKnown = status !== 'Unknown' && Object.hasOwn(types, type)
  const general = (isKnown ? types[type] : undefined) ?? `${type} is ${status}`
  // Envoy Gateway writes several where several are true.
  const known = reason.split(',').flatMap((one) => {
    const key = `${type} ${one}`
    return Object.hasOwn(table, key) ? [table[key] ?? []] : []
  })
  const meanings = known.flatMap(([meaning]) => meaning ?? [])
  const fixes = known.flatMap(([, fix]) => fix ?? [])
  return { meaning: meanings.join(', and ') || general, fix: fixes.join(' ') || null }
}
