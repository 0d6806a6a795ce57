/** The controllers of a cluster: found by the dialects, and each asked by its own. */
import type { Controller, Replica } from '../domain/controllers/controller.js'
import type { Controllers, Dialect } from '../domain/controllers/dialect.js'
import type { Observation } from '../domain/controllers/observation.js'
import type { Gap } from '../domain/gap.js'
import type { GatewayClass } from '../domain/objects/gateway/gateways.js'
import { byRef, nameOf } from '../domain/objects/ref.js'
import type { ClusterReader, Listing, Scope } from '../domain/ports.js'
import { problem } from '../domain/problem.js'
import { dialects } from './index.js'
import { assumed, locate, savedController } from './shared/locate.js'
import { screen } from './shared/look-alikes.js'
import { specification } from './specification/index.js'

/** Texts that somebody saved, and that do not say of which replica they are. */
export interface Saved {
  readonly source: string
  readonly names: readonly string[]
}

/**
 * @param open asks a replica: a live cluster's, or a capture's
 * @param saved null: there are none
 */
export function createControllers(
  cluster: ClusterReader,
  open: (dialect: Dialect, replica: Replica) => Observation,
  saved: Saved | null,
): Controllers {
  const byId = new Map<string, Dialect>(dialects.map((one) => [one.id, one]))
  const known = dialects.filter((one) => one.id !== specification.id).map(({ title }) => title)
  const observations = new Map<Replica, Observation>()
  const dialectOf: Controllers['dialectOf'] = ({ dialect }) => {
    const found = byId.get(dialect)
    if (found === undefined) throw new Error(`no dialect ${dialect}`)
    return found
  }
  const controllersIn = async ({ items, gaps }: Listing<'Pod'>, scope: Scope) => {
    const located = joinedBy(dialects, locate(items, dialects))
    const withOwn = await withClass(cluster, located, dialectOf)
    return {
      ...(await screen(cluster, withOwn.controllers, scope, dialectOf)),
      gaps: [...gaps, ...withOwn.gaps],
      known,
    }
  }
  return {
    dialects,
    fallback: specification,
    dialectOf,
    find: async (namespace) => {
      const scope = namespace === null ? 'all-namespaces' : { namespace }
      const found = await controllersIn(await cluster.list('Pod', { scope }), scope)
      if (found.controllers.length > 0 || saved === null) return found
      // A saved configuration needs no pod to be looked at.
      const dialect = dialects.find(({ texts }) => texts.some((name) => saved.names.includes(name)))
      return dialect
        ? { controllers: [savedController(dialect, saved.source)], lookAlikes: [], gaps: [], known }
        : found
    },
    findUsual: async () => {
      const [pods, { items: configMaps }] = await Promise.all([
        cluster.list('Pod', usual),
        cluster.list('ConfigMap', usual),
      ])
      return { ...(await controllersIn(pods, usual.scope)), configMaps }
    },
    outside: (seen) => dialects.flatMap(({ outside }) => outside?.(seen) ?? []),
    assumed,
    observe: (replica) => {
      const known = observations.get(replica) ?? readable(open(dialectOf(replica), replica))
      observations.set(replica, known)
      return known
    },
  }
}

/** The API's word for what an object is a part of: https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
const usual = {
  scope: 'all-namespaces',
  labelSelector: `app.kubernetes.io/name in (${(dialects as readonly Dialect[]).flatMap(({ names = [] }) => names).join(', ')})`,
  isUndivided: true,
} as const

/** In the same order, by namespace and name. */
function joinedBy(dialects: readonly Dialect[], located: readonly Controller[]): readonly Controller[] {
  const all = new Map(dialects.map(({ id, joined }) => [id, joined]))
  const kinds = [...new Set(located.map(({ dialect }) => dialect))]
  const found = kinds.flatMap((id) => {
    const own = located.filter(({ dialect }) => dialect === id)
    return all.get(id)?.(own) ?? own
  })
  return [...found].sort(byRef)
}

/** Without those that are none, since no class is their own; classes that may not be seen are a gap. */
async function withClass(
  cluster: ClusterReader,
  located: readonly Controller[],
  dialectOf: Controllers['dialectOf'],
): Promise<{ readonly controllers: readonly Controller[]; readonly gaps: readonly Gap[] }> {
  if (!located.some((one) => dialectOf(one).needsClass)) return { controllers: located, gaps: [] }
  const scope = 'all-namespaces'
  const [classes, ofGateways] = await Promise.all([
    cluster.list('IngressClass', { scope }),
    cluster.list('GatewayClass', { scope }),
  ])
  const controllers = located.filter((one) => {
    const { needsClass, hasClass, gateway } = dialectOf(one)
    const isOwn = ({ spec }: GatewayClass) => gateway?.controllerNames.includes(spec?.controllerName ?? '')
    const kin = located.filter(({ dialect }) => dialect === one.dialect)
    const isNamed = classes.items.some((it) => kin.some((other) => hasClass(other, it)))
    return !needsClass || isNamed || ofGateways.items.some(isOwn)
  })
  return { controllers, gaps: [...classes.gaps, ...ofGateways.gaps] }
}

/** A replica whose answers may be no answers: what cannot be read is told as such, and never as a flaw of ours. */
type Method = (...given: readonly unknown[]) => unknown

/** Whatever the languages throw of a text that is none of theirs becomes a Problem, as every method of it promises. */
function readable(observation: Observation): Observation {
  const pod = nameOf(observation.replica)
  const members = Object.entries(observation).map(([name, member]) => [
    name,
    typeof member === 'function'
      ? (...given: readonly unknown[]) => guarded(pod, () => (member as Method)(...given))
      : member,
  ])
  return Object.fromEntries(members) as Observation
}

function guarded(pod: string, ask: () => unknown): unknown {
  try {
    const asked = ask()
    if (asked instanceof Promise) return asked.catch((error: unknown) => Promise.reject(told(pod, error)))
    return isStream(asked) ? streamed(pod, asked) : asked
  } catch (error) {
    throw told(pod, error)
  }
}

async function* streamed(pod: string, items: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  try {
    yield* items
  } catch (error) {
    throw told(pod, error)
  }
}

function isStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

function told(pod: string, error: unknown): unknown {
  return error instanceof SyntaxError ? problem('answer-unreadable', { pod, detail: error.message }, error) : error
}
