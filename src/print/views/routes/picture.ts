/** Routes as a picture: hosts, the Ingresses that ask for them, and the Services behind. */
import { fullName, nameOf } from '../../../domain/objects/ref.js'
import { pathOf, type Route, type RouteBackend } from '../../../domain/routes/route.js'
import type { Look, Picture } from '../../picture.js'

export function addRoute(route: Route, picture: Picture): void {
  const { source, host, tls, backends } = route
  const name = host ?? '*'
  const from = picture.node(`host ${name}`, [`${tls === null ? 'http' : 'https'}://${name}`])
  const ingress = picture.node(`ingress ${nameOf(source)}`, [fullName(source)])
  picture.edge(from, ingress)
  const path = pathOf(route) ?? 'default backend'
  for (const backend of backends) {
    const { text, count, look } = backendOf(backend)
    picture.edge(
      ingress,
      picture.node(`backend ${source.namespace}/${text}`, [text, count], look),
      path,
      look === 'bad' ? 'bad' : 'plain',
    )
  }
}

function backendOf({ service, resource, endpoints }: RouteBackend): {
  readonly text: string
  readonly count: string
  readonly look: Look
} {
  const { state, ready, total } = endpoints
  const text =
    service === null
      ? `${resource?.kind ?? ''} ${resource?.name ?? ''}`
      : `Service ${nameOf(service)}:${service.port ?? ''}`
  if (state === 'ok')
    return { text, count: `${ready} of ${total} endpoints ready`, look: ready === total ? 'good' : 'warn' }
  const words: Readonly<Record<typeof state, string>> = {
    'none-ready': `none of ${total} endpoints ready`,
    'no-slices': 'no endpoints',
    'no-service': 'no such Service',
    'no-port': 'no such port',
    'not-permitted': 'not permitted',
    unsupported: 'not supported',
    'external-name': `external: ${endpoints.externalName ?? ''}`,
    resource: '',
    unknown: 'endpoints unknown',
  }
  const isOpen = state === 'external-name' || state === 'resource' || state === 'unknown'
  return { text, count: words[state], look: isOpen ? 'plain' : 'bad' }
}
