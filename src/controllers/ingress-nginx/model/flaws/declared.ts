/** The variables, zones and formats of logs of the configuration: nginx has one table of each, whoever makes them. */
import { onceFor } from '../../../../domain/remember.js'
import { declaredBy, declaredInPattern } from '../../../../languages/nginx/check/variables.js'
import { formatKey, zonesMadeBy } from '../../../../languages/nginx/check/zones.js'
import { parse } from '../../../../languages/nginx/text/parse.js'
import type { Policy } from '../../workload/policy.js'
import type { Kept, Model } from '../types.js'
import { ownVariables } from './written.js'

export interface Declared {
  /** in lower case, without `$`; those that nginx itself has are not among them */
  readonly variables: ReadonlySet<string>
  /** of shared memory, but for those of rate limits, whose names nobody else could write */
  readonly zones: ReadonlySet<string>
}

export const declaredIn = onceFor(find)

/** Of every release: https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/template/nginx.tmpl */
const ownZones = ['auth_cache', formatKey('upstreaminfo')]

function find({ policy, kept, servers }: Model): Declared {
  const names = new Set(ownVariables)
  const zones = new Set(ownZones)
  const texts = [policy.httpSnippet, policy.serverSnippet, policy.locationSnippet, policy.mainSnippet]
  for (const { annotations } of kept) texts.push(...annotations.snippets.values())
  for (const text of new Set(texts)) {
    if (!text) continue
    const { statements } = parse(text)
    declaredBy(statements, names)
    zonesMadeBy(statements, zones)
  }
  for (const { aliases, locations } of servers.values()) {
    for (const alias of aliases) declaredInPattern(alias, names)
    for (const { path, owner } of locations) {
      declaredInPattern(path, names)
      if (owner !== null && hasSignin(owner, policy)) names.add('escaped_request_uri')
    }
  }
  return { variables: names, zones }
}

/** A location that says where clients sign in writes down, too, where they were. */
function hasSignin({ annotations: { access, denied } }: Kept, { globalAuthSignin }: Policy): boolean {
  if (denied !== null) return false
  const { externalAuth, globalAuth } = access
  return Boolean(externalAuth === null ? globalAuth && globalAuthSignin : externalAuth.signin)
}
