/** What a location of the controller's nginx.conf says of itself, whichever release wrote it. */

import type { Ref } from '../../../domain/objects/ref.js'
import { onceFor } from '../../../domain/remember.js'
import { locationsIn } from '../../../languages/nginx/route/location-table.js'
import { beginnings } from '../../../languages/nginx/text/beginnings.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import { literalDollar } from '../model/render/location.js'

export interface LocationFacts {
  /** null: the controller's own */
  readonly source: Ref | null
  /** as the Ingress has it */
  readonly path: string | null
  readonly upstream: string | null
}

/** Read once: thousands of requests may end in one location. */
export const factsOf = onceFor((location: Directive) => factsIn(location.beginning(factWays)))

/** @param statements of a location, those among them that it takes. The last value of each variable counts */
export function factsIn(statements: readonly Directive[]): LocationFacts {
  let [namespace, name] = ['', '']
  let [path, upstream]: [string | null, string | null] = [null, null]
  for (const { name: statement, args } of statements) {
    if (statement !== 'set') continue
    const [variable, value = ''] = args
    if (variable === '$namespace') namespace = value
    else if (variable === '$ingress_name') name = value
    else if (variable === '$location_path') path = value.replaceAll(literalDollar, '$')
    else if (variable === '$proxy_upstream_name') upstream = value
  }
  return { source: namespace && name ? { kind: 'Ingress', namespace, name } : null, path, upstream }
}

/** The locations of a server, but for those with the block of the one before: a Prefix path is written twice. */
export function* unlikeLocations(server: Directive): Generator<Directive> {
  let before: Uint8Array | null = null
  for (const location of locationsIn(server)) {
    const { body } = location
    if (before === null || Buffer.compare(before, body) !== 0) yield location
    before = body
  }
}

/** How the statements begin that it takes. */
export const factNames = ['$namespace', '$ingress_name', '$location_path', '$proxy_upstream_name'].map(
  (one) => `set ${one}`,
)
export const factWays = beginnings(...factNames)

const waits = beginnings(
  ...['proxy', 'grpc'].flatMap((family) => ['connect', 'read'].map((what) => `${family}_${what}_timeout 0`)),
)

/**
 * Why nobody has the time to answer, in a sentence; null: nginx waits.
 * https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_read_timeout
 * @param handler `proxy_pass` or another one, by which the location sends on
 */
export function impatience(handler: Directive, location: Directive | undefined): string | null {
  const family = handler.name.replace('_pass', '')
  const found = location
    ?.beginning(waits)
    .find(({ name, args: [time = ''] }) => name.startsWith(family) && /^0+(?:m?s)?$/.test(time))
  return found === undefined ? null : `${found.name} is 0, and so over before a backend can answer`
}
