/** Which requests are answered by somebody else after a change: one for each route, before and after. */

import { controllerRef } from '../../domain/controllers/controller.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import { type Finding, finding, told, uniqueFindings } from '../../domain/findings/finding.js'
import { maskHeader } from '../../domain/masking/headers.js'
import { namedBy, nameOf, type Ref, refKey } from '../../domain/objects/ref.js'
import type { Answer, TraceRequest, Verdict } from '../../domain/requests/trace.js'
import { resolveRoutes } from '../../domain/routes/resolve-routes.js'
import type { OpenGateways } from '../gateways/open.js'
import { gatewayRows } from '../gateways/rows.js'
import { anyHost, placesOfRoutes, type RequestParts } from '../trace/route-requests.js'
import type { World } from '../worlds/world.js'
import type { Worlds } from '../worlds/worlds.js'

/** One state of the cluster. */
export interface State {
  readonly worlds: Worlds
  readonly controllers: Controllers
  /** Gateways, with the routes that hang on them */
  readonly opened: OpenGateways
}

/** Where no Ingress may be looked at, nobody knows who answered before. */
export async function routeChanges(before: State, after: State): Promise<readonly Finding[]> {
  const { coverage, gaps } = before.worlds.inventory
  if (coverage === 'none' && gaps.some(({ kind, reason }) => kind === 'Ingress' && reason === 'forbidden')) return []
  const [was, is] = await Promise.all([openAll(before), openAll(after)])
  const ofIngresses = [before, after].flatMap(({ worlds }) => resolveRoutes(worlds.inventory))
  const ofOthers = [...was.values(), ...is.values()].flatMap(({ plan: { customRoutes = [] } }) => customRoutes)
  const { places } = placesOfRoutes([...ofIngresses, ...ofOthers])
  const keys = [...new Set([...was.keys(), ...is.keys()])]
  const changes = [
    ...keys.flatMap((key) => places.flatMap((place) => changeOf(place, was.get(key), is.get(key)))),
    ...gatewayChanges(before.opened, after.opened),
  ]
  // By http and https it is told once where the same changes.
  return uniqueFindings(changes)
}

/** The same of routes of Gateways: each is asked at every Gateway, and those on which it does not hang answer as before. */
function gatewayChanges(before: OpenGateways, after: OpenGateways): Finding[] {
  const routes = [before, after].flatMap((one) => gatewayRows(one, () => true).map(({ route }) => route))
  const { places } = placesOfRoutes(routes)
  const names = new Set([before, after].flatMap(({ plan }) => [...plan.world.gateways.keys()]))
  return [...names].flatMap((name) => {
    const [was, is] = [before, after].map(({ plan }) => {
      const gateway = plan.world.gateways.get(name)
      return gateway && { ref: gateway.ref, answers: plan.at(gateway) }
    })
    const ref = is?.ref ?? was?.ref
    if (ref === undefined) return []
    return places.flatMap((place) => {
      const request = requestOf(place)
      return changed(
        place,
        was?.answers.answer(request, false) ?? null,
        is?.answers.answer(request, false) ?? null,
        ref,
      )
    })
  })
}

/** Those that are found, or what stands in for them; of those whose rules are not read nothing can be told. */
async function openAll({ worlds, controllers }: State): Promise<ReadonlyMap<string, World>> {
  const chosen = worlds.chosen.length > 0 ? worlds.chosen : [worlds.standIn]
  const read = chosen.filter(({ controller }) => controllers.dialectOf(controller).reads.rules)
  const opened = await Promise.all(read.map((one) => worlds.open(one, null)))
  return new Map(opened.map((world) => [refKey(controllerRef(world.chosen.controller)), world]))
}

function changeOf(place: RequestParts, was: World | undefined, is: World | undefined): Finding[] {
  const request = requestOf(place)
  const [before, after] = [was?.plan.answer(request, false) ?? null, is?.plan.answer(request, false) ?? null]
  const world = is ?? was
  return world === undefined ? [] : changed(place, before, after, namedBy(world.chosen.controller))
}

/** @param owner of whom it is told where no object says so */
function changed(place: RequestParts, before: Answer | null, after: Answer | null, owner: Ref): Finding[] {
  const [from, to] = [answerText(before), answerText(after)]
  const [was, is] = [uriOf(before), uriOf(after)]
  const isRewritten = from === to && was !== null && is !== null && was !== is
  if (from === to && !isRewritten) return []
  const source = after?.source ?? before?.source ?? owner
  const facts = isRewritten ? { from: `${from} as ${was}`, to: `${to} as ${is}` } : { from, to }
  return [finding(told('route-changes', { request: textOfPlace(place), ...facts }), source)]
}

function requestOf(place: RequestParts): TraceRequest {
  return { ...place, method: place.method ?? 'GET', clientAddress: null, httpVersion: '1.1' }
}

function textOfPlace({ host, target, method, headers }: RequestParts): string {
  const asked = [...headers].map(([name, value]) => `${name}: ${maskHeader(name, value)}`)
  const before = method === null ? '' : `${method} `
  return `${before}${host === anyHost ? '*' : host}${target}${asked.length === 0 ? '' : ` with ${asked.join(', ')}`}`
}

/** Where endpoints are not known, who is asked is known nevertheless. */
const reaching: ReadonlySet<Verdict> = new Set(['served', 'guarded', 'unknown'])

/** With which path the one that answers is asked; null: nobody is, or it is not known. */
function uriOf(answer: Answer | null): string | null {
  return answer !== null && reaching.has(answer.verdict) ? answer.upstreamUri : null
}

/** Who answers, in a word; where others decide, or chance, that too. */
function answerText(answer: Answer | null): string {
  if (answer === null) return 'nobody'
  const { verdict, status, location, backend, split } = answer
  if (backend === null || !reaching.has(verdict))
    return verdict === 'redirect' ? `redirect to ${location}` : status === null ? verdict : `${status}`
  const name = nameOf({ namespace: backend.namespace, name: backend.service })
  const shares = split.map(({ upstream, percent }) => (percent === null ? upstream : `${percent} % ${upstream}`))
  const who = shares.length === 0 ? name : `${name} (${shares.join(', ')})`
  return verdict === 'guarded' ? `${who}, if let through` : who
}
