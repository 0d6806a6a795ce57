/** `logs`: the logs of all replicas together, and of them what one asks for: a host, an Ingress, a status, slow requests. */

import { defineCommand } from '../../cli/command.js'
import type { Facts, Screen } from '../../cli/context.js'
import { declareControllerFlags, meantController } from '../../cli/flags/controller.js'
import { type Flags, given } from '../../cli/flags/given.js'
import { type LogQuestion, meantLogFilter, meantLogQuery } from '../../cli/flags/logs.js'
import { choice } from '../../cli/flags/output.js'
import type { Text } from '../../cli/result.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import {
  isFiltering,
  type LogFilter,
  type LogFormat,
  type LogRecord,
  wanted,
} from '../../domain/controllers/log-record.js'
import type { LogQuery } from '../../domain/controllers/pod-access.js'
import type { Gap } from '../../domain/gap.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { namedBy, nameOf, refOf } from '../../domain/objects/ref.js'
import type { ClusterReader } from '../../domain/ports.js'
import { hostAnswers } from '../../domain/routes/match-host.js'
import { interleave, linesOf } from '../../domain/text/lines.js'
import { jsonLine, prefixes, textLine } from '../../print/views/logs.js'
import { logFormats } from '../../questions/controllers/log-formats.js'
import { missingObjects } from '../../questions/named/named-objects.js'
import { askReplicas } from '../../questions/worlds/ask-each.js'
import { type Chosen, type ControllerSelection, replicasToAsk } from '../../questions/worlds/choose-controller.js'
import { findReadFirst } from '../../questions/worlds/read-ones.js'

interface LogsOptions {
  readonly selection: ControllerSelection
  readonly query: LogQuery
  readonly filter: LogQuestion
  readonly json: boolean
}

export const logs = defineCommand({
  scope: 'controller',
  insteadOfArgument: '--pod',
  examples: [
    ['logs -f', 'every ready replica, as it comes'],
    ['logs --since 10m --status 5xx', 'the failed requests of the last ten minutes'],
    ['logs --ingress shop/web --slow 1s', 'the slow requests of one Ingress'],
    ['logs --status 5xx --from demo:broken', 'the same of the built-in capture; a saved log is a source, too'],
    ['logs --errors -o json', 'errors of the proxy, of the controller and of requests, for a program'],
  ],
  declare: (command) =>
    declareControllerFlags(command)
      .option('-f, --follow', 'go on as lines come')
      .option('-p, --previous', 'of the container before the last restart')
      .option('--timestamps', 'with the time at which each line was written')
      .option('--tail <lines>', 'only so many lines from the end of each replica')
      .option('--since <duration>', 'only lines younger than this, e.g. 10m')
      .option('--since-time <time>', 'only lines after this time (RFC 3339)')
      .option('--limit-bytes <bytes>', 'at most so many bytes of each replica')
      .option('--host <host>', 'only requests for this host')
      .option('--ingress <namespace/name>', 'only requests that this Ingress answers')
      .option('--status <codes>', 'only requests with these codes, e.g. 5xx, 404, 400-499')
      .option('--slow <duration>', 'only requests that took at least this long, e.g. 1s')
      .option('--errors', 'only errors: of the proxy, of the controller, and requests with 5xx')
      .option('-o, --output <format>', 'text|json (one line for each record)'),
  meant: meantLogs,
  run: runLogs,
})

function meantLogs(_args: readonly string[], flags: Flags): LogsOptions {
  return {
    selection: meantController(flags),
    query: meantLogQuery(flags),
    filter: meantLogFilter(flags),
    json: choice('-o', given.text(flags, 'output') ?? 'text', ['text', 'json'] as const) === 'json',
  }
}

async function runLogs(context: Facts & Screen, { selection, query, filter, json }: LogsOptions): Promise<Text> {
  const [cluster, controllers] = await Promise.all([context.cluster(), context.controllers()])
  const { chosen, gaps: unseen } = await findReadFirst(controllers, selection, context.namespace)
  const replicasOf = (one: Chosen) => replicasToAsk(one, selection, true)
  const { answers: opened, gaps: silent } = await askReplicas(chosen, replicasOf, async (replica) => ({
    ...{ replica, source: await controllers.observe(replica).logs(query) },
  }))
  const told = opened.map(({ replica }) => replica)
  const { formats, gaps: unread } = await logFormats(
    cluster,
    controllers,
    told,
    isFiltering({ ...filter, upstreams: undefined }),
  )
  const { upstreams, gaps: unlisted } = await upstreamsOf(cluster, controllers, formats, filter)
  const refs = told.map(namedBy)
  const bare = refs.map(({ name }) => name)
  // A StatefulSet of each namespace has the same ones.
  const names = new Set(bare).size === bare.length ? bare : refs.map(nameOf)
  const shown = names.length > 1 ? prefixes(names, !json && (await context.coloured())) : ['']
  return {
    kind: 'text',
    chunks: chunksOf(
      opened.map(({ source }) => source),
      formats,
      { ...filter, upstreams },
      (record, i) => {
        const replica = refs[i]
        return json && replica !== undefined ? jsonLine(record, replica) : textLine(record, shown[i] ?? '')
      },
    ),
    gaps: [...unseen, ...silent, ...unread, ...unlisted],
    notes: notesOf(formats, filter),
  }
}

type Show = (record: LogRecord, index: number) => string

async function* chunksOf(
  sources: readonly AsyncIterable<Uint8Array>[],
  formats: readonly LogFormat[],
  filter: LogFilter,
  show: Show,
): AsyncGenerator<string> {
  const isAsked = isFiltering(filter)
  for await (const [i, line] of interleave(sources.map(linesOf))) {
    const record = formats[i]?.read(line)
    // What is not understood passes, unless something was asked for that it cannot be.
    if (record && (!isAsked || wanted(record, filter))) yield show(record, i)
  }
}

/** Where a format has neither host nor Ingress, the names of the upstreams behind them stand in. */
async function upstreamsOf(
  cluster: ClusterReader,
  { dialects }: Controllers,
  formats: readonly LogFormat[],
  { host, ingress }: LogQuestion,
): Promise<{ readonly upstreams: ReadonlySet<string> | undefined; readonly gaps: readonly Gap[] }> {
  const isTold = formats.every(
    ({ tells }) => (host === undefined || tells.host) && (ingress === undefined || tells.ingress),
  )
  if ((host === undefined && ingress === undefined) || isTold) return { upstreams: undefined, gaps: [] }
  const { items, gaps } = await cluster.list('Ingress', { scope: 'all-namespaces' })
  const asked = items.filter((one) => {
    const { namespace, name } = refOf(one)
    return ingress === undefined
      ? host !== undefined && hasHost(one, host)
      : namespace === ingress.namespace && name === ingress.name
  })
  const own = host === undefined ? asked : asked.map((one) => ofHost(one, host))
  // One that is gone may have left lines, so it is no error.
  const isKnown = ingress === undefined || asked.length > 0 || gaps.length > 0
  const missing = isKnown ? [] : missingObjects([{ kind: 'Ingress', ...ingress }], items.map(refOf), 'all-namespaces')
  const upstreams = new Set(dialects.flatMap(({ backends }) => [...(backends?.names(own).keys() ?? [])]))
  return { upstreams, gaps: [...gaps, ...missing] }
}

function hasHost({ spec }: Ingress, host: string): boolean {
  return (spec?.rules ?? []).some((rule) => rule.host && hostAnswers(rule.host.toLowerCase(), host))
}

/** With the rules of that host alone. */
function ofHost(ingress: Ingress, host: string): Ingress {
  const rules = (ingress.spec?.rules ?? []).filter((rule) => rule.host && hostAnswers(rule.host.toLowerCase(), host))
  return { ...ingress, spec: { ...ingress.spec, rules, defaultBackend: null } }
}

function notesOf(formats: readonly LogFormat[], { host, ingress }: LogQuestion): string[] {
  const lacks = (what: 'host' | 'ingress') => formats.some(({ tells }) => !tells[what])
  const note = (what: string) =>
    `note: the access log does not contain the ${what} of a request, so requests are taken by the upstreams behind it: others that share them are shown too`
  return [
    ...(host !== undefined && lacks('host') ? [note('host')] : []),
    ...(ingress !== undefined && lacks('ingress') ? [note('Ingress')] : []),
  ]
}
