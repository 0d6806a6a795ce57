/** `info`: every controller that was found, and what can be told of it. */
import { defineCommand } from '../../cli/command.js'
import type { Facts } from '../../cli/context.js'
import { declareControllerFlags, meantController } from '../../cli/flags/controller.js'
import type { Result } from '../../cli/result.js'
import { asOf } from '../../domain/ports.js'
import { infoView, unreadSettings } from '../../print/views/info.js'
import { reloadHeadline } from '../../print/views/reload-headline.js'
import { type ControllerInfo, informAll } from '../../questions/controllers/controller-info.js'
import type { ControllerSelection } from '../../questions/worlds/choose-controller.js'

export const info = defineCommand({
  scope: 'controller',
  insteadOfArgument: '--controller',
  examples: [
    ['info', 'every controller of the cluster'],
    ['info -o wide', 'with its Service, ConfigMap, leader and what it watches'],
    ['info --from demo', 'on the built-in capture'],
  ],
  everyController: true,
  view: infoView,
  declare: declareControllerFlags,
  meant: (_args, flags) => meantController(flags),
  run: runInfo,
})

async function runInfo(context: Facts, selection: ControllerSelection): Promise<Result<ControllerInfo>> {
  const [cluster, controllers] = await Promise.all([context.cluster(), context.controllers()])
  const { infos, gaps } = await informAll(
    cluster,
    controllers,
    selection,
    context.namespace,
    asOf(cluster, context.now),
  )
  return {
    kind: 'rows',
    rows: infos,
    gaps: [...gaps, ...infos.flatMap(unreadSettings)],
    asOf: cluster.takenAt,
    allNamespaces: true,
    empty: 'No controller found.',
    headline: reloadHeadline(infos.flatMap(({ failures }) => failures)),
    verdict: 'clean',
  }
}
