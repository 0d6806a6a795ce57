/** The list of services of the proxy → upstreams, as every controller's are shown. */
import type { BackendLanguage } from '../../domain/controllers/dialect.js'
import type { Backend } from '../../domain/controllers/replica-facts.js'
import type { Upstream } from '../../domain/controllers/upstream.js'
import { pathsOf } from '../../domain/objects/ingress-paths.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { type NamespacedName, refOf } from '../../domain/objects/ref.js'
import { readService } from '../../languages/traefik/config/read.js'
import { serviceKey } from './model/names.js'
import { serviceShown } from './observe/shown.js'

export const backendLanguage: BackendLanguage = {
  names: namesOf,
  harmless: (backend) => ({ ...serviceShown(readService(backend.name, backend)), name: backend.name }),
  // What only leads to others balances over nothing.
  read: (backends) => backends.flatMap((one) => (one.name === unavailable ? [] : upstreamOf(one))),
}

/**
 * Answers for all Services without endpoints, and is nobody's:
 * https://github.com/traefik/traefik/blob/v3.7/pkg/provider/kubernetes/ingress-nginx/kubernetes.go
 */
const unavailable = 'unavailable-service@kubernetesingressnginx'

function namesOf(ingresses: readonly Ingress[]): ReadonlyMap<string, NamespacedName> {
  const names = new Map<string, NamespacedName>()
  for (const ingress of ingresses) {
    const { namespace, name } = refOf(ingress)
    for (const { backend } of pathsOf(ingress)) {
      if (!backend?.service) continue
      const service = { namespace, name: backend.service.name }
      const port = backend.service.port?.number || backend.service.port?.name || null
      const key = serviceKey({ namespace: `${namespace}-${name}`, name: service.name }, port)
      names.set(`${serviceKey(service, port)}@kubernetes`, service)
      names.set(`${key}@kubernetesingressnginx`, service)
    }
  }
  return names
}

function upstreamOf(backend: Backend): Upstream[] {
  const { name, servers, of, sticky } = readService(backend.name, backend)
  if (servers === null) return []
  return [
    {
      name,
      service: of && { kind: 'Service', namespace: of.namespace, name: of.name },
      port: of === null || of.port === '' ? null : /^\d+$/.test(of.port) ? Number(of.port) : of.port,
      endpoints: servers.flatMap((server) => {
        const [, address = '', port] = /^\[?(.*?)\]?:(\d+)$/.exec(server) ?? []
        return port === undefined ? [] : [{ address, port }]
      }),
      loadBalancing: 'wrr',
      affinity: sticky ? 'cookie' : null,
      canaryOf: [],
      source: 'live',
    },
  ]
}
