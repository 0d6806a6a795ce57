/** `drift`: where a replica serves something else than the cluster asks for; with --wait, until none does. */

import { defineCommand } from '../../cli/command.js'
import type { Changing, Facts } from '../../cli/context.js'
import { declareControllerFlags, meantController } from '../../cli/flags/controller.js'
import { type Flags, given } from '../../cli/flags/given.js'
import type { OutputOptions } from '../../cli/flags/output.js'
import { nextLines } from '../../cli/next.js'
import type { Result } from '../../cli/result.js'
import { parseGoDuration } from '../../cli/words/duration.js'
import { asOf, type ChangeWishes } from '../../domain/ports.js'
import { Problem, usage } from '../../domain/problem.js'
import { counted, tallied } from '../../domain/text/counted.js'
import { driftView } from '../../print/views/drift.js'
import { reloadHeadline } from '../../print/views/reload-headline.js'
import { inSyncVerdict } from '../../questions/drift/compare-replica.js'
import { type Drift, driftsOf } from '../../questions/drift/drift.js'
import { areInStep, type Comparisons, gatherComparisons } from '../../questions/drift/gather-comparisons.js'
import { type Patience, type Waited, waitFor } from '../../questions/drift/wait.js'
import type { ControllerSelection } from '../../questions/worlds/choose-controller.js'

interface DriftOptions {
  readonly selection: ControllerSelection
  /** null: the first answer counts */
  readonly patience: Patience | null
}

const wishes = {
  watched: ['Ingress', 'IngressClass', 'Service', 'EndpointSlice', 'Gateway', 'HTTPRoute', 'GRPCRoute'],
  polled: true,
} as const satisfies ChangeWishes

export const drift = defineCommand({
  scope: 'controller',
  insteadOfArgument: '--controller',
  examples: [
    ['drift', 'every ready replica; exit code 1 where one serves something else'],
    ['drift --from demo:broken', 'a replica that refused its last configuration'],
    ['drift --wait --timeout 60s --settle 5s', 'a gate: until every replica serves what is asked'],
    ['drift -o json', 'with what is planned, what is served and the probable cause'],
  ],
  view: driftView,
  declare: (command) =>
    declareControllerFlags(command)
      .option('--wait', 'ask again until every replica serves what is asked')
      .option('--timeout <duration>', 'how long to wait for that (60s)')
      .option('--settle <duration>', 'how long it has to stay so (5s)'),
  meant: meantDrift,
  watches: wishes,
  run: runDrift,
})

function meantDrift(_args: readonly string[], flags: Flags, { watch }: OutputOptions): DriftOptions {
  const isWaiting = given.flag(flags, 'wait') === true
  const [timeout, settle] = (['timeout', 'settle'] as const).map((name) => given.text(flags, name))
  if (!isWaiting && (timeout ?? settle) !== undefined)
    throw usage('--timeout and --settle are of --wait', 'say --wait, too')
  if (isWaiting && watch) throw usage('-w has no end', 'leave --wait or -w out')
  if (isWaiting && (given.texts(flags, 'from') ?? []).length > 0)
    throw usage('--wait needs a cluster: a file does not change', 'leave --from or --wait out')
  const patience = {
    timeout: milliseconds('--timeout', timeout ?? '60s'),
    settle: milliseconds('--settle', settle ?? '5s'),
  }
  if (isWaiting && patience.settle > patience.timeout)
    throw usage('--settle is longer than --timeout', 'nothing could stay so for so long')
  return { selection: meantController(flags), patience: isWaiting ? patience : null }
}

/** @throws Problem `usage` */
function milliseconds(flag: string, text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) * 1000 : parseGoDuration(text)
  if (value !== undefined) return value
  throw usage(`invalid ${flag} "${text}"`, 'it is a duration such as 30s or 2m')
}

async function runDrift(context: Facts & Changing, { selection, patience }: DriftOptions): Promise<Result<Drift>> {
  const cluster = await context.cluster()
  const ask = (facts: Facts) => compare(facts, selection)
  const { last, isSettled } =
    patience === null ? { last: await ask(context), isSettled: true } : await waited(context, patience, ask)
  const { worlds, gaps } = last ?? { worlds: [], gaps: [] }
  const replicas = worlds.flatMap((one) => one.replicas)
  const rows = worlds.flatMap(driftsOf)
  const verdict = inSyncVerdict(replicas)
  const late = patience === null || isSettled ? null : lateSentence(patience, last !== null)
  return {
    kind: 'rows',
    rows,
    gaps,
    asOf: cluster.takenAt,
    allNamespaces: true,
    empty: late ?? emptySentence(replicas.length),
    verdict: late !== null && verdict === 'clean' ? 'findings' : verdict,
    // Of an empty answer that is none, nothing else is said.
    headline:
      reloadHeadline(replicas.flatMap(({ failure }) => failure ?? [])) ??
      (rows.length === 0 && verdict !== 'unanswered' ? null : late),
    summary: rows.length === 0 ? null : summaryOf(rows, replicas.length, context.again),
  }
}

async function compare(context: Facts, selection: ControllerSelection): Promise<Comparisons> {
  const [cluster, controllers] = await Promise.all([context.cluster(), context.controllers()])
  const question = { selection, namespace: context.namespace, now: asOf(cluster, context.now) }
  return gatherComparisons(cluster, controllers, question)
}

/** The first question fails as it does without --wait; a later one may be asked while the API server restarts. */
async function waited(
  context: Facts & Changing,
  patience: Patience,
  ask: (facts: Facts) => Promise<Comparisons>,
): Promise<Waited<Comparisons>> {
  let isFirst = true
  const gate = {
    ask: async () => {
      const facts = isFirst ? context : await context.later()
      const answer = await ask(facts).catch((error) => {
        if (isFirst || !(error instanceof Problem)) throw error
        return null
      })
      isFirst = false
      return answer && { at: facts.now, answer }
    },
    isGood: ({ worlds }: Comparisons) => areInStep(worlds),
    changes: context.changes({ ...wishes, every: pollEvery }),
    now: async () => (await context.later()).now,
  }
  return waitFor(gate, patience)
}

/** Milliseconds between two questions: a gate shall not hold a pipeline up for longer than it must. */
const pollEvery = 2_000

function lateSentence({ timeout, settle }: Patience, isAnswered: boolean): string {
  if (!isAnswered) return `no answer in ${timeout / 1000}s: say a longer --timeout, or ask without --wait who is silent`
  const stay = settle === 0 ? '' : `, and stayed so for ${settle / 1000}s`
  return `not every replica served what is asked${stay}, in ${timeout / 1000}s`
}

function emptySentence(replicas: number): string {
  if (replicas === 0) return 'No replica is ready.'
  return replicas === 1 ? 'The one replica serves what is asked.' : `All ${replicas} replicas serve what is asked.`
}

function summaryOf(rows: readonly Drift[], replicas: number, again: string): string {
  const changes = rows.map(({ change }) => change)
  const counts = tallied(changes, ['missing', 'different', 'extra', 'unknown'])
  const of = `${counted(replicas, 'replica')}: ${counts.join(', ')}`
  const [first] = rows.flatMap(({ cause }) => cause ?? [])
  return `${of}; ${nextLines(first === undefined ? ['status', 'why -A'] : ['why -A', `explain ${first.code}`], again)}`
}
