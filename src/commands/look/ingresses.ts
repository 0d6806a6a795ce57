/** `ingresses`: every route that the Ingresses ask for, and what answers it. */

import { defineCommand } from '../../cli/command.js'
import type { Facts } from '../../cli/context.js'
import type { Flags } from '../../cli/flags/given.js'
import type { OutputOptions } from '../../cli/flags/output.js'
import { declareRouteFlags, meantRoutes, type RouteFlags } from '../../cli/flags/routes.js'
import { nextLines } from '../../cli/next.js'
import type { Result } from '../../cli/result.js'
import { type ObjectName, parseIngressName } from '../../domain/objects/object-name.js'
import { nameOf, refKey } from '../../domain/objects/ref.js'
import { asOf, type ClusterReader, namespaceIn, placeText } from '../../domain/ports.js'
import { usage } from '../../domain/problem.js'
import { resolveRoutes } from '../../domain/routes/resolve-routes.js'
import type { Route, RouteEndpoints } from '../../domain/routes/route.js'
import { counted } from '../../domain/text/counted.js'
import { ingressesView } from '../../print/views/routes/ingresses.js'
import type { IngressSelection } from '../../questions/routes/gather.js'
import { routesWithRules } from '../../questions/routes/route-rules.js'
import { selectRoutes, sortRoutes, unknownValues } from '../../questions/routes/select-routes.js'

interface IngressesOptions extends Omit<RouteFlags, 'labelSelector'> {
  readonly ingresses: IngressSelection
}

export const ingresses = defineCommand({
  scope: 'routes',
  arguments: '[NAME...]',
  completes: 'ingress-or-ref',
  examples: [
    ['ingresses -A', 'all routes of the cluster'],
    ['ingresses -n shop web', 'the routes of one Ingress'],
    ['ingresses -A --host shop.example.com', 'who asks for this host, wildcards included'],
    ['ingresses -A --service cart:http -o wide', 'what leads to this Service, with its endpoints'],
    ['ingresses -A -w', 'a live table; in a pipe a row for each change'],
    ['ingresses --from demo -o mermaid', 'as a picture: hosts, Ingresses, Services'],
    ['ingresses --from demo', 'the same on the built-in capture, without a cluster'],
  ],
  view: ingressesView,
  declare: (command) => declareRouteFlags(command, 'Ingresses'),
  meant: meantIngresses,
  watches: { watched: ['Ingress', 'IngressClass', 'Service', 'EndpointSlice'], polled: false },
  run: runIngresses,
})

function meantIngresses(names: readonly string[], flags: Flags, output: OutputOptions): IngressesOptions {
  const { labelSelector, ...meant } = meantRoutes(names, flags, output)
  return { ingresses: { names: [...new Set(names)].map(meantIngress), labelSelector }, ...meant }
}

async function runIngresses(context: Facts, options: IngressesOptions): Promise<Result<Route>> {
  const cluster = await context.cluster()
  const { inventory, rules, customRoutes, gaps } = await routesWithRules(cluster, await context.controllers(), {
    ...options.ingresses,
    controller: options.routes.controller,
    isDetailed: options.showsController,
    now: asOf(cluster, context.now),
  })
  const all = [...resolveRoutes(inventory, rules), ...customRoutes]
  const routes = sortRoutes(selectRoutes(all, options.routes), options.sortBy)
  const unanswered = inventory.gaps.some(({ kind, reason }) => kind === 'Ingress' && reason === 'not-found')
  return {
    kind: 'rows',
    rows: routes,
    gaps,
    asOf: cluster.takenAt,
    allNamespaces:
      cluster.scope === 'all-namespaces' || options.ingresses.names.some(({ namespace }) => namespace !== null),
    empty: routes.length > 0 ? '' : emptySentence(cluster, askingText(inventory.ingresses.length, all), options, all),
    verdict: unanswered || inventory.coverage === 'none' ? 'unanswered' : 'clean',
    summary: routes.length === 0 ? null : summaryOf(routes, cluster, context.again),
  }
}

/** Nobody answers behind these. */
const silent: ReadonlySet<RouteEndpoints['state']> = new Set(['none-ready', 'no-slices', 'no-service', 'no-port'])

function summaryOf(routes: readonly Route[], { scope }: ClusterReader, again: string): string {
  // The routes of one Ingress share their source: a key is made once for each.
  const sources = new Map([...new Set(routes.map(({ source }) => source))].map((one) => [refKey(one), one.kind]))
  const ingresses = [...sources.values()].filter((kind) => kind === 'Ingress').length
  const lost = routes.filter(({ backends }) => backends.some(({ endpoints }) => silent.has(endpoints.state)))
  const all = scope === 'all-namespaces' ? '-A' : `-n ${scope.namespace}`
  const counts = `${counted(routes.length, 'route')} of ${askingText(ingresses, routes)}`
  const [first] = lost
  if (first === undefined) return counts
  return `${counts}: ${lost.length} without a ready endpoint; ${nextLines([`why ${nameOf(first.source)}`, `why ${all}`], again)}`
}

/** `3 Ingresses and 1 other object`; null: nothing asks for a route */
function askingText(ingresses: number, routes: readonly Route[]): string | null {
  const others = new Set(routes.flatMap(({ source }) => (source.kind === 'Ingress' ? [] : refKey(source)))).size
  const counts = [
    ...(ingresses === 0 ? [] : [counted(ingresses, 'Ingress', 'Ingresses')]),
    ...(others === 0 ? [] : [counted(others, 'other object')]),
  ]
  return counts.length === 0 ? null : counts.join(' and ')
}

function emptySentence(
  { scope }: ClusterReader,
  those: string | null,
  { ingresses: { labelSelector }, routes }: IngressesOptions,
  known: readonly Route[],
): string {
  const all = scope === 'all-namespaces'
  const where = placeText(namespaceIn(scope))
  const more = all ? '' : ' (-A searches all namespaces)'
  if (those === null)
    return `No Ingress ${labelSelector === undefined ? '' : `labelled ${labelSelector} `}found ${where}${more}.`
  const unknown = unknownValues(known, routes).map(
    ({ flag, value, near }) =>
      `${flag} ${value} is in none${near.length === 0 ? '' : `, did you mean ${near.join(' or ')}?`}`,
  )
  const why = unknown.length === 0 ? '' : `: ${unknown.join('; ')}`
  return `No route of the ${those} ${all ? 'in all namespaces' : where} matches${why}${more}${why.endsWith('?') && more === '' ? '' : '.'}`
}

/** @throws Problem `usage` */
function meantIngress(text: string): ObjectName {
  const name = parseIngressName(text)
  if (name === null) throw usage(`invalid name "${text}"`, 'it is NAME or NAMESPACE/NAME')
  return name
}
