/** What a location of the controller's nginx.conf says of itself, whichever release wrote it. */
import type { Ref } from '../../../domain/objects/ref.js'
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

const known = new WeakMap<Directive, LocationFacts>()

/** Read once: thousands of requests may end in one location. */
export function factsOf(location: Directive): LocationFacts {
  const found = known.get(location) ?? read(location)
  known.set(location, found)
  return found
}

function read(location: Directive): LocationFacts {
  const variables = new Map<string, string>()
  let lua = ''
  for (const one of location.beginning('set', 'rewrite_by_lua_block')) {
    if (one.name === 'set') variables.set(one.args[0] ?? '', one.args[1] ?? '')
    // Up to 1.11 the settings of the redirect stand in the Lua code.
    if (one.name === 'rewrite_by_lua_block') lua = new TextDecoder().decode(one.text)
  }
  const [namespace, name] = [variables.get('$namespace'), variables.get('$ingress_name')]
  const isSet = (setting: string) =>
    (variables.get(`$${setting}`) ?? new RegExp(`\\b${setting}\\s*=\\s*(true|false)`).exec(lua)?.[1]) === 'true'
  return {
    source: namespace && name ? { kind: 'Ingress', namespace, name } : null,
    path: variables.get('$location_path')?.replaceAll(literalDollar, '$') ?? null,
    upstream: variables.get('$proxy_upstream_name') ?? null,
    https: {
      force: isSet('force_ssl_redirect'),
      redirect: isSet('ssl_redirect'),
      never: isSet('force_no_ssl_redirect'),
      keepsSlash: isSet('preserve_trailing_slash'),
      usesPort: isSet('use_port_in_redirects'),
    },
  }
}
