/** The sources of evidence of one replica, live or from a capture. */

import type { Replica } from '../../domain/controllers/controller.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { Observation } from '../../domain/controllers/observation.js'
import { endOfLog } from '../../domain/controllers/pod-access.js'
import type { Gap } from '../../domain/gap.js'
import type { Event } from '../../domain/objects/objects.js'
import { namedBy } from '../../domain/objects/ref.js'
import { type ClusterReader, namespaceIn, type Scope } from '../../domain/ports.js'
import { Problem } from '../../domain/problem.js'
import { linesOf } from '../../domain/text/lines.js'
import type { WhySources } from '../../domain/why/why-sources.js'
import { attempt } from '../attempt.js'

export function whySources(
  cluster: ClusterReader,
  controllers: Controllers,
  replica: Replica | null,
  gaps: Gap[],
): WhySources {
  const events = new Map<string | null, Promise<readonly Event[]>>()
  const ask = async <T>(one: (replica: Observation) => Promise<T>): Promise<T | null> =>
    replica === null ? null : orGap(replica, gaps, () => one(controllers.observe(replica)))
  const once = <T>(one: (replica: Observation) => Promise<T>) => {
    let answer: Promise<T | null> | undefined
    return () => (answer ??= ask(one))
  }
  let hasConf = false
  const ofLog: Gap[] = []
  let log: Promise<readonly string[] | null> | undefined
  const logIfAny = () =>
    (log ??=
      replica === null ? Promise.resolve(null) : orGap(replica, ofLog, () => readLog(controllers.observe(replica))))
  return {
    hasConf: () => hasConf,
    replica: replica && namedBy(replica),
    conf: async (read) => {
      const found = await ask(async (one) => read((await one.conf()).value))
      hasConf = found !== null
      return found
    },
    backends: once(async (one) => (await one.backends()).value),
    reload: once((one) => one.reload()),
    refusal: once(async (one) => (await one.refusal?.()) ?? null),
    failedConf: once(async (one) => (await one.failedConf()).value?.name ?? null),
    log: async () => {
      const lines = await logIfAny()
      gaps.push(...ofLog.splice(0))
      return lines
    },
    logIfAny,
    events: async (namespaces) => {
      const listed = eventScopes(cluster, namespaces).map((scope) => {
        const known = events.get(namespaceIn(scope)) ?? listEvents(cluster, scope, gaps)
        events.set(namespaceIn(scope), known)
        return known
      })
      return (await Promise.all(listed)).flat()
    },
  }
}

async function readLog(one: Observation): Promise<readonly string[]> {
  const lines: string[] = []
  for await (const line of linesOf(await one.logs(endOfLog))) lines.push(line)
  return lines
}

/** Of more namespaces than this the Events of all are asked for at once. */
const mostNamespaces = 5

/** In which those of these namespaces are listed: once, where all are asked about. */
export function eventScopes({ scope }: ClusterReader, namespaces: readonly string[]): readonly Scope[] {
  if (namespaces.length === 0) return []
  return scope === 'all-namespaces' || namespaces.length > mostNamespaces
    ? ['all-namespaces']
    : namespaces.map((namespace) => ({ namespace }))
}

async function listEvents(cluster: ClusterReader, scope: Scope, gaps: Gap[]): Promise<readonly Event[]> {
  const { items, gaps: unseen } = await cluster.list('Event', { scope })
  gaps.push(...unseen)
  return items
}

/** What the network refuses to one question leaves the rest of the answer whole. */
const survivable: ReadonlySet<string> = new Set(['connection-lost', 'forbidden', 'upgrade-refused', 'client-error'])

async function orGap<T>(replica: Replica, gaps: Gap[], ask: () => Promise<T>): Promise<T | null> {
  try {
    return await attempt(replica, gaps, ask)
  } catch (error) {
    if (!(error instanceof Problem) || !survivable.has(error.value.reason)) throw error
    const { facts } = error.value
    const why = 'detail' in facts ? facts.detail : 'message' in facts ? facts.message : error.value.reason
    const reason = error.value.reason === 'forbidden' ? 'forbidden' : 'unreachable'
    gaps.push({ kind: 'Pod', namespace: replica.namespace, reason, message: `${replica.name}: ${why}` })
    return null
  }
}
