/** Whose a location is, as the variables tell that the controller sets in each server and location. */

import type { Ref } from '../../../domain/objects/ref.js'
import { onceFor } from '../../../domain/remember.js'
import type { Outcome } from '../../../languages/nginx/route/router.js'
import { type Directive, ownStatements } from '../../../languages/nginx/text/directive.js'
import { routeVariable } from '../model/render.js'

export interface Place {
  /** null: the controller's own */
  readonly source: Ref | null
  /** the Service's name; null: none is said */
  readonly service: string | null
  /** the number of the route, in a configuration that is made here */
  readonly route: number | null
}

const kinds: Readonly<Record<string, string>> = {
  ingress: 'Ingress',
  virtualserver: 'VirtualServer',
  virtualserverroute: 'VirtualServerRoute',
}

export function placeOf({ server, location }: Outcome): Place {
  return placeIn(server, location?.location ?? null)
}

/** @param location null: only the server is known */
export function placeIn(server: Directive | null, location: Directive | null): Place {
  const said = new Map([server, location].flatMap((block) => (block === null ? [] : [...variablesOf(block)])))
  const [name, namespace] = [said.get('$resource_name'), said.get('$resource_namespace')]
  const kind = kinds[said.get('$resource_type') ?? '']
  const service = said.get('$service')
  const route = said.get(`$${routeVariable}`)
  return {
    source: kind && name && namespace ? { kind, namespace, name } : null,
    service: service && service !== '-' ? service : null,
    route: route === undefined ? null : Number(route),
  }
}

/** What comes last counts. */
const variablesOf = onceFor(
  (block: Directive): ReadonlyMap<string, string> =>
    new Map(
      ownStatements(block).flatMap(({ name, args }): [string, string][] =>
        name === 'set' ? [[args[0] ?? '', args[1] ?? '']] : [],
      ),
    ),
)
