/** `status`: is every replica in sync with what the cluster asks for. */
import { defineCommand } from '../cli/command.js'
import type { Facts } from '../cli/context.js'
import { declareControllerFlags, meantController } from '../cli/flags/controller.js'
import type { Flags } from '../cli/flags/given.js'
import { nextLines } from '../cli/next.js'
import type { Result } from '../cli/result.js'
import { asOf } from '../domain/ports.js'
import { statusView } from '../print/views/status.js'
import { inOrder } from '../questions/attempt.js'
import { type ReplicaStatus, statusOf } from '../questions/replica-status.js'
import { type ControllerSelection, chooseControllers } from '../questions/worlds/choose-controller.js'
import { readOnes } from '../questions/worlds/read-ones.js'
import { openWorlds } from '../questions/worlds/worlds.js'

interface StatusOptions {
  readonly selection: ControllerSelection
}

export const status = defineCommand({
  name: 'status',
  group: 'Inside the controller',
  summary: 'Tell whether each replica serves what the cluster asks for: reload, backends, routes',
  scope: 'controller',
  insteadOfArgument: '--controller',
  examples: [
    ['status', 'every ready replica; exit code 1 where one is not in sync'],
    ['status -w', 'until every replica serves it, say'],
    ['status -o json', 'with the backends that differ and the routes that are missing'],
  ],
  view: statusView,
  declare: declareControllerFlags,
  meant: meantStatus,
  watches: { watched: ['Ingress', 'IngressClass', 'Service', 'EndpointSlice'], polled: true },
  run: runStatus,
})

function meantStatus(_args: readonly string[], flags: Flags): StatusOptions {
  return { selection: meantController(flags) }
}

async function runStatus(context: Facts, { selection }: StatusOptions): Promise<Result<ReplicaStatus>> {
  const [cluster, controllers] = await Promise.all([context.cluster(), context.controllers()])
  const now = asOf(cluster, context.now)
  const { namespace } = context
  const worlds = await openWorlds(cluster, controllers, { selection, namespace, semantics: null, now })
  const chosen =
    worlds.chosen.length > 0
      ? readOnes(controllers, worlds.chosen, 'inside')
      : chooseControllers(worlds.found, selection, namespace)
  const told = await Promise.all(
    chosen.map(async (one) => {
      const world = await worlds.open(one, null)
      const asked = one.replicas.filter(({ state, name }) => state === 'ready' || name === selection.pod)
      const replicas = await Promise.all(asked.map((replica) => statusOf(controllers, world, replica)))
      return {
        rows: replicas.map(({ status }) => status),
        gaps: [...inOrder(world.gaps), ...replicas.flatMap(({ gaps }) => gaps)],
      }
    }),
  )
  const rows = told.flatMap((one) => one.rows)
  const isFinding = rows.some(({ inSync }) => inSync === false)
  return {
    kind: 'rows',
    rows,
    gaps: [...worlds.gaps, ...told.flatMap(({ gaps }) => gaps)],
    asOf: cluster.takenAt,
    allNamespaces: true,
    empty: 'No replica is ready.',
    verdict: isFinding ? 'findings' : rows.some(({ inSync }) => inSync) ? 'clean' : 'unanswered',
    summary: rows.length === 0 ? null : summaryOf(rows, context.again),
  }
}

function summaryOf(rows: readonly ReplicaStatus[], again: string): string {
  const number = (wanted: boolean | null) => rows.filter(({ inSync }) => inSync === wanted).length
  const counts = [
    [number(true), 'in sync'],
    [number(false), 'not in sync'],
    [number(null), 'not known'],
  ] as const
  const told = counts.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`])).join(', ')
  const next = number(false) === 0 ? [] : [nextLines(['status -o json', 'why -A'], again)]
  return [`${rows.length} replica${rows.length === 1 ? '' : 's'}: ${told}`, ...next].join('; ')
}
