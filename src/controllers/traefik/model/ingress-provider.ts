/**
 * Ingresses → routers, as the provider for them does:
 * https://github.com/traefik/traefik/blob/v3.7/pkg/provider/kubernetes/ingress/kubernetes.go
 */
import { sha256Of } from '../../../domain/certificates.js'
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import { repeatsRules } from '../../../domain/objects/default-backend.js'
import { pathsOf, type WrittenPath } from '../../../domain/objects/ingress-paths.js'
import type { Ingress, IngressBackend } from '../../../domain/objects/objects.js'
import { refOf } from '../../../domain/objects/ref.js'
import { pathMatch } from '../../../domain/routes/route.js'
import { priorityOf, qualified } from '../../../languages/traefik/config/read.js'
import { usualOptions } from '../../../languages/traefik/route/tls-options.js'
import { readRule } from '../../../languages/traefik/rule/read.js'
import type { Syntax } from '../../../languages/traefik/rule/rule.js'
import { wrongRule } from '../rule-mask.js'
import { type AnnotationValues, listSaid, prefix, readAnnotations, saysTls } from './annotations.js'
import { annotationsAside, resolverAside, resolverSaid, withAsides } from './asides.js'
import { serversTransports } from './custom/kinds.js'
import { doubtOf, lackOf } from './custom/references.js'
import { listening, type Provided, switchedOff } from './entry-points.js'
import { digits, normalized, quoted, serviceKey } from './names.js'
import type { Site } from './site.js'
import { annotatedTarget, backendNamed, type FoundTarget, hasNoServer, unusedTargets } from './targets.js'
import { emptyOf, type Made } from './types.js'

const provider = 'kubernetes'

/** Below all that anybody could say. */
export const leastPriority = -2_147_483_648

/** What its annotations say of all of its routers. */
interface RouterSaid {
  readonly entryPoints: readonly string[]
  readonly middlewares: readonly string[]
  readonly priority: number | null
  readonly tls: boolean
  readonly tlsOptions: string | null
  readonly resolver: string
  readonly pathMatcher: string | null
  readonly syntax: Syntax
}

export function addIngress(site: Site, ingress: Ingress): void {
  const { spec, metadata } = ingress
  const { namespace } = refOf(ingress)
  const read = readAnnotations(metadata.annotations, 'router')
  const refused = 'fault' in read ? told('annotation-refused', { ...read, service: null }) : null
  const said = saidBy('fault' in read ? new Map() : read, site.settings.ingress.syntax)
  const made = pathsOf(ingress).map((one) =>
    refused === null
      ? routeOf(site, ingress, said, one)
      : { ...lacking(ingress, one, refused), targets: unusedTargets(site.facts.inventory, namespace, one.backend) },
  )
  const all = [...apart(site, made), ...pathless(ingress)]
  if (spec?.defaultBackend) {
    const whole = { ...emptyOf(ingress, 'spec.defaultBackend'), lack: refused }
    all.push(refused === null ? defaultOf(site, ingress, said, spec.defaultBackend) : whole)
  }
  const resolverField = `metadata.annotations["${prefix}router.tls.certresolver"]`
  const asides = [
    ...annotationsAside(metadata.annotations),
    ...resolverAside(site.settings.resolvers, said.resolver, resolverField),
  ]
  for (const one of withAsides(all, asides)) site.builder.add(one)
}

/** Rules that name a host at most. */
export function pathless(ingress: Ingress): readonly Made[] {
  return (ingress.spec?.rules ?? []).flatMap(({ host, http }, i) =>
    http?.paths?.length
      ? []
      : {
          ...emptyOf(ingress, `spec.rules[${i}]`),
          ...{ host: host || null, match: pathMatch(null, null), lack: told('no-paths', {}) },
        },
  )
}

/** Before it is known which names are there twice. */
interface Raw extends Made {
  readonly router?: Provided
}

function lacking(ingress: Ingress, { host, path, pathType, field }: WrittenPath, lack: Told | null): Raw {
  const match = pathMatch(path || '/', pathType ?? 'ImplementationSpecific')
  return { ...emptyOf(ingress, field), host, match, lack }
}

function routeOf(site: Site, ingress: Ingress, said: RouterSaid, asked: WrittenPath): Raw {
  const { host, path, backend } = asked
  const { namespace, name } = refOf(ingress)
  if (!backend?.service) return lacking(ingress, asked, told('resource-backend', { isDefault: false }))
  const { target: found, lack: flaw, transport } = targetOf(site, namespace, backend.service)
  const missing = site.missingMiddleware(said.middlewares) ?? transportLack(site, found, transport)
  const doubt = transportDoubt(site, found, transport)
  const besides = missing === null ? [] : [missing]
  if (flaw !== null) return { ...lacking(ingress, asked, flaw), besides, targets: [found] }
  const {
    backend: { service, port },
  } = found
  const serviceName = site.builder.addTarget(`${serviceKey({ namespace, name: service }, port)}@${provider}`, found)
  const rule = ruleOf(site, said, asked)
  if (rule === null) {
    const refusal = { annotation: `${prefix}router.pathmatcher`, fault: 'matcher', service: null } as const
    return { ...lacking(ingress, asked, told('annotation-refused', refusal)), besides, targets: [found] }
  }
  const key = normalized(`${namespace}-${name}-${host ?? ''}${path}`)
  const router = routerOf(said, key, rule, serviceName, said.priority)
  const read = readRule(rule, said.syntax)
  const invalid = 'wrong' in read ? wrongRule(rule, read.wrong) : null
  return {
    ...lacking(ingress, asked, invalid ?? missing),
    ...(invalid !== null && { besides }),
    ...site.unseenSecret(said.middlewares),
    ...doubt,
    targets: [found],
    router,
  }
}

/**
 * Of one Ingress, those whose names are the same get a part of a digest of their rules in it; of two with the same rule the
 * last one counts.
 */
function apart({ settings: { entryPoints } }: Site, all: readonly Raw[]): readonly Made[] {
  const count = new Map<string, number>()
  for (const { router } of all) if (router) count.set(router.name, (count.get(router.name) ?? 0) + 1)
  const nameFor = (router: Provided) => (count.get(router.name) === 1 ? router.name : withDigest(router))
  const last = new Map(all.flatMap((one) => (one.router ? [[nameFor(one.router), one] as const] : [])))
  return all.map(({ router = null, ...made }) => {
    if (router === null) return made
    const name = nameFor(router)
    const { field } = last.get(name) ?? made
    if (field !== made.field) return { ...made, lack: told('asked-twice', { field }) }
    const routers = listening(entryPoints, { ...router, name })
    return { ...made, base: name, ...offUnless(made.lack, routers) }
  })
}

/** One without what it names is there, and switched off. */
function offUnless(lack: Told | null, routers: Made['routers']): Pick<Made, 'lack' | 'routers'> {
  return { lack, routers: lack === null ? routers : switchedOff(routers) }
}

function withDigest({ name, rule }: Provided): string {
  const at = name.lastIndexOf('@')
  return `${name.slice(0, at)}-${sha256Of(rule).slice(0, digits)}${name.slice(at)}`
}

/** A default backend counts where there are no rules, and then it is one for all that the provider reads. */
function defaultOf(site: Site, ingress: Ingress, said: RouterSaid, backend: IngressBackend): Made {
  const made = emptyOf(ingress, 'spec.defaultBackend')
  if (ingress.spec?.rules?.length)
    return { ...made, lack: told('default-beside-rules', { only: null, isRepeated: repeatsRules(ingress) }) }
  if (!backend.service) return { ...made, lack: told('resource-backend', { isDefault: true }) }
  const { target: found, lack, transport } = targetOf(site, refOf(ingress).namespace, backend.service)
  if (lack !== null) return { ...made, targets: [found], lack }
  const service = site.builder.addTarget(`default-backend@${provider}`, found)
  const router = routerOf({ ...said, syntax: 'v3' }, 'default-router', 'PathPrefix("/")', service, leastPriority)
  const routers = listening(site.settings.entryPoints, router)
  const doubt = transportDoubt(site, found, transport)
  return {
    ...made,
    ...doubt,
    base: router.name,
    targets: [found],
    ...offUnless(transportLack(site, found, transport), routers),
  }
}

function targetOf(
  { facts: { inventory }, settings: { ingress } }: Site,
  namespace: string,
  service: NonNullable<IngressBackend['service']>,
): FoundTarget {
  return annotatedTarget(inventory, ingress, backendNamed(namespace, service))
}

function routerOf(said: RouterSaid, key: string, rule: string, service: string, priority: number | null): Provided {
  const { entryPoints, middlewares, tls, tlsOptions, syntax } = said
  return {
    name: `${key}@${provider}`,
    rule,
    syntax,
    priority: priorityOf(rule, priority),
    middlewares,
    service,
    entryPoints,
    tls,
    ...(tlsOptions && { tlsOptions }),
    parents: [],
  }
}

export function hostRule(host: string | null): string {
  return host === null ? '' : `Host(${quoted(host)})`
}

/** null: the matcher that is said is none */
function ruleOf(
  { settings: { ingress } }: Site,
  { pathMatcher, syntax }: RouterSaid,
  { host, path, pathType }: WrittenPath,
): string | null {
  const isOpen = pathType === null || pathType === '' || pathType === 'ImplementationSpecific'
  const matcher = (isOpen ? pathMatcher : pathType === 'Exact' ? 'Path' : null) ?? 'PathPrefix'
  if (path !== '' && !['Path', 'PathPrefix', 'PathRegexp'].includes(matcher)) return null
  const pathPart =
    path === ''
      ? ''
      : ingress.strictPrefix && matcher === 'PathPrefix'
        ? strictPrefix(path)
        : `${matcher}(${quoted(path)})`
  const hostPart = syntax === 'v2' && host?.startsWith('*.') ? anySubdomain(host) : hostRule(host)
  return [hostPart, pathPart].filter((part) => part !== '').join(' && ')
}

function anySubdomain(host: string): string {
  return `HostRegexp(${quoted(host.replace('*.', '{subdomain:[a-zA-Z0-9-]+}.'))})`
}

/** Whole elements of a path, as the specification has it. */
export function strictPrefix(path: string): string {
  const bare = path.replace(/\/$/, '')
  if (bare === '') return 'PathPrefix("/")'
  return `(Path(${quoted(bare)}) || PathPrefix(${quoted(`${bare}/`)}))`
}

/** Nobody looks for a transport where there is no server. */
function transportLack(site: Site, target: FoundTarget['target'], name: string | undefined): Told | null {
  return name && !hasNoServer(target) ? lackOf(site, serversTransports, named(qualified(name, `@${provider}`))) : null
}

function transportDoubt(site: Site, target: FoundTarget['target'], name: string | undefined): Pick<Made, 'doubt'> {
  const doubt =
    name && !hasNoServer(target) ? doubtOf(site, serversTransports, named(qualified(name, `@${provider}`))) : null
  return doubt === null ? {} : { doubt }
}

function named(name: string): Parameters<typeof lackOf>[2] {
  return { name, called: name }
}

/** null: the usual ones */
function optionsSaid(name: string): string | null {
  return name === '' || name === usualOptions ? null : qualified(name, `@${provider}`)
}

function saidBy(said: AnnotationValues, syntax: Syntax): RouterSaid {
  const priority = said.get('priority')
  return {
    entryPoints: listSaid(said, 'entrypoints'),
    middlewares: listSaid(said, 'middlewares'),
    priority: priority === undefined ? null : Number(priority),
    tls: saysTls(said),
    tlsOptions: optionsSaid(said.get('tls.options') ?? ''),
    resolver: resolverSaid(said),
    pathMatcher: said.get('pathmatcher') || null,
    syntax: said.get('rulesyntax') ? (said.get('rulesyntax') === 'v2' ? 'v2' : 'v3') : syntax,
  }
}
