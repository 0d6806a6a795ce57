/** `lint`: is anything wrong with the objects, before a merge, before an upgrade, or now. */
import { defineCommand } from '../../cli/command.js'
import type { Beside, Facts, Opened, OtherSource, Outside } from '../../cli/context.js'
import { declareExplainer, meantExplained } from '../../cli/flags/explained.js'
import { type Flags, given } from '../../cli/flags/given.js'
import { declareLintFlags, type FailOn, fails, meantAgainst, meantLint, meantSupposed } from '../../cli/flags/lint.js'
import { nextLines } from '../../cli/next.js'
import type { Result } from '../../cli/result.js'
import type { Supposed } from '../../domain/controllers/kind.js'
import type { Gap } from '../../domain/gap.js'
import { asOf, type ClusterReader } from '../../domain/ports.js'
import { lintCounts } from '../../print/views/lint/line.js'
import { lintView } from '../../print/views/lint/view.js'
import { theAsked } from '../../print/views/why/list.js'
import { type Baseline, baselineOf, beyond, parseBaseline } from '../../questions/lint/baseline.js'
import {
  gatherComparison,
  gatherLint,
  type Linted,
  type LintRow,
  type LintSide,
  type LintWishes,
} from '../../questions/lint/findings.js'
import { overlaid } from '../../questions/lint/overlay.js'
import { judgedOtherwise, supposing } from '../../questions/lint/suppose.js'
import type { WhyQuestion } from '../../questions/why/selection.js'

interface LintOptions extends LintWishes {
  readonly question: Omit<WhyQuestion, 'now'>
  readonly failOn: FailOn
  /** null: nothing is compared */
  readonly against: OtherSource | null
  /** of the controllers; null: nothing is supposed */
  readonly supposed: Supposed | null
  /** a file with what is known already */
  readonly baseline: string | undefined
  /** a file into which it is written */
  readonly newBaseline: string | undefined
}

export const lint = defineCommand({
  scope: 'all-routes',
  arguments: '[NAME...]',
  completes: 'ingress-or-ref',
  examples: [
    ['lint -f manifests/', 'every file of a folder, with file and line; exit code 1 where something is wrong'],
    ['lint -f - -o github', 'what "helm template" or "kubectl kustomize" print, as notes on a pull request'],
    ['lint -f manifests/ --output-file sarif=lint.sarif', 'for a person, and for code scanning'],
    ['lint -f manifests/ --live', 'what a merge would break or cure, and whose requests it would move'],
    ['lint -f manifests/ --against main/manifests/', 'the same against the files of another branch'],
    ['lint --assume-version 1.12.0', 'what another release would change, or --assume-config, --assume-flag'],
    ['lint', 'the whole cluster'],
    ['lint shop/web --severity info', 'one Ingress, with all remarks'],
    ['lint --from demo:broken --fail-on error', 'warnings are told, and fail nothing'],
  ],
  declare: (command) => declareLintFlags(declareExplainer(command.option('-l, --selector <labels>', selectorMeans))),
  view: lintView,
  defaultFormat: (_names, flags, onTerminal) => (onTerminal && flags.columns === undefined ? 'list' : 'table'),
  tellsPlaces: true,
  comparesWithCluster: true,
  meant: meantLintOptions,
  run: runLint,
})

const selectorMeans = 'only Ingresses with these labels, e.g. app=web,tier!=cache'

function meantLintOptions(args: readonly string[], flags: Flags): LintOptions {
  return {
    question: meantExplained(args, flags),
    ...meantLint(flags),
    against: meantAgainst(flags),
    supposed: meantSupposed(flags),
    baseline: given.text(flags, 'baseline'),
    newBaseline: given.text(flags, 'writeBaseline'),
  }
}

async function runLint(
  context: Facts & Beside & Outside,
  { question, failOn, against, supposed, baseline, newBaseline, ...wishes }: LintOptions,
): Promise<Result<LintRow>> {
  const [opened, controllers] = await Promise.all([context.cluster(), context.controllers()])
  const cluster = everywhere(opened, context)
  const asked = { ...question, now: asOf(cluster, context.now) }
  const sides = await sidesOf(context, { cluster, controllers }, against, supposed)
  const linted =
    sides === null
      ? await gatherLint(cluster, controllers, asked, wishes)
      : await gatherComparison(sides.before, sides.after, asked, wishes)
  const { isMissing } = linted
  const gaps = [
    ...(supposed === null ? linted.gaps : linted.gaps.map(judgedOtherwise)),
    ...(sides?.gaps ?? []),
    ...(opened.unread ?? []),
  ]
  const known = baseline === undefined ? null : await readBaseline(context, baseline)
  const { rows, unfit } = known === null ? { rows: linted.rows, unfit: 0 } : beyond(linted.rows, known)
  if (unfit > 0 && isWhole(asked, wishes, context)) gaps.push(unfitEntries(baseline ?? '', unfit))
  // What was there before is nobody's fault now.
  const isFailed = rows.some(
    ({ finding, bucket }) => (bucket ?? 'introduced') === 'introduced' && fails(finding.severity, failOn),
  )
  return {
    kind: 'rows',
    rows,
    gaps,
    asOf: cluster.takenAt,
    allNamespaces: true,
    empty: emptySentence(linted, cluster, wishes),
    verdict: verdictOf(isMissing, isFailed && newBaseline === undefined, opened.unread !== undefined),
    summary: rows.length === 0 ? null : summaryOf({ ...linted, rows }, context.again),
    saves: newBaseline === undefined ? null : { path: newBaseline, value: baselineOf(linted.rows) },
  }
}

/** What could not be read may hide anything: that nothing was found in the rest is no answer. */
function verdictOf(isMissing: boolean, isFailed: boolean, isUnread: boolean): 'unanswered' | 'findings' | 'clean' {
  if (isMissing) return 'unanswered'
  return isFailed ? 'findings' : isUnread ? 'unanswered' : 'clean'
}

/** Bytes: of some hundred thousand findings. */
const largestBaseline = 32 * 1024 * 1024

/** @throws Problem `usage`, `source-invalid` */
async function readBaseline({ input }: Outside, path: string): Promise<Baseline> {
  const chunks: Uint8Array[] = []
  for await (const chunk of input(path, '--baseline', largestBaseline)) chunks.push(chunk)
  return parseBaseline(Buffer.concat(chunks).toString(), path)
}

/** Is all told that a check-up tells of itself: an entry of a baseline may be of what is left out. */
function isWhole({ names, labelSelector }: WhyQuestion, wishes: LintWishes, { namespace }: Facts): boolean {
  const isNarrow = wishes.severity === 'error' || wishes.select.length + wishes.ignore.length + names.length > 0
  return !isNarrow && labelSelector === undefined && namespace === null
}

/** What was cured, or is asked for otherwise, would pass over what comes back. */
function unfitEntries(path: string, number: number): Gap {
  const them = number === 1 ? 'an entry that fits' : `${number} entries that fit`
  const message = `${path} has ${them} nothing any more: --write-baseline leaves ${number === 1 ? 'it' : 'them'} out`
  return { kind: 'File', namespace: null, reason: 'invalid', message }
}

/** All namespaces, unless one was named: that of the kubeconfig is where somebody works, and no bound of a check-up. */
function everywhere(cluster: ClusterReader, { namespace }: Facts): ClusterReader {
  return { ...cluster, scope: namespace === null ? 'all-namespaces' : { namespace } }
}

interface Sides {
  readonly before: LintSide
  readonly after: LintSide
  readonly gaps: readonly Gap[]
}

/** null: nothing is compared. */
async function sidesOf(
  context: Facts & Beside,
  given: LintSide,
  against: OtherSource | null,
  supposed: Supposed | null,
): Promise<Sides | null> {
  if (against === null && supposed === null) return null
  const { before, after, over } =
    against === null
      ? { before: given, after: given, over: context.controllersOver }
      : await compared(context, given, await context.other(against))
  if (supposed === null) return { before, after, gaps: [] }
  const { gaps, ...other } = await supposing(after, supposed, over)
  return { before, after: other, gaps }
}

/** Files stand for themselves; a cluster, or a capture of one, is what the change is applied to. */
async function compared(
  context: Facts & Beside,
  change: LintSide,
  { cluster: opened, controllersOver }: Opened,
): Promise<Pick<Sides, 'before' | 'after'> & { readonly over: Opened['controllersOver'] }> {
  const cluster = everywhere(opened, context)
  const before = { cluster, controllers: await controllersOver(cluster) }
  if (cluster.isWritten || !change.cluster.isWritten) return { before, after: change, over: context.controllersOver }
  const applied = overlaid(cluster, change.cluster, new Date(context.now).toISOString())
  return { before, after: { cluster: applied, controllers: await controllersOver(applied) }, over: controllersOver }
}

/** What is found and not told is not nothing. */
function emptySentence({ counts, rows, ignored }: Linted, { source }: ClusterReader, { severity }: LintWishes): string {
  if (counts.ingresses + counts.gateways + counts.routes === 0) return `No Ingress found in ${source}.`
  const looked = severity === 'error' ? 'errors' : 'problems'
  const known = rows.length === 0 ? '' : `, but ${rows.length} that the baseline knows`
  return `No ${looked} in ${theAsked(counts)}${known}${ignored === 0 ? '' : `, ${ignored} passed over`}.`
}

/** What they come to, and where to read on. */
function summaryOf({ rows, counts, ignored }: Linted, again: string): string {
  const [worst] = rows
  const next = worst === undefined ? '' : nextLines([`explain ${worst.finding.code}`], again)
  return `${lintCounts(rows, counts)}${ignored === 0 ? '' : `, ${ignored} passed over`}; ${next}`
}
