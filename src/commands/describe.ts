/** `describe`: all that is known of an Ingress on one page. */
import { defineCommand } from '../cli/command.js'
import type { Discreet, Facts } from '../cli/context.js'
import { meantController } from '../cli/flags/controller.js'
import { type Flags, given } from '../cli/flags/given.js'
import { meantIngress } from '../cli/flags/ingress.js'
import { checkSelector } from '../cli/flags/selector.js'
import { meantSemantics, semanticsOption } from '../cli/flags/semantics.js'
import type { Result } from '../cli/result.js'
import { asOf } from '../domain/ports.js'
import { problem } from '../domain/problem.js'
import { isFinding } from '../domain/why.js'
import { describeView } from '../print/views/describe.js'
import { type Description, gatherDescriptions } from '../questions/describe.js'
import type { WhyQuestion } from '../questions/why/selection.js'

type DescribeOptions = Omit<WhyQuestion, 'now'>

export const describe = defineCommand({
  name: 'describe',
  group: 'Look',
  summary: 'Show all that is known of an Ingress: routes, TLS, endpoints, annotations, Events, findings',
  scope: 'routes',
  arguments: '[NAME...]',
  completes: 'ingress-or-ref',
  examples: [
    ['describe shop/web', 'one page; exit code 1 where something is wrong with it'],
    ['describe ing/tkng-1 --from demo', 'the same on the built-in capture'],
    ['describe -n shop -o json', 'all of a namespace, for a program'],
  ],
  view: describeView,
  defaultFormat: 'tree',
  declare: (command) =>
    command
      .option('-l, --selector <labels>', 'only Ingresses with these labels, e.g. app=web,tier!=cache')
      .option('--controller <[namespace/]name>', 'ask this controller only')
      .option('--class <name>', 'ask the controller of this ingress class only')
      .option('--pod <name>', 'ask this replica, ready or not')
      .addOption(semanticsOption()),
  meant: meantDescribe,
  run: runDescribe,
})

function meantDescribe(args: readonly string[], flags: Flags): DescribeOptions {
  const labelSelector = given.text(flags, 'selector') || undefined
  if (labelSelector !== undefined) checkSelector(labelSelector)
  if (args.length > 0 && labelSelector !== undefined)
    throw problem('usage', { message: 'names and -l exclude each other', hint: 'leave one of the two out' })
  return {
    // `describe ingress web`, as kubectl has it.
    names: (args.length > 1 && /^ing(?:ress(?:es)?)?$/.test(args[0] ?? '') ? args.slice(1) : args).map(meantIngress),
    labelSelector,
    selection: meantController({ ...flags, selector: undefined }),
    semantics: meantSemantics(flags),
  }
}

async function runDescribe(context: Facts & Discreet, options: DescribeOptions): Promise<Result<Description>> {
  const [cluster, controllers, masker] = await Promise.all([context.cluster(), context.controllers(), context.masker()])
  const now = asOf(cluster, context.now)
  const { rows, gaps, isMissing } = await gatherDescriptions(cluster, controllers, { ...options, now })
  const findings = rows.some(({ why }) => why.some(isFinding))
  const where = cluster.scope === 'all-namespaces' ? 'in any namespace' : `in namespace "${cluster.scope.namespace}"`
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
