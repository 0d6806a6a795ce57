/** `gateways`: a row for each Gateway, the JSON of a GatewayList, and a page for each as a tree. */
import { namedBy } from '../../../domain/objects/ref.js'
import type { DescribedCondition, DescribedGateway, GatewayCore } from '../../../questions/gateways/described.js'
import { age } from '../../age.js'
import { listOf, nothing, unknown } from '../../cells.js'
import type { Cell, View } from '../../view.js'
import { objectName } from '../names.js'
import { type CauseItem, causeJson } from '../why/view.js'
import { gatewayPage, listenerText } from './gateways-page.js'

export interface GatewayItem extends GatewayCore {
  /** worst first */
  readonly causes: readonly CauseItem[]
}

export const gatewaysView: View<DescribedGateway, GatewayItem> = {
  kind: 'GatewayList',
  columns: [
    { header: 'NAMESPACE', cell: ({ source }) => source.namespace, when: ({ allNamespaces }) => allNamespaces },
    { header: 'GATEWAY', cell: ({ source }) => source.name },
    { header: 'CLASS', cell: classCell, leaves: 2 },
    { header: 'OWNER', cell: ownerCell, leaves: 3 },
    { header: 'ADDRESSES', cell: ({ addresses }) => listOf(addresses), leaves: 1, shorten: 'count' },
    { header: 'LISTENERS', cell: ({ listeners }) => listOf(listeners.map(listenerText)), shorten: 'count' },
    { header: 'ROUTES', cell: routesCell },
    { header: 'FINDINGS', cell: findingsCell, shorten: 'wrap' },
    { header: 'PROGRAMMED', cell: ({ conditions }) => programmedCell(conditions), wide: true },
    { header: 'RULES', cell: ({ rules }) => rules, wide: true },
    { header: 'AGE', cell: ({ createdAt }, { now }) => age(createdAt, now), wide: true },
  ],
  toJson,
  toName: ({ source }, context) => objectName(source, context),
  drawings: { tree: gatewayPage },
}

/** Field by field: a name inside may change, this contract may not. */
function toJson(gateway: DescribedGateway): GatewayItem {
  const { source, controllerName, title, rules, addresses, listeners, conditions, causes, createdAt } = gateway
  return {
    source,
    class: gateway.class,
    controllerName,
    title,
    rules,
    addresses,
    listeners: listeners.map(({ owner, name, protocol, port, hostname, certificates, routes, routesInStatus }) => ({
      ...{ owner, name, protocol, port, hostname },
      certificates: certificates.map(namedBy),
      ...{ routes, routesInStatus },
    })),
    conditions: conditions.map(({ type, status, reason, message }) => ({ type, status, reason, message })),
    causes: causes.map(causeJson),
    createdAt,
  }
}

function classCell({ class: name, controllerName }: DescribedGateway): Cell {
  return controllerName === null ? { text: `${name} (no such class)`, tone: 'bad' } : name
}

function ownerCell({ title, controllerName }: DescribedGateway): Cell {
  return title ?? controllerName ?? nothing
}

/** Of each listener; where the status counts otherwise, both. */
function routesCell({ listeners }: DescribedGateway): Cell {
  const differ = listeners.some(({ routes, routesInStatus }) => routesInStatus !== null && routes !== routesInStatus)
  const text = listeners
    .map(({ routes, routesInStatus }) =>
      routesInStatus === null || routes === routesInStatus ? String(routes) : `${routes} (status: ${routesInStatus})`,
    )
    .join(',')
  return { text: text || '-', tone: differ ? 'warn' : 'plain' }
}

function findingsCell({ causes }: DescribedGateway): Cell {
  const found = causes.filter(({ severity }) => severity !== 'info')
  const codes = [...new Set(found.map(({ code }) => code))]
  const tone = found.some(({ severity }) => severity === 'error') ? 'bad' : 'warn'
  return codes.length === 0 ? nothing : { text: codes.join(','), tone }
}

function programmedCell(conditions: readonly DescribedCondition[]): Cell {
  const found = conditions.find(({ type }) => type === 'Programmed')
  if (found === undefined) return unknown
  const text = found.status === 'True' ? 'yes' : `${found.status} ${found.reason ?? ''}`.trim()
  return { text, tone: found.status === 'True' ? 'good' : 'bad' }
}
