/** What a replica shows of one rule, and whether that is what the objects lead to. */

import { nameOf, type Ref } from '../../../domain/objects/ref.js'
import { onceFor } from '../../../domain/remember.js'
import type { LiveBackend } from '../answer/live-backend.js'
import { standInName } from '../model/default-backends.js'
import type { Asked, Kept, Model } from '../model/types.js'
import { defaultServer } from '../model/types.js'
import { upstreamName } from '../model/upstreams/upstreams.js'
import { locationKey, type SeenConf, type SeenLocation, type SeenServer } from './evidence/seen.js'

/** Nothing of it need be known. */
export interface Live {
  /** null: there is none */
  readonly replica: Ref | null
  readonly conf: SeenConf | null
  readonly backends: ReadonlyMap<string, LiveBackend> | null
  /** by name, as the objects give them */
  readonly upstreams: Model['upstreams']
}

/** As evidence names it. */
export function replicaOf({ replica }: Live): string {
  return replica === null ? 'no replica' : `replica ${nameOf(replica)}`
}

/** What nginx.conf has of a rule. */
export type ShownInConf =
  | { readonly is: 'absent' }
  | { readonly is: 'refused'; readonly reason: string; readonly line: number }
  | { readonly is: 'denied'; readonly reason: string; readonly line: number }
  | { readonly is: 'there'; readonly at: SeenLocation }

/** null: the configuration is not known, or the rule is one that leaves no trace in it. */
export function shownIn({ conf }: Live, rule: RuleInConf): ShownInConf | null {
  if (conf === null) return null
  const server = conf.get(rule.host ?? defaultServer) ?? (rule.fallsBack ? conf.get(defaultServer) : undefined)
  if (server?.refused) return { is: 'refused', ...server.refused }
  const found = (server?.locations.get(locationKey(rule.ref, rule.path)) ?? []).filter(
    ({ upstream }) => upstream !== null && rule.upstreams.includes(upstream),
  )
  const [at] = found
  if (at === undefined) return { is: 'absent' }
  return at.denied === null ? { is: 'there', at } : { is: 'denied', reason: at.denied, line: at.line }
}

/** A rule as nginx.conf would have it. */
export interface RuleInConf {
  readonly ref: Asked['ref']
  readonly host: string | null
  readonly path: string
  /** any of these stands for its backend: only the upstream's name tells whose a location really is */
  readonly upstreams: readonly string[]
  /** a canary's host may have no server, and then the default one counts */
  readonly fallsBack: boolean
}

/** @param own null: the Ingress is dropped */
export function ruleOf(
  own: Kept | null,
  { ref, host, path, backend }: Pick<Asked, 'ref' | 'host' | 'path' | 'backend'>,
): RuleInConf {
  const fallback = own?.annotations.defaultBackend
  return {
    ref,
    host,
    path,
    upstreams: [...(backend ? [upstreamName(backend)] : []), ...(fallback ? [standInName(fallback)] : [])],
    fallsBack: own !== null && own.annotations.canary !== null,
  }
}

/** Does anything stand behind an upstream; null: not known. */
export function hasEndpoints({ backends }: Live, upstream: string | null): boolean | null {
  if (backends === null || upstream === null) return null
  const endpoints = backends.get(upstream)?.endpoints
  return endpoints === null ? null : (endpoints?.length ?? 0) > 0
}

/** Is a canary's upstream the first alternative of any other one; null: not known. */
export function isAlternative({ backends }: Live, upstream: string): boolean | null {
  if (backends === null) return null
  return firstAlternatives(backends).has(upstream)
}

const firstAlternatives = onceFor(
  (backends: ReadonlyMap<string, LiveBackend>) =>
    new Set([...backends.values()].map(({ alternatives: [first] }) => first)),
)

/** Does anybody have a location for that path of the host; null: not known. */
export function hasPath({ conf }: Live, host: string | null, path: string): boolean | null {
  if (conf === null) return null
  const server = conf.get(host ?? defaultServer) ?? conf.get(defaultServer)
  return server !== undefined && pathsIn(server).has(path)
}

/** A key ends in the path, after the one blank that a name cannot hold. */
const pathsIn = onceFor(
  ({ locations }: SeenServer) => new Set([...locations.keys()].map((key) => key.slice(key.indexOf(' ') + 1))),
)
