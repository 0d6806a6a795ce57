/** `trace`: which backend gets a request, by the objects and by what is served, and why no other one does. */

import { defineCommand } from '../../cli/command.js'
import type { Facts, Outside } from '../../cli/context.js'
import { declareControllerFlags, meantController } from '../../cli/flags/controller.js'
import { type Flags, given } from '../../cli/flags/given.js'
import type { OutputOptions } from '../../cli/flags/output.js'
import { meantSemantics } from '../../cli/flags/semantics.js'
import { declareTraceFlags, meantTraits } from '../../cli/flags/trace.js'
import type { Result } from '../../cli/result.js'
import { answersTo } from '../../cli/trace/answers.js'
import { type RequestTraits, requestAt, requestOfUrl } from '../../cli/trace/requests.js'
import { type Tally, tally } from '../../cli/trace/tally.js'
import { maskTrace } from '../../domain/masking/trace.js'
import { asOf, type ClusterReader, placeText } from '../../domain/ports.js'
import { usage } from '../../domain/problem.js'
import { onceFor } from '../../domain/remember.js'
import type { TraceRequest } from '../../domain/requests/trace.js'
import { resolveRoutes } from '../../domain/routes/resolve-routes.js'
import { traceView } from '../../print/views/trace/view.js'
import { anyReader, logFormats } from '../../questions/controllers/log-formats.js'
import type { Traced } from '../../questions/trace/remember-traces.js'
import { placesOfRoutes } from '../../questions/trace/route-requests.js'
import { openTracing, type Tracing } from '../../questions/trace/trace-requests.js'
import type { ControllerSelection } from '../../questions/worlds/choose-controller.js'

interface TraceOptions {
  readonly selection: ControllerSelection
  readonly requests: readonly TraceRequest[]
  readonly traits: RequestTraits
  readonly input: string | undefined
  /** every route of the scope is asked, too */
  readonly all: boolean
  readonly semantics: string | null
  readonly explain: boolean
  /** in this format one answer may stand for requests that differ in their query alone */
  readonly fills: boolean
  readonly dns: boolean
  readonly probe: boolean
  /** each bad line is shown */
  readonly verbose: boolean
}

export const trace = defineCommand({
  scope: 'all-routes',
  arguments: '[URL...]',
  completes: 'url',
  examples: [
    ['trace https://shop.example.com/cart', 'hop by hop; exit code 1 where no backend gets it'],
    ["trace shop.example.com/ -H 'X-Canary: always' -X POST", 'with a header, a cookie, a method'],
    ['trace --all --from demo', 'a row for every route of the cluster'],
    ['trace https://shop.example.com/ --auth deny', 'what is answered to who may not pass, and where that leads'],
    ['trace tcp://db.example.com:5432', 'the route that a connection takes; udp:// as well'],
    ['trace --input urls.txt', 'a row for each; URLs, JSON lines or an access log'],
    ['trace --probe https://shop.example.com/', 'send it to a replica, too, and compare'],
    ['trace http://prod/dev --from demo -o mermaid', 'as a drawing, on the built-in capture'],
  ],
  view: traceView,
  declare: (command) => declareControllerFlags(declareTraceFlags(command)),
  defaultFormat: (urls, flags) => (isOne(urls, flags) ? 'tree' : 'table'),
  meant: meantTrace,
  run: runTrace,
})

function isOne(urls: readonly string[], flags: Flags): boolean {
  return urls.length === 1 && given.text(flags, 'input') === undefined && given.flag(flags, 'all') !== true
}

function meantTrace(urls: readonly string[], flags: Flags, { format }: OutputOptions): TraceOptions {
  const input = given.text(flags, 'input')
  const all = given.flag(flags, 'all') === true
  if (urls.length === 0 && input === undefined && !all)
    throw usage('trace needs a URL, --all or --input', 'see kubectl tkng trace --help')
  if (input === '-' && (given.texts(flags, 'from') ?? []).includes('-'))
    throw usage('--input - and --from - exclude each other: there is one standard input')
  const traits = meantTraits(flags)
  const requests = urls.map((text) => requestOfUrl(text, traits))
  const probe = given.flag(flags, 'probe') === true
  if (probe) checkProbe(traits, given.texts(flags, 'from') ?? [])
  return {
    selection: meantController(flags),
    requests,
    traits,
    input,
    all,
    semantics: meantSemantics(flags),
    explain: !['table', 'wide', 'name', 'csv', 'markdown'].includes(format),
    fills: ['table', 'wide', 'json'].includes(format) && !isOne(urls, flags),
    dns: given.flag(flags, 'dns') === true,
    probe,
    verbose: Number(given.text(flags, 'v') ?? 0) > 0 || format === 'json' || format === 'yaml',
  }
}

async function runTrace(context: Facts & Outside, options: TraceOptions): Promise<Result<Traced>> {
  const [cluster, controllers] = await Promise.all([context.cluster(), context.controllers()])
  const { selection, semantics, explain, probe, dns, fills } = options
  const tracing = await openTracing(cluster, controllers, {
    selection,
    namespace: null,
    semantics,
    requests: options.input === undefined && !options.all ? options.requests : null,
    explain,
    probe,
    fills,
    resolve: dns ? context.resolve : null,
    now: asOf(cluster, context.now),
  })
  const lines = options.input === undefined ? null : context.input(options.input)
  const { replica } = tracing
  const asked = lines === null || replica === null ? [] : [replica]
  const { formats, gaps } = await logFormats(cluster, controllers, asked, true)
  const readLog = formats[0]?.read ?? anyReader(controllers)
  const { traits } = options
  const { requests: ofRoutes, gaps: unasked } = options.all
    ? requestsOfAll(tracing, context.namespace, traits)
    : { requests: [], gaps: [] }
  const [first] = ofRoutes
  if (first !== undefined) await tracing.prepare(first)
  const requests = [...options.requests, ...ofRoutes]
  if (requests.length === 0 && lines === null) return nothingToAsk(context.namespace, cluster, tracing)
  const answers = answersTo(tracing, { requests, traits, lines, readLog })
  const alone = options.requests.length === 1 && lines === null && !options.all
  const counts = tally(alone, context.again)
  return {
    kind: 'row-stream',
    rows: shown(answers.rows, counts),
    alone,
    asOf: cluster.takenAt,
    end: () => ({
      gaps: [...tracing.gaps(), ...gaps, ...unasked, ...answers.gaps(options.verbose)],
      verdict: answers.verdict(),
      summary: counts.summary(),
    }),
  }
}

function nothingToAsk(namespace: string | null, { takenAt }: ClusterReader, tracing: Tracing): Result<Traced> {
  const empty = `Nothing ${placeText(namespace)} asks for a route.`
  const verdict = tracing.inventory.coverage === 'none' ? 'unanswered' : 'clean'
  return { kind: 'rows', rows: [], gaps: tracing.gaps(), asOf: takenAt, allNamespaces: true, empty, verdict }
}

/** @param namespace null: all of them */
function requestsOfAll({ inventory, gatewayRoutes }: Tracing, namespace: string | null, traits: RequestTraits) {
  const all = [...resolveRoutes(inventory), ...gatewayRoutes()]
  const routes = all.filter(({ source }) => namespace === null || source.namespace === namespace)
  const { places, gaps } = placesOfRoutes(routes)
  return { requests: places.map((place) => requestAt(place, traits)), gaps }
}

async function* shown(rows: AsyncIterable<readonly Traced[]>, counts: Tally): AsyncGenerator<readonly Traced[]> {
  // A request that is asked again has the answer that it had.
  const maskOnce = onceFor(maskTrace)
  for await (const some of rows) {
    for (const row of some) counts.add(row)
    yield some.map((row) => ({ ...row, trace: maskOnce(row.trace) }))
  }
}

/** What changes nothing on the other side, and what Node.js can send. */
function checkProbe({ method, httpVersion }: RequestTraits, sources: readonly string[]): void {
  if (method !== 'GET' && method !== 'HEAD')
    throw usage(`--probe sends GET and HEAD only, not ${method}`, 'leave one of the two out')
  if (httpVersion !== '1.1') throw usage('--probe speaks HTTP/1.1', 'leave --http1.0 out')
  if (sources.length > 0) throw usage('--probe needs a cluster, and --from reads a file', 'leave one out')
}
