/** What a replica shows of one rule, and whether that is what the objects lead to. */

import { isSame, nameOf, type Ref } from '../../../domain/objects/ref.js'
import { onceFor } from '../../../domain/remember.js'
import type { LiveBackend } from '../answer/live-backend.js'
import { standInName } from '../model/default-backends.js'
import type { Asked, Kept, Model } from '../model/types.js'
import { defaultServer } from '../model/types.js'
import type { SeenConf, SeenLocation } from './evidence/seen.js'

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

/** null: the configuration is not known, or the rule leaves no trace in it that could be told from the controller's own: it asks for no Service. */
export function shownIn({ conf }: Live, rule: RuleInConf): ShownInConf | null {
  if (conf === null || rule.upstream === null) return null
  // A canary's host may have no server, and then the default one counts.
  const fallsBack = rule.own !== null && rule.own.annotations.canary !== null
  const server = conf.get(rule.host ?? defaultServer) ?? (fallsBack ? conf.get(defaultServer) : undefined)
  if (server?.refused) return { is: 'refused', ...server.refused }
  const at = server?.locations
    .get(rule.path)
    ?.find(({ source, upstream }) => isSame(source, rule.ref) && upstream !== null && isFor(upstream, rule))
  if (at === undefined) return { is: 'absent' }
  return at.denied === null ? { is: 'there', at } : { is: 'denied', reason: at.denied, line: at.line }
}

/** A rule as nginx.conf would have it. */
export interface RuleInConf extends Pick<Asked, 'ref' | 'host' | 'path' | 'upstream' | 'location'> {
  /** null: the Ingress is dropped */
  readonly own: Kept | null
}

/** Only the upstream's name tells whose a location really is. */
function isFor(name: string, { own, upstream, location }: RuleInConf): boolean {
  const standIn = own?.annotations.defaultBackend
  // Of two default backends the annotation of the other one may have made it.
  return name === upstream || name === location?.upstream || (!!standIn && name === standInName(standIn))
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
  return server?.locations.has(path) ?? false
}
