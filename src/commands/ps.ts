/** `ps`: the processes of a controller: nginx' master, its workers, and those that still serve an old configuration. */
import { defineCommand } from '../cli/command.js'
import { declareControllerFlags, meantController } from '../cli/flags/controller.js'
import { given } from '../cli/flags/given.js'
import { problem } from '../domain/problem.js'
import { type ProcessRow, processesView } from '../print/views/processes.js'
import { type ControllerSelection, chooseControllers, replicasToAsk } from '../questions/worlds/choose-controller.js'

interface Options {
  readonly selection: ControllerSelection
  readonly allPods: boolean
}

export const ps = defineCommand<Options, ProcessRow>({
  name: 'ps',
  group: 'Inside the controller',
  summary: "Show the controller's processes: master, workers, and workers of an old configuration",
  examples: [
    ['ps', 'of the first ready replica'],
    ['ps --all-pods', 'of every ready one'],
  ],
  view: processesView,
  declare: (command) => declareControllerFlags(command).option('--all-pods', 'of every ready replica'),
  meant: (args, flags) => {
    if (args.length > 0) throw problem('usage', { message: `unexpected argument "${args[0]}"` })
    return { selection: meantController(flags), allPods: given.flag(flags, 'allPods') === true }
  },
  run: async (context, { selection, allPods }) => {
    const [cluster, controllers] = await Promise.all([context.cluster(), context.controllers()])
    const found = await controllers.find(context.namespace)
    const chosen = chooseControllers(found, selection, context.namespace)
    const asked = chosen.flatMap((one) => replicasToAsk(one, selection, allPods).map((replica) => ({ one, replica })))
    const rows = await Promise.all(
      asked.map(async ({ one: { controller }, replica }) => {
        const { value } = await controllers.observer.processes(replica)
        return value.map((process) => ({ ...process, controller, replica: replica.name }))
      }),
    )
    return {
      rows: rows.flat(),
      view: processesView,
      gaps: found.gaps,
      asOf: cluster.takenAt,
      allNamespaces: asked.length > 1,
      empty: 'No process of nginx is shown.',
      verdict: 'clean',
    }
  },
})
