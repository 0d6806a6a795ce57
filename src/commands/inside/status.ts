/** `status`: is every replica in sync with what the cluster asks for. */

import { defineCommand } from '../../cli/command.js'
import type { Facts } from '../../cli/context.js'
import { declareControllerFlags, meantController } from '../../cli/flags/controller.js'
import { nextLines } from '../../cli/next.js'
import type { Result } from '../../cli/result.js'
import { asOf } from '../../domain/ports.js'
import { counted } from '../../domain/text/counted.js'
import { reloadHeadline } from '../../print/views/reload-headline.js'
import { statusView } from '../../print/views/status.js'
import { inSyncVerdict, type ReplicaComparison } from '../../questions/drift/compare-replica.js'
import { gatherComparisons } from '../../questions/drift/gather-comparisons.js'
import type { ControllerSelection } from '../../questions/worlds/choose-controller.js'

export const status = defineCommand({
  scope: 'controller',
  insteadOfArgument: '--controller',
  examples: [
    ['status', 'every ready replica; exit code 1 where one is not in sync'],
    ['status -w', 'until every replica serves it, say'],
    ['status -o json', 'with the backends that differ and the routes that are missing'],
  ],
  view: statusView,
  declare: declareControllerFlags,
  meant: (_args, flags) => meantController(flags),
  watches: {
    watched: ['Ingress', 'IngressClass', 'Service', 'EndpointSlice', 'Gateway', 'HTTPRoute', 'GRPCRoute'],
    polled: true,
  },
  run: runStatus,
})

async function runStatus(context: Facts, selection: ControllerSelection): Promise<Result<ReplicaComparison>> {
  const [cluster, controllers] = await Promise.all([context.cluster(), context.controllers()])
  const now = asOf(cluster, context.now)
  const { worlds, gaps } = await gatherComparisons(cluster, controllers, {
    selection,
    namespace: context.namespace,
    now,
  })
  const rows = worlds.flatMap(({ replicas }) => replicas)
  return {
    kind: 'rows',
    rows,
    gaps,
    asOf: cluster.takenAt,
    allNamespaces: true,
    empty: 'No replica is ready.',
    verdict: inSyncVerdict(rows),
    headline: reloadHeadline(rows.flatMap(({ failure }) => failure ?? [])),
    summary: rows.length === 0 ? null : summaryOf(rows, context.again),
  }
}

function summaryOf(rows: readonly ReplicaComparison[], again: string): string {
  const number = (wanted: boolean | null) => rows.filter(({ inSync }) => inSync === wanted).length
  const counts = [
    [number(true), 'in sync'],
    [number(false), 'not in sync'],
    [number(null), 'not known'],
  ] as const
  const told = counts.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`])).join(', ')
  const next = number(false) === 0 ? [] : [nextLines(['drift', 'why -A'], again)]
  return [`${counted(rows.length, 'replica')}: ${told}`, ...next].join('; ')
}
