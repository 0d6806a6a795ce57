/**
 * How Envoy Gateway 1.9 reads Gateways, where it differs from the specification:
 * https://github.com/envoyproxy/gateway/blob/main/internal/gatewayapi/sort.go and internal/xds/translator/translator.go
 */
import type { GatewayDialect } from '../../../domain/gateway/profile.js'
import { envoyPath } from './patterns.js'
import { specificationProfile as spec } from './specification.js'

export const envoyGatewayDialect: GatewayDialect = {
  controllerNames: ['gateway.envoyproxy.io/gatewayclass-controller'],
  profile: {
    ...spec,
    specification: spec,
    title: 'Envoy Gateway',
    // https://github.com/envoyproxy/gateway/blob/main/internal/xds/translator/route.go
    retries: { attempts: 2, codes: '503', afterTimeout: false },
    attachment: {
      ...spec.attachment,
      subtracts: 'equal-listener',
      wrongKinds: 'listener-out',
      conflict: 'able-out',
      refusedCalls: 'left-out',
    },
    listeners: {
      ...spec.listeners,
      isolated: false,
      fallsThrough: false,
      duplicateHostname: 'refuses-port',
      misdirected: 'same-listener',
    },
    order: [
      ...(['hostname', 'path-type', 'written-path-length', 'headers-and-method', 'regex-headers'] as const),
      ...(['cookies', 'query', 'regex-query', 'kind', 'age', 'name', 'place'] as const),
    ],
    matching: {
      ...spec.matching,
      refusedLoses: 'rule',
      repeatedHeader: 'all',
      grpcMethodAlone: 'header',
      // What stands after the first of them is read without regard to capitals.
      grpcNames: { service: '(?i)\\.?[a-z_][a-z_0-9]*(\\.[a-z_][a-z_0-9]*)*', method: '[A-Za-z_][A-Za-z_0-9]*' },
      path: { ...envoyPath, escapedSlash: 'redirected' },
    },
    outcome: {
      ...spec.outcome,
      cors: 'works-for-all-methods',
      backendFilters: 'host-alone',
      brokenStatus: 'one-for-all',
      streamShares: 'of-answering',
      authorities: 'each',
      servesNotReady: true,
      mirror: 'fails',
      hostModifier: 'fails',
    },
    redirect: { ownPort: 'usual-omitted', listenerPort: true, keepsHostPort: 'same-host' },
    prefix: { keepsSlash: 'redirects', rootIsCut: true, removed: 'as-written' },
  },
}
