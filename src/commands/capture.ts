/** `capture`: what the reading verbs need, in a file that can leave the cluster: every secret is masked. */

import { defineCommand } from '../cli/command.js'
import type { Captures, Facts } from '../cli/context.js'
import { type Flags, given } from '../cli/flags/given.js'
import type { Done } from '../cli/result.js'
import type { Gateway, ListenerSet } from '../domain/objects/gateway/gateways.js'
import { authoritiesOf, gatewayKinds } from '../domain/objects/gateway/inventory.js'
import { listenerSecrets, selectsNamespaces } from '../domain/objects/gateway/listeners.js'
import type { Kind } from '../domain/objects/objects.js'
import type { Pod } from '../domain/objects/workloads.js'
import type { CaptureContent, Listing, Scope } from '../domain/ports.js'
import { problem, usage } from '../domain/problem.js'
import { observeControllers } from '../questions/controllers/observe-controllers.js'

interface CaptureOptions {
  readonly target: string
  readonly logs: boolean
}

/** Listed for the whole scope. */
const kinds = [
  'Ingress',
  'IngressClass',
  'Service',
  'EndpointSlice',
  ...gatewayKinds,
] as const satisfies readonly Kind[]

export const capture = defineCommand({
  scope: 'routes',
  examples: [
    ['capture -A -o lab.tar.gz', 'the whole cluster, with what its controllers serve'],
    ['capture -A --logs -o lab.tar.gz', 'with the end of their logs'],
    ['capture -n shop -o - | less', 'one namespace, to standard output'],
    ['ingresses --from lab.tar.gz', 'look at it later, elsewhere'],
  ],
  declare: (command) =>
    command
      .option('-o, --output <target>', 'a folder, NAME.tar.gz, NAME.yaml, NAME.json, or - for standard output')
      .option('--logs', "with the end of each controller's log, without queries and users"),
  meant: meantCapture,
  run: runCapture,
})

function meantCapture(_names: readonly string[], flags: Flags): CaptureOptions {
  const target = given.text(flags, 'output')
  if (!target) throw usage('capture needs -o', 'for instance -o lab.tar.gz, or -o - for standard output')
  const [ending] = /\.(?:zip|7z|rar|tar|gz|bz2|xz|zst)$/i.exec(target) ?? []
  if (ending !== undefined && !/\.tar\.gz$/i.test(target))
    throw usage(`a capture cannot be a ${ending} file`, 'it is a folder, NAME.tar.gz, NAME.yaml or NAME.json')
  return { target, logs: given.flag(flags, 'logs') === true }
}

async function runCapture(context: Facts & Captures, { target, logs }: CaptureOptions): Promise<Done> {
  const [cluster, controllers] = await Promise.all([context.cluster(), context.controllers()])
  const { scope } = cluster
  const [listed, found, events] = await Promise.all([
    Promise.all(kinds.map(async (kind) => [kind, await cluster.list<Kind>(kind, { scope })] as const)),
    controllers.find(null),
    cluster.list('Event', { scope }),
  ])
  const objects: CaptureContent['listings'] = Object.fromEntries(listed)
  const owners: readonly (Gateway | ListenerSet)[] = [
    ...(objects.Gateway?.items ?? []),
    ...(objects.ListenerSet?.items ?? []),
    ...(objects.XListenerSet?.items ?? []),
  ]
  const [inside, namespaces] = await Promise.all([
    observeControllers(cluster, controllers, found, {
      ingresses: objects.Ingress?.items ?? [],
      classes: objects.GatewayClass?.items ?? [],
      secrets: owners.flatMap(listenerSecrets),
      configMaps: [...(objects.BackendTLSPolicy?.items ?? []), ...(objects.Gateway?.items ?? [])].flatMap(
        authoritiesOf,
      ),
      logs,
      hold: context.captures.hold,
    }),
    owners.some(selectsNamespaces) ? cluster.list('Namespace', { scope: 'all-namespaces' }) : null,
  ])
  // Whose kind nobody installed has none for everybody: that says nothing of what may be read.
  const ofAll = listed.filter(([kind]) => !(gatewayKinds as readonly Kind[]).includes(kind))
  if (ofAll.every(([, { coverage }]) => coverage === 'none') && inside.observations.size === 0)
    throw nothingRead(scope, objects.Ingress?.gaps[0]?.message)
  const pods = inside.listings.Pod?.items ?? []
  const listings = {
    ...objects,
    ...(namespaces === null ? {} : { Namespace: namespaces }),
    ...inside.listings,
    ...warningsOf(events, pods),
  }
  const done = await context.captures.write(target, {
    takenAt: cluster.takenAt ?? new Date(context.now).toISOString(),
    source: cluster.source,
    scope,
    listings,
    custom: inside.custom,
    observations: inside.observations,
  })
  return {
    kind: 'done',
    done,
    gaps: [...[...Object.values(listings), ...inside.custom].flatMap(({ gaps }) => gaps), ...inside.gaps],
  }
}

/** A file that holds nothing would look like a cluster that has nothing. */
function nothingRead(scope: Scope, message = 'none of it may be read') {
  const where = scope === 'all-namespaces' ? 'in all namespaces' : `in namespace "${scope.namespace}"`
  return problem('no-permission', { verb: 'list', resource: 'ingresses', where, message })
}

/** What is remarked about Ingresses and controllers. They are old news soon: of a source that has none, none are missed. */
function warningsOf(events: Listing<'Event'>, pods: readonly Pod[]): { readonly Event?: Listing<'Event'> } {
  if (events.gaps.some(({ reason }) => reason === 'not-captured')) return {}
  const names = new Set(pods.map(({ metadata }) => metadata.name))
  const items = events.items.filter(
    ({ type, involvedObject }) =>
      type === 'Warning' &&
      (involvedObject?.kind === 'Ingress' || (involvedObject?.kind === 'Pod' && names.has(involvedObject.name))),
  )
  return { Event: { ...events, items } }
}
