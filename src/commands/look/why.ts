/** `why`: is an Ingress served, rule by rule, and what to change where it is not. */
import { defineCommand } from '../../cli/command.js'
import type { Facts } from '../../cli/context.js'
import { declareExplainer, meantExplained } from '../../cli/flags/explained.js'
import { type Flags, given } from '../../cli/flags/given.js'
import { choice, type OutputOptions } from '../../cli/flags/output.js'
import { nextLines } from '../../cli/next.js'
import type { Result } from '../../cli/result.js'
import { meantCodes } from '../../cli/words/finding-codes.js'
import type { FindingCode } from '../../domain/findings/facts.js'
import { type Severity, severities } from '../../domain/findings/severity.js'
import { isNotCaptured } from '../../domain/gap.js'
import { fullName, nameOf, refOf } from '../../domain/objects/ref.js'
import { asOf, namespaceIn, placeText } from '../../domain/ports.js'
import { bySeverity, isFinding, type WhyRow } from '../../domain/why/why.js'
import { reloadHeadline } from '../../print/views/reload-headline.js'
import { findingLines, type WhyLine, whyLines } from '../../print/views/why/line.js'
import { theAsked, whyCounts } from '../../print/views/why/list.js'
import { whyView } from '../../print/views/why/view.js'
import { gatherWhy, type Reasons } from '../../questions/why/gather-why.js'
import type { WhyQuestion } from '../../questions/why/selection.js'

interface WhyOptions extends Omit<WhyQuestion, 'now'> {
  /** null: all that is wrong */
  readonly wanted: WantedFindings | null
  /** a finding a line, rather than a rule with all of its findings */
  readonly perFinding: boolean
}

export const why = defineCommand({
  scope: 'routes',
  arguments: '[NAME...]',
  completes: 'object-or-ref',
  examples: [
    ['why web', 'one Ingress, top down; exit code 1 where something is wrong with it'],
    ['why shop/web blog/wp', 'several, in any namespace'],
    ['why httproute/shop/web gateway/infra/web', 'a route and a Gateway, each by its kind'],
    ['why -A --from demo:broken', 'ten faults, without a cluster'],
    ['why -A', 'what is wrong and what cures it, the most urgent first'],
    ['why -A --severity error --code duplicate', 'only errors, only of one kind'],
    ['why -n shop -l app=web -o json', 'for a program'],
  ],
  declare: (command) =>
    declareExplainer(
      command
        .option('-l, --selector <labels>', 'only objects with these labels, e.g. app=web,tier!=cache')
        .option('--severity <least>', `${severities.join('|')}: findings that are as bad or worse (warning)`)
        .option('--code <codes>', 'only findings of these codes: see kubectl tkng explain')
        .option('--only-unserved', 'only rules that are not served'),
    ),
  view: whyView,
  defaultFormat: (names, flags, onTerminal) =>
    names.length > 0 ? 'tree' : onTerminal && flags.columns === undefined ? 'list' : 'table',
  meant: meantWhy,
  watches: {
    watched: ['Ingress', 'IngressClass', 'Service', 'EndpointSlice', 'Gateway', 'HTTPRoute'],
    polled: true,
  },
  run: runWhy,
})

function meantWhy(args: readonly string[], flags: Flags, { format }: OutputOptions): WhyOptions {
  return {
    ...meantExplained(args, flags),
    wanted: meantWanted(flags),
    perFinding: format === 'table' || format === 'wide' || format === 'list',
  }
}

function meantWanted(flags: Flags): WantedFindings | null {
  const severity = given.text(flags, 'severity')
  const codes = given.text(flags, 'code')
  const onlyUnserved = given.flag(flags, 'onlyUnserved') === true
  if (severity === undefined && codes === undefined && !onlyUnserved) return null
  return {
    severity: choice('--severity', severity ?? (codes === undefined ? 'warning' : 'info'), severities),
    codes: codes === undefined ? [] : codes.split(',').flatMap((code) => meantCodes(code.trim())),
    onlyUnserved,
  }
}

async function runWhy(context: Facts, options: WhyOptions): Promise<Result<WhyLine>> {
  const [cluster, controllers] = await Promise.all([context.cluster(), context.controllers()])
  const now = asOf(cluster, context.now)
  const isNamed = options.names.length > 0
  const told = await gatherWhy(cluster, controllers, { ...options, now, everyReplica: !isNamed })
  const { gaps, count, counts, isMissing, isBlind } = told
  const { wanted, perFinding } = options
  const rows = wanted === null ? told.rows : wantedRows(told.rows, wanted)
  const findings = rows.some(isFinding)
  const open = rows.filter(({ served }) => served === null).length
  // Whose an Ingress is was asked, too, and that is answered: what nobody reads is no failure of this run.
  const named = rows.filter(({ causes }) => causes.some(({ code }) => code === 'not-read')).length
  // Nor is what nobody keeps in files.
  const isOpen =
    !gaps.some(isNotCaptured) && (isBlind || (wanted === null && open > named && (isNamed || open === rows.length)))
  const isWhole = wanted === null ? isNamed : !perFinding
  const lines = perFinding
    ? findingLines(rows, isNamed && wanted === null, wanted?.severity ?? 'warning')
    : whyLines(rows, isWhole)
  const scope = cluster.scope === 'all-namespaces' ? '-A' : `-n ${cluster.scope.namespace}`
  return {
    kind: 'rows',
    rows: lines,
    gaps,
    asOf: cluster.takenAt,
    allNamespaces: cluster.scope === 'all-namespaces' || new Set(rows.map(({ source }) => source.namespace)).size > 1,
    empty:
      told.used.length > 0 && told.used.every((one) => one.users.length === 0)
        ? told.used.map(({ object }) => `No route names ${fullName(refOf(object))}.`).join('\n')
        : wanted === null || count === 0
          ? emptySentence({ counts, isOpen: open > 0 }, namespaceIn(cluster.scope), options.labelSelector)
          : `No such finding in ${theAsked(counts)}.`,
    headline: isNamed ? null : reloadHeadline([...told.refused, ...told.rows.flatMap(({ causes }) => causes)]),
    verdict: isMissing ? 'unanswered' : findings ? 'findings' : isOpen ? 'unanswered' : 'clean',
    summary:
      lines.length === 0
        ? null
        : perFinding
          ? `${whyCounts(lines, counts)}; ${next(lines, scope, context.again)}`
          : explained(rows, context.again),
  }
}

/** Of one Ingress all is told: what is left is what its worst finding means. */
function explained(rows: readonly WhyRow[], again: string): string | null {
  const [worst] = rows.flatMap(({ causes }) => causes.filter(({ severity }) => severity !== 'info')).sort(bySeverity)
  return worst === undefined ? null : nextLines([`describe ${nameOf(worst.source)}`, `explain ${worst.code}`], again)
}

/** Of the worst finding and of the commonest code. */
function next(lines: readonly WhyLine[], scope: string, again: string): string {
  const counts = new Map<string, number>()
  for (const { cause } of lines) if (cause !== null) counts.set(cause.code, (counts.get(cause.code) ?? 0) + 1)
  const [commonest] = [...counts].sort(([, a], [, b]) => b - a)
  const code = commonest === undefined ? [] : [`why ${scope} --code ${commonest[0]}`, `explain ${commonest[0]}`]
  return nextLines([...lines.slice(0, 1).map(({ row }) => `why ${nameOf(row.source)}`), ...code], again)
}

function emptySentence(
  { counts, isOpen }: { readonly counts: Reasons['counts']; readonly isOpen: boolean },
  namespace: string | null,
  labels: string | undefined,
): string {
  const where = placeText(namespace)
  const those = labels === undefined ? '' : ` labelled ${labels}`
  if (counts.ingresses + counts.gateways + counts.routes === 0)
    return `No Ingress${those} found ${where}${namespace === null ? '' : ' (-A searches all namespaces)'}.`
  const all = `${theAsked(counts)}${those} ${where}`
  return isOpen
    ? `No problems found in ${all}, but some could not be checked: name one to see why.`
    : `No problems in ${all}.`
}

export interface WantedFindings {
  /** these and worse */
  readonly severity: Severity
  /** empty: whatever their code */
  readonly codes: readonly FindingCode[]
  /** only rules that are not served */
  readonly onlyUnserved: boolean
}

/** @returns null: all are wanted, which is what a row of a single Ingress is told with */
export function wantedRows(rows: readonly WhyRow[], wanted: WantedFindings): readonly WhyRow[] {
  const { severity, codes, onlyUnserved } = wanted
  const isWanted = (cause: WhyRow['causes'][number]) =>
    severities.indexOf(cause.severity) <= severities.indexOf(severity) &&
    (codes.length === 0 || codes.includes(cause.code))
  return rows
    .map((row) => ({ ...row, causes: row.causes.filter(isWanted) }))
    .filter((row, i) => row.causes.length > 0 || (codes.length === 0 && isUnexplained(rows[i])))
    .filter(({ served }) => !onlyUnserved || served === false)
}

/** Not served, and nobody knows why: that is an error of its own. */
function isUnexplained(row: WhyRow | undefined): boolean {
  return row !== undefined && row.causes.length === 0 && isFinding(row)
}
