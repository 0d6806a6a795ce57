/**
 * Ingresses that were written for another controller → routers, as the provider for them does. It is not that
 * controller: priorities decide, and no age does.
 * https://github.com/traefik/traefik/tree/v3.7/pkg/provider/kubernetes/ingress-nginx
 */
import { compare } from '../../../domain/compare.js'
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import type { Ingress, IngressBackend } from '../../../domain/objects/objects.js'
import { nameOf, refOf } from '../../../domain/objects/ref.js'
import { pathMatch } from '../../../domain/routes/route.js'
import { priorityOf } from '../../../languages/traefik/config/read.js'
import { normalized, quoted } from './builder.js'
import { listening } from './entry-points.js'
import { hostRule, leastPriority, strictPrefix } from './ingress-provider.js'
import { middlewaresOf, type NginxSaid, nginxPrefix, nginxTarget, saidByAnnotations } from './nginx-annotations.js'
import { type Asking, type Canary, canariesIn, primaryKey, withCanary } from './nginx-canaries.js'
import type { Site } from './site.js'
import type { Made } from './types.js'

const provider = 'kubernetesingressnginx'

/** What all of its Ingresses say together. */
export interface NginxSite extends Site {
  /** in whose paths are patterns: of an Ingress that asks for them, all of the host's */
  readonly patternHosts: ReadonlySet<string>
  /** what a canary takes a part of the requests for, by `NAMESPACE/SERVICE/PORT` */
  readonly canaries: ReadonlyMap<string, Canary>
}

/** The oldest comes first, and of two that are as old the one whose name comes last. */
export function addNginxIngresses(site: Site, ingresses: readonly Ingress[]): void {
  const sorted = [...ingresses].sort(byAge)
  for (const ingress of sorted) for (const one of refused(site, ingress)) site.builder.add(one)
  const taken = sorted.filter((ingress) => lackOf(site, ingress) === null)
  const all = taken.map((ingress) => ({ ingress, said: saidByAnnotations(ingress) }))
  const regular = all.filter(({ said }) => !said.canary)
  const hosts = regular.flatMap(({ ingress, said }) =>
    said.isPattern ? (ingress.spec?.rules ?? []).map(({ host }) => host ?? '') : [],
  )
  const { canaries, made } = canariesIn(
    site,
    regular,
    all.filter(({ said }) => said.canary),
  )
  const own: NginxSite = { ...site, patternHosts: new Set(hosts), canaries }
  for (const one of regular) addNginxIngress(own, one)
  for (const one of made) site.builder.add(one)
}

/** Why an Ingress is passed over as a whole. */
function lackOf({ settings: { nginx } }: Site, { spec, metadata }: Ingress): Told | null {
  const snippet = snippets.find((name) => metadata.annotations?.[name])
  if (snippet !== undefined && !nginx.allowsSnippets)
    return told('annotation-refused', { annotation: snippet, fault: 'snippet', service: null })
  const paths = (spec?.rules ?? []).flatMap(({ http }) => http?.paths ?? [])
  const odd = paths.find(({ path, pathType }) => path && pathType !== 'ImplementationSpecific' && !plainPath.test(path))
  if (odd === undefined || !nginx.strictPaths) return null
  return told('path-type', {
    path: odd.path ?? '',
    pathType: odd.pathType ?? null,
    allowed: 'letters, digits and ._-/',
  })
}

const snippets = ['server-snippet', 'configuration-snippet', 'auth-snippet'].map((name) => `${nginxPrefix}${name}`)
const plainPath = /^\/[A-Za-z0-9._\-/]*$/

/** All that it asks for; empty where it is taken. */
function refused(site: Site, ingress: Ingress): readonly Made[] {
  const lack = lackOf(site, ingress)
  if (lack === null) return []
  const rules = (ingress.spec?.rules ?? []).flatMap(({ host, http }, i) =>
    (http?.paths ?? []).map(({ path, pathType }, j) => ({
      ...bareOf(ingress, `spec.rules[${i}].http.paths[${j}]`),
      ...{ host: host || null, match: pathMatch(path || '/', pathType ?? 'Prefix'), lack },
    })),
  )
  return ingress.spec?.defaultBackend ? [...rules, { ...bareOf(ingress, 'spec.defaultBackend'), lack }] : rules
}

function byAge(a: Ingress, b: Ingress): number {
  const [first, second] = [a, b].map(({ metadata }) => metadata.creationTimestamp ?? '')
  return compare(first ?? '', second ?? '') || compare(nameOf(refOf(b)), nameOf(refOf(a)))
}

/** One that nobody has as a whole: the first of them is that of the provider. */
const catchAll = 'default-backend'

function addNginxIngress(site: NginxSite, { ingress, said }: Asking): void {
  const { spec } = ingress
  const { namespace, name } = refOf(ingress)
  const hasTls = (spec?.tls ?? []).length > 0
  const add = (route: Omit<NginxAsked, 'said' | 'hasTls'>) =>
    site.builder.add(routeOf(site, ingress, { ...route, said, hasTls }))
  for (const [i, rule] of (spec?.rules ?? []).entries())
    for (const [j, { path, pathType, backend }] of (rule.http?.paths ?? []).entries())
      add({
        key: normalized(`${namespace}-${name}-rule-${i}-path-${j}`),
        host: rule.host || null,
        path: path || '',
        pathType: pathType ?? null,
        backend,
        field: `spec.rules[${i}].http.paths[${j}]`,
      })
  const fallback = spec?.defaultBackend
  if (!fallback?.service) return
  const common = { path: null, pathType: null, backend: fallback, field: 'spec.defaultBackend' }
  if (!spec?.rules?.length) {
    if (!site.builder.hasRouter(`${catchAll}@${provider}`)) add({ ...common, key: catchAll, host: null })
    else site.builder.add({ ...bareOf(ingress, common.field), lack: told('catch-all-taken', { owner: null }) })
    return
  }
  const key = normalized(`${namespace}-${name}-default-backend`)
  for (const host of new Set(spec.rules.map((rule) => rule.host || null))) add({ ...common, key, host })
}

interface NginxAsked {
  readonly key: string
  readonly host: string | null
  /** null: a default backend */
  readonly path: string | null
  readonly pathType: string | null
  readonly backend: IngressBackend | null | undefined
  readonly field: string
  readonly said: NginxSaid
  readonly hasTls: boolean
}

function bareOf(ingress: Ingress, field: string): Made {
  return { source: refOf(ingress), host: null, match: null, field, targets: [], routers: [], lack: null }
}

function routeOf(site: NginxSite, ingress: Ingress, asked: NginxAsked): Made {
  const { key, host, path, pathType, backend, field, said, hasTls } = asked
  const { namespace, name } = refOf(ingress)
  const match = path === null ? null : pathMatch(path || '/', pathType ?? 'Prefix')
  const made: Made = { ...bareOf(ingress, field), host: path === null ? null : host, match }
  if (!backend?.service) return { ...made, lack: told('resource-backend', { isDefault: path === null }) }
  const target = nginxTarget(site, namespace, backend.service, said)
  const { port } = target.backend
  const label = path === null ? key : normalized(`${namespace}-${name}-${backend.service.name}-${port ?? 0}`)
  const service = site.builder.addTarget(`${label}@${provider}`, target)
  const canary = path === null ? undefined : site.canaries.get(primaryKey(namespace, backend.service))
  const rule = key === catchAll ? 'PathPrefix("/")' : ruleOf(site, host, path, pathType)
  const parts =
    canary === undefined
      ? [{ key, rule, service }]
      : withCanary(site, { key, rule, service }, { label, provider }, canary)
  const { http, https } = site.settings.nginx
  const routers = parts.flatMap((part) => {
    const { plain, secure } = middlewaresOf(site, part.key, said, { path, hasTls }, provider)
    const priority = key === catchAll ? leastPriority : priorityOf(part.rule, null)
    const common = { rule: part.rule, syntax: 'v3', priority, service: part.service, parents: [] } as const
    const { entryPoints } = site.settings
    return [
      ...listening(entryPoints, {
        ...common,
        name: `${part.key}@${provider}`,
        entryPoints: http,
        tls: false,
        middlewares: plain,
      }),
      ...listening(entryPoints, {
        ...common,
        name: `${part.key}-tls@${provider}`,
        entryPoints: https,
        tls: true,
        middlewares: secure,
      }),
    ]
  })
  return { ...made, targets: [target], routers }
}

/** Patterns where any Ingress of the host asks for them; else whole elements of a path. */
function ruleOf(
  { patternHosts }: NginxSite,
  host: string | null,
  path: string | null,
  pathType: string | null,
): string {
  const part = !path
    ? ''
    : pathType === 'Exact'
      ? `Path(${quoted(path)})`
      : patternHosts.has(host ?? '')
        ? `PathRegexp(${quoted(`(?i)^${path}`)})`
        : strictPrefix(path)
  return [hostRule(host), part].filter((one) => one !== '').join(' && ')
}
