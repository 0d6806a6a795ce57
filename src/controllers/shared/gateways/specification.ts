/** The words of the Gateway API itself, with all features that its conformance suite knows. */
import type { GatewayProfile } from '../../../domain/gateway/profile.js'
import { wholePattern } from './patterns.js'

/** https://gateway-api.sigs.k8s.io/reference/spec/ */
export const specificationProfile: GatewayProfile = {
  title: 'the Gateway API specification',
  attachment: {
    parentNamespace: 'route',
    subtracts: 'nothing',
    widerWildcards: true,
    protocolConflict: 'both-out',
    duplicateLoses: 'match',
    grpcExactOnly: false,
    sharesHostsWithGrpc: true,
    listenerSets: true,
    ports: null,
  },
  listeners: {
    pool: 'gateway',
    closesIdlePorts: false,
    isolated: true,
    fallsThrough: true,
    duplicateHostname: 'merged',
    misdirected: 'specified',
    unknownSni: 'reset',
  },
  order: ['hostname', 'path-type', 'path-length', 'method', 'headers', 'query', 'age', 'name', 'place'],
  priority: null,
  matching: {
    pattern: wholePattern,
    patternMeans: 'whole',
    repeatedHeader: 'first',
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
    ignoresTrailingDot: false,
    plainWildcards: false,
  },
  outcome: {
    noBackendRefs: 'fails',
    allWeightsZero: 500,
    servesNotReady: false,
    mirror: 'dropped',
    backendFilters: 'work',
    unknownFilter: 'fails',
    hostModifier: 'set',
    grpcUnmatched: 'unimplemented',
    grpcBroken: 'trailer',
  },
  redirect: { ownPort: 'omitted', listenerPort: true, keepsHostPort: 'never' },
  prefix: { keepsSlash: 'nowhere', rootIsCut: false, emptyBreaks: false },
}
