/** `ingresses`: the columns that people know from the predecessor, and the JSON of a RouteList. */
import { nameOf, type Ref, refKey } from '../../domain/objects/ref.js'
import { isDefaultBackend, pathOf, type Route, type RouteBackend } from '../../domain/routes/route.js'
import { age } from '../age.js'
import { listOf, nothing, yesOrNo } from '../cells.js'
import { pictureOf } from '../picture.js'
import { dot, mermaid } from '../picture-languages.js'
import type { Cell, View } from '../view.js'
import { addRoute } from './ingresses-picture.js'
import { ingressName } from './names.js'

export const ingressesView: View<Route, Route> = {
  kind: 'RouteList',
  columns: [
    { header: 'NAMESPACE', cell: ({ source }) => source.namespace, when: ({ allNamespaces }) => allNamespaces },
    { header: 'INGRESS NAME', cell: ({ source }) => nameCell(source) },
    { header: 'HOST+PATH', cell: hostAndPath, shorten: 'start' },
    { header: 'ADDRESSES', cell: ({ addresses }) => listOf(addresses), leaves: 4, shorten: 'count' },
    { header: 'TLS', cell: ({ tls }) => yesOrNo(tls !== null), leaves: 3 },
    { header: 'SERVICE', cell: ({ backends }) => together(backends, ownDefault, serviceCell) },
    { header: 'SERVICE PORT', cell: ({ backends }) => together(backends, nothing, portCell), leaves: 2 },
    { header: 'ENDPOINTS', cell: ({ backends }) => together(backends, nothing, endpointsCell) },
    { header: 'CLASS', cell: classCell, wide: true },
    { header: 'CONTROLLER', cell: controllerCell, wide: true },
    { header: 'PATH TYPE', cell: ({ match }) => match?.pathType ?? nothing, wide: true },
    { header: 'TLS SECRET', cell: tlsSecretCell, wide: true },
    { header: 'AGE', cell: (route, { now }) => ageCell(route, now), wide: true },
    { header: 'ENDPOINT ADDRESSES', cell: ({ backends }) => together(backends, nothing, addressesCell), wide: true },
  ],
  toJson,
  identity: ({ source, host, match }) =>
    `${refKey(source)} ${host ?? ''} ${match === null ? 'default' : (match.path ?? '')}`,
  toName: ({ source }, context) => ingressName(source, context),
  drawings: { dot: pictureOf(dot, addRoute), mermaid: pictureOf(mermaid, addRoute) },
}

/** Field by field: a name inside may change, this contract may not. */
function toJson(route: Route): Route {
  const { source, controller, host, match, backends, filters, addresses, tls, fate, createdAt, deletingSince } = route
  return {
    source,
    class: route.class,
    controller,
    host,
    match,
    backends,
    filters,
    addresses,
    tls,
    fate,
    createdAt,
    deletingSince,
  }
}

/** An Ingress by its name alone, what is of another kind with it. */
function nameCell({ kind, name }: Ref): string {
  return kind === 'Ingress' ? name : `${kind}/${name}`
}

const ownDefault: Cell = { text: '<controller default>', tone: 'dim' }

function hostAndPath(route: Route): string {
  const { host } = route
  if (isDefaultBackend(route) && host === null) return '* (default backend)'
  return `${host ?? ''}${pathOf(route) ?? ''}`
}

/** What is told of each backend, in one cell, in the tone of the worst. */
function together(backends: readonly RouteBackend[], without: Cell, tell: (backend: RouteBackend) => Cell): Cell {
  const [first] = backends
  if (backends.length < 2) return first === undefined ? without : tell(first)
  const cells = backends.map(tell)
  const parts = cells.map((cell) => (typeof cell === 'string' ? ({ text: cell, tone: 'plain' } as const) : cell))
  const tone = worstFirst.find((one) => parts.some((part) => part.tone === one)) ?? 'plain'
  return { text: parts.map(({ text }) => text).join(','), tone }
}

const worstFirst = ['bad', 'warn', 'good', 'dim'] as const

function serviceCell({ service, resource }: RouteBackend): Cell {
  if (service !== null) return service.name
  if (resource === null) return nothing
  const { apiGroup, kind, name } = resource
  return `${kind}${apiGroup === null ? '' : `.${apiGroup}`}/${name}`
}

function portCell({ service }: RouteBackend): Cell {
  return service === null || service.port === null ? nothing : String(service.port)
}

/** Each truth has its own word: what is missing, what is not there yet, and what we may not see. */
function endpointsCell({ endpoints }: RouteBackend): Cell {
  const { state, ready, total, nearestPort, externalName } = endpoints
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
  if (name === null) return nothing
  return exists === false ? { text: `${name} (no such class)`, tone: 'bad' } : name
}

/** Where none was found, what the class claims to belong to. */
function controllerCell({ controller, class: { controller: claimed } }: Route): Cell {
  if (controller !== null) return nameOf(controller)
  return claimed === null ? nothing : { text: `none (${claimed})`, tone: 'warn' }
}

function tlsSecretCell({ tls }: Route): Cell {
  return tls === null ? nothing : (tls.secret?.name ?? ownDefault)
}

function ageCell({ createdAt, deletingSince }: Route, now: number): Cell {
  const text = age(createdAt, now)
  return deletingSince === null ? text : { text: `${text} (terminating)`, tone: 'warn' }
}

function addressesCell({ endpoints: { items } }: RouteBackend): Cell {
  if (items.length === 0) return nothing
  return items
    .map(({ address, port, ready }) => {
      const host = address.includes(':') ? `[${address}]` : address
      return `${host}${port === null ? '' : `:${port}`}${ready ? '' : ' (not ready)'}`
    })
    .join(',')
}
