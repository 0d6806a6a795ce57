/** `routes`: what Ingresses and routes of Gateways ask for, in one list, and what becomes of it. */

import { defineCommand } from '../../cli/command.js'
import type { Facts } from '../../cli/context.js'
import type { Flags } from '../../cli/flags/given.js'
import { meantObjects } from '../../cli/flags/object.js'
import type { OutputOptions } from '../../cli/flags/output.js'
import { declareRouteFlags, meantRoutes, type RouteFlags } from '../../cli/flags/routes.js'
import { nextLines } from '../../cli/next.js'
import type { Result } from '../../cli/result.js'
import type { ObjectName } from '../../domain/objects/object-name.js'
import { nameOf, refKey } from '../../domain/objects/ref.js'
import { asOf, type ClusterReader, namespaceIn, placeText } from '../../domain/ports.js'
import type { Route } from '../../domain/routes/route.js'
import { failingShare } from '../../domain/routes/shares.js'
import { counted } from '../../domain/text/counted.js'
import { routesView } from '../../print/views/routes/routes.js'
import { gatherAllRoutes } from '../../questions/routes/all-routes.js'
import { selectRoutes, sortRoutes, unknownValues } from '../../questions/routes/select-routes.js'

interface RoutesOptions extends RouteFlags {
  readonly names: readonly ObjectName[]
}

export const routes = defineCommand({
  scope: 'routes',
  arguments: '[NAME...]',
  completes: 'object-or-ref',
  examples: [
    ['routes -A', 'both worlds: Ingress rules, HTTPRoutes, GRPCRoutes, TLSRoutes, TCPRoutes, UDPRoutes'],
    ['routes -A --host shop.example.com', 'who asks for this host, wildcards included'],
    ['routes httproute/shop/web -o wide', 'one of them, with filters, addresses and endpoints'],
    ['routes -A --service cart', 'what leads to this Service'],
    ['routes --from demo:gateway', 'on the built-in capture of a lab half way to Gateway API'],
  ],
  view: routesView,
  declare: (command) => declareRouteFlags(command, 'objects'),
  meant: meantAllRoutes,
  watches: {
    watched: ['Ingress', 'IngressClass', 'Service', 'EndpointSlice', 'Gateway', 'HTTPRoute', 'GRPCRoute'],
    polled: false,
  },
  run: runRoutes,
})

function meantAllRoutes(names: readonly string[], flags: Flags, output: OutputOptions): RoutesOptions {
  return { ...meantRoutes(names, flags, output), names: meantObjects([...new Set(names)]) }
}

async function runRoutes(context: Facts, options: RoutesOptions): Promise<Result<Route>> {
  const cluster = await context.cluster()
  const { names, labelSelector, sortBy } = options
  const {
    routes: all,
    gaps,
    isMissing,
  } = await gatherAllRoutes(cluster, await context.controllers(), {
    ...{ names, labelSelector },
    controller: options.routes.controller,
    now: asOf(cluster, context.now),
  })
  const chosen = sortRoutes(selectRoutes(all, options.routes), sortBy)
  return {
    kind: 'rows',
    rows: chosen,
    gaps,
    asOf: cluster.takenAt,
    allNamespaces: cluster.scope === 'all-namespaces' || names.some(({ namespace }) => namespace !== null),
    empty: chosen.length > 0 ? '' : emptySentence(cluster, options, all),
    verdict: isMissing ? 'unanswered' : 'clean',
    summary: chosen.length === 0 ? null : summaryOf(chosen, cluster, context.again),
  }
}

function summaryOf(chosen: readonly Route[], { scope }: ClusterReader, again: string): string {
  const objects = new Set(chosen.map(({ source }) => refKey(source))).size
  const wrong = chosen.filter(isWrong)
  const counts = `${counted(chosen.length, 'route')} of ${counted(objects, 'object')}`
  const [first] = wrong
  if (first === undefined) return counts
  const all = scope === 'all-namespaces' ? '-A' : `-n ${scope.namespace}`
  const name = `${first.source.kind.toLowerCase()}/${nameOf(first.source)}`
  return `${counts}: ${wrong.length} not served, or not always; ${nextLines([`why ${name}`, `why ${all}`], again)}`
}

function isWrong({ fate, backends }: Route): boolean {
  return (fate !== null && fate.is !== 'served' && fate.is !== 'unknown') || failingShare(backends) > 0
}

function emptySentence(
  { scope }: ClusterReader,
  { labelSelector, routes: wanted }: RoutesOptions,
  known: readonly Route[],
): string {
  const all = scope === 'all-namespaces'
  const where = placeText(namespaceIn(scope))
  const more = all ? '' : ' (-A searches all namespaces)'
  const labelled = labelSelector === undefined ? '' : ` of objects labelled ${labelSelector}`
  if (known.length === 0) return `No route${labelled} found ${where}${more}.`
  const why = unknownValues(known, wanted).map(
    ({ flag, value, near }) =>
      `${flag} ${value} is in none${near.length === 0 ? '' : ` (did you mean ${near.join(' or ')}?)`}`,
  )
  return `None of the ${counted(known.length, 'route')} ${where} matches${why.length === 0 ? '' : `: ${why.join('; ')}`}${more}.`
}
