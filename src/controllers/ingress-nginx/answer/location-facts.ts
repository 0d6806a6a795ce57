/** What a location of the controller's nginx.conf says of itself, whichever release wrote it. */

import type { Ref } from '../../../domain/objects/ref.js'
import { onceFor } from '../../../domain/remember.js'
import { beginnings } from '../../../languages/nginx/text/beginnings.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import { type HttpsSettings, httpsOf } from '../model/https-redirect.js'
import { literalDollar } from '../model/render/location.js'

export interface LocationFacts {
  /** null: the controller's own */
  readonly source: Ref | null
  /** as the Ingress has it */
  readonly path: string | null
  readonly upstream: string | null
  readonly https: HttpsSettings
}

/** Read once: thousands of requests may end in one location. */
export const factsOf = onceFor(readFacts)

/** Of a location that nobody asks for again. @param statements those of its statements that begin as `factNames` have it; others may be among them */
export function readFacts(location: Directive, statements = location.beginning(facts)): LocationFacts {
  const said = settingsIn(statements)
  const [namespace, name] = [said.get('$namespace'), said.get('$ingress_name')]
  let https: HttpsSettings | undefined
  return {
    source: namespace && name ? { kind: 'Ingress', namespace, name } : null,
    path: said.get('$location_path')?.replaceAll(literalDollar, '$') ?? null,
    upstream: said.get('$proxy_upstream_name') ?? null,
    get https() {
      https ??= httpsOf(location)
      return https
    },
  }
}

/** How the statements begin that it takes. */
export const factNames = ['$namespace', '$ingress_name', '$location_path', '$proxy_upstream_name'].map(
  (one) => `set ${one}`,
)
const facts = beginnings(...factNames)

/** The last value of each variable. */
function settingsIn(statements: readonly Directive[]): ReadonlyMap<string, string> {
  return new Map(statements.map(({ args }) => [args[0] ?? '', args[1] ?? '']))
}

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
