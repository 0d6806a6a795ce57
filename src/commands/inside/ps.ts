/** `ps`: the processes of a controller: those of its proxy, and those that still serve an old configuration. */

import { defineCommand } from '../../cli/command.js'
import type { Facts } from '../../cli/context.js'
import { declareControllerFlags, meantController } from '../../cli/flags/controller.js'
import { type Flags, given } from '../../cli/flags/given.js'
import type { Result } from '../../cli/result.js'
import { controllerRef } from '../../domain/controllers/controller.js'
import { namedBy } from '../../domain/objects/ref.js'
import { type ProcessRow, processesView } from '../../print/views/processes.js'
import { askReplicas } from '../../questions/worlds/ask-each.js'
import { type Chosen, type ControllerSelection, replicasToAsk } from '../../questions/worlds/choose-controller.js'
import { findRead } from '../../questions/worlds/read-ones.js'

interface PsOptions {
  readonly selection: ControllerSelection
  readonly allPods: boolean
}

export const ps = defineCommand({
  scope: 'controller',
  insteadOfArgument: '--pod',
  examples: [
    ['ps', 'of the first ready replica'],
    ['ps --from demo:broken', 'of the built-in capture'],
    ['ps --all-pods', 'of every ready one'],
  ],
  view: processesView,
  declare: (command) => declareControllerFlags(command).option('--all-pods', 'of every ready replica'),
  meant: meantPs,
  run: runPs,
})

function meantPs(_args: readonly string[], flags: Flags): PsOptions {
  return { selection: meantController(flags), allPods: given.flag(flags, 'allPods') === true }
}

async function runPs(context: Facts, { selection, allPods }: PsOptions): Promise<Result<ProcessRow>> {
  const [cluster, controllers] = await Promise.all([context.cluster(), context.controllers()])
  const { chosen, gaps } = await findRead(controllers, selection, context.namespace)
  const replicasOf = (one: Chosen) => replicasToAsk(one, selection, allPods)
  const { answers, gaps: silent } = await askReplicas(chosen, replicasOf, async (replica, controller) => {
    const { value } = await controllers.observe(replica).processes()
    return value.map((process) => ({ ...process, controller: controllerRef(controller), replica: namedBy(replica) }))
  })
  return {
    kind: 'rows',
    rows: answers.flat(),
    gaps: [...gaps, ...silent],
    asOf: cluster.takenAt,
    allNamespaces: answers.length > 1,
    empty: 'No process of the proxy is shown.',
    verdict: 'clean',
  }
}
