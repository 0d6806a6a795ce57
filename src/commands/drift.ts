/** `drift`: where a replica serves something else than the cluster asks for. */
import { defineCommand } from '../cli/command.js'
import type { Facts } from '../cli/context.js'
import { declareControllerFlags, meantController } from '../cli/flags/controller.js'
import type { Flags } from '../cli/flags/given.js'
import { nextLines } from '../cli/next.js'
import type { Result } from '../cli/result.js'
import { asOf } from '../domain/ports.js'
import { driftView } from '../print/views/drift.js'
import { reloadHeadline } from '../print/views/reload-headline.js'
import { inSyncVerdict } from '../questions/drift/compare-replica.js'
import { type Drift, driftsOf } from '../questions/drift/drift.js'
import { gatherComparisons } from '../questions/drift/gather-comparisons.js'
import type { ControllerSelection } from '../questions/worlds/choose-controller.js'

interface DriftOptions {
  readonly selection: ControllerSelection
}

export const drift = defineCommand({
  name: 'drift',
  group: 'Inside the controller',
  summary: 'Show where a replica serves something else than the cluster asks for, and why',
  scope: 'controller',
  insteadOfArgument: '--controller',
  examples: [
    ['drift', 'every ready replica; exit code 1 where one serves something else'],
    ['drift --from demo:broken', 'a replica that refused its last configuration'],
    ['drift -o json', 'with what is planned, what is served and the probable cause'],
  ],
  view: driftView,
  declare: declareControllerFlags,
  meant: meantDrift,
  watches: { watched: ['Ingress', 'IngressClass', 'Service', 'EndpointSlice'], polled: true },
  run: runDrift,
})

function meantDrift(_args: readonly string[], flags: Flags): DriftOptions {
  return { selection: meantController(flags) }
}

async function runDrift(context: Facts, { selection }: DriftOptions): Promise<Result<Drift>> {
  const [cluster, controllers] = await Promise.all([context.cluster(), context.controllers()])
  const now = asOf(cluster, context.now)
  const { worlds, gaps } = await gatherComparisons(cluster, controllers, {
    selection,
    namespace: context.namespace,
    now,
  })
  const replicas = worlds.flatMap((one) => one.replicas)
  const rows = worlds.flatMap(driftsOf)
  return {
    kind: 'rows',
    rows,
    gaps,
    asOf: cluster.takenAt,
    allNamespaces: true,
    empty: emptySentence(replicas.length),
    verdict: inSyncVerdict(replicas),
    headline: reloadHeadline(replicas.flatMap(({ failure }) => failure ?? [])),
    summary: rows.length === 0 ? null : summaryOf(rows, replicas.length, context.again),
  }
}

function emptySentence(replicas: number): string {
  if (replicas === 0) return 'No replica is ready.'
  return replicas === 1 ? 'The one replica serves what is asked.' : `All ${replicas} replicas serve what is asked.`
}

function summaryOf(rows: readonly Drift[], replicas: number, again: string): string {
  const number = (change: Drift['change']) => rows.filter((one) => one.change === change).length
  const counts = (['missing', 'different', 'extra', 'unknown'] as const).flatMap((change) =>
    number(change) === 0 ? [] : [`${number(change)} ${change}`],
  )
  const of = `${replicas} replica${replicas === 1 ? '' : 's'}: ${counts.join(', ')}`
  const [first] = rows.flatMap(({ cause }) => cause ?? [])
  return `${of}; ${nextLines(first === undefined ? ['status', 'why -A'] : ['why -A', `explain ${first.code}`], again)}`
}
