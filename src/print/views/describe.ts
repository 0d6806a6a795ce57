/** `describe`: one page for an Ingress, and the JSON of a DescriptionList. */
import { fullName, isSame, nameOf } from '../../domain/objects/ref.js'
import type { Route } from '../../domain/routes/route.js'
import { isFinding } from '../../domain/why/why.js'
import type { Description } from '../../questions/describe.js'
import { age } from '../age.js'
import { nothing } from '../cells.js'
import { labelled, said } from '../paper.js'
import { tablePrinter } from '../table.js'
import type { Column, Drawing, Paper, View } from '../view.js'
import { type CertificateItem, certsView } from './certs.js'
import { objectName, sourceName } from './names.js'
import { routeJson } from './routes/cells.js'
import { type GatewayItem, gatewaysView } from './routes/gateways.js'
import { gatewayPage } from './routes/gateways-page.js'
import { ingressesView } from './routes/ingresses.js'
import { routesView } from './routes/routes.js'
import { whyLines } from './why/line.js'
import { whyTree } from './why/tree.js'
import { type WhyItem, whyView } from './why/view.js'

const describePage: Drawing<Description> = {
  item: (description, index, paper) => {
    const { certificates, gateway, why } = description
    const findings = gateway === null ? whyLines(why, true).map((line, i) => whyTree.item(line, i, paper)) : []
    const lines = [
      ...(gateway === null
        ? [...(index === 0 ? [] : ['']), ...head(description, paper)]
        : [gatewayPage.item(gateway, index, paper).trimEnd()]),
      ...section('Routes', routeTable(description, paper)),
      ...section('TLS', table(certificates, certsView.columns, certificateColumns, paper)),
      ...section('Annotations', annotationLines(description, paper)),
      ...section('Events', eventLines(description, paper)),
      '',
    ]
    return `${lines.join('\n')}\n${findings.join('')}`
  },
}

const routeColumns = ['HOST+PATH', 'PATH TYPE', 'TLS', 'SERVICE', 'SERVICE PORT', 'ENDPOINTS', 'ENDPOINT ADDRESSES']
const gatewayColumns = ['PARENT', 'HOST', 'MATCH', 'BACKENDS', 'ENDPOINTS', 'STATUS', 'FILTERS', 'ENDPOINT ADDRESSES']
const certificateColumns = ['HOST', 'STATE', 'NOT AFTER', 'COVERS', 'SECRET']

/** Of Gateways the class names who takes it, whether that runs where it can be seen or not. */
function whoseElse(route: Route | undefined): string {
  const named = route !== undefined && route.parents.length > 0 ? route.class.controller : null
  return named === null ? 'none takes it' : `${named}, of which no workload was found`
}

function head({ source, controller, createdAt, routes }: Description, paper: Paper): string[] {
  const [first] = routes
  const named = first?.class.name ?? null
  const isUsed = first !== undefined && !isSame(first.source, source)
  const ofClass = named === null ? 'none named' : `${named}${first?.class.exists === false ? ' (no such class)' : ''}`
  const rows: (readonly [string, string])[] = [
    isUsed ? ['routes', 'those of what names it'] : ['class', ofClass],
    ['controller', controller === null ? whoseElse(first) : nameOf(controller)],
    ...(isUsed ? [] : [['addresses', first?.addresses.join(', ') || 'none published'] as const]),
    ['age', createdAt === null ? 'not said' : age(createdAt, paper.now)],
  ]
  return [...said(fullName(source), '', 'plain', paper), ...labelled(rows, paper)]
}

function routeTable({ source, routes }: Description, paper: Paper): string[] {
  const isOwn = routes.every((one) => isSame(one.source, source))
  return source.kind === 'Ingress'
    ? table(routes, ingressesView.columns, routeColumns, paper)
    : table(routes, routesView.columns, [...(isOwn ? [] : ['KIND', 'NAME']), ...gatewayColumns], paper)
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines]
}

/** The columns of another view, some of them. */
function table<Row>(
  rows: readonly Row[],
  all: readonly Column<Row>[],
  names: readonly string[],
  { columns, tone, ...context }: Paper,
): string[] {
  const shown = names.flatMap((name) => all.find(({ header }) => header === name) ?? [])
  const width = columns === undefined ? undefined : columns - 2
  const style = { columns: width, tone, header: (text: string) => tone(text, 'dim') }
  const wishes = { style, context, noHeaders: false, noTrunc: false, isWide: false, isChosen: false }
  return [...tablePrinter(shown, wishes, true)(rows)].map((line) => `  ${line.trimEnd()}`)
}

/** What is said of one stands behind it. */
function annotationLines({ annotations, why }: Description, paper: Paper): string[] {
  const causes = why.flatMap((row) => row.causes)
  return Object.entries(annotations)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => {
      const codes = [...new Set(causes.flatMap(({ field, code }) => (field?.includes(`"${name}"`) ? [code] : [])))]
      const about = codes.length === 0 ? '' : ` (${codes.join(', ')})`
      return said(`${name}: ${value}${about}`, '  ', 'plain', paper)
    })
}

function eventLines({ events }: Description, paper: Paper): string[] {
  return events.flatMap(({ type, reason, message, at }) => {
    const when = at === null ? '' : ` ${age(at, paper.now)} ago`
    const tone = type === 'Warning' ? 'warn' : 'plain'
    return said(`${type} ${reason}${when}: ${message}`, '  ', tone, paper)
  })
}

export interface DescriptionItem
  extends Pick<Description, 'source' | 'controller' | 'createdAt' | 'routes' | 'events'> {
  /** as `gateways` has it; null: it is none */
  readonly gateway: GatewayItem | null
  /** of its hosts */
  readonly certificates: readonly CertificateItem[]
  /** values that may be secrets are masked */
  readonly annotations: { readonly [name: string]: string }
  /** as `why` has them */
  readonly why: readonly WhyItem[]
}

export const describeView: View<Description, DescriptionItem> = {
  kind: 'DescriptionList',
  columns: [
    { header: 'NAMESPACE', cell: ({ source }) => source.namespace, when: ({ allNamespaces }) => allNamespaces },
    { header: 'INGRESS', cell: ({ source }) => sourceName(source) },
    { header: 'ROUTES', cell: ({ routes }) => String(routes.length) },
    {
      header: 'HOSTS',
      cell: ({ routes }) => [...new Set(routes.flatMap(({ host }) => host ?? []))].join(',') || nothing,
    },
    { header: 'EVENTS', cell: ({ events }) => String(events.length) },
    {
      header: 'FINDINGS',
      cell: ({ why }) => {
        const codes = [...new Set(why.filter(isFinding).flatMap(({ causes }) => causes.map(({ code }) => code)))]
        return codes.length === 0 ? nothing : { text: codes.join(','), tone: 'warn' }
      },
    },
  ],
  toJson: ({ source, gateway, controller, createdAt, routes, certificates, annotations, events, why }) => ({
    source,
    gateway: gateway === null ? null : (gatewaysView.toJson(gateway) as GatewayItem),
    controller,
    createdAt,
    routes: routes.map(routeJson),
    certificates: certificates.map(certsView.toJson) as readonly CertificateItem[],
    annotations,
    events: events.map(({ type, reason, message, at }) => ({ type, reason, message, at })),
    why: whyLines(why, true).map(whyView.toJson) as readonly WhyItem[],
  }),
  toName: ({ source }, context) => objectName(source, context),
  drawings: { tree: describePage },
}
