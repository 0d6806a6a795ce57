/** `conf`: the configuration that a controller runs with, whole or the part that serves a host or a path. */

import { defineCommand } from '../../cli/command.js'
import type { Facts, Screen } from '../../cli/context.js'
import { declareControllerFlags, meantController } from '../../cli/flags/controller.js'
import { type Flags, given } from '../../cli/flags/given.js'
import type { Text } from '../../cli/result.js'
import { parseHost } from '../../cli/words/host.js'
import type { ConfPart } from '../../domain/controllers/conf-part.js'
import type { Replica } from '../../domain/controllers/controller.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import { nameOf } from '../../domain/objects/ref.js'
import { usage } from '../../domain/problem.js'
import { sanitizedLines } from '../../domain/text/sanitize.js'
import { compareConfs } from '../../questions/controllers/compare-confs.js'
import { askEach } from '../../questions/worlds/ask-each.js'
import {
  type Chosen,
  type ControllerSelection,
  firstReplica,
  replicasToAsk,
} from '../../questions/worlds/choose-controller.js'
import { findRead, titleOf } from '../../questions/worlds/read-ones.js'

interface ConfOptions {
  readonly selection: ControllerSelection
  readonly part: ConfPart | null
  readonly failed: boolean
  readonly allPods: boolean
}

/** Everything but what could not be seen on the way to the controller. */
type Shown = Omit<Text, 'gaps'>

export const conf = defineCommand({
  scope: 'controller',
  insteadOfArgument: '--host',
  examples: [
    ['conf | grep location', 'the whole of it, as it is'],
    ['conf --host shop.example.com', 'the server that the proxy would choose, and on stderr by which name'],
    ['conf --host shop.example.com --location /cart', 'the part that would serve this path'],
    ['conf --all-pods', 'where the replicas differ'],
    ['conf --from nginx.conf --host shop.example.com', 'in a saved nginx.conf'],
  ],
  declare: (command) =>
    declareControllerFlags(command)
      .option('--host <host>', 'the part that the proxy would choose for this host')
      .option('--location <path>', 'the part that would serve this path')
      .option('--http', 'the http block without its servers')
      .option('--stream', 'the stream block')
      .option('--upstream', 'the upstream blocks')
      .option('--failed', 'the last configuration that failed its test')
      .option('--all-pods', 'where the replicas differ, apart from what is theirs alone')
      .option('--show-sensitive', 'do not mask passwords and tokens in a part'),
  meant: meantConf,
  run: runConf,
})

function meantConf(_args: readonly string[], flags: Flags): ConfOptions {
  const part = meantPart(flags)
  const failed = given.flag(flags, 'failed') === true
  const allPods = given.flag(flags, 'allPods') === true
  if ([part !== null, failed, allPods].filter(Boolean).length > 1)
    throw usage('--failed, --all-pods and a part exclude each other', 'leave all but one out')
  return { selection: meantController(flags), part, failed, allPods }
}

/** A file is written as it is; what steers a terminal is not a terminal's. */
async function runConf(context: Facts & Screen, options: ConfOptions): Promise<Text> {
  const controllers = await context.controllers()
  const { chosen, gaps } = await findRead(controllers, options.selection, context.namespace)
  const { answers, gaps: unread } = await askEach(chosen, async (one) => ({
    name: titleOf(controllers, one),
    shown: await confOf(context, controllers, one, options),
  }))
  const text = joined(answers)
  const chunks = context.columns !== undefined ? sanitizedLines(text.chunks) : text.chunks
  return { ...text, chunks, gaps: [...gaps, ...unread] }
}

/** Those of several controllers one after the other. */
function joined(all: readonly { readonly name: string; readonly shown: Shown }[]): Shown {
  const [only, ...others] = all
  if (only !== undefined && others.length === 0) return only.shown
  return {
    kind: 'text',
    chunks: oneByOne(all.map(({ shown }) => shown.chunks)),
    notes: all.flatMap(({ name, shown }) => [`note: of ${name}`, ...shown.notes]),
    exitCode: async () => Math.min(...(await Promise.all(all.map(({ shown }) => shown.exitCode?.() ?? 0)))),
  }
}

async function* oneByOne(texts: readonly Shown['chunks'][]): AsyncGenerator<string | Uint8Array> {
  for (const chunks of texts) yield* chunks
}

async function confOf(
  context: Screen,
  controllers: Controllers,
  chosen: Chosen,
  { selection, part, ...options }: ConfOptions,
): Promise<Shown> {
  if (options.allPods) return compared(controllers, replicasToAsk(chosen, selection, true))
  const replica = firstReplica(chosen, selection)
  if (options.failed) return failedConf(controllers, replica)
  if (part !== null) return partOf(controllers, replica, part)
  const { value } = await controllers.observe(replica).conf({ whole: true })
  const notes =
    context.columns !== undefined
      ? ['note: this text may hold passwords and tokens; --host and the like mask them']
      : []
  return { kind: 'text', chunks: value, notes }
}

function meantPart(flags: Readonly<Record<string, unknown>>): ConfPart | null {
  const host = given.text(flags, 'host')
  const path = given.text(flags, 'location')
  const blocks = (['http', 'stream', 'upstream'] as const).filter((name) => given.flag(flags, name) === true)
  const showSensitive = given.flag(flags, 'showSensitive') === true
  if (path !== undefined && !path.startsWith('/')) throw usage(`invalid --location "${path}"`, 'a path begins with /')
  if (blocks.length > 1 || (blocks.length === 1 && (host ?? path) !== undefined))
    throw usage('--http, --stream, --upstream and --host exclude each other', 'leave all but one out')
  if (host === undefined && path === undefined && blocks.length === 0) return null
  return { host: host === undefined ? undefined : parseHost(host), path, blocks: blocks[0], showSensitive }
}

async function partOf(controllers: Controllers, replica: Replica, part: ConfPart): Promise<Shown> {
  const { chunks, notes, found, whole } = await controllers.observe(replica).excerpt(part)
  return { kind: 'text', chunks, notes, exitCode: async () => (whole ? (found ? 0 : 1) : 2) }
}

async function failedConf(controllers: Controllers, replica: Replica): Promise<Shown> {
  const { value } = await controllers.observe(replica).failedConf()
  const name = nameOf(replica)
  if (value === null)
    return {
      kind: 'text',
      chunks: [],
      notes: [`No configuration of ${name} failed its test in the last minutes.`],
    }
  const notes = [`${value.name} of ${name} failed its test`, ...(value.said === null ? [] : [value.said])]
  return { kind: 'text', chunks: value.bytes, notes, exitCode: async () => 1 }
}

async function compared(controllers: Controllers, replicas: readonly Replica[]): Promise<Shown> {
  const { lines, differs } = await compareConfs(replicas, (replica) => controllers.observe(replica).confBlocks())
  const notes = differs
    ? []
    : [
        `${replicas.length === 1 ? '1 replica: nothing to compare' : `${replicas.length} replicas serve the same configuration`}`,
      ]
  return { kind: 'text', chunks: lines, notes, exitCode: async () => (differs ? 1 : 0) }
}
