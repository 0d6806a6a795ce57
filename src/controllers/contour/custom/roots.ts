/**
 * HTTPProxies with a virtual host, and what each makes of it: internal/dag/httpproxy_processor.go (computeHTTPProxy) of
 * https://github.com/projectcontour/contour
 */
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import type { RejectedFor } from '../../../domain/findings/ownership-facts.js'
import { groupedBy } from '../../../domain/groups.js'
import type { CustomObject } from '../../../domain/objects/custom.js'
import { record, text, texts, type Wire, wires } from '../../../domain/objects/project-fields.js'
import { nameOf, refOf } from '../../../domain/objects/ref.js'
import { isDuration } from '../../shared/go/values.js'
import { addRoute, type Hosts } from '../model/hosts.js'
import { blockOf, merged } from './conditions.js'
import { filters, sharedGuards } from './guards.js'
import { passedOn } from './passed-on.js'
import { namedBackends } from './services.js'
import { Tree } from './tree.js'
import type { AskedRoute, ProxyWorld } from './types.js'
import { wrongAddresses, wrongRate } from './wrong.js'

/** All routes that are asked for, those of objects that nothing comes of as well; those that something does are in the hosts. */
export function addProxies(world: ProxyWorld, hosts: Hosts): readonly AskedRoute[] {
  const included = new Set<string>()
  const asked: AskedRoute[] = []
  const roots = [...world.proxies.values()].filter(({ spec }) => spec.virtualhost != null)
  for (const { object, lack } of withoutTwins(world, roots)) {
    const built = lack ?? new RootBuilder(world, hosts, object, included).build()
    asked.push(...('code' in built ? plainly(world, object, built, hostOf(object)) : built))
  }
  for (const object of world.proxies.values())
    if (object.spec.virtualhost == null && !included.has(nameOf(refOf(object)))) {
      const found = told('no-master', { host: null, part: object.kind })
      world.faults.add(object, { found, field: 'spec.virtualhost', reason: 'Orphaned' })
      asked.push(...plainly(world, object, found, null))
    }
  return asked
}

function hostOf({ spec }: CustomObject): string {
  return text(record(spec.virtualhost).fqdn) ?? ''
}

/** Its routes, of which nothing comes. */
function plainly(world: ProxyWorld, object: CustomObject, lack: Told, host: string | null): readonly AskedRoute[] {
  return wires(object.spec.routes).map((route, i) => ({
    ...{ object, field: `spec.routes[${i}]`, host, route, ...merged(blockOf(route.conditions)) },
    ...{ backends: namedBackends(world, object, route), lack, flaws: [], made: [] },
  }))
}

/** Of two that name one host neither is taken. */
function withoutTwins({ faults }: ProxyWorld, roots: readonly CustomObject[]) {
  const byHost = groupedBy(roots, (one) => hostOf(one).toLowerCase())
  return roots.map((object) => {
    const all = byHost.get(hostOf(object).toLowerCase()) ?? []
    if (all.length === 1) return { object, lack: null }
    const shown = all.slice(0, mostNamed + 1).filter((one) => one !== object)
    const names = shown.slice(0, mostNamed).map((one) => nameOf(refOf(one)))
    const more = all.length - 1 - names.length
    const others = [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ')
    return { object, lack: faults.reject(object, 'DuplicateVhost', 'spec.virtualhost.fqdn', 'host-shared', others) }
  })
}

/** Of those that name a host: the others are counted. */
const mostNamed = 10

class RootBuilder {
  readonly #world: ProxyWorld
  readonly #hosts: Hosts
  readonly #object: CustomObject
  readonly #included: Set<string>
  readonly #host: string
  readonly #virtual: Wire

  constructor(world: ProxyWorld, hosts: Hosts, object: CustomObject, included: Set<string>) {
    this.#world = world
    this.#hosts = hosts
    this.#object = object
    this.#included = included
    this.#virtual = record(object.spec.virtualhost)
    this.#host = hostOf(object)
  }

  /** @returns why nothing comes of it, or its routes and those of all that it includes */
  build(): Told | readonly AskedRoute[] {
    const { spec } = this.#object
    const early = this.#wrongEarly()
    if (early !== null) return early
    const tls = this.#virtual.tls == null ? null : record(this.#virtual.tls)
    const wrong = tls === null ? null : this.#addTls(tls)
    if (wrong !== null) return wrong
    if (spec.tcpproxy != null) {
      if (tls === null) return this.#reject('TLSMustBeConfigured', 'spec.tcpproxy', 'needs', 'spec.virtualhost.tls')
      const passed = passedOn(this.#world, this.#object, this.#included)
      if ('code' in passed) return passed
      const secure = this.#hosts.ensureSecure(this.#host)
      if (passed.shares.length > 0) secure.tcp = passed.shares
    }
    const tokens = wires(this.#virtual.jwtProviders).find((one) => one.default === true)
    const root = {
      ...{ object: this.#object, host: this.#host, isSecure: tls !== null },
      tokens: tls === null ? null : (text(tokens?.name) ?? null),
      isUnasked: this.#world.config.authorization?.isOff === true,
    }
    const asked = new Tree(this.#world, root, this.#included).routesOf(this.#object)
    const late = this.#wrongLate()
    if (late !== null) return late
    const targets = [
      this.#hosts.ensurePlain(this.#host),
      ...(tls !== null && spec.tcpproxy == null ? [this.#hosts.ensureSecure(this.#host)] : []),
    ]
    for (const target of targets) {
      target.filters = { on: sharedGuards(this.#virtual), off: [] }
      for (const { made } of asked) for (const wanted of made) addRoute(target, wanted)
    }
    if (targets.length > 1) this.#checkProviders(asked)
    const { secrets } = this.#world
    return asked.map((one) =>
      secrets.hides(this.#object) || secrets.hides(one.object) ? { ...one, isUnseen: true } : one,
    )
  }

  /** A route that names one which is not there is served all the same. */
  #checkProviders(asked: readonly AskedRoute[]): void {
    const known = wires(this.#virtual.jwtProviders).map(({ name }) => text(name))
    for (const { route, made, field } of asked) {
      const provider = text(record(route.jwtVerificationPolicy).require)
      if (made.length === 0 || !provider || known.includes(provider)) continue
      const found = told('provider-missing', { provider, isGuarded: known.length > 0 })
      this.#world.faults.add(this.#object, { found, field, reason: 'JWTProviderNotDefined' })
    }
  }

  #reject(reason: string, field: string, why: RejectedFor, value: string | null = null): Told {
    return this.#world.faults.reject(this.#object, reason, field, why, value)
  }

  /** Before anything of its TLS is looked at. */
  #wrongEarly(): Told | null {
    const { spec } = this.#object
    const at = 'spec.virtualhost'
    const { rootNamespaces } = this.#world.settings
    const { namespace } = refOf(this.#object)
    const hasSecret = Boolean(text(record(this.#virtual.tls).secretName))
    const hasAny = ['routes', 'includes'].some((field) => wires(spec[field]).length > 0)
    if (this.#host.trim() === '') return this.#reject('FQDNNotSpecified', `${at}.fqdn`, 'missing')
    if (rootNamespaces !== null && !rootNamespaces.includes(namespace))
      return this.#reject(
        'RootProxyNotAllowedInNamespace',
        'metadata.namespace',
        'namespace',
        rootNamespaces.join(', '),
      )
    if (!hasAny && spec.tcpproxy == null) return this.#reject('NothingDefined', 'spec.routes', 'empty')
    if (wires(this.#virtual.jwtProviders).length > 0 && !hasSecret)
      return this.#reject('JWTVerificationNotPermitted', `${at}.jwtProviders`, 'needs', `${at}.tls.secretName`)
    if (this.#virtual.tls == null && text(record(record(this.#virtual.authorization).extensionRef).name))
      return this.#reject('AuthNotPermitted', `${at}.authorization`, 'needs', `${at}.tls`)
    const [allowed, denied] = ['ipAllowPolicy', 'ipDenyPolicy'].map((field) => wires(this.#virtual[field]).length)
    if (allowed && denied)
      return this.#reject('IncompatibleIPAddressFilters', `${at}.ipAllowPolicy`, 'conflict', `${at}.ipDenyPolicy`)
    return null
  }

  /** What it asks of a handshake; the host has its certificate as soon as that is known to be good. */
  #addTls(tls: Wire): Told | null {
    const at = 'spec.virtualhost.tls'
    const name = text(tls.secretName)?.trim() ?? ''
    const isPassed = tls.passthrough === true
    const client = tls.clientValidation == null ? null : record(tls.clientValidation)
    const conflict = (reason: string, field: string, other: string) =>
      this.#reject(reason, `${at}.${field}`, 'conflict', other)
    if (isPassed && tls.enableFallbackCertificate === true)
      this.#world.faults.add(this.#object, {
        ...{ found: told('asked-in-vain', { beside: `${at}.passthrough` }), reason: 'TLSIncompatibleFeatures' },
        field: `${at}.enableFallbackCertificate`,
      })
    if (name !== '' && isPassed) return conflict('TLSConfigNotValid', 'passthrough', `${at}.secretName`)
    if (name === '' && !isPassed) return this.#reject('TLSConfigNotValid', `${at}.secretName`, 'missing')
    if (isPassed)
      return client === null ? null : conflict('TLSIncompatibleFeatures', 'clientValidation', `${at}.passthrough`)
    const { ref, fault } = this.#world.secrets.certificate(name, this.#object)
    if (fault !== null)
      return this.#reject(
        fault === 'secret-foreign' ? 'DelegationNotPermitted' : 'SecretNotValid',
        `${at}.secretName`,
        fault,
        nameOf(ref),
      )
    const { minimumProtocolVersion: least, maximumProtocolVersion: greatest } = tls
    if (least === '1.3' && greatest === '1.2')
      return conflict('TLSConfigNotValid', 'minimumProtocolVersion', `${at}.maximumProtocolVersion`)
    const secure = this.#hosts.ensureSecure(this.#host)
    secure.tls = { by: refOf(this.#object), secret: ref, isGood: true }
    const lack = this.#fallback(tls, client) ?? this.#client(client) ?? this.#guard()
    if (lack !== null) return lack
    secure.isFallback = tls.enableFallbackCertificate === true
    secure.guards = this.#guards()
    return null
  }

  #fallback(tls: Wire, client: Wire | null): Told | null {
    if (tls.enableFallbackCertificate !== true) return null
    const at = 'spec.virtualhost.tls.enableFallbackCertificate'
    const others = [
      ...(client === null ? [] : ['spec.virtualhost.tls.clientValidation']),
      ...(this.#virtual.authorization == null ? [] : ['spec.virtualhost.authorization']),
      ...(wires(this.#virtual.jwtProviders).length === 0 ? [] : ['spec.virtualhost.jwtProviders']),
    ]
    if (others[0] !== undefined) return this.#reject('TLSIncompatibleFeatures', at, 'conflict', others[0])
    const { fallback } = this.#world.config
    if (fallback === null)
      return this.#reject('FallbackNotPresent', at, 'needs', 'tls.fallback-certificate of the controller')
    const { ref, fault } = this.#world.secrets.ofSettings(fallback, this.#object)
    const reason = fault === 'secret-foreign' ? 'FallbackNotDelegated' : 'FallbackNotValid'
    return fault === null ? null : this.#reject(reason, at, fault, nameOf(ref))
  }

  #client(client: Wire | null): Told | null {
    const said = text(client?.caSecret)
    if (client === null || !said) return null
    const { ref, fault } = this.#world.secrets.authorities(said, this.#object)
    const reason = fault === 'secret-foreign' ? 'DelegationNotPermitted' : 'ClientValidationInvalid'
    return fault === null
      ? null
      : this.#reject(reason, 'spec.virtualhost.tls.clientValidation.caSecret', fault, nameOf(ref))
  }

  /** Who is asked before a request passes. */
  #guard(): Told | null {
    const at = 'spec.virtualhost'
    const names = new Set<string>()
    let hasDefault = false
    for (const [i, one] of wires(this.#virtual.jwtProviders).entries()) {
      const name = text(one.name) ?? ''
      const field = `${at}.jwtProviders[${i}]`
      if (names.has(name)) return this.#reject('DuplicateProviderName', `${field}.name`, 'twice', name)
      names.add(name)
      if (one.default === true && hasDefault)
        return this.#reject('MultipleDefaultProvidersSpecified', `${field}.default`, 'twice', 'a default')
      hasDefault ||= one.default === true
      const { uri, timeout, cacheDuration } = record(one.remoteJWKS)
      const url = text(uri) ?? ''
      if (!/^https?:\/\//i.test(url))
        return this.#reject('RemoteJWKSSchemeInvalid', `${field}.remoteJWKS.uri`, 'value', null)
      for (const [named, said] of Object.entries({ timeout, cacheDuration }))
        if (said && !isDuration(String(said)))
          return this.#reject(
            named === 'timeout' ? 'RemoteJWKSTimeoutInvalid' : 'RemoteJWKSCacheDurationInvalid',
            `${field}.remoteJWKS.${named}`,
            'value',
            String(said),
          )
    }
    return null
  }

  #guards(): readonly string[] {
    const isAsked =
      this.#world.config.authorization !== null || text(record(record(this.#virtual.authorization).extensionRef).name)
    return [
      ...(wires(this.#virtual.jwtProviders).length > 0 ? [filters.tokens] : []),
      ...(isAsked ? [filters.authorization] : []),
    ]
  }

  /** After its routes were looked at. */
  #wrongLate(): Told | null {
    const at = 'spec.virtualhost'
    const cors = this.#virtual.corsPolicy == null ? null : record(this.#virtual.corsPolicy)
    if (cors !== null) {
      const field = ['allowOrigin', 'allowMethods'].find((one) => (texts(cors[one]) ?? []).length === 0)
      const age = text(cors.maxAge) ?? ''
      if (field !== undefined) return this.#reject('PolicyDidNotParse', `${at}.corsPolicy.${field}`, 'empty')
      if (age !== '' && (!isDuration(age) || age.startsWith('-')))
        return this.#reject('PolicyDidNotParse', `${at}.corsPolicy.maxAge`, 'value', age)
    }
    const rate = wrongRate(this.#virtual.rateLimitPolicy)
    if (rate !== null) return this.#reject('RateLimitPolicyNotValid', `${at}.rateLimitPolicy`, 'unfit', rate)
    const wrong = wrongAddresses(this.#virtual)
    if (wrong === null) return null
    return this.#reject(wrong.reason, `${at}.${wrong.field}`, wrong.why, wrong.value)
  }
}
