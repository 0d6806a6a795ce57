/** The words of the Gateway API itself, with all features that its conformance suite knows. */
import type { GatewayDialect, GatewayProfile } from '../../../domain/gateway/profile.js'
import { isRefused, wholePattern } from './patterns.js'

/** https://gateway-api.sigs.k8s.io/reference/spec/ */
export const specificationProfile: GatewayProfile = {
  title: 'the Gateway API specification',
  lacks: [],
  retries: { attempts: 1, codes: 'errors', afterTimeout: true },
  attachment: {
    clientAuthorities: true,
    parentNamespace: 'route',
    subtracts: 'nothing',
    widerWildcards: true,
    conflict: 'all-out',
    duplicateLoses: 'match',
    grpcExactOnly: false,
    refusedCalls: 'fail',
    sharesHostsWithGrpc: true,
    listenerSets: true,
    ports: null,
    protocols: ['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP'],
    wrongKinds: 'others-taken',
    takesUnready: true,
    emptySelector: 'all',
    passedOn: ['TLSRoute'],
    tcpNames: 'listener',
    waitsForAddress: false,
    oneCertificate: false,
  },
  listeners: {
    pool: 'gateway',
    closesIdlePorts: false,
    isolated: true,
    fallsThrough: true,
    duplicateHostname: 'merged',
    misdirected: 'specified',
    unknownSni: 'reset',
    tlsRoutesWantAlpn: false,
  },
  order: ['hostname', 'path-type', 'path-length', 'method', 'headers', 'query', 'age', 'name', 'place'],
  pathTypes: ['Exact', 'RegularExpression', 'PathPrefix'],
  priority: null,
  matching: {
    pattern: wholePattern,
    refuses: isRefused,
    refusedLoses: 'match',
    patternMeans: 'whole',
    repeatedHeader: 'first',
    redirectsAskQuery: true,
    grpcMethodAlone: 'path',
    grpcNames: { service: '[^/]+', method: '[^/]+' },
    query: 'raw-first',
    path: {
      normalised: false,
      escapedSlash: 'kept',
      backslash: false,
      decoded: 'nothing',
      refuses: 'nothing',
      answersAsterisk: false,
      keepsTwoSlashes: false,
      escapes: false,
    },
    hostIsHeader: true,
    ignoresTrailingDot: false,
    plainWildcards: false,
  },
  outcome: {
    noBackendRefs: 'fails',
    brokenShare: 'fails',
    streamShares: 'each',
    noSlices: 503,
    appProtocols: null,
    tlsByPort: false,
    grpcAsListener: false,
    cors: 'works',
    lacks: {},
    allWeightsZero: 500,
    brokenStatus: 'each',
    unmetTls: 'fails',
    tlsForWebAlone: false,
    tlsPolicies: 'port-first',
    authorities: 'one',
    servesNotReady: false,
    mirror: 'dropped',
    backendFilters: 'work',
    unknownFilter: 'fails',
    hostModifier: 'set',
    grpcErrors: 'to-calls',
  },
  redirect: { ownPort: 'omitted', listenerPort: true, keepsHostPort: 'never' },
  prefix: { keepsSlash: 'nowhere', rootIsCut: false, removed: 'as-any' },
}

/** Whose own rules for Gateways are not read. */
export const bySpecification = (...controllerNames: readonly string[]): GatewayDialect => ({
  controllerNames,
  profile: { ...specificationProfile, leavesForeignOpen: true },
})

/** The same, where its proxy has one virtual host for each hostname: what no rule of it takes goes to no wildcard. */
export function byVirtualHost(implementation: string, ...controllerNames: readonly string[]): GatewayDialect {
  const { profile } = bySpecification(...controllerNames)
  const title = `${profile.title}, with the virtual hosts of ${implementation}`
  return { controllerNames, profile: { ...profile, title, listeners: { ...profile.listeners, fallsThrough: false } } }
}
