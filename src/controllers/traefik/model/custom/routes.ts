/**
 * IngressRoutes → routers, as the provider for them does:
 * https://github.com/traefik/traefik/blob/v3.7/pkg/provider/kubernetes/crd/kubernetes_http.go
 */
import { sha256Of } from '../../../../domain/certificates.js'
import type { Told } from '../../../../domain/findings/facts.js'
import { told } from '../../../../domain/findings/finding.js'
import { addTo, groupedBy } from '../../../../domain/groups.js'
import type { CustomObject } from '../../../../domain/objects/custom.js'
import { isRecord, record, text, texts, type Wire, wires } from '../../../../domain/objects/project-fields.js'
import { type NamespacedName, nameOf, refOf } from '../../../../domain/objects/ref.js'
import type { RouteMatch } from '../../../../domain/routes/route.js'
import { priorityOf } from '../../../../languages/traefik/config/read.js'
import type { Router } from '../../../../languages/traefik/config/types.js'
import { readRule } from '../../../../languages/traefik/rule/read.js'
import { namesIn, type Syntax } from '../../../../languages/traefik/rule/rule.js'
import { maskRule, wrongRule } from '../../rule-mask.js'
import type { EntryPoint } from '../../workload/settings.js'
import { resolverAside, withAsides } from '../asides.js'
import { listening, type Provided, switchedOff } from '../entry-points.js'
import { digits, normalized } from '../names.js'
import type { Site } from '../site.js'
import type { Made } from '../types.js'
import { ingressRoutes, middlewares, traefikServices } from './kinds.js'
import { addErrorServices, addMiddleware } from './middlewares.js'
import { hasPlain, namesOf, otherNamespace, provider, unreadAs } from './references.js'
import { type Built, Services } from './services.js'
import { isOfClass, watched } from './taken.js'
import { addTlsOptions, optionsNamed, refusedOptions } from './tls-options.js'
import type { Counting } from './words.js'

/** What was found out when all was made before. */
export interface Before {
  readonly counting: Counting
  /** as the model has it */
  readonly gone: ReadonlySet<string>
}

/** @returns what is to be known to make all of it again; empty: nothing */
export function addCustom(site: Site, { counting, gone }: Before): Counting {
  if (!site.settings.crd.isOn) return new Map()
  const works = watched(site, middlewares)
  for (const one of works) addMiddleware(site, one)
  addTlsOptions(site)
  const services = new Services(site, watched(site, traefikServices), counting)
  addErrorServices(site, works, (wire, namespace, name) => services.ofErrors(wire, namespace, name))
  const routes = watched(site, ingressRoutes)
  const own = { ...site, services, routes: new Map(routes.map((one) => [nameOf(refOf(one)), one])) }
  const made = routes.filter((one) => isOfClass(site, one)).flatMap((one) => routesOf(own, one))
  for (const one of withParents(made, site.settings.entryPoints, gone)) site.builder.add(one)
  return services.counting()
}

interface CustomSite extends Site {
  readonly services: Services
  /** by `NAMESPACE/NAME` */
  readonly routes: ReadonlyMap<string, CustomObject>
}

/** Before it is known who stands behind whom. */
interface Raw extends Made {
  readonly base: string
  /** null: it has no router, not even one that is switched off */
  readonly router: Provided | null
  /** it stands behind others, and listens by itself: that is an error where one of these is there */
  readonly outer: Told | null
  /** what is the matter with its services, which counts where nobody stands behind it */
  readonly flaw: Told | null
}

/** Of two with the same rule the last one that has a router counts. */
function routesOf(site: CustomSite, object: CustomObject): readonly Raw[] {
  const parents = parentsIn(site, object)
  const made = wires(object.spec.routes).map((route, i) => routeOf(site, object, route, i, parents))
  const last = new Map(made.flatMap(({ router, base, field }) => (router === null ? [] : [[base, field] as const])))
  const resolver = text(record(object.spec.tls).certResolver) ?? ''
  const asides = resolverAside(site.settings.resolvers, resolver, 'spec.tls.certResolver')
  return withAsides(made, asides).map((one) => {
    const field = last.get(one.base) ?? one.field
    return field === one.field ? one : { ...one, router: null, routers: [], lack: told('asked-twice', { field }) }
  })
}

/**
 * Where others stand behind a router they decide, whatever services it has, unless it stands behind one itself; one that has
 * neither is none. https://github.com/traefik/traefik/blob/v3.7/pkg/server/router/router.go (ParseRouterTree)
 */
function withParents(
  raw: readonly Raw[],
  entryPoints: readonly EntryPoint[],
  gone: ReadonlySet<string>,
): readonly Made[] {
  const known = new Set(raw.flatMap(({ router }) => router?.name ?? []))
  // Only where an entry point has settings of its own does anybody look who of those before it is there.
  const isChecked = entryPoints.some(({ hasModel }) => hasModel)
  const ownOf = ({ router, routers }: Pick<Raw, 'router' | 'routers'>) =>
    routers.length > 0 || router === null ? routers : listening(entryPoints, router)
  const lost = new Set(raw.flatMap((one) => (ownOf(one).some(({ name }) => gone.has(name)) ? one.base : [])))
  const all = raw.map((one) => beforeIt(one, known, lost, isChecked))
  const behind = new Map<string, Raw[]>()
  for (const one of all) for (const parent of one.router?.parents ?? []) addTo(behind, parent, one)
  const whole = wholeAmong(all, behind)
  return all.map(({ router, flaw, outer, ...made }) => {
    // It is there all the same, and has its name.
    const own = ownOf({ router, routers: made.routers })
    const off = (lack: Told | null) => ({ ...made, routers: router === null ? [] : switchedOff(own), lack })
    if (router === null || made.lack !== null) return off(made.lack)
    if (outer !== null) return off(outer)
    const others = behind.get(router.name) ?? []
    if (isMiddle(router, behind)) return off(told('route-refused', { subject: 'its services', fault: 'middle' }))
    const lack = flaw ?? (router.service === '' || others.length > 0 ? noServices : null)
    if (others.length === 0) return lack === null ? made : off(lack)
    const alone = flaw === null ? router.service || null : null
    if (others.some((one) => whole.has(one)))
      return { ...made, alone, routers: own.map((one) => ({ ...one, service: '' })) }
    // Those behind it do not find it by its name of now.
    const isLeft = ({ name }: Router) => alone !== null && gone.has(name)
    if (!own.some(isLeft)) return { ...off(lack), alone }
    return { ...made, routers: own.flatMap((one) => (isLeft(one) ? one : switchedOff([one]))) }
  })
}

const noServices = told('route-refused', { subject: 'its services', fault: 'empty' })

/**
 * Those before it that are there: one that has other names now is an error. Unchecked, one that is missing is an error; else it is forgotten, and who has none left
 * listens where it says so itself: https://github.com/traefik/traefik/blob/v3.7/pkg/server/aggregator.go (applyModel)
 */
function beforeIt(one: Raw, known: ReadonlySet<string>, lost: ReadonlySet<string>, isChecked: boolean): Raw {
  const { router, routers } = one
  if (router?.parents.some((name) => lost.has(name))) return { ...one, outer: orphan }
  const parents = router?.parents.filter((name) => known.has(name)) ?? []
  if (router === null || parents.length === router.parents.length) return one
  if (!isChecked || (parents.length === 0 && router.entryPoints.length === 0)) return { ...one, outer: orphan }
  const left = { ...one, router: { ...router, parents } }
  return parents.length === 0
    ? { ...left, outer: null, routers: [{ ...router, parents, errors: [], origin: null }] }
    : { ...left, routers: routers.map((made) => ({ ...made, parents })) }
}

/** One of those before it is not there. */
const orphan = told('route-refused', { subject: 'a router that it stands behind', fault: 'nobody' })

/** Where others stand behind one, some of them has to be whole; else it needs services. They may stand in a circle. */
function wholeAmong(all: readonly Raw[], behind: ReadonlyMap<string, readonly Raw[]>): ReadonlySet<Raw> {
  const isThere = ({ lack, outer, router }: Raw) =>
    lack === null && outer === null && router !== null && !isMiddle(router, behind)
  const byName = groupedBy(all.filter(isThere), ({ router }) => router?.name)
  const isServed = ({ router, flaw }: Raw) => flaw === null && router?.service !== '' && !behind.has(router?.name ?? '')
  const whole = new Set([...byName.values()].flat().filter(isServed))
  // A set goes on to what is added to it meanwhile.
  for (const { router } of whole)
    for (const parent of router?.parents ?? []) for (const one of byName.get(parent) ?? []) whole.add(one)
  return whole
}

/** It has a service, and stands between others. */
function isMiddle({ name, parents, service }: Provided, behind: ReadonlyMap<string, readonly Raw[]>): boolean {
  return parents.length > 0 && service !== '' && behind.has(name)
}

function parentsOf(one: CustomObject): readonly NamespacedName[] {
  return wires(one.spec.parentRefs).map(({ namespace, name }) => ({
    namespace: text(namespace) || refOf(one).namespace,
    name: text(name) ?? '',
  }))
}

/** The names of all routers that an IngressRoute's own stand behind. */
function parentsIn(
  site: CustomSite,
  object: CustomObject,
): { readonly names: readonly string[]; readonly lack: Told | null } {
  const { namespace } = refOf(object)
  const names: string[] = []
  for (const parent of parentsOf(object)) {
    if (parent.namespace !== namespace && !site.settings.crd.crossNamespace)
      return { names, lack: otherNamespace('IngressRoute', nameOf(parent)) }
    const found = site.routes.get(nameOf(parent))
    if (found === undefined)
      return { names, lack: told('route-refused', { subject: `IngressRoute ${nameOf(parent)}`, fault: 'nobody' }) }
    names.push(...wires(found.spec.routes).map(({ match }) => routerName(found, text(match) ?? '')))
  }
  return { names, lack: null }
}

/** The name of a router, and of the service behind it. */
export function routerName(object: CustomObject, rule: string): string {
  const { namespace, name } = refOf(object)
  return `${normalized(`${namespace}-${name}`)}-${sha256Of(rule).slice(0, digits)}@${provider}`
}

function routeOf(
  site: CustomSite,
  object: CustomObject,
  route: Wire,
  index: number,
  parents: ReturnType<typeof parentsIn>,
): Raw {
  const source = refOf(object)
  const rule = text(route.match) ?? ''
  const syntax = syntaxOf(site, route)
  const read = readRule(rule, syntax)
  const base = routerName(object, rule)
  const field = `spec.routes[${index}]`
  const { hosts, paths } = 'wrong' in read ? { hosts: [], paths: [] } : namesIn(read)
  const [path] = paths
  const [host = null, ...moreHosts] = hosts
  const match =
    'wrong' in read
      ? matchOf(maskRule(rule), 'Rule')
      : matchOf(path?.path ?? '/', path === undefined ? 'PathPrefix' : path.by)
  const none = {
    source,
    base,
    field,
    host,
    moreHosts,
    match,
    targets: [],
    routers: [],
    router: null,
    outer: null,
    flaw: null,
  }
  const named = namesOf(site, route.middlewares, source.namespace, middlewares)
  const empty = rule === '' ? told('route-refused', { subject: 'its match', fault: 'empty' }) : null
  const plain = hasPlain(route.services) ? told('route-refused', { subject: 'its services', fault: 'plain' }) : null
  const asked = wires(route.services)
  const [refused, ...more] = given([
    ...[unreadOf(site, object), parents.lack, empty, named.lack, plain],
    refusedOptions(site, object),
  ])
  if (refused !== undefined)
    return { ...none, lack: refused, besides: more, targets: asked.flatMap((one) => site.services.unused(one, source)) }
  const built = asked.length === 0 ? noService : site.services.ofRoute(asked, source, base)
  const made = {
    ...none,
    targets: built.targets,
    flaw: built.lack,
    ...(built.doubt !== null && { doubt: built.doubt }),
  }
  const faults = given(['wrong' in read ? wrongRule(rule, read.wrong) : null, site.missingMiddleware(named.names)])
  if (!built.isMade) return { ...made, lack: built.lack, besides: faults }
  const router: Provided = {
    name: base,
    rule,
    syntax,
    priority: priorityOf(rule, typeof route.priority === 'number' ? route.priority : null),
    middlewares: named.names,
    service: built.name,
    entryPoints: texts(object.spec.entryPoints) ?? [],
    tls: isRecord(object.spec.tls),
    ...optionsNamed(object),
    parents: parents.names,
  }
  // What stands behind others listens nowhere by itself.
  const isOuter = router.parents.length > 0 && (router.tls || router.entryPoints.length > 0)
  const [lack = null, ...besides] = faults
  const outer = isOuter ? told('route-refused', { subject: 'its entry points or TLS', fault: 'inner' }) : null
  // With TLS, and without entry points, it is lost before anybody looks at it.
  if (router.parents.length > 0 && router.tls && router.entryPoints.length === 0)
    return { ...made, lack: lack ?? outer, besides }
  const unseen = site.unseenSecret(named.names)
  return {
    ...made,
    ...unseen,
    router,
    outer,
    lack,
    besides,
    routers: lack === null ? listening(site.settings.entryPoints, router) : [],
  }
}

function given(all: readonly (Told | null)[]): readonly Told[] {
  return all.filter((one) => one !== null)
}

/** Nothing of an object is read whose group is that of another Traefik. */
export function unreadOf(site: Pick<Site, 'settings'>, object: CustomObject): Told<'route-refused'> | null {
  const fault = unreadAs(site, object)
  return fault && told('route-refused', { subject: `its apiVersion ${object.apiVersion}`, fault })
}

/** Others stand behind one that has none. */
const noService: Built = { name: '', targets: [], lack: null, isMade: true, doubt: null }

/** What it says itself, else what all do that say nothing: of connections as of requests. */
export function syntaxOf({ settings }: Pick<Site, 'settings'>, { syntax }: Wire): Syntax {
  return text(syntax) ? (syntax === 'v2' ? 'v2' : 'v3') : settings.ingress.syntax
}

function matchOf(path: string, pathType: string): RouteMatch {
  return { path, pathType, method: null, headers: [], query: [] }
}
