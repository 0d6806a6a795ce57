/**
 * How Contour 1.33 reads Gateways, where it differs from the specification:
 * https://github.com/projectcontour/contour/blob/main/internal/dag/gatewayapi_processor.go and internal/sorter/sorter.go
 */
import type { GatewayDialect } from '../../../domain/gateway/profile.js'
import { envoyPath } from './patterns.js'
import { specificationProfile as spec } from './specification.js'

export const contourGatewayDialect: GatewayDialect = {
  controllerNames: ['projectcontour.io/gateway-controller'],
  profile: {
    ...spec,
    specification: spec,
    title: 'Contour',
    lacks: ['HTTPRouteRetry', 'HTTPRouteRequestPercentageMirror', 'HTTPRouteBackendURLRewrite', 'sessionPersistence'],
    attachment: {
      ...spec.attachment,
      clientAuthorities: false,
      parentNamespace: 'any',
      subtracts: 'listeners-left-out',
      widerWildcards: false,
      conflict: 'first-stays',
      duplicateLoses: 'rule',
      grpcExactOnly: true,
      listenerSets: false,
      protocols: ['HTTP', 'HTTPS', 'TLS', 'TCP'],
      takesUnready: false,
      emptySelector: 'none',
      passedOn: ['TLSRoute', 'TCPRoute'],
      tcpNames: 'all',
      waitsForAddress: true,
      oneCertificate: true,
    },
    listeners: {
      ...spec.listeners,
      closesIdlePorts: true,
      isolated: false,
      fallsThrough: false,
      misdirected: 'refused',
    },
    order: [
      ...([
        'hostname',
        'path-type',
        'written-path-length',
        'path-name-descending',
        'method',
        'headers',
        'query',
      ] as const),
      ...(['rule-index', 'condition-names', 'age', 'name'] as const),
    ],
    matching: {
      ...spec.matching,
      redirectsAskQuery: false,
      path: { ...envoyPath, escapedSlash: 'kept' },
    },
    outcome: {
      ...spec.outcome,
      backendFilters: 'are-ignored',
      noBackendRefs: 'left-out',
      unknownFilter: 'ignored',
      brokenShare: 'goes-to-others',
      appProtocols: ['http', 'https', 'kubernetes.io/h2c', 'kubernetes.io/ws'],
      grpcAsListener: true,
      cors: 'ignored',
      unmetTls: 'clear-text',
    },
    redirect: { ownPort: 'written', listenerPort: false, keepsHostPort: 'same-host' },
    prefix: { keepsSlash: 'everywhere', rootIsCut: true, removed: 'as-written' },
  },
}
