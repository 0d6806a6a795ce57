/**
 * How Traefik 3.7 reads Gateways, where it differs from the specification:
 * https://github.com/traefik/traefik/blob/master/pkg/provider/kubernetes/gateway/httproute.go and grpcroute.go
 */
import type { GatewayDialect, RankedMatch } from '../../../domain/gateway/profile.js'
import { grpcPattern } from '../../../semantics/gateway/matching/matches.js'
import { anyPattern } from './patterns.js'
import { specificationProfile as spec } from './specification.js'

export const traefikGatewayDialect: GatewayDialect = {
  controllerNames: ['traefik.io/gateway-controller'],
  profile: {
    ...spec,
    specification: spec,
    title: 'Traefik',
    lacks: ['HTTPRouteRequestTimeout', 'HTTPRouteBackendTimeout', 'HTTPRouteRetry', 'sessionPersistence'],
    attachment: {
      ...spec.attachment,
      clientAuthorities: false,
      conflict: 'none',
      sharesHostsWithGrpc: false,
      duplicateLoses: 'router',
      listenerSets: false,
      // TCP where it is started so, which only its flags tell.
      protocols: ['HTTP', 'HTTPS', 'TLS', 'TCP'],
      wrongKinds: 'listener-out',
      takesUnready: false,
      tcpNames: 'none',
    },
    listeners: {
      pool: 'port',
      closesIdlePorts: false,
      isolated: false,
      fallsThrough: true,
      duplicateHostname: 'merged',
      // https://github.com/traefik/traefik/blob/v3.7/pkg/server/router/tcp/router.go (ServeTCP)
      misdirected: 'served',
      unknownSni: 'other-certificate',
      // https://github.com/traefik/traefik/blob/master/pkg/provider/kubernetes/gateway/tlsroute.go
      tlsRoutesWantAlpn: true,
    },
    order: ['priority', 'age', 'name', 'place'],
    priority,
    matching: {
      ...spec.matching,
      pattern: anyPattern,
      patternMeans: 'anywhere',
      repeatedHeader: 'all',
      query: 'decoded-any',
      path: {
        normalised: true,
        escapedSlash: 'kept',
        backslash: false,
        decoded: 'all',
        refuses: 'bad-escape',
        answersAsterisk: true,
        keepsTwoSlashes: false,
        escapes: true,
      },
      // Go keeps it apart from the headers.
      hostIsHeader: false,
      ignoresTrailingDot: true,
      plainWildcards: true,
    },
    outcome: {
      ...spec.outcome,
      noBackendRefs: 'fails-without-filters',
      noSlices: 500,
      appProtocols: ['http', 'https', 'kubernetes.io/h2c', 'kubernetes.io/ws', 'kubernetes.io/wss'],
      tlsByPort: true,
      // https://github.com/traefik/traefik/blob/v3.7/pkg/provider/kubernetes/gateway/grpcroute.go (loadGRPCServers)
      tlsForWebAlone: true,
      tlsPolicies: 'oldest',
      authorities: 'each',
      allWeightsZero: 503,
      lacks: { HTTPRoute: ['CORS', 'RequestMirror'], GRPCRoute: ['ResponseHeaderModifier', 'RequestMirror'] },
      grpcErrors: 'of-grpc-routes',
    },
    redirect: { ownPort: 'written', listenerPort: false, keepsHostPort: 'same-scheme' },
    prefix: { keepsSlash: 'nowhere', rootIsCut: false, removed: 'empty-breaks' },
  },
}

/** Of an HTTPRoute a sum; of a GRPCRoute the length of the rule as it is written out; of a TLSRoute that of its longest name. */
function priority(match: RankedMatch, hostnames: readonly string[]): number {
  if (match.isStream) return Math.max(0, ...hostnames.map((one) => one.replace('*', '').length))
  const hostname = Math.max(0, ...hostnames.map(({ length }) => length))
  if (match.grpc !== null) return hostname + grpcRule(match).length
  const { type, value } = match.path
  const path = value === '/' && type === 'PathPrefix' ? 1 : type === 'Exact' ? 100_000 : 10_000 + 100 * value.length
  const method = match.method === null ? 0 : 1_000
  return path + method + 100 * match.headers.length + 10 * match.query.length + hostname + match.rulesAfter
}

function grpcRule(match: RankedMatch): string {
  const { grpc, headers } = match
  const isAny = grpc === null || (grpc.service === null && grpc.method === null)
  const path = isAny ? 'PathPrefix("/")' : `PathRegexp("${inQuotes(grpcPattern(match))}")`
  const asked = headers.map(({ name, type, value }) =>
    type === 'Exact' ? `Header("${name}","${inQuotes(value)}")` : `HeaderRegexp("${name}","${inQuotes(value)}")`,
  )
  return [path, ...asked].join(' && ')
}

function inQuotes(text: string): string {
  return text.replaceAll(/["\\]/g, '\\$&')
}
