/** How Contour names things in its Envoys: internal/envoy/v3/route.go and internal/envoy/cluster.go of https://github.com/projectcontour/contour */
import { gatewayRouteKinds } from '../../domain/objects/gateway/inventory.js'
import { record } from '../../domain/objects/project-fields.js'
import type { EnvoyWords } from '../shared/envoy/words.js'
import { contour } from './workload/family.js'

export const words: EnvoyWords = {
  title: contour.title,
  adminPort: 9001,
  // https://github.com/projectcontour/contour/blob/main/internal/gatewayapi/listeners.go
  portsFor: (port) => [port + 8000, port],
  planned: ['Ingress', 'HTTPProxy', ...gatewayRouteKinds],
  sourceOf: (metadata) => {
    const said = record(metadata['envoy.access_loggers.file'])
    const [kind, namespace, name] = ['kind', 'namespace', 'name'].map((field) => said[`io.projectcontour.${field}`])
    if (typeof kind !== 'string' || typeof namespace !== 'string' || typeof name !== 'string') return null
    return { kind, namespace, name }
  },
  /** `NAMESPACE/SERVICE/PORT/HASH` */
  serviceOf: (cluster) => {
    const [namespace, service, port, ...more] = cluster.split('/')
    if (!namespace || !service || !/^\d{1,5}$/.test(port ?? '') || more.length > 1) return null
    return { namespace, service, port: Number(port) }
  },
}
