/**
 * IngressRoutes, Middlewares and TraefikServices → routers, as the provider for them does:
 * https://github.com/traefik/traefik/blob/v3.7/pkg/provider/kubernetes/crd/kubernetes_http.go
 */

import { sha256Of } from '../../../domain/certificates.js'
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import type { CustomObject } from '../../../domain/objects/custom.js'
import { list, record, text, texts, type Wire } from '../../../domain/objects/project-fields.js'
import { type Ref, refOf } from '../../../domain/objects/ref.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import type { RouteMatch } from '../../../domain/routes/route.js'
import { priorityOf, readMiddleware } from '../../../languages/traefik/config/read.js'
import { namesIn, readRule, type Syntax } from '../../../languages/traefik/rule/read.js'
import { digits, normalized, serviceKey } from './builder.js'
import { listening } from './entry-points.js'
import { ingressRoutes, middlewares, traefikServices } from './kinds.js'
import type { Site } from './site.js'
import { targetFor } from './targets.js'
import type { Made, Target } from './types.js'

const provider = 'kubernetescrd'

export function addCustom(site: Site): void {
  const { facts, settings, builder } = site
  if (!settings.crd.isOn) return
  const all = (kind: Parameters<NonNullable<typeof facts.customOf>>[0]) =>
    (facts.customOf?.(kind).items ?? []).filter((one) => isWatched(site, one))
  for (const one of all(middlewares)) {
    const read = readMiddleware(middlewareName(refOf(one)), one.spec)
    if (read !== null)
      builder.addMiddleware(read.kind === 'chain' ? { ...read, settings: { middlewares: chainOf(one) } } : read)
  }
  const services = new Map(all(traefikServices).map((one) => [`${refOf(one).namespace}/${refOf(one).name}`, one]))
  for (const one of all(ingressRoutes))
    for (const [i, route] of (list(one.spec.routes, (wire) => wire) ?? []).entries())
      builder.add(routeOf(site, services, one, route, i))
}

function isWatched({ settings: { crd } }: Site, { kind, metadata }: CustomObject): boolean {
  if (crd.namespaces !== null && !crd.namespaces.includes(metadata.namespace ?? '')) return false
  const said = metadata.annotations?.['kubernetes.io/ingress.class'] || null
  if (kind !== ingressRoutes.kind) return true
  return said === null ? crd.class === null : said === (crd.class ?? 'traefik')
}

function middlewareName({ namespace, name }: Pick<Ref, 'namespace' | 'name'>): string {
  return `${normalized(`${namespace}-${name}`)}@${provider}`
}

function chainOf(one: CustomObject): readonly string[] {
  return namedMiddlewares(record(one.spec.chain).middlewares, refOf(one).namespace)
}

function namedMiddlewares(value: unknown, namespace: string): readonly string[] {
  return (list(value, (wire) => wire) ?? []).flatMap((wire) => {
    const name = text(wire.name) ?? ''
    if (name === '') return []
    return name.includes('@') ? [name] : [middlewareName({ namespace: text(wire.namespace) ?? namespace, name })]
  })
}

function routeOf(
  site: Site,
  services: ReadonlyMap<string, CustomObject>,
  object: CustomObject,
  route: Wire,
  index: number,
): Made {
  const source = refOf(object)
  const rule = text(route.match) ?? ''
  const syntax: Syntax = text(route.syntax) === 'v2' ? 'v2' : 'v3'
  const read = readRule(rule, syntax)
  const field = `spec.routes[${index}]`
  if ('wrong' in read) {
    const lack = told('rule-invalid', { rule, fault: read.wrong })
    return { source, host: null, match: matchOf(rule, 'Rule'), field, targets: [], routers: [], lack }
  }
  const { hosts, paths } = namesIn(read)
  const [path] = paths
  const made: Made = {
    source,
    host: hosts[0] ?? null,
    match: matchOf(path?.path ?? '/', path === undefined ? 'PathPrefix' : path.by),
    field,
    targets: [],
    routers: [],
    lack: null,
  }
  const key = `${normalized(`${source.namespace}-${source.name}`)}-${sha256Of(rule).slice(0, digits)}@${provider}`
  const found = targetsOf(site, services, list(route.services, (wire) => wire) ?? [], source.namespace, 0)
  if (found.lack !== undefined) return { ...made, targets: found.targets, lack: found.lack }
  const asked = namedMiddlewares(route.middlewares, source.namespace)
  const missing = site.missingMiddleware(asked)
  if (missing !== null) return { ...made, targets: found.targets, lack: missing }
  const service = serviceOf(site, key, found.targets)
  return {
    ...made,
    targets: found.targets,
    routers: routersOf(site, object, key, rule, syntax, {
      priority: typeof route.priority === 'number' ? route.priority : null,
      middlewares: asked,
      service,
    }),
  }
}

/** One that is alone has the name of its router. */
function serviceOf({ builder }: Site, key: string, targets: readonly Target[]): string {
  const [only, ...others] = targets
  if (only !== undefined && others.length === 0) return builder.addTarget(key, only)
  const parts = targets.map((target) => {
    const { namespace, service: name, port } = target.backend
    return {
      name: builder.addTarget(`${serviceKey({ namespace, name }, port)}@${provider}`, target),
      weight: target.weight,
    }
  })
  return builder.addWeighted(key, parts)
}

function matchOf(path: string, pathType: string): RouteMatch {
  return { path, pathType, method: null, headers: [], query: [] }
}

function routersOf(
  { settings: { entryPoints } }: Site,
  { spec }: CustomObject,
  key: string,
  rule: string,
  syntax: Syntax,
  more: { readonly priority: number | null; readonly middlewares: readonly string[]; readonly service: string },
): Made['routers'] {
  return listening(entryPoints, {
    name: key,
    rule,
    syntax,
    priority: priorityOf(rule, more.priority),
    middlewares: more.middlewares,
    service: more.service,
    entryPoints: texts(spec.entryPoints) ?? [],
    tls: spec.tls !== undefined && spec.tls !== null,
  })
}

const mostRounds = 10

/** One that cannot be had leaves the whole rule out. */
function targetsOf(
  site: Site,
  services: ReadonlyMap<string, CustomObject>,
  asked: readonly Wire[],
  namespace: string,
  depth: number,
): { readonly targets: readonly Target[]; readonly lack?: Told } {
  const { facts, settings } = site
  const targets: Target[] = []
  for (const wire of asked) {
    const name = text(wire.name) ?? ''
    const own = text(wire.namespace) ?? namespace
    const weight = typeof wire.weight === 'number' ? wire.weight : 1
    const missing = {
      targets,
      lack: told('no-service', { service: { namespace: own, name }, instead: { is: 'unsaid' } }),
    }
    if (own !== namespace && !settings.crd.crossNamespace) return missing
    if (text(wire.kind) === 'TraefikService') {
      const found = services.get(`${own}/${name}`)
      if (found === undefined || depth > mostRounds) return missing
      const spec =
        record(found.spec.weighted).services ?? (found.spec.mirroring === undefined ? [] : [found.spec.mirroring])
      const inner = targetsOf(site, services, list(spec, (one) => one) ?? [], own, depth + 1)
      if (inner.lack !== undefined) return inner
      targets.push(...inner.targets.map((target) => ({ ...target, weight: target.weight * weight })))
      continue
    }
    const port = typeof wire.port === 'number' || typeof wire.port === 'string' ? wire.port : null
    const backend: ServiceBackend = { namespace: own, service: name, port }
    const found = targetFor(facts.inventory, settings.crd, backend)
    targets.push({ ...found.target, weight })
    if (found.lack !== null) return { targets, lack: found.lack }
  }
  return { targets }
}
