/** How Envoy Gateway names things in its Envoys: internal/xds/translator and internal/ir of https://github.com/envoyproxy/gateway */
import { gatewayRouteKinds } from '../../domain/objects/gateway/inventory.js'
import { isRecord, record } from '../../domain/objects/project-fields.js'
import type { EnvoyWords } from '../shared/envoy/words.js'
import { envoyGateway } from './family.js'

export const words: EnvoyWords = {
  title: envoyGateway.title,
  adminPort: 19000,
  portsFor: (port) => (port < 1024 ? [port + 10_000, port] : [port]),
  planned: gatewayRouteKinds,
  sourceOf: (metadata) => {
    const { resources } = record(metadata['envoy-gateway'])
    const [first] = Array.isArray(resources) ? resources.filter(isRecord) : []
    const { kind, namespace, name } = first ?? {}
    if (typeof kind !== 'string' || typeof namespace !== 'string' || typeof name !== 'string') return null
    return { kind, namespace, name }
  },
  // Its clusters are named after rules: which Service is behind them stands in the route alone.
  serviceOf: () => null,
}
