/** The page of an Ingress: what it asks for, what is shown for its hosts, what is set, what happened, what is wrong. */
import { fullName, isSame, nameOf } from '../../domain/objects/ref.js'
import type { Route } from '../../domain/routes/route.js'
import { sanitize } from '../../domain/text/sanitize.js'
import { laidOut } from '../../domain/text/width.js'
import type { Description } from '../../questions/describe.js'
import { age } from '../age.js'
import { tablePrinter } from '../table.js'
import type { Column, Drawing, Paper } from '../view.js'
import { certsView } from './certs.js'
import { gatewayPage } from './routes/gateways-page.js'
import { ingressesView } from './routes/ingresses.js'
import { routesView } from './routes/routes.js'
import { whyLines } from './why/line.js'
import { whyTree } from './why/tree.js'

export const describePage: Drawing<Description> = {
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
  const rows = [
    ...(isUsed
      ? [['routes', 'those of what names it']]
      : [
          [
            'class',
            named === null ? 'none named' : `${named}${first?.class.exists === false ? ' (no such class)' : ''}`,
          ],
        ]),
    ['controller', controller === null ? whoseElse(first) : nameOf(controller)],
    ...(isUsed ? [] : [['addresses', first?.addresses.join(', ') || 'none published']]),
    ['age', createdAt === null ? 'not said' : age(createdAt, paper.now)],
  ]
  return [
    ...laidOut(sanitize(fullName(source)), { head: '', rest: '  ' }, paper.columns),
    ...rows.flatMap(([label = '', text = '']) =>
      laidOut(sanitize(text), { head: `  ${label.padEnd(11)}`, rest: ' '.repeat(13) }, paper.columns),
    ),
  ]
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
      return laidOut(sanitize(`${name}: ${value}${about}`), { head: '  ', rest: '    ' }, paper.columns)
    })
}

function eventLines({ events }: Description, paper: Paper): string[] {
  return events.flatMap(({ type, reason, message, at }) => {
    const when = at === null ? '' : ` ${age(at, paper.now)} ago`
    const tone = type === 'Warning' ? 'warn' : 'plain'
    return laidOut(
      sanitize(`${type} ${reason}${when}: ${message}`),
      { head: '  ', rest: '    ' },
      paper.columns,
      (line) => paper.tone(line, tone),
    )
  })
}
