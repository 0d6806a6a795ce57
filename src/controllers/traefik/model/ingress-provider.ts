/**
 * Ingresses → routers, as the provider for them does:
 * https://github.com/traefik/traefik/blob/v3.7/pkg/provider/kubernetes/ingress/kubernetes.go
 */
import { told } from '../../../domain/findings/finding.js'
import type { Ingress, IngressBackend } from '../../../domain/objects/objects.js'
import { refOf } from '../../../domain/objects/ref.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import { pathMatch } from '../../../domain/routes/route.js'
import { priorityOf } from '../../../languages/traefik/config/read.js'
import type { Router } from '../../../languages/traefik/config/types.js'
import { normalized, serviceKey } from './builder.js'
import type { Site } from './site.js'
import { countedFor, flawOf } from './targets.js'
import type { Made, Target } from './types.js'

const provider = 'kubernetes'

/** Below all that anybody could say. */
export const leastPriority = -2_147_483_648

/** What its annotations say of all of its routers. */
interface Said {
  readonly entryPoints: readonly string[]
  readonly middlewares: readonly string[]
  readonly priority: number | null
  readonly tls: boolean
  readonly pathMatcher: string
}

export function addIngress(site: Site, ingress: Ingress): void {
  const { spec } = ingress
  const said = saidBy(ingress)
  for (const [i, rule] of (spec?.rules ?? []).entries())
    for (const [j, { path, pathType, backend }] of (rule.http?.paths ?? []).entries())
      site.builder.add(
        routeOf(site, ingress, said, {
          host: rule.host || null,
          path: path || '',
          pathType: pathType ?? null,
          backend,
          field: `spec.rules[${i}].http.paths[${j}]`,
        }),
      )
  for (const [i, rule] of (spec?.rules ?? []).entries())
    if (!rule.http?.paths?.length)
      site.builder.add({
        ...bare(ingress, `spec.rules[${i}]`),
        host: rule.host || null,
        match: pathMatch(null, null),
        lack: told('no-paths', {}),
      })
  if (spec?.defaultBackend) site.builder.add(defaultOf(site, ingress, said, spec.defaultBackend))
}

function bare(ingress: Ingress, field: string): Made {
  return { source: refOf(ingress), host: null, match: null, field, targets: [], routers: [], lack: null }
}

interface Asked {
  readonly host: string | null
  readonly path: string
  readonly pathType: string | null
  readonly backend: IngressBackend | null | undefined
  readonly field: string
}

function routeOf(site: Site, ingress: Ingress, said: Said, { host, path, pathType, backend, field }: Asked): Made {
  const { namespace, name } = refOf(ingress)
  const match = pathMatch(path || '/', pathType ?? 'ImplementationSpecific')
  const found = targetOf(site, namespace, backend)
  const made = { ...bare(ingress, field), host, match }
  if ('lack' in found) return { ...made, ...found }
  const missing = site.missingMiddleware(said.middlewares)
  if (missing !== null) return { ...made, targets: [found], lack: missing }
  const service = site.builder.addTarget(
    `${serviceKey({ namespace, name: found.backend.service }, found.backend.port)}@${provider}`,
    found,
  )
  const rule = [hostRule(host), pathRule(site, said, path, pathType)].filter((part) => part !== '').join(' && ')
  const key = normalized(`${namespace}-${name}-${host ?? ''}${path}`)
  return { ...made, targets: [found], routers: routersOf(site, said, key, rule, service, said.priority) }
}

/** A default backend counts where there are no rules, and then it is one for all that the provider reads. */
function defaultOf(site: Site, ingress: Ingress, said: Said, backend: IngressBackend): Made {
  const made = bare(ingress, 'spec.defaultBackend')
  if (ingress.spec?.rules?.length) return { ...made, lack: told('default-beside-rules', {}) }
  const found = targetOf(site, refOf(ingress).namespace, backend)
  if ('lack' in found) return { ...made, ...found }
  const service = site.builder.addTarget(`default-backend@${provider}`, found)
  const routers = routersOf(site, said, 'default-router', 'PathPrefix("/")', service, leastPriority)
  return { ...made, targets: [found], routers }
}

function targetOf(
  { facts: { inventory }, settings: { ingress } }: Site,
  namespace: string,
  backend: IngressBackend | null | undefined,
): Target | Pick<Made, 'lack'> {
  if (!backend?.service) return { lack: told('resource-backend', { isDefault: false }) }
  const { name, port } = backend.service
  const target: ServiceBackend = { namespace, service: name, port: port?.number || port?.name || null }
  const counted = countedFor(inventory, target)
  const isDropped =
    ['no-service', 'no-port'].includes(counted.state) ||
    (counted.state === 'external-name' && !ingress.allowsExternalNames) ||
    (['none-ready', 'no-slices'].includes(counted.state) && !ingress.allowsEmpty)
  return isDropped ? { lack: flawOf(target, counted) } : { backend: target, counted, weight: 1 }
}

/** One without TLS, and one with it where an entry point has TLS for all. */
function routersOf(
  { settings: { entryPoints } }: Site,
  { entryPoints: said, middlewares, tls }: Said,
  key: string,
  rule: string,
  service: string,
  priority: number | null,
): readonly Router[] {
  const all = said.length > 0 ? said : entryPoints.filter(({ name }) => name !== 'traefik').map(({ name }) => name)
  const withTls = new Set(entryPoints.filter((one) => one.tls).map(({ name }) => name))
  const common = {
    rule,
    syntax: 'v3',
    priority: priorityOf(rule, priority),
    middlewares,
    service,
    errors: [],
    origin: null,
  } as const
  if (tls) return [{ ...common, name: `${key}@${provider}`, entryPoints: all, tls: true }]
  const plain = all.filter((name) => !withTls.has(name))
  const secure = all.filter((name) => withTls.has(name))
  return [
    ...(plain.length > 0 ? [{ ...common, name: `${key}@${provider}`, entryPoints: plain, tls: false }] : []),
    ...(secure.length > 0 ? [{ ...common, name: `websecure-${key}@${provider}`, entryPoints: secure, tls: true }] : []),
  ]
}

export function hostRule(host: string | null): string {
  return host === null ? '' : `Host(${JSON.stringify(host)})`
}

function pathRule(
  { settings: { ingress } }: Site,
  { pathMatcher }: Said,
  path: string,
  pathType: string | null,
): string {
  if (path === '') return ''
  if (pathType === 'Exact') return `Path(${JSON.stringify(path)})`
  const matcher = pathType === 'Prefix' ? 'PathPrefix' : pathMatcher
  return ingress.strictPrefix && matcher === 'PathPrefix' ? strictPrefix(path) : `${matcher}(${JSON.stringify(path)})`
}

/** Whole elements of a path, as the specification has it. */
export function strictPrefix(path: string): string {
  const bare = path.replace(/\/$/, '')
  if (bare === '') return 'PathPrefix("/")'
  return `(Path(${JSON.stringify(bare)}) || PathPrefix(${JSON.stringify(`${bare}/`)}))`
}

const prefix = 'traefik.ingress.kubernetes.io/router.'

function saidBy({ metadata: { annotations } }: Ingress): Said {
  const said = (name: string) => annotations?.[`${prefix}${name}`]?.trim() || null
  const list = (name: string) => (said(name) ?? '').split(',').flatMap((part) => part.trim() || [])
  const priority = Number(said('priority') ?? Number.NaN)
  return {
    entryPoints: list('entrypoints'),
    middlewares: list('middlewares'),
    priority: Number.isInteger(priority) ? priority : null,
    tls:
      /^(?:true|1|t)$/i.test(said('tls') ?? '') ||
      Object.keys(annotations ?? {}).some((name) => name.startsWith(`${prefix}tls.`)),
    pathMatcher: said('pathmatcher') ?? 'PathPrefix',
  }
}
