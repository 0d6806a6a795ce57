/** `routes`: what Ingresses and routes of Gateways ask for, in one shape, and what becomes of it. */
import { maskMatch, maskSentence } from '../../../domain/masking/trace.js'
import { fullName, refKey } from '../../../domain/objects/ref.js'
import type { Fate } from '../../../domain/routes/fate.js'
import {
  isDefaultBackend,
  pathOf,
  type Route,
  type RouteBackend,
  type ValueMatch,
} from '../../../domain/routes/route.js'
import { failingShare } from '../../../domain/routes/shares.js'
import { listOf, nothing } from '../../cells.js'
import { pictureOf } from '../../picture.js'
import { dot, mermaid } from '../../picture-languages.js'
import { type Cell, textOf, type View } from '../../view.js'
import { objectName } from '../names.js'
import {
  endpointsCell,
  lastColumns,
  ownDefault,
  ownerColumns,
  portCell,
  routeJson,
  serviceCell,
  together,
} from './cells.js'
import { addRoute } from './picture.js'

export const routesView: View<Route, Route> = {
  kind: 'RouteList',
  columns: [
    { header: 'NAMESPACE', cell: ({ source }) => source.namespace, when: ({ allNamespaces }) => allNamespaces },
    { header: 'KIND', cell: ({ source }) => source.kind, leaves: 2 },
    { header: 'NAME', cell: ({ source }) => source.name },
    { header: 'PARENT', cell: parentCell, leaves: 4, shorten: 'count' },
    { header: 'HOST', cell: ({ host }) => host ?? '*' },
    { header: 'MATCH', cell: matchCell, shorten: 'start' },
    { header: 'BACKENDS', cell: backendsCell },
    { header: 'ENDPOINTS', cell: ({ backends }) => together(backends, nothing, endpointsCell), leaves: 1 },
    { header: 'STATUS', cell: statusCell, brief: briefStatus, shorten: 'wrap' },
    { header: 'FILTERS', cell: ({ filters }) => listOf(filters.map(({ type }) => type)), wide: true },
    { header: 'ADDRESSES', cell: ({ addresses }) => listOf(addresses), wide: true },
    ...ownerColumns,
    ...lastColumns,
  ],
  toJson: routeJson,
  identity: (route) => `${refKey(route.source)} ${route.host ?? ''} ${matchText(route)}`,
  toName: ({ source }, context) => objectName(source, context),
  drawings: { dot: pictureOf(dot, addRoute), mermaid: pictureOf(mermaid, addRoute) },
}

/** `default/tkng/http`; of the same Gateway several listeners are named behind one another. */
function parentCell({ parents }: Route): Cell {
  return listOf(parents.map(({ gateway, listener }) => `${gateway.namespace}/${gateway.name}/${listener}`))
}

function matchCell(route: Route): Cell {
  return matchText(route) || nothing
}

/** `PathPrefix /cart GET x-env=canary ?page=2`: all of it must be so. */
function matchText(route: Route): string {
  const { match, source } = route
  if (isDefaultBackend(route) && source.kind === 'Ingress') return '(default backend)'
  // Of connections nothing is asked.
  if (match === null) return ''
  const { pathType, method, headers, query } = maskMatch(match)
  const path = pathType === null ? pathOf(route) : `${pathType} ${pathOf(route)}`
  return [path, method, ...headers.map(valueText), ...query.map((one) => `?${valueText(one)}`)]
    .filter((one) => one !== null)
    .join(' ')
}

/** `x-env=canary`, `x-env!=canary`, `x-env~can.*`, `x-env*=can`; `x-env` alone: it must be there. */
function valueText({ name, type, value, isInverted }: ValueMatch): string {
  if (type === 'Present') return `${isInverted ? '!' : ''}${name}`
  return `${name}${isInverted ? '!' : ''}${signs[type]}${value}`
}

const signs = { Exact: '=', RegularExpression: '~', Prefix: '^=', Suffix: '$=', Contains: '*=' } as const

/** Without a backend a redirect answers, or nothing of the rule's own. */
function instead({ filters, source }: Route): Cell {
  const redirect = filters.find(({ type }) => type === 'RequestRedirect')
  if (redirect !== undefined) return maskSentence(redirect.detail)
  return source.kind === 'Ingress' ? ownDefault : nothing
}

function backendsCell(route: Route): Cell {
  const { backends, source } = route
  return together(backends, instead(route), (one) => backendCell(one, source.namespace, backends.length > 1))
}

/** `web:80 (90)`, `team/cart:80`: of another namespace with that, of several with its weight. */
function backendCell(backend: RouteBackend, own: string, isWeighted: boolean): Cell {
  const { weight, service } = backend
  const of = service === null || service.namespace === own ? '' : `${service.namespace}/`
  const port = portCell(backend)
  const share = weight === null || !isWeighted ? '' : ` (${weight})`
  return `${of}${textOf(serviceCell(backend))}${port === nothing ? '' : `:${textOf(port)}`}${share}`
}

function statusCell({ fate, backends }: Route): Cell {
  if (fate === null) return nothing
  const failing = fate.is === 'served' ? failingShare(backends) : 0
  if (failing === 100) return { text: 'no backend answers', tone: 'bad' }
  if (failing > 0) return { text: `served, ${failing} % fails`, tone: 'warn' }
  return { text: fateText(fate), tone: fateTones[fate.is] }
}

/** Whose its requests are; `why` tells the reason. */
function briefStatus(route: Route): Cell {
  const whole = statusCell(route)
  const { fate } = route
  if (typeof whole === 'string' || fate === null || fate.is === 'served') return whole
  const to = 'to' in fate && fate.to !== null ? fullName(fate.to) : null
  const text = to === null ? whatBecame(fate) : fate.is === 'lost' ? `lost to ${to}` : `${whatBecame(fate)}: ${to}`
  return { ...whole, text }
}

function fateText(fate: Fate): string {
  if (fate.is === 'served') return 'served'
  return `${whatBecame(fate)}: ${fate.why}`
}

function whatBecame(fate: Fate): string {
  if (fate.is === 'fails') return fate.status === null ? 'the connection ends' : `answered with ${fate.status}`
  return fate.is.replace('-', ' ')
}

const fateTones = {
  served: 'good',
  fails: 'bad',
  lost: 'bad',
  dropped: 'bad',
  'never-matches': 'bad',
  'undefined-winner': 'warn',
  unknown: 'dim',
} as const
