/** Envoy Gateway, which takes no Ingress: https://github.com/envoyproxy/gateway */
import { envoyGatewayDialect } from '../shared/gateways/envoy-gateway.js'
import type { Family } from '../shared/named/family.js'
import { releases } from './releases.js'

export const envoyGateway: Family = {
  id: 'envoy-gateway',
  title: 'Envoy Gateway',
  releases,
  runs: ({ path, argv }) =>
    /(?:^|\/)envoyproxy\/gateway(?:-dev)?$|(?:^|\/)envoy-gateway$/.test(path) && !argv.includes('certgen'),
  claims: () => [],
  numbered: /(?:^|\/)gateway(?:-dev)?$|(?:^|\/)envoy-gateway$/,
  gateway: envoyGatewayDialect,
}
