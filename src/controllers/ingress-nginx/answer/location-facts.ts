/** What a location of the controller's nginx.conf says of itself, whichever release wrote it. */

import type { Ref } from '../../../domain/objects/ref.js'
import { onceFor } from '../../../domain/remember.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import { literalDollar } from '../model/render/location.js'
import type { HttpsSettings } from './redirects/https.js'

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

/** Of a location that nobody asks for again. */
export function readFacts(location: Directive): LocationFacts {
  const said = settingsOf(location, names)
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

const names = ['$namespace', '$ingress_name', '$location_path', '$proxy_upstream_name'].map((one) => `set ${one}`)
const settings = [
  'force_ssl_redirect',
  'ssl_redirect',
  'force_no_ssl_redirect',
  'preserve_trailing_slash',
  'use_port_in_redirects',
] as const
const variables = settings.map((one) => `set $${one}`)

/** The last value of each of these variables, and of those whose names begin so. */
function settingsOf(location: Directive, statements: readonly string[]): ReadonlyMap<string, string> {
  return new Map(location.beginning(...statements).map(({ args }) => [args[0] ?? '', args[1] ?? '']))
}

/** Up to 1.11 they stand in the Lua code. */
function httpsOf(location: Directive): HttpsSettings {
  const said = settingsOf(location, variables)
  const code = location.beginning('rewrite_by_lua_block').at(-1)
  const lua = code === undefined ? '' : new TextDecoder().decode(code.text)
  const isSet = (setting: (typeof settings)[number]) =>
    (said.get(`$${setting}`) ?? new RegExp(`\\b${setting}\\s*=\\s*(true|false)`).exec(lua)?.[1]) === 'true'
  return {
    force: isSet('force_ssl_redirect'),
    redirect: isSet('ssl_redirect'),
    never: isSet('force_no_ssl_redirect'),
    keepsSlash: isSet('preserve_trailing_slash'),
    usesPort: isSet('use_port_in_redirects'),
  }
}
