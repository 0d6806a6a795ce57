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
  /** of all of them */
  readonly hosts: ReadonlySet<string>
  /** whose an alias is, in lower case: that of the first that asks for it */
  readonly aliases: ReadonlyMap<string, string>
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
  const everyHost = regular.flatMap(({ ingress }) => (ingress.spec?.rules ?? []).map(({ host }) => host ?? ''))
  const aliases = new Map<string, string>()
  for (const { ingress, said } of regular)
    for (const alias of said.aliases.map((one) => one.toLowerCase()))
      if (!aliases.has(alias)) aliases.set(alias, nameOf(refOf(ingress)))
  const own: NginxSite = { ...site, patternHosts: new Set(hosts), hosts: new Set(everyHost), aliases, canaries }
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
  const aliases = aliasesOf(site, ingress, said)
  const rule = key === catchAll ? 'PathPrefix("/")' : ruleOf(site, host, aliases, path, pathType)
  const parts =
    canary === undefined
      ? [{ key, rule, service }]
      : withCanary(site, { key, rule, service }, { label, provider }, canary)
  const { http, https } = site.settings.nginx
  const routers = parts.flatMap((part) => {
    const { plain, secure } = middlewaresOf(site, part.key, said, { path, hasTls }, provider)
    const priority = key === catchAll ? leastPriority : priorityOf(part.rule, null)
    const common = { rule: part.rule, syntax: 'v3', priority, service: part.service, parents: [] } as const
    const www = part.key === key && key !== catchAll ? wwwOf(site, host, said) : null
    const { entryPoints } = site.settings
    const both = [
      { name: part.key, entryPoints: http, tls: false, middlewares: plain },
      { name: `${part.key}-tls`, entryPoints: https, tls: true, middlewares: secure },
    ]
    return both.flatMap(({ name, ...one }) => [
      ...listening(entryPoints, { ...common, ...one, name: `${name}@${provider}` }),
      ...(www === null ? [] : listening(entryPoints, { ...common, ...one, ...sentOn(site, name, host ?? '', www) })),
    ])
  })
  return { ...made, ...(host !== null && { moreHosts: aliases }), targets: [target], routers }
}

/** From the other name of a host to its own. */
function sentOn({ builder }: Site, key: string, host: string, from: string) {
  const name = `${key}-from-to-www-redirect@${provider}`
  const rule = hostRule(from)
  const settings = {
    ...{ regex: '(https?)://[^/:]+(:[0-9]+)?/(.*)', replacement: `$1://${host}$2/$3` },
    statusCode: 308,
  }
  builder.addMiddleware({ name, kind: 'redirectRegex', settings })
  // Nobody is behind it.
  return {
    name,
    rule,
    priority: priorityOf(rule, null),
    middlewares: [name],
    service: `unavailable-service@${provider}`,
  }
}

/** Those that are nobody's host, and no older Ingress's alias. */
function aliasesOf({ hosts, aliases }: NginxSite, ingress: Ingress, said: NginxSaid): readonly string[] {
  return said.aliases.filter((one) => {
    const alias = one.toLowerCase()
    return !hosts.has(alias) && aliases.get(alias) === nameOf(refOf(ingress))
  })
}

/** The other name of a host, with or without `www.`, where nobody asks for that; null: it is sent on from nowhere. */
function wwwOf({ hosts }: NginxSite, host: string | null, { isWww }: NginxSaid): string | null {
  if (!isWww || host === null || host.startsWith('*.')) return null
  const other = host.startsWith('www.') ? host.slice(4) : `www.${host}`
  return hosts.has(other) ? null : other
}

/** Patterns where any Ingress of the host asks for them; else whole elements of a path. */
function ruleOf(
  { patternHosts }: NginxSite,
  host: string | null,
  aliases: readonly string[],
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
  const names = host === null ? [] : [host, ...aliases].map(hostRule)
  const hosts = names.length > 1 ? `(${names.join(' || ')})` : (names[0] ?? '')
  return [hosts, part].filter((one) => one !== '').join(' && ')
}
