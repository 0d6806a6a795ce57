/** Which requests are answered by somebody else after a change: one for each route, before and after. */

import { controllerRef } from '../../domain/controllers/controller.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import { type Finding, finding, told } from '../../domain/findings/finding.js'
import { namedBy, nameOf, refKey } from '../../domain/objects/ref.js'
import type { Answer, TraceRequest, Verdict } from '../../domain/requests/trace.js'
import { resolveRoutes } from '../../domain/routes/resolve-routes.js'
import { type Place, placesOfRoutes } from '../trace/route-requests.js'
import type { World } from '../worlds/world.js'
import type { Worlds } from '../worlds/worlds.js'

/** One state of the cluster. */
export interface State {
  readonly worlds: Worlds
  readonly controllers: Controllers
}

export async function routeChanges(before: State, after: State): Promise<readonly Finding[]> {
  const [was, is] = await Promise.all([openAll(before), openAll(after)])
  const routes = [before, after].flatMap(({ worlds }) => resolveRoutes(worlds.inventory))
  const { places } = placesOfRoutes(routes)
  const keys = [...new Set([...was.keys(), ...is.keys()])]
  return keys.flatMap((key) => places.flatMap((place) => changeOf(place, was.get(key), is.get(key))))
}

/** Those that are found, or what stands in for them; of those whose rules are not read nothing can be told. */
async function openAll({ worlds, controllers }: State): Promise<ReadonlyMap<string, World>> {
  const chosen = worlds.chosen.length > 0 ? worlds.chosen : [worlds.standIn]
  const read = chosen.filter(({ controller }) => controllers.dialectOf(controller).reads.rules)
  const opened = await Promise.all(read.map((one) => worlds.open(one, null)))
  return new Map(opened.map((world) => [refKey(controllerRef(world.chosen.controller)), world]))
}

function changeOf(place: Place, was: World | undefined, is: World | undefined): Finding[] {
  const request = requestOf(place)
  const [before, after] = [was?.plan.answer(request, false) ?? null, is?.plan.answer(request, false) ?? null]
  const [from, to] = [textOf(before), textOf(after)]
  const world = is ?? was
  if (from === to || world === undefined) return []
  const source = after?.source ?? before?.source ?? namedBy(world.chosen.controller)
  return [finding(told('route-changes', { request: `${place.host}${place.target}`, from, to }), source)]
}

function requestOf(place: Place): TraceRequest {
  return { ...place, method: 'GET', headers: new Map(), clientAddress: null, httpVersion: '1.1' }
}

/** Where endpoints are not known, who is asked is known nevertheless. */
const reaching: ReadonlySet<Verdict> = new Set(['served', 'guarded', 'unknown'])

/** Who answers, in a word. */
function textOf(answer: Answer | null): string {
  if (answer === null) return 'nobody'
  const { verdict, status, location, backend } = answer
  if (backend !== null && reaching.has(verdict)) return nameOf({ namespace: backend.namespace, name: backend.service })
  return verdict === 'redirect' ? `redirect to ${location}` : status === null ? verdict : `${status}`
}
