/** Snippets that nginx refuses where they stand, and its whole configuration with them. */
import { told } from '../../../../domain/findings/finding.js'
import { maskKeys } from '../../../../domain/masking/field.js'
import { isSame, type NamespacedName, type Ref } from '../../../../domain/objects/ref.js'
import { faultIn, type Surroundings } from '../../../../languages/nginx/check/check.js'
import type { Context } from '../../../../languages/nginx/check/directives.js'
import type { Fault } from '../../../../languages/nginx/check/fault.js'
import { secRulesFault } from '../../../../languages/nginx/check/sec-rules.js'
import { parse } from '../../../../languages/nginx/text/parse.js'
import type { ConfFlaw } from '../../../shared/nginx/breaks.js'
import { hasModSecurity } from '../../workload/modsecurity.js'
import { expand, type Written } from '../expand.js'
import { defaultServer, type Kept, type Model, type Server } from '../types.js'
import { bufferFault, buffersIn, buffersOf, buffersOfAll } from './buffer.js'
import { busyFault, type Snippet } from './busy.js'
import { type OpenLocations, writtenEntries } from './config.js'
import { type Declared, declaredIn } from './declared.js'
import { annotationOf, besideInLocation, besideInServer, nameTwice } from './written.js'

export function snippetFlaws(model: Model): ConfFlaw[] {
  const checker = new SnippetChecker(model)
  return [...checker.ofConfigMap(), ...checker.ofServers(), ...checker.ofStreams()]
}

const nothing: ReadonlySet<string> = new Set()

type SnippetPlace = Omit<Surroundings, 'declared' | 'zones' | 'listens'>

class SnippetChecker {
  readonly #model: Model
  readonly #declared: Declared
  /** text and surroundings → what is wrong with it: one snippet mostly stands in many Ingresses */
  readonly #known = new Map<string, Fault | null>()
  /** keys of the ConfigMap whose text nginx refuses wherever it stands */
  readonly #refused = new Set<string>()

  constructor(model: Model) {
    this.#model = model
    this.#declared = declaredIn(model)
  }

  ofConfigMap(): ConfFlaw[] {
    const { policy } = this.#model
    const open = this.#openLocations()
    const snippets: readonly (readonly [key: string, text: string, context: Context])[] = [
      ['http-snippet', policy.httpSnippet, 'h'],
      ['server-snippet', policy.serverSnippet, 's'],
      ['location-snippet', open.any ? policy.locationSnippet : '', 'l'],
      ['main-snippet', policy.mainSnippet, 'm'],
      ['stream-snippet', policy.streamSnippet, 't'],
    ]
    const entries = writtenEntries(policy, open).map(({ key, text, context }) => [key, text, context] as const)
    const faults = [...snippets, ...entries].flatMap(([key, text, context]) => {
      const fault =
        key === 'location-snippet' && text
          ? this.#openFault(text, { ...plain(context), beside: inAllLocations(this.#model) })
          : this.#fault(text, plain(context))
      return fault === null ? [] : [{ key, fault }]
    })
    const twice = nameTwice(policy.httpSnippet)
    if (twice !== null) faults.push({ key: 'http-snippet', fault: twice })
    for (const { key } of faults) this.#refused.add(key)
    const ofBuffers = open.any ? bufferFault(buffersOfAll(policy)) : null
    if (ofBuffers !== null) faults.push({ key: ofBuffers.name, fault: { text: ofBuffers.refusal, line: 1 } })
    return faults.map(({ key, fault }) => this.#flaw(key, fault, defaultServer, [], policy.configMap))
  }

  #openLocations(): OpenLocations {
    const all = [...this.#model.servers.values()]
    const has = (servers: readonly Server[], is: (owner: Kept | null) => boolean) =>
      servers.some(({ locations }) => locations.some(({ owner }) => is(owner)))
    const open = all.filter(({ authTlsError }) => authTlsError === null)
    const ofIngress = has(open, (owner) => owner?.annotations.denied === null)
    const isLimited = has(all, (owner) => owner?.annotations.access.rateLimited === true)
    return { any: ofIngress || has(open, (owner) => owner === null), ofIngress, isLimited }
  }

  ofServers(): ConfFlaw[] {
    return [...this.#model.servers.values()].flatMap((server) => {
      // A server that refuses everybody has neither.
      if (server.authTlsError !== null) return []
      return [...this.#ofServer(server), ...this.#ofLocations(server), ...this.#ofBuffers(server)]
    })
  }

  /** They stand in no server, whatever the host. */
  ofStreams(): ConfFlaw[] {
    return this.#model.kept.flatMap(({ ref, annotations }) => {
      const fault = this.#fault(annotations.snippets.get('stream-snippet'), plain('t'))
      return fault === null ? [] : [this.#flaw('stream-snippet', fault, defaultServer, [ref])]
    })
  }

  #ofServer(server: Server): ConfFlaw[] {
    const { host, snippet, snippetBy } = server
    const { policy } = this.#model
    // That of the ConfigMap is looked at by itself: only with a location or another snippet does a server add to it.
    const isShared = policy.serverSnippet !== '' && (snippet !== '' || policy.serverSnippet.includes('location'))
    if (snippet === '' && !isShared) return []
    const { written, isRegex } = expand(server)
    const locations = new Set(isRegex ? [] : written.map(locationKey))
    if (host === defaultServer) for (const own of ['/healthz', '/nginx_status']) locations.add(` ${own}`)
    const owners = [...new Set(server.locations.flatMap(({ owner }) => owner ?? []))]
    const around = { ...plain('s'), locations, beside: besideInServer(owners, policy) }
    const by = snippetBy === null ? [] : [snippetBy]
    const flaw = (fault: Fault, configMap: NamespacedName | null) => {
      const [, twice] = /^duplicate location "(.*)"$/s.exec(fault.text) ?? []
      const other = written.find(({ path }) => path === twice)?.location.asked?.ref
      const ingresses = other === undefined || by.some((one) => isSame(one, other)) ? by : [...by, other]
      return [this.#flaw('server-snippet', fault, host, ingresses, configMap)]
    }
    const own = this.#fault(snippet, around)
    if (own !== null) return flaw(own, null)
    const shared = isShared ? this.#sharedFault('server-snippet', snippet, policy.serverSnippet, around) : null
    return shared === null ? [] : flaw(shared, policy.configMap)
  }

  /** What is wrong with a snippet of the ConfigMap only here, behind the snippet of an annotation. */
  #sharedFault(key: string, own: string, shared: string, around: SnippetPlace): Fault | null {
    if (shared === '' || this.#refused.has(key)) return null
    const fault = this.#openFault(`${own}\n${shared}`, around)
    return fault && { ...fault, line: Math.max(1, fault.line - own.split('\n').length) }
  }

  #ofLocations(server: Server): ConfFlaw[] {
    const { locationSnippet } = this.#model.policy
    const hasSnippet = ({ annotations }: Kept) => annotations.snippets.size > 0 || locationSnippet !== ''
    if (!server.locations.some(({ owner }) => owner !== null && hasSnippet(owner))) return []
    const { written, isRegex } = expand(server)
    const done = new Set<Kept>()
    return written.flatMap((one) => {
      const { owner } = one.location
      if (owner === null || !hasSnippet(owner)) return []
      // Where it stands says more only of locations in it.
      const isMore = [...owner.annotations.snippets.values(), locationSnippet].some((text) => text.includes('location'))
      if (done.has(owner) && !isMore) return []
      done.add(owner)
      return this.#ofLocation(owner, one, isRegex, server.host)
    })
  }

  #ofLocation(owner: Kept, { path, pathType }: Written, isRegex: boolean, host: string): ConfFlaw[] {
    const { snippets, access, denied } = owner.annotations
    const beside = besideInLocation(owner, this.#model.policy)
    const location = isRegex
      ? { modifier: '~*', name: `^${path}` }
      : { modifier: pathType === 'Exact' ? '=' : '', name: path }
    const { policy } = this.#model
    const { configMap, locationSnippet } = policy
    const around = { ...plain('l'), beside, location }
    const snippet = snippets.get('configuration-snippet') ?? ''
    const own = this.#openFault(snippet, around)
    const shared = own === null ? this.#sharedFault('location-snippet', snippet, locationSnippet, around) : null
    const ofAuth = this.#fault(access.externalAuth === null ? undefined : snippets.get('auth-snippet'), {
      ...plain('l'),
      beside: new Set([...beside].filter((name) => inAuthLocation.has(name))),
      location: { modifier: '=', name: '/_external-auth' },
    })
    const said = owner.ingress.metadata.annotations?.[`${policy.annotationsPrefix}/enable-modsecurity`]
    // Without it the rules are not written.
    const rules = hasModSecurity(policy, said) ? snippets.get('modsecurity-snippet') : undefined
    const ofRules =
      rules === undefined ? null : (this.#fault(`modsecurity_rules '${rules}\n';`, plain('l')) ?? secRulesFault(rules))
    const inLocation = [
      ['configuration-snippet', own, null],
      ['location-snippet', shared, configMap],
      ['modsecurity-snippet', ofRules, null],
    ] as const
    // Where nobody gets in, only the location is there that asks who clients are.
    const found = [['auth-snippet', ofAuth, null] as const, ...(denied === null ? inLocation : [])]
    return found.flatMap(([key, fault, map]) =>
      fault === null ? [] : [this.#flaw(key, fault, host, [owner.ref], map)],
    )
  }

  /** Locations have buffers of their own, and take from where they stand how many may be busy. */
  #ofBuffers({ host, locations, snippet, snippetBy }: Server): ConfFlaw[] {
    const { policy } = this.#model
    const { annotationsPrefix, configMap, httpSnippet, locationSnippet, serverSnippet, version } = policy
    const owners = new Set(locations.flatMap(({ owner }) => (owner?.annotations.denied === null ? owner : [])))
    for (const { ref, ingress, annotations } of owners) {
      const read = (name: string) => ingress.metadata.annotations?.[`${annotationsPrefix}/${name}`]?.trim() ?? ''
      const snippets: readonly Snippet[] = [
        ['configuration-snippet', annotations.snippets.get('configuration-snippet') ?? '', null],
        ['location-snippet', locationSnippet, configMap],
        ['server-snippet', snippet, null],
        ['server-snippet', serverSnippet, configMap],
        ['http-snippet', httpSnippet, configMap],
      ]
      const fault = busyFault(snippets, () => buffersOf(buffersIn(read, version), buffersOfAll(policy)))
      if (fault === null) continue
      const [key, , map] = fault.of
      const by = key === 'server-snippet' ? (snippetBy ?? ref) : ref
      if (map === null) return [this.#flaw(key, fault, host, [by])]
      if (this.#refused.has(key)) return []
      this.#refused.add(key)
      return [this.#flaw(key, fault, defaultServer, [], map)]
    }
    return []
  }

  /** What the last statement without an end takes for its own decides whether nginx refuses it. */
  #openFault(text: string | undefined, around: SnippetPlace): Fault | null {
    const fault = this.#fault(text, around)
    const isOpen = fault !== null && parse(text ?? '').flaw?.reason === 'end-in-statement'
    return isOpen && this.#fault(`${text}\nproxy_pass http://upstream_balancer;`, around) === null ? null : fault
  }

  #fault(text: string | undefined, around: SnippetPlace): Fault | null {
    if (!text) return null
    const { context, beside, location, locations } = around
    const place = text.includes('location') ? [location?.modifier, location?.name, ...locations] : []
    const key = JSON.stringify([text, context, ...beside, '', ...place])
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const { variables: declared, zones } = this.#declared
    const { policy, isUnknownHost } = this.#model
    const listens = context === 's' ? policy.ownListens : nothing
    const refused = faultIn(text, { ...around, listens, declared, zones, isUnknownHost })
    const found = refused && (unended(text, refused) ?? refused)
    this.#known.set(key, found)
    return found
  }

  #flaw(
    key: string,
    { text, line }: Fault,
    host: string,
    ingresses: readonly Ref[],
    configMap: NamespacedName | null = null,
  ): ConfFlaw {
    const [, twice = ''] = /^"(\w+)" directive is duplicate$/.exec(text) ?? []
    // No annotation is for the location that asks who clients are, nor for all Ingresses.
    const instead = key === 'auth-snippet' || configMap !== null ? null : (annotationOf.get(twice) ?? null)
    const facts = { key, configMap, refusal: maskKeys(text).slice(0, 300), line, instead, others: ingresses }
    return { found: told('snippet-breaks', facts), host, path: null, ingresses }
  }
}

/** Where the last statement has no end, nginx stumbles over what comes behind the snippet, which is not in sight there. */
function unended(text: string, { text: refusal }: Fault): Fault | null {
  const rest = /(?<![^;{}])[^;{}]*$/.exec(text.trimEnd())?.[0].trimStart() ?? ''
  const name = /^[a-z_]+(?=\s)/.exec(rest)?.[0]
  if (refusal !== 'unexpected "}"' || name === undefined) return null
  const line = text.slice(0, text.lastIndexOf(rest)).split('\n').length
  return { text: `directive "${name}" is not terminated by ";"`, line }
}

function plain(context: Context): SnippetPlace {
  return { context, beside: nothing, location: null, locations: nothing }
}

/** The location that asks an authentication service. */
const inAuthLocation: ReadonlySet<string> = new Set(
  `client_max_body_size proxy_buffering proxy_buffer_size proxy_buffers proxy_request_buffering proxy_http_version
  proxy_pass client_body_buffer_size`.split(/\s+/),
)

function locationKey({ path, pathType }: Written): string {
  return `${pathType === 'Exact' ? '=' : ''} ${path}`
}

/** What each location has, whosever it is. */
function inAllLocations({ kept, policy }: Model): ReadonlySet<string> {
  const [first, ...more] = kept.map((one) => besideInLocation(one, policy))
  return new Set([...(first ?? [])].filter((name) => more.every((one) => one.has(name))))
}
