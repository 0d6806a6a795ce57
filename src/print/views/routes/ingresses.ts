/** `ingresses`: the columns that people know from the predecessor, and the JSON of a RouteList. */
import { refKey } from '../../../domain/objects/ref.js'
import { isDefaultBackend, pathOf, type Route } from '../../../domain/routes/route.js'
import { listOf, nothing, yesOrNo } from '../../cells.js'
import { pictureOf } from '../../picture.js'
import { dot, mermaid } from '../../picture-languages.js'
import type { Cell, View } from '../../view.js'
import { objectName, sourceName } from '../names.js'
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

export const ingressesView: View<Route, Route> = {
  kind: 'RouteList',
  columns: [
    { header: 'NAMESPACE', cell: ({ source }) => source.namespace, when: ({ allNamespaces }) => allNamespaces },
    { header: 'INGRESS NAME', cell: ({ source }) => sourceName(source) },
    { header: 'HOST+PATH', cell: hostAndPath, shorten: 'start' },
    { header: 'ADDRESSES', cell: ({ addresses }) => listOf(addresses), leaves: 4, shorten: 'count' },
    { header: 'TLS', cell: ({ tls }) => yesOrNo(tls !== null), leaves: 3 },
    { header: 'SERVICE', cell: ({ backends }) => together(backends, ownDefault, serviceCell) },
    { header: 'SERVICE PORT', cell: ({ backends }) => together(backends, nothing, portCell), leaves: 2 },
    { header: 'ENDPOINTS', cell: ({ backends }) => together(backends, nothing, endpointsCell) },
    ...ownerColumns,
    { header: 'PATH TYPE', cell: ({ match }) => match?.pathType ?? nothing, wide: true },
    { header: 'TLS SECRET', cell: tlsSecretCell, wide: true },
    ...lastColumns,
  ],
  toJson: routeJson,
  identity: ({ source, host, match }) =>
    `${refKey(source)} ${host ?? ''} ${match === null ? 'default' : (match.path ?? '')}`,
  toName: ({ source }, context) => objectName(source, context),
  drawings: { dot: pictureOf(dot, addRoute), mermaid: pictureOf(mermaid, addRoute) },
}

function hostAndPath(route: Route): string {
  const { host } = route
  if (isDefaultBackend(route) && host === null) return '* (default backend)'
  return `${host ?? ''}${pathOf(route) ?? ''}`
}

function tlsSecretCell({ tls }: Route): Cell {
  return tls === null ? nothing : (tls.secret?.name ?? ownDefault)
}
