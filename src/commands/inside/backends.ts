/** `backends`: the live backends of a controller, as it lists them itself. */

import { defineCommand } from '../../cli/command.js'
import type { Facts } from '../../cli/context.js'
import { declareControllerFlags, meantController } from '../../cli/flags/controller.js'
import { type Flags, given } from '../../cli/flags/given.js'
import type { OutputOptions } from '../../cli/flags/output.js'
import type { Result, Value } from '../../cli/result.js'
import { controllerRef, type Replica } from '../../domain/controllers/controller.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { AnswerSource, Backend } from '../../domain/controllers/replica-facts.js'
import type { Upstream } from '../../domain/controllers/upstream.js'
import type { Gap } from '../../domain/gap.js'
import { namedBy, nameOf } from '../../domain/objects/ref.js'
import type { ClusterReader } from '../../domain/ports.js'
import { problem } from '../../domain/problem.js'
import { nearest } from '../../domain/text/nearest.js'
import { backendsView, type UpstreamRow } from '../../print/views/backends.js'
import { nameLines } from '../../print/views/names.js'
import { askEach } from '../../questions/worlds/ask-each.js'
import { type Chosen, type ControllerSelection, firstReplica } from '../../questions/worlds/choose-controller.js'
import { findRead } from '../../questions/worlds/read-ones.js'

interface BackendsOptions {
  readonly selection: ControllerSelection
  /** of one backend */
  readonly name: string | undefined
  readonly onlyNames: boolean
  /** the controller's own array */
  readonly raw: boolean
}

export const backends = defineCommand({
  scope: 'controller',
  insteadOfArgument: '--backend',
  examples: [
    [`backends | jq -r '.[] | "\\(.name) => \\(.endpoints)"'`, 'what the proxy balances over, right now'],
    ['backends -o table', 'the same as a table, with the Service behind each'],
    ['backends --backend default-prod-8080', 'one of them'],
    ['backends --list --from demo', 'their names, on the built-in capture'],
  ],
  view: backendsView,
  declare: (command) =>
    declareControllerFlags(command)
      .option('--backend <name>', 'only the backend of this name')
      .option('--list', 'only the names'),
  defaultFormat: 'json',
  meant: meantBackends,
  watches: { watched: ['Ingress', 'IngressClass', 'Service', 'EndpointSlice'], polled: true },
  run: runBackends,
})

function meantBackends(_args: readonly string[], flags: Flags, { format }: OutputOptions): BackendsOptions {
  const onlyNames = given.flag(flags, 'list') === true
  return {
    selection: meantController(flags),
    name: given.text(flags, 'backend'),
    onlyNames,
    raw: format === 'json' && !onlyNames,
  }
}

async function runBackends(context: Facts, options: BackendsOptions): Promise<Result<UpstreamRow>> {
  const [cluster, controllers] = await Promise.all([context.cluster(), context.controllers()])
  const { chosen, gaps: unseen } = await findRead(controllers, options.selection, context.namespace)
  const { answers, gaps: silent } = await askEach(chosen, (one) => ask(controllers, cluster, one, options))
  const gaps = [...unseen, ...silent, ...answers.flatMap((answer) => answer.gaps)]
  if (options.raw) return documentOf(answers, options.name, controllers, gaps)
  if (options.onlyNames) {
    const names = answers.flatMap(({ backends }) => backends.map(({ name }) => name))
    return { kind: 'text', chunks: nameLines(names), gaps, notes: [] }
  }
  const ingresses = await cluster.list('Ingress', { scope: 'all-namespaces' })
  const rows = answers.flatMap((answer) => {
    const language = controllers.dialectOf(answer.replica).backends
    return rowsOf(language?.read(answer.backends, ingresses.items) ?? [], answer)
  })
  return {
    kind: 'rows',
    rows,
    gaps: [...gaps, ...ingresses.gaps],
    asOf: cluster.takenAt,
    allNamespaces: answers.length > 1,
    empty: 'The controller has no backends.',
    verdict: 'clean',
  }
}

interface Answer {
  readonly chosen: Chosen
  readonly replica: Replica
  readonly backends: readonly Backend[]
  readonly source: AnswerSource
  readonly gaps: readonly Gap[]
}

async function ask(
  controllers: Controllers,
  cluster: ClusterReader,
  chosen: Chosen,
  options: BackendsOptions,
): Promise<Answer> {
  const replica = firstReplica(chosen, options.selection)
  const [answered, streams] = await Promise.all([
    controllers.observe(replica).backends(),
    controllers.dialectOf(replica).backends?.streams?.(replica, cluster) ?? { backends: [], gaps: [] },
  ])
  const all = [...answered.value, ...streams.backends]
  return { chosen, replica, source: answered.source, backends: named(all, options.name, replica), gaps: streams.gaps }
}

function named(all: readonly Backend[], name: string | undefined, replica: Replica): readonly Backend[] {
  if (name === undefined) return all
  const found = all.filter((backend) => backend.name === name)
  if (found.length > 0) return found
  throw problem('not-found', {
    what: `backend "${name}"`,
    where: `in ${nameOf(replica)}`,
    near: nearest(
      name,
      all.map((backend) => backend.name),
    ),
  })
}

/**
 * The whole list is the controller's own answer. Of one name that is asked for there is mostly one backend; then it
 * stands alone, as the predecessor printed it, without what is no matter of the proxy.
 */
function documentOf(
  answers: readonly Answer[],
  name: string | undefined,
  controllers: Controllers,
  gaps: readonly Gap[],
): Value {
  if (name === undefined) return { kind: 'value', value: answers.flatMap((answer) => answer.backends), gaps }
  const named = answers.flatMap(({ replica, backends }) => {
    const language = controllers.dialectOf(replica).backends
    return backends.map((backend) => language?.harmless(backend) ?? { name: backend.name })
  })
  return { kind: 'value', value: named.length === 1 ? named[0] : named, gaps }
}

function rowsOf(upstreams: readonly Upstream[], { chosen, replica, source }: Answer): UpstreamRow[] {
  const controller = controllerRef(chosen.controller)
  return upstreams.map((upstream) => ({
    ...upstream,
    source: upstream.source === 'api' ? 'api' : source === 'capture' ? 'capture' : 'live',
    controller,
    replica: namedBy(replica),
  }))
}
