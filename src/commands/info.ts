/** `info`: every controller that was found, and what can be told of it. */
import { defineCommand } from '../cli/command.js'
import { declareControllerFlags, meantController } from '../cli/flags/controller.js'
import { problem } from '../domain/problem.js'
import { infoView } from '../print/views/info.js'
import { type ControllerInfo, informOf } from '../questions/controller-info.js'
import { type ControllerSelection, chooseControllers } from '../questions/worlds/choose-controller.js'

interface Options {
  readonly selection: ControllerSelection
}

export const info = defineCommand<Options, ControllerInfo>({
  name: 'info',
  aliases: ['controllers'],
  group: 'Inside the controller',
  summary: 'Show every controller: version, replicas, leader, classes, addresses, last reload, support',
  examples: [
    ['info', 'every controller of the cluster'],
    ['info -o wide', 'with its Service, ConfigMap, leader and what it watches'],
    ['info --from demo', 'on the built-in capture'],
  ],
  everyController: true,
  view: infoView,
  declare: declareControllerFlags,
  meant: (args, flags) => {
    if (args.length > 0)
      throw problem('usage', { message: `unexpected argument "${args[0]}"`, hint: '--controller takes a name' })
    return { selection: meantController(flags) }
  },
  run: async (context, { selection }) => {
    const [cluster, controllers] = await Promise.all([context.cluster(), context.controllers()])
    const found = await controllers.find(context.namespace)
    const chosen = chooseControllers(found, selection, context.namespace)
    const told = await Promise.all(chosen.map(({ controller }) => informOf(cluster, controllers, controller)))
    return {
      rows: told.map((one) => one.info),
      view: infoView,
      gaps: [...found.gaps, ...told.flatMap(({ gaps }) => gaps)],
      asOf: cluster.takenAt,
      allNamespaces: true,
      empty: 'No controller found.',
      verdict: 'clean',
    }
  },
})
