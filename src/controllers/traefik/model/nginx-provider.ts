/**
 * Ingresses that were written for another controller → routers, as the provider for them does. It is not that
 * controller: priorities decide, and no age does.
 * https://github.com/traefik/traefik/tree/v3.7/pkg/provider/kubernetes/ingress-nginx
 */
import { told } from '../../../domain/findings/finding.js'
import type { Ingress, IngressBackend } from '../../../domain/objects/objects.js'
import { refOf } from '../../../domain/objects/ref.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import { pathMatch } from '../../../domain/routes/route.js'
import { priorityOf } from '../../../languages/traefik/config/read.js'
import type { Router } from '../../../languages/traefik/config/types.js'
import { normalized } from './builder.js'
import { hostRule, leastPriority, strictPrefix } from './ingress-provider.js'
import { middlewaresOf, type NginxSaid, saidByAnnotations } from './nginx-annotations.js'
import type { Site } from './site.js'
import { countedFor } from './targets.js'
import type { Made, Target } from './types.js'

const provider = 'kubernetesingressnginx'

export function addNginxIngress(site: Site, ingress: Ingress): void {
  const { spec } = ingress
  const said = saidByAnnotations(ingress)
  const { namespace, name } = refOf(ingress)
  const secure = new Set((spec?.tls ?? []).flatMap(({ hosts }) => hosts ?? []).map((host) => host.toLowerCase()))
  const add = (route: Omit<NginxAsked, 'said' | 'hasTls'>) =>
    site.builder.add(
      routeOf(site, ingress, { ...route, said, hasTls: route.host !== null && secure.has(route.host.toLowerCase()) }),
    )
  const hosts = new Set<string>()
  for (const [i, rule] of (spec?.rules ?? []).entries()) {
    const host = rule.host || null
    for (const [j, { path, pathType, backend }] of (rule.http?.paths ?? []).entries())
      add({
        key: `${namespace}-${name}-rule-${i}-path-${j}`,
        host,
        path: path || '/',
        pathType: pathType ?? 'ImplementationSpecific',
        backend,
        rule: ruleOf(host, path || '/', pathType ?? null, said),
        field: `spec.rules[${i}].http.paths[${j}]`,
      })
    if (host !== null) hosts.add(host)
  }
  const fallback = spec?.defaultBackend
  if (!fallback) return
  const common = { path: null, pathType: null, backend: fallback, field: 'spec.defaultBackend' }
  if (hosts.size === 0) add({ ...common, key: 'default-backend', host: null, rule: 'PathPrefix("/")' })
  for (const host of hosts) add({ ...common, key: `${namespace}-${name}-default-backend`, host, rule: hostRule(host) })
}

interface NginxAsked {
  readonly key: string
  readonly host: string | null
  /** null: a default backend */
  readonly path: string | null
  readonly pathType: string | null
  readonly backend: IngressBackend | null | undefined
  readonly rule: string
  readonly field: string
  readonly said: NginxSaid
  readonly hasTls: boolean
}

function routeOf(site: Site, ingress: Ingress, asked: NginxAsked): Made {
  const { key, host, path, pathType, backend, rule, field, said, hasTls } = asked
  const source = refOf(ingress)
  const match = path === null ? null : pathMatch(path, pathType)
  const made: Made = { source, host: path === null ? null : host, match, field, targets: [], routers: [], lack: null }
  if (said.canary) return { ...made, lack: told('canary-backend', { canary: source }) }
  if (!backend?.service) return { ...made, lack: told('resource-backend', { isDefault: path === null }) }
  const { namespace, name } = source
  const { port, name: serviceName } = backend.service
  const target: ServiceBackend = { namespace, service: serviceName, port: port?.number || port?.name || null }
  const counted = countedFor(site.facts.inventory, target)
  const servers = counted.items.flatMap((one) => (one.ready ? [`${one.address}:${one.port}`] : []))
  const found: Target = { backend: target, counted, servers, weight: 1 }
  const isCatchAll = key === 'default-backend'
  const label = path === null ? key : normalized(`${namespace}-${name}-${serviceName}-${target.port ?? ''}`)
  const service = site.builder.addTarget(`${label}@${provider}`, found)
  const middlewares = middlewaresOf(site, `${key}-${namespace}-${name}`, said, { path, hasTls }, provider)
  const { http, https } = site.settings.nginx
  const common = {
    rule,
    syntax: 'v3',
    priority: isCatchAll ? leastPriority : priorityOf(rule, null),
    service,
    errors: [],
    origin: null,
  } as const
  const routers: Router[] = [
    {
      ...common,
      name: `${key}@${provider}`,
      entryPoints: http === null ? [] : [http],
      tls: false,
      middlewares: middlewares.plain,
    },
    {
      ...common,
      name: `${key}-tls@${provider}`,
      entryPoints: https === null ? [] : [https],
      tls: true,
      middlewares: middlewares.secure,
    },
  ]
  return { ...made, targets: [found], routers }
}

/** Patterns where the annotations speak of them; else whole elements of a path. */
function ruleOf(host: string | null, path: string, pathType: string | null, { isPattern }: NginxSaid): string {
  const part =
    pathType === 'Exact'
      ? `Path(${JSON.stringify(path)})`
      : isPattern
        ? `PathRegexp(${JSON.stringify(`(?i)^${path}`)})`
        : strictPrefix(path)
  return [hostRule(host), part].filter((one) => one !== '').join(' && ')
}
