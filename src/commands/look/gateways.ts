/** `gateways`: every Gateway with its class and owner, its listeners and their routes, and what is wrong with it. */

import { defineCommand } from '../../cli/command.js'
import type { Facts } from '../../cli/context.js'
import type { Flags } from '../../cli/flags/given.js'
import { meantObjects, meantSelector } from '../../cli/flags/object.js'
import { nextLines } from '../../cli/next.js'
import type { Result } from '../../cli/result.js'
import type { ObjectName } from '../../domain/objects/object-name.js'
import { nameOf } from '../../domain/objects/ref.js'
import type { ClusterReader } from '../../domain/ports.js'
import { counted } from '../../domain/text/counted.js'
import { gatewaysView } from '../../print/views/routes/gateways.js'
import { gatherDescribedGateways } from '../../questions/gateways/describe-gateways.js'
import type { DescribedGateway } from '../../questions/gateways/described.js'

interface GatewaysOptions {
  /** empty: all of the scope */
  readonly names: readonly ObjectName[]
  readonly labelSelector: string | undefined
}

export const gateways = defineCommand({
  scope: 'routes',
  arguments: '[NAME...]',
  completes: 'gateway',
  examples: [
    ['gateways -A', 'every Gateway; exit code 1 where something is wrong with one'],
    ['gateways infra/web -o tree', 'one page: listeners, conditions in words, findings with what cures them'],
    ['gateways -A -o wide', 'with the rules by which its routes are told'],
    ['gateways --from demo:gateway', 'on the built-in capture'],
  ],
  view: gatewaysView,
  declare: (command) =>
    command.option('-l, --selector <labels>', 'only Gateways with these labels, e.g. team=edge,tier!=test'),
  meant: meantGateways,
  watches: { watched: ['Gateway', 'GatewayClass', 'HTTPRoute', 'GRPCRoute'], polled: false },
  run: runGateways,
})

function meantGateways(names: readonly string[], flags: Flags): GatewaysOptions {
  const labelSelector = meantSelector(names, flags)
  return { names: meantObjects([...new Set(names)]), labelSelector }
}

async function runGateways(context: Facts, options: GatewaysOptions): Promise<Result<DescribedGateway>> {
  const cluster = await context.cluster()
  const { rows, gaps, isMissing } = await gatherDescribedGateways(cluster, await context.controllers(), options)
  const isFinding = rows.some(({ causes }) => causes.some(({ severity }) => severity !== 'info'))
  return {
    kind: 'rows',
    rows,
    gaps,
    asOf: cluster.takenAt,
    allNamespaces: cluster.scope === 'all-namespaces' || options.names.some(({ namespace }) => namespace !== null),
    empty: emptySentence(cluster, options),
    verdict: isMissing ? 'unanswered' : isFinding ? 'findings' : 'clean',
    summary: rows.length === 0 ? null : summaryOf(rows, context.again),
  }
}

function summaryOf(rows: readonly DescribedGateway[], again: string): string {
  const wrong = rows.filter(({ causes }) => causes.some(({ severity }) => severity !== 'info'))
  const counts = counted(rows.length, 'Gateway')
  const [first] = wrong
  return first === undefined
    ? counts
    : `${counts}, ${wrong.length} with findings; ${nextLines([`gateways ${nameOf(first.source)} -o tree`], again)}`
}

function emptySentence({ scope }: ClusterReader, { labelSelector }: GatewaysOptions): string {
  const where = scope === 'all-namespaces' ? 'in any namespace' : `in namespace "${scope.namespace}" (-A searches all)`
  return `No Gateway${labelSelector === undefined ? '' : ` labelled ${labelSelector}`} found ${where}.`
}
