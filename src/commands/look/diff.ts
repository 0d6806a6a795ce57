/** `diff`: what is not the same in two captures, in two clusters, or in a capture and now. */

import { defineCommand } from '../../cli/command.js'
import type { Beside, Facts, OtherSource } from '../../cli/context.js'
import { type Flags, given } from '../../cli/flags/given.js'
import type { Result } from '../../cli/result.js'
import { asOf } from '../../domain/ports.js'
import { usage } from '../../domain/problem.js'
import { counted, tallied } from '../../domain/text/counted.js'
import { diffView } from '../../print/views/diff.js'
import { type Difference, differencesOf } from '../../questions/diff/differences.js'
import { type Side, sideOf } from '../../questions/diff/side.js'

interface DiffOptions {
  readonly before: OtherSource
  readonly after: OtherSource
}

export const diff = defineCommand({
  scope: 'all-routes',
  arguments: '[SOURCE...]',
  completes: 'source',
  examples: [
    ['diff before.tar.gz live', 'a capture and now; exit code 1 where they differ'],
    ['diff context:staging context:prod', 'two clusters'],
    ['diff demo demo:broken', 'two captures that are built in'],
    ['diff before.tar.gz -o markdown', 'for a change record'],
  ],
  view: diffView,
  meant: meantDiff,
  run: runDiff,
})

function meantDiff([before, after = 'live', ...more]: readonly string[], flags: Flags): DiffOptions {
  if (before === undefined || more.length > 0)
    throw usage(
      before === undefined ? 'what shall be compared?' : 'more than two cannot be compared',
      'say a capture, context:NAME or live, twice',
    )
  if ((given.texts(flags, 'from') ?? []).length > 0)
    throw usage('--from has no meaning beside two sources', 'say it as one of the two')
  return { before: meantSource(before), after: meantSource(after) }
}

function meantSource(word: string): OtherSource {
  const [, context] = /^context:(.+)$/s.exec(word) ?? []
  if (context !== undefined) return { context }
  return word === 'live' ? word : { from: word, isPart: false }
}

async function runDiff(context: Facts & Beside, { before, after }: DiffOptions): Promise<Result<Difference>> {
  // One after the other: what is left of the objects of one is little beside them.
  const old = await sideIn(context, before)
  const now = await sideIn(context, after)
  const rows = await differencesOf(old, now)
  const isBlind = old.isBlind || now.isBlind
  return {
    kind: 'rows',
    rows,
    gaps: [...old.gaps, ...now.gaps],
    asOf: null,
    allNamespaces: true,
    empty: `No difference: ${old.count} routes on both sides.`,
    verdict: isBlind ? 'unanswered' : rows.length > 0 ? 'findings' : 'clean',
    summary: rows.length === 0 ? null : summaryOf(rows),
  }
}

async function sideIn(context: Facts & Beside, source: OtherSource): Promise<Side> {
  const { cluster: own, controllersOver } = await context.other(source)
  const cluster = { ...own, scope: 'all-namespaces' as const }
  const question = { namespace: context.namespace, now: asOf(cluster, context.now) }
  return sideOf(cluster, await controllersOver(cluster), question)
}

function summaryOf(rows: readonly Difference[]): string {
  const changes = rows.map(({ change }) => change)
  return `${counted(rows.length, 'difference')}: ${tallied(changes, ['added', 'gone', 'moved', 'changed']).join(', ')}`
}
