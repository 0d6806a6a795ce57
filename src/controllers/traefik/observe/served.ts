/** What a replica serves, by its own list of routers: answers to requests, routes, and a list of its services. */
import type { ServedRoute } from '../../../domain/controllers/replica-facts.js'
import type { Ref } from '../../../domain/objects/ref.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import type { Router, Service, TraefikConfig } from '../../../languages/traefik/config/types.js'
import { readRule } from '../../../languages/traefik/rule/read.js'
import { namesIn } from '../../../languages/traefik/rule/rule.js'
import type { Names } from '../answer/told.js'
import { leastPriority } from '../model/ingress-provider.js'

/** Objects that are told of where nothing else tells of them. */
export const namesOfServed: Names = {
  sourceOf: sourceOf,
  ruleOf: (router) => {
    const { host, path } = hostAndPath(router) ?? { host: null, path: null }
    return { host, path, pathType: null }
  },
  backendOf,
  canaryOf: () => undefined,
  doubtOf: () => null,
  unseenOf: () => undefined,
  absentFor: () => [],
}

function sourceOf({ origin }: Router): Ref | null {
  return origin
}

function backendOf({ of }: Service): ServiceBackend | null {
  if (of === null) return null
  const port = /^\d+$/.test(of.port) ? Number(of.port) : of.port || null
  return { namespace: of.namespace, service: of.name, port }
}

/** The host and path of a rule; null: it has none that is one. The aliases of an Ingress stand behind its own host. */
export function hostAndPath({
  rule,
  syntax,
  origin,
}: Pick<Router, 'rule' | 'syntax' | 'origin'>): { readonly host: string | null; readonly path: string } | null {
  const read = readRule(rule.replaceAll(asWildcard, 'Host($1*.'), syntax)
  if ('wrong' in read) return null
  const { hosts, paths } = namesIn(read)
  const [path] = paths
  if (path === undefined || (hosts.length > 1 && origin?.kind !== 'Ingress')) return null
  return { host: hosts[0] ?? null, path: path.by === 'PathRegexp' ? path.path.replace(/^\(\?i\)\^/, '') : path.path }
}

/**
 * A wildcard of an Ingress in the syntax of old:
 * https://github.com/traefik/traefik/blob/v3.7/pkg/provider/kubernetes/ingress/kubernetes.go (buildHostRule)
 */
const asWildcard = /\bHostRegexp\((["`])\{subdomain:\[a-zA-Z0-9-\]\+\}\./g

/** What is refused among them: a default backend, and what is sent on from `/`, have routers, and no path of their own. */
export function* routesOf({ routers }: TraefikConfig): Generator<ServedRoute> {
  for (const router of routers) {
    const { origin: source, errors } = router
    // Whose rule cannot be read at all, is off, too, whatever syntax it was meant for.
    if (source?.kind === 'IngressRoute' && router.over === undefined && errors.length === 0)
      yield* customRoutes(router, source)
    const place = hostAndPath(router)
    const isAdded = router.priority === leastPriority || /-app-root-redirect@/.test(router.name)
    if (source?.kind === 'Ingress' && place !== null && !isAdded) yield { ...place, source }
  }
}

/** One for each host, at the first of its paths. */
function customRoutes({ rule, syntax }: Router, source: Ref): readonly ServedRoute[] {
  const read = readRule(rule, syntax)
  if ('wrong' in read) return []
  const { hosts, paths } = namesIn(read)
  const named = hosts.length === 0 ? [null] : hosts
  return named.map((host) => ({ host, path: paths[0]?.path ?? '/', source }))
}

/** Routers of its providers say whose they are: https://github.com/traefik/traefik/blob/v3.7/pkg/config/dynamic/http_config.go */
export function tellsOrigins({ routers }: TraefikConfig): boolean {
  const made = routers.filter(({ name }) => /@kubernetes/.test(name))
  return made.length === 0 || made.some(({ origin }) => origin !== null)
}
