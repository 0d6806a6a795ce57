/**
 * Ingresses that were written for another controller → routers, as the provider for them does. It is not that
 * controller: priorities decide, and no age does.
 * https://github.com/traefik/traefik/tree/v3.7/pkg/provider/kubernetes/ingress-nginx
 */
import { compare } from '../../../domain/compare.js'
import { told } from '../../../domain/findings/finding.js'
import type { Ingress, IngressBackend } from '../../../domain/objects/objects.js'
import { nameOf, refOf } from '../../../domain/objects/ref.js'
import { pathMatch } from '../../../domain/routes/route.js'
import { priorityOf } from '../../../languages/traefik/config/read.js'
import { readRule } from '../../../languages/traefik/rule/read.js'
import { wrongRule } from '../rule-mask.js'
import { slashAside } from './asides.js'
import { plainService } from './builder.js'
import { listening, switchedOff } from './entry-points.js'
import { leastPriority, pathless } from './ingress-provider.js'
import { normalized } from './names.js'
import { middlewaresOf, type NginxSaid, nginxTarget, saidByAnnotations } from './nginx-annotations.js'
import { type Asking, canariesIn, portText, primaryKey, withCanary } from './nginx-canaries.js'
import { type Passed, passedBy } from './nginx-passthrough.js'
import { lackOf, refused } from './nginx-refused.js'
import {
  aliasesOf,
  appRootsOf,
  type NginxSite,
  provider,
  rootOf,
  ruleOf,
  sentOn,
  serverSnippetsOf,
  unavailable,
  wwwOf,
} from './nginx-rules.js'
import {
  brokenOf,
  catchAll,
  clientsByHost,
  errorServiceOf,
  lackOfHeaders,
  lackOfSecret,
  unseenSecret,
} from './nginx-secrets.js'
import type { Site } from './site.js'
import { namedIn } from './targets.js'
import { emptyOf, type Made } from './types.js'

/** The oldest comes first, and of two that are as old the one whose name comes last. */
export function addNginxIngresses(site: Site, ingresses: readonly Ingress[]): void {
  addFallback(site)
  site.builder.addService({ ...plainService(unavailable), servers: [] })
  const sorted = [...ingresses].sort(byAge)
  for (const ingress of sorted) for (const one of refused(site, ingress, lackOf(site, ingress))) site.builder.add(one)
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
  const names = {
    ...{ hosts: new Set(everyHost), aliases, appRoots: appRootsOf(regular) },
    ...{ serverSnippets: serverSnippetsOf(regular), clients: clientsByHost(site, regular) },
  }
  const own: NginxSite = { ...site, ...names, patternHosts: new Set(hosts), canaries }
  for (const one of regular) {
    const passed = passedBy(site, one, provider)
    const lack = lackOfSecret(site, one.ingress, one.said)
    if (lack === null) addNginxIngress(own, one, passed)
    else for (const left of refused(site, one.ingress, lack)) site.builder.add(handedOn(left, passed.get(left.field)))
  }
  const canaryRules = all.flatMap(({ ingress, said }) => (said.canary ? pathless(ingress) : []))
  for (const one of [...made, ...canaryRules]) site.builder.add(one)
}

/** TLS of it is handed on, whatever is the matter with the rest. */
function handedOn(made: Made, passed: Passed | undefined): Made {
  return passed === undefined ? made : { ...made, targets: [passed.target], routers: [passed.router], lack: null }
}

function byAge(a: Ingress, b: Ingress): number {
  const [first, second] = [a, b].map(({ metadata }) => metadata.creationTimestamp ?? '')
  return compare(first ?? '', second ?? '') || compare(nameOf(refOf(b)), nameOf(refOf(a)))
}

/** The Service of a flag takes whatever nobody takes. */
function addFallback(site: Site): void {
  const { fallback, http, https, allowsExternalNames } = site.settings.nginx
  const found = fallback === null ? undefined : site.facts.inventory.service(fallback)
  if (fallback === null || found === undefined) return
  if (found.spec?.type === 'ExternalName' && !allowsExternalNames) return
  const target = nginxTarget(site, fallback.namespace, { name: fallback.name }, { isUpstream: false, fallback: null })
  const service = site.builder.addTarget(`${catchAll}@${provider}`, target)
  const both = [
    { name: catchAll, entryPoints: http, tls: false },
    { name: `${catchAll}-tls`, entryPoints: https, tls: true },
  ]
  for (const { name, ...one } of both) {
    const rule = {
      rule: 'PathPrefix("/")',
      syntax: 'v3',
      priority: leastPriority,
      middlewares: [],
      parents: [],
    } as const
    const own = { ...rule, ...one, service, name: `${name}@${provider}` }
    for (const router of listening(site.settings.entryPoints, own)) site.builder.addOwn(router)
  }
}

function addNginxIngress(site: NginxSite, { ingress, said }: Asking, passed: ReadonlyMap<string, Passed>): void {
  const { spec } = ingress
  const { namespace, name } = refOf(ingress)
  const hasTls = (spec?.tls ?? []).length > 0
  const unseen = unseenSecret(site, ingress, said)
  const add = (route: Omit<NginxAsked, 'said' | 'hasTls'>) => {
    const made = routeOf(site, ingress, { ...route, said, hasTls })
    const own = passed.get(route.path === null ? (route.host ?? '') : route.field)
    const isApart = said.isPassthrough && own === undefined && made.lack === null && made.routers.length > 0
    site.builder.add(
      {
        ...made,
        ...(unseen !== null && { unseen }),
        ...(own !== undefined && { routers: [...made.routers, own.router] }),
        asides: made.lack === null ? slashAside(route.path, said.rewrite) : [],
        ...(isApart && { remark: told('tls-passed', { host: route.host }) }),
      },
      route.host ?? '',
    )
  }
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
  for (const one of pathless(ingress)) site.builder.add(one)
  const fallback = spec?.defaultBackend
  if (fallback && !fallback.service && !spec?.rules?.length)
    site.builder.add({
      ...emptyOf(ingress, 'spec.defaultBackend'),
      lack: told('resource-backend', { isDefault: true }),
    })
  if (!fallback?.service) return
  const common = { path: null, pathType: null, backend: fallback, field: 'spec.defaultBackend' }
  if (!spec?.rules?.length) {
    if (!site.builder.hasTarget(`${catchAll}@${provider}`)) add({ ...common, key: catchAll, host: null })
    else site.builder.add({ ...emptyOf(ingress, common.field), lack: told('catch-all-taken', { owner: null }) })
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

function routeOf(site: NginxSite, ingress: Ingress, asked: NginxAsked): Made {
  const { key, host, path, pathType, backend, field, said, hasTls } = asked
  const { namespace, name } = refOf(ingress)
  const match = path === null ? null : pathMatch(path || '/', pathType ?? 'Prefix')
  const made: Made = { ...emptyOf(ingress, field), host: path === null ? null : host, match }
  if (!backend?.service) return { ...made, lack: told('resource-backend', { isDefault: path === null }) }
  const target = nginxTarget(site, namespace, backend.service, said)
  const lack = lackOfHeaders(site, ingress)
  const clients = site.clients.get(host ?? '')
  const errorService = errorServiceOf(site, ingress, said)
  const broken = brokenOf(site, ingress, { key, said }, errorService?.isThere ?? null)
  const label =
    path === null ? key : normalized(`${namespace}-${name}-${backend.service.name}-${portText(backend.service.port)}`)
  const service = site.builder.addFirstTarget(`${label}@${provider}`, target)
  const canary = path === null ? undefined : site.canaries.get(primaryKey(namespace, backend.service))
  const aliases = aliasesOf(site, ingress, said)
  const rule = key === catchAll ? 'PathPrefix("/")' : ruleOf(site, host, aliases, path, pathType)
  const parts =
    canary === undefined
      ? [{ key, rule, service }]
      : withCanary(site, { key, rule, service }, { label, provider }, canary)
  const { http, https } = site.settings.nginx
  const routers = parts.flatMap((part) => {
    const isPattern = key !== catchAll && site.patternHosts.has(host ?? '')
    const isRoot = (!path || path === '/') && key !== catchAll
    const hostRoot = site.appRoots.get(host ?? '')
    const appRoot = said.appRoot ?? (isRoot ? (hostRoot?.path ?? null) : null)
    const serverSnippet = key === catchAll ? '' : (site.serverSnippets.get(host ?? '') ?? '')
    const isPassedOn = said.isPassthrough && key !== catchAll
    const place = {
      path,
      appRoot,
      hasTls,
      isPassedOn,
      isPattern,
      serverSnippet,
      errorService: errorService?.name ?? null,
    }
    const { plain, secure } =
      lack === null ? middlewaresOf(site, part.key, said, place, provider) : { plain: [], secure: [] }
    const priority = key === catchAll ? leastPriority : priorityOf(part.rule, null)
    const to = lack === null ? part.service : unavailable
    const common = { rule: part.rule, syntax: 'v3', priority, service: to, parents: [] } as const
    const isFirst = part.key === key && key !== catchAll && lack === null
    const www = isFirst ? wwwOf(site, host, said) : null
    const sendsRoot = isFirst && hostRoot?.field === `${nameOf(refOf(ingress))} ${field}`
    const { entryPoints } = site.settings
    const tlsOptions = clients === undefined || key === catchAll ? undefined : `${clients.options}@${provider}`
    if (tlsOptions !== undefined) site.builder.addTlsOptions(tlsOptions, clients?.how ?? '')
    const both = [
      { name: part.key, entryPoints: http, tls: false, middlewares: plain },
      ...(isPassedOn
        ? []
        : [
            {
              name: `${part.key}-tls`,
              entryPoints: https,
              tls: true,
              middlewares: secure,
              ...(tlsOptions && { tlsOptions }),
            },
          ]),
    ]
    return both.flatMap(({ name, ...one }) => [
      ...listening(entryPoints, { ...common, ...one, name: `${name}@${provider}` }),
      ...(sendsRoot ? listening(entryPoints, { ...common, ...one, ...rootOf(name, host, aliases) }) : []),
      ...(www === null ? [] : listening(entryPoints, { ...common, ...one, ...sentOn(site, name, host ?? '', www) })),
    ])
  })
  const all = {
    ...made,
    ...(host !== null && { moreHosts: aliases }),
    targets: [target],
    ...namedIn(site.facts.inventory, namespace, backend.service, target),
  }
  if (lack !== null) return { ...all, routers, lack }
  const read = readRule(rule, 'v3')
  if ('wrong' in read) {
    // What only sends on has a rule of its own.
    const isOff = (one: { readonly rule: string }) => 'wrong' in readRule(one.rule, 'v3')
    return {
      ...all,
      lack: wrongRule(rule, read.wrong),
      routers: [...routers.filter((one) => !isOff(one)), ...switchedOff(routers.filter(isOff))],
    }
  }
  if (broken === null) return { ...all, routers }
  // They stay in its list, and take nothing; what only sends on has no part in that.
  const disabled = routers.map((one) =>
    one.middlewares.some((name) => name.endsWith(`-${broken.word}@${provider}`))
      ? { ...one, errors: [broken.word] }
      : one,
  )
  return { ...all, routers: disabled, lack: broken.lack }
}
