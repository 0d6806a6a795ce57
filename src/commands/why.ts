/** `why`: is an Ingress served, rule by rule, and what to change where it is not. */
import { defineCommand } from '../cli/command.js'
import type { Facts } from '../cli/context.js'
import { meantController } from '../cli/flags/controller.js'
import { type Flags, given } from '../cli/flags/given.js'
import { meantIngress } from '../cli/flags/ingress.js'
import { checkSelector } from '../cli/flags/selector.js'
import { meantSemantics, semanticsOption } from '../cli/flags/semantics.js'
import type { Result } from '../cli/result.js'
import { asOf } from '../domain/ports.js'
import { problem } from '../domain/problem.js'
import { isFinding } from '../domain/why.js'
import { whyView } from '../print/views/why.js'
import { type WhyLine, whyLines } from '../print/views/why-line.js'
import { gatherWhy } from '../questions/why/gather-why.js'
import type { WhyQuestion } from '../questions/why/selection.js'

type WhyOptions = Omit<WhyQuestion, 'now'>

export const why = defineCommand({
  name: 'why',
  group: 'Look',
  summary: 'Tell why an Ingress is not served, rule by rule, and what to change',
  scope: 'routes',
  arguments: '[NAME...]',
  completes: 'ingress-or-ref',
  examples: [
    ['why web', 'one Ingress, top down; exit code 1 where something is wrong with it'],
    ['why shop/web blog/wp', 'some, whatever their namespace'],
    ['why -A', 'a row for each rule that has something to say'],
    ['why -n shop -l app=web -o json', 'for a program'],
  ],
  declare: (command) =>
    command
      .option('-l, --selector <labels>', 'only Ingresses with these labels, e.g. app=web,tier!=cache')
      .option('--controller <[namespace/]name>', 'ask this controller only')
      .option('--class <name>', 'ask the controller of this ingress class only')
      .option('--pod <name>', 'ask this replica, ready or not')
      .addOption(semanticsOption()),
  view: whyView,
  defaultFormat: (names) => (names.length > 0 ? 'tree' : 'table'),
  meant: meantWhy,
  run: runWhy,
})

function meantWhy(args: readonly string[], flags: Flags): WhyOptions {
  const labelSelector = given.text(flags, 'selector') || undefined
  if (labelSelector !== undefined) checkSelector(labelSelector)
  if (args.length > 0 && labelSelector !== undefined)
    throw problem('usage', { message: 'names and -l exclude each other', hint: 'leave one of the two out' })
  return {
    names: args.map(meantIngress),
    labelSelector,
    selection: meantController({ ...flags, selector: undefined }),
    semantics: meantSemantics(flags),
  }
}

async function runWhy(context: Facts, options: WhyOptions): Promise<Result<WhyLine>> {
  const [cluster, controllers] = await Promise.all([context.cluster(), context.controllers()])
  const now = asOf(cluster, context.now)
  const { rows, gaps, count, isMissing, isBlind } = await gatherWhy(cluster, controllers, { ...options, now })
  const isNamed = options.names.length > 0
  const findings = rows.some(isFinding)
  const open = rows.filter(({ served }) => served === null).length
  const isOpen = isBlind || (open > 0 && (isNamed || open === rows.length))
  return {
    kind: 'rows',
    rows: whyLines(rows, isNamed),
    gaps,
    asOf: cluster.takenAt,
    allNamespaces: cluster.scope === 'all-namespaces' || new Set(rows.map(({ source }) => source.namespace)).size > 1,
    empty: emptySentence(
      { count, isOpen: open > 0 },
      cluster.scope === 'all-namespaces' ? null : cluster.scope.namespace,
      options.labelSelector,
    ),
    verdict: isMissing ? 'unanswered' : findings ? 'findings' : isOpen ? 'unanswered' : 'clean',
  }
}

function emptySentence(
  { count, isOpen }: { readonly count: number; readonly isOpen: boolean },
  namespace: string | null,
  labels: string | undefined,
): string {
  const where = namespace === null ? 'in any namespace' : `in namespace "${namespace}"`
  const those = labels === undefined ? '' : ` labelled ${labels}`
  if (count === 0) return `No Ingress${those} found ${where}${namespace === null ? '' : ' (-A looks at all of them)'}.`
  const all = count === 1 ? `the one Ingress${those} ${where}` : `the ${count} Ingresses${those} ${where}`
  return isOpen
    ? `Nothing wrong was found in ${all}, but not of all it can be told: name one to see why.`
    : `Nothing to say of ${all}: ${count === 1 ? 'it is' : 'all are'} served as asked for.`
}
