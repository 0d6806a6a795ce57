/**
 * A VirtualServer → the server of its host: its own routes, and those of the VirtualServerRoutes to which it hands a path on.
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs/virtualserver.go (GenerateVirtualServerConfig)
 */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import { told } from '../../../domain/findings/finding.js'
import { nameOf, type Ref, refOf } from '../../../domain/objects/ref.js'
import { snippet } from '../../shared/nginx/quote.js'
import { type AskedRoutes, virtualService } from '../model/asked.js'
import { besideIn } from '../model/config-blocks.js'
import { realIpLines } from '../model/servers.js'
import { type Said, type Statement, Statements, type Surround, snippetBy, upstreamBlock } from '../model/statements.js'
import { certificateIn } from '../model/tls.js'
import type { Lack, Location, Server, Tls } from '../model/types.js'
import type { Upstreams } from '../model/upstreams.js'
import type { Policy } from '../workload/policy.js'
import { isOfClass, isSeen, virtualServerRoutes } from './kinds.js'
import { portsOfVirtual } from './listeners.js'
import { delegateName, type Inherited, isHandedOn, partsOf } from './parts.js'
import { type Applied, type Asking, applied, askingLocations, newOnes, noteGuard } from './policies/apply.js'
import type { PolicyBook } from './policies/book.js'
import type { Virtual, VirtualRoute, Virtuals, VirtualUpstream } from './read.js'
import { headOf, locationsOf, Names, type RouteTerms } from './routes.js'

/** Of one that is not among those that are taken. */
function untaken(name: string, { facts, policy }: VirtualFacts): 'missing' | 'class' | 'rejected' {
  const found = (facts.customOf?.(virtualServerRoutes).items ?? []).find((one) => nameOf(refOf(one)) === name)
  if (found === undefined) return 'missing'
  return isOfClass(found, policy.settings) ? 'rejected' : 'class'
}

/** @param doubt why it is not known whether it has the host */
export function serverOfVirtual(one: Virtual, around: VirtualFacts, doubt: Lack | null): Server {
  const tls = tlsOf(one, around)
  const guards = new Guards(one, tls !== null, around)
  const names = new Names(one.ref)
  const http: string[] = []
  const locations: Location[] = []
  const add = (owner: Virtual, route: VirtualRoute, from: Inherited) => {
    const asked = around.asked.at(owner.ref, route.field)
    const found = locationsOf(owner, route, guards.around(owner, route, from), names, asked)
    http.push(...found.http)
    locations.push(...found.locations)
  }
  for (const route of one.routes) if (!isHandedOn(route)) add(one, route, route)
  const { taken, missing } = partsOf(one, around.virtuals)
  addUpstreams([one, ...taken.map(({ object }) => object)], names, around.upstreams)
  for (const { object, from } of taken) for (const sub of object.routes) add(object, sub, from)
  for (const { route, fault, detail } of missing) {
    const { path, delegate, field } = route
    const asked = around.asked.at(one.ref, field)
    if (asked !== null && fault === 'missing' && !isSeen(virtualServerRoutes, around.facts)) {
      asked.unseen = 'part'
      locations.push({ head: headOf(path), source: one.ref, service: '', asked, lines: [] })
      continue
    }
    const wanted = delegate === null ? '(by labels)' : delegateName(delegate, one)
    const why = fault === 'missing' ? untaken(wanted, around) : fault
    const found = told('delegate-missing', { path, wanted, kind: 'VirtualServerRoute', fault: why, detail })
    if (asked !== null) asked.lack ??= { is: 'dropped', to: null, found }
  }
  const { redirect } = one.tls ?? { redirect: null }
  const { policy } = around
  const statements = new Statements(() => undefined, policy)
  const written =
    snippetBy('spec.server-snippets', guards.allows(one.snippets.server), null) ??
    snippetBy('server-snippets', policy.serverSnippets, policy.settings.configMap)
  const ofHttp = snippetBy('spec.http-snippets', guards.allows(one.snippets.http), null)
  return {
    host: one.host,
    source: one.ref,
    ...portsOfVirtual(one, around.facts, around.policy.settings),
    tls,
    http: [...http, ...snippet(ofHttp?.text)],
    lines: [
      ...(redirect === null
        ? []
        : [`if (${redirect.by} = 'http') { return ${redirect.code} https://$host$request_uri; }`]),
      ...realIpLines(around.policy),
      ...guards.ofAll.lines,
      ...(written === null ? [] : [written.text]),
    ],
    surround: { before: statements.ofServer(), snippet: written, after: [], refused: null },
    files: [
      ...(ofHttp === null
        ? []
        : [{ context: 'h', statements: [ofHttp], beside: besideIn('h', policy.entries) } as const]),
      upstreamBlock(statements),
    ],
    locations: [...guards.locations, ...locations],
    doubt,
  }
}

/**
 * All that an object names are written, be they of use or not. What stands behind a Service is looked up once for a host:
 * of several with the same port the last one says whether it is the Service's own address.
 */
function addUpstreams(objects: readonly Virtual[], names: Names, upstreams: Upstreams): void {
  const all = objects.flatMap(({ ref, upstreams: own }) =>
    own.map((found) => ({
      ...{ ...found, name: names.upstream(ref, found.name), service: virtualService(ref, found) },
      key: JSON.stringify([virtualService(ref, found), found.labels]),
    })),
  )
  const byAddress = new Map(all.map((one) => [one.key, one.byAddress]))
  for (const { key, name, service, labels } of all)
    upstreams.add(name, service, byAddress.get(key) === true && 'blindly', labels)
}

/** null: it names no Secret, and none steps in */
function tlsOf({ tls, ref }: Virtual, { facts, policy }: VirtualFacts): Tls | null {
  const secret: Ref | null =
    tls === null
      ? null
      : tls.secret === null
        ? policy.settings.wildcardCertificate
        : { kind: 'Secret', namespace: ref.namespace, name: tls.secret }
  return secret && { by: ref, ...certificateIn(secret, facts.secretOf) }
}

/** What Policies, pages for errors and snippets say of each route of a VirtualServer: its own, those of the route that hands it on, those of all. */
interface VirtualFacts {
  readonly facts: Pick<RoutingFacts, 'secretOf' | 'customOf'>
  readonly policy: Policy
  readonly book: PolicyBook
  readonly asked: AskedRoutes
  readonly upstreams: Upstreams
  readonly virtuals: Virtuals
}

class Guards {
  /** of all routes of the host */
  readonly ofAll: Applied
  /** where nginx asks others, each once */
  readonly locations: Location[] = []
  /** one for all locations that have the same around them */
  readonly #surrounds = new Map<string, Surround>()
  readonly #server: Virtual
  readonly #hasTls: boolean
  readonly #facts: VirtualFacts

  constructor(server: Virtual, hasTls: boolean, facts: VirtualFacts) {
    this.#server = server
    this.#hasTls = hasTls
    this.#facts = facts
    this.ofAll = applied(server.policies, facts.book, { place: 'spec', isIngress: false, hasTls })
    this.#ask(this.ofAll.asking, server)
  }

  /** A snippet, where they are allowed. */
  allows(text: string | null): string | undefined {
    return (this.#facts.policy.settings.allowsSnippets && text) || undefined
  }

  /** @param from the route of the VirtualServer: what it says counts where the other object says nothing */
  around(owner: Virtual, route: VirtualRoute, from: Inherited): RouteTerms {
    const { book, policy, asked } = this.#facts
    const place = { place: 'route', isIngress: false, hasTls: this.#hasTls } as const
    const own = applied(route.policies ?? from.policies ?? [], book, place)
    this.#ask(own.asking, owner)
    const named = asked.at(owner.ref, route.field)
    if (named !== null) noteGuard(named, this.ofAll, own)
    const ofConfig = snippetBy('location-snippets', policy.locationSnippets, policy.settings.configMap)
    const signIn = own.signIn.length > 0 ? own.signIn : own.refusal === null ? this.ofAll.signIn : []
    return {
      snippet:
        snippetBy(`${route.field}.location-snippets`, this.allows(route.snippets ?? from.snippets), null) ?? ofConfig,
      ofConfig,
      lines: [...own.lines, ...signIn],
      cors: own.cors.length > 0 ? own.cors : this.ofAll.cors,
      errorPages: route.errorPages ?? from.errorPages ?? [],
      bodySize: policy.bodySize,
      surroundOf: (found, written) => this.#surroundOf(owner, found, written),
    }
  }

  #surroundOf(owner: Virtual, found: VirtualUpstream | null, written: Statement | null): Surround {
    const key = JSON.stringify([found && nameOf(owner.ref), found?.name, written?.by?.key, written?.text])
    const known = this.#surrounds.get(key)
    if (known !== undefined) return known
    const at = `spec.upstreams[${owner.upstreams.indexOf(found as VirtualUpstream)}]`
    const said: Said = (name) => {
      const field = name.replace(/^proxy-/, '')
      const value = found?.values[field]
      return value === undefined ? undefined : { key: `${at}.${field}`, value }
    }
    const statements = new Statements(said, this.#facts.policy)
    const made = {
      ...{ before: [], snippet: written, after: found === null ? [] : statements.ofProxy(found.isGrpc, true) },
      refused: found === null || found.isGrpc ? null : statements.refusedBuffers(),
    }
    this.#surrounds.set(key, made)
    return made
  }

  #ask(asking: Asking | null, owner: Virtual): void {
    const found = askingLocations(asking, owner.ref, this.#server.ref, this.#facts.upstreams)
    this.locations.push(...newOnes(found, this.locations))
  }
}
