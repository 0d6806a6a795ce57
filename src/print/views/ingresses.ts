/** `ingresses`: the columns that people know from the predecessor, and the JSON of a RouteList. */
import { nameOf } from '../../domain/objects/ref.js'
import type { Route, RouteEndpoints } from '../../domain/routes/route.js'
import { age } from '../age.js'
import type { Cell, View } from '../view.js'

export const ingressesView: View<Route> = {
  kind: 'RouteList',
  columns: [
    { header: 'NAMESPACE', cell: ({ source }) => source.namespace, when: ({ allNamespaces }) => allNamespaces },
    { header: 'INGRESS NAME', cell: ({ source }) => source.name },
    { header: 'HOST+PATH', cell: hostAndPath },
    { header: 'ADDRESSES', cell: ({ addresses }) => (addresses.length > 0 ? addresses.join(',') : none) },
    { header: 'TLS', cell: ({ tls }) => (tls === null ? 'NO' : 'YES') },
    { header: 'SERVICE', cell: serviceCell },
    { header: 'SERVICE PORT', cell: portCell },
    { header: 'ENDPOINTS', cell: ({ backend, endpoints }) => (backend === null ? dash : endpointsCell(endpoints)) },
    { header: 'CLASS', cell: classCell, wide: true },
    { header: 'CONTROLLER', cell: controllerCell, wide: true },
    { header: 'PATH TYPE', cell: ({ pathType }) => pathType ?? dash, wide: true },
    { header: 'TLS SECRET', cell: tlsSecretCell, wide: true },
    { header: 'AGE', cell: (route, { now }) => ageCell(route, now), wide: true },
    { header: 'ENDPOINT ADDRESSES', cell: ({ endpoints }) => addressesCell(endpoints), wide: true },
  ],
  toJson,
  toName: ({ source }) => `ingress.networking.k8s.io/${source.name}`,
}

/** Field by field: a name inside may change, this contract may not. */
function toJson(route: Route) {
  const { source, controller, host, path, pathType, isDefaultBackend, backend, addresses, tls, endpoints } = route
  const { createdAt, deletingSince } = route
  return {
    source,
    class: route.class,
    controller,
    host,
    path,
    pathType,
    isDefaultBackend,
    backend,
    addresses,
    tls,
    endpoints,
    createdAt,
    deletingSince,
  }
}

const none: Cell = { text: '<none>', tone: 'dim' }
const dash: Cell = { text: '-', tone: 'dim' }

function hostAndPath({ host, path, isDefaultBackend }: Route): string {
  if (isDefaultBackend && host === null) return '* (default backend)'
  return `${host ?? ''}${path ?? ''}`
}

function serviceCell({ backend }: Route): Cell {
  if (backend === null) return { text: '<controller default>', tone: 'dim' }
  if ('service' in backend) return backend.service.name
  const { apiGroup, kind, name } = backend.resource
  return `${kind}${apiGroup === null ? '' : `.${apiGroup}`}/${name}`
}

function portCell({ backend }: Route): Cell {
  return backend !== null && 'service' in backend && backend.service.port !== null ? String(backend.service.port) : dash
}

/** Each truth has its own word: what is missing, what is not there yet, and what we may not see. */
function endpointsCell({ state, ready, total, nearestPort, externalName }: RouteEndpoints): Cell {
  switch (state) {
    case 'ok':
      return ready === total ? { text: String(ready), tone: 'good' } : { text: `${ready}/${total}`, tone: 'warn' }
    case 'none-ready':
      return { text: `0/${total} none ready`, tone: 'bad' }
    case 'no-slices':
      return { text: 'no endpoints', tone: 'bad' }
    case 'no-service':
      return { text: 'no such service', tone: 'bad' }
    case 'no-port':
      return { text: `no such port${nearestPort === null ? '' : ` (${nearestPort}?)`}`, tone: 'bad' }
    case 'external-name':
      return `external: ${externalName ?? ''}`
    case 'resource':
      return { text: 'resource', tone: 'dim' }
    case 'unknown':
      return { text: 'unknown', tone: 'dim' }
  }
}

function classCell({ class: { name, exists } }: Route): Cell {
  if (name === null) return none
  return exists === false ? { text: `${name} (no such class)`, tone: 'bad' } : name
}

/** Where none was found, what the class claims to belong to. */
function controllerCell({ controller, class: { controller: claimed } }: Route): Cell {
  if (controller !== null) return nameOf(controller)
  return claimed === null ? none : { text: `<none> (${claimed})`, tone: 'warn' }
}

function tlsSecretCell({ tls }: Route): Cell {
  return tls === null ? dash : (tls.secretName ?? { text: '<controller default>', tone: 'dim' })
}

function ageCell({ createdAt, deletingSince }: Route, now: number): Cell {
  const text = age(createdAt, now)
  return deletingSince === null ? text : { text: `${text} (terminating)`, tone: 'warn' }
}

function addressesCell({ items }: RouteEndpoints): Cell {
  if (items.length === 0) return none
  return items
    .map(({ address, port, ready }) => {
      const host = address.includes(':') ? `[${address}]` : address
      return `${host}${port === null ? '' : `:${port}`}${ready ? '' : ' (not ready)'}`
    })
    .join(',')
}
