/** `status`: is every replica in sync with what the cluster asks for. */
import { defineCommand } from '../cli/command.js'
import type { Facts } from '../cli/context.js'
import { declareControllerFlags, meantController } from '../cli/flags/controller.js'
import type { Flags } from '../cli/flags/given.js'
import type { Result } from '../cli/result.js'
import { statusView } from '../print/views/status.js'
import { gatherRoutes } from '../questions/gather.js'
import { type ReplicaStatus, statusOf } from '../questions/replica-status.js'
import { type ControllerSelection, chooseControllers } from '../questions/worlds/choose-controller.js'

interface StatusOptions {
  readonly selection: ControllerSelection
}

export const status = defineCommand({
  name: 'status',
  group: 'Inside the controller',
  summary: 'Tell whether each replica serves what the cluster asks for: reload, backends, routes',
  insteadOfArgument: '--controller',
  examples: [
    ['status', 'every ready replica; exit code 1 where one is not in sync'],
    ['status -o json', 'with the backends that differ and the routes that are missing'],
  ],
  view: statusView,
  declare: declareControllerFlags,
  meant: meantStatus,
  run: runStatus,
})

function meantStatus(_args: readonly string[], flags: Flags): StatusOptions {
  return { selection: meantController(flags) }
}

async function runStatus(context: Facts, { selection }: StatusOptions): Promise<Result<ReplicaStatus>> {
  const [cluster, controllers] = await Promise.all([context.cluster(), context.controllers()])
  const [found, inventory] = await Promise.all([
    controllers.find(context.namespace),
    gatherRoutes({ ...cluster, scope: 'all-namespaces' }, { names: [], labelSelector: undefined }),
  ])
  const classOf = inventory.sees('IngressClass', '') ? inventory.ingressClass : null
  const told = await Promise.all(
    chooseControllers(found, selection, context.namespace).flatMap(({ controller, replicas }) => {
      const ingresses = inventory.ingresses.filter((ingress) => controllers.owns(controller, ingress, classOf))
      const asked = replicas.filter(({ state, name }) => state === 'ready' || name === selection.pod)
      return asked.map((replica) => statusOf(controllers, controller, replica, { inventory, ingresses }))
    }),
  )
  const rows = told.map((one) => one.status)
  const isFinding = rows.some(({ inSync }) => inSync === false)
  return {
    kind: 'rows',
    rows,
    gaps: [...found.gaps, ...inventory.gaps, ...told.flatMap(({ gaps }) => gaps)],
    asOf: cluster.takenAt,
    allNamespaces: true,
    empty: 'No replica is ready.',
    verdict: isFinding ? 'findings' : rows.some(({ inSync }) => inSync) ? 'clean' : 'unanswered',
  }
}
