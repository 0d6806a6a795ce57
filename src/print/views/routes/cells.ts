/** What tables of routes say in their cells, and the JSON of a route. */

import { maskRoute } from '../../../domain/masking/trace.js'
import { addressAndPort } from '../../../domain/objects/addresses.js'
import { nameOf } from '../../../domain/objects/ref.js'
import type { Route, RouteBackend } from '../../../domain/routes/route.js'
import { age } from '../../age.js'
import { nothing } from '../../cells.js'
import { fieldsOf } from '../../fields.js'
import type { Cell, Column, ViewContext } from '../../view.js'

export function routeJson(whole: Route): Route {
  return fieldsOf(
    maskRoute(whole),
    ...(['source', 'parents', 'class', 'controller', 'host', 'match', 'backends', 'filters'] as const),
    ...(['addresses', 'tls', 'fate', 'createdAt', 'deletingSince'] as const),
  )
}

/** Those behind which the other tables of routes have theirs, too. */
export const ownerColumns: readonly Column<Route>[] = [
  { header: 'CLASS', cell: classCell, wide: true },
  { header: 'CONTROLLER', cell: controllerCell, wide: true },
]

export const lastColumns: readonly Column<Route>[] = [
  { header: 'AGE', cell: ageCell, wide: true },
  {
    header: 'ENDPOINT ADDRESSES',
    cell: ({ backends }) => together(backends, nothing, addressesCell),
    shorten: 'count',
    wide: true,
  },
]

export const ownDefault: Cell = { text: '<controller default>', tone: 'dim' }

/** What is told of each backend, in one cell, in the tone of the worst. */
export function together(
  backends: readonly RouteBackend[],
  without: Cell,
  tell: (backend: RouteBackend) => Cell,
): Cell {
  const [first] = backends
  if (backends.length < 2) return first === undefined ? without : tell(first)
  const cells = backends.map(tell)
  const parts = cells.map((cell) => (typeof cell === 'string' ? ({ text: cell, tone: 'plain' } as const) : cell))
  const tone = worstFirst.find((one) => parts.some((part) => part.tone === one)) ?? 'plain'
  return { text: parts.map(({ text }) => text).join(','), tone }
}

const worstFirst = ['bad', 'warn', 'good', 'dim'] as const

export function serviceCell({ service, resource }: RouteBackend): Cell {
  if (service !== null) return service.name
  if (resource === null) return nothing
  const { apiGroup, kind, name } = resource
  return `${kind}${apiGroup === null ? '' : `.${apiGroup}`}/${name}`
}

export function portCell({ service }: RouteBackend): Cell {
  return service === null || service.port === null ? nothing : String(service.port)
}

/** Each truth has its own word: what is missing, what is not there yet, and what we may not see. */
export function endpointsCell({ endpoints }: RouteBackend): Cell {
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
    case 'unsupported':
      return { text: 'not supported', tone: 'bad' }
    case 'not-permitted':
      return { text: 'not permitted', tone: 'bad' }
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

function ageCell({ createdAt, deletingSince }: Route, { now }: ViewContext): Cell {
  const text = age(createdAt, now)
  return deletingSince === null ? text : { text: `${text} (terminating)`, tone: 'warn' }
}

function addressesCell({ endpoints: { items } }: RouteBackend): Cell {
  if (items.length === 0) return nothing
  return items
    .map(({ address, port, ready }) => `${addressAndPort(address, port)}${ready ? '' : ' (not ready)'}`)
    .join(',')
}
