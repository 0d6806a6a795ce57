/** `describe`: all that is known of an Ingress on one page. */
import { defineCommand } from '../../cli/command.js'
import type { Discreet, Facts } from '../../cli/context.js'
import { declareExplainer, meantExplained } from '../../cli/flags/explained.js'
import type { Result } from '../../cli/result.js'
import { asOf, namespaceIn, placeText } from '../../domain/ports.js'
import { isFinding } from '../../domain/why/why.js'
import { describeView } from '../../print/views/describe.js'
import { type Description, gatherDescriptions } from '../../questions/describe.js'
import type { WhyQuestion } from '../../questions/why/selection.js'

type DescribeOptions = Omit<WhyQuestion, 'now'>

export const describe = defineCommand({
  scope: 'routes',
  arguments: '[NAME...]',
  completes: 'object-or-ref',
  examples: [
    ['describe shop/web', 'one page; exit code 1 where something is wrong with it'],
    ['describe httproute/shop/web --from demo:gateway', 'a route of a Gateway'],
    ['describe ing/tkng-1 --from demo', 'the same on the built-in capture'],
    ['describe -n shop -o json', 'all of a namespace, for a program'],
  ],
  view: describeView,
  defaultFormat: 'tree',
  declare: (command) =>
    declareExplainer(
      command.option('-l, --selector <labels>', 'only Ingresses with these labels, e.g. app=web,tier!=cache'),
    ),
  meant: meantExplained,
  run: runDescribe,
})

async function runDescribe(context: Facts & Discreet, options: DescribeOptions): Promise<Result<Description>> {
  const [cluster, controllers, masker] = await Promise.all([context.cluster(), context.controllers(), context.masker()])
  const now = asOf(cluster, context.now)
  const { rows, gaps, isMissing } = await gatherDescriptions(cluster, controllers, { ...options, now })
  const findings = rows.some(({ why }) => why.some(isFinding))
  const where = placeText(namespaceIn(cluster.scope))
  return {
    kind: 'rows',
    rows: rows.map((row) => ({ ...row, annotations: shown(row) })),
    gaps,
    asOf: cluster.takenAt,
    allNamespaces: cluster.scope === 'all-namespaces' || new Set(rows.map(({ source }) => source.namespace)).size > 1,
    empty: `No Ingress found ${where}.`,
    verdict: isMissing ? 'unanswered' : findings ? 'findings' : 'clean',
  }

  function shown({ source, annotations }: Description): Description['annotations'] {
    const metadata = { namespace: source.namespace, name: source.name, annotations }
    const { 'kubectl.kubernetes.io/last-applied-configuration': _, ...kept } =
      masker.object('Ingress', { kind: 'Ingress', metadata }).metadata.annotations ?? {}
    return kept
  }
}
