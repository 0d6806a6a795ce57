/** The services of a route: what each leads to, and what is wrong with them. internal/dag/httpproxy_processor.go of https://github.com/projectcontour/contour */
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import type { CustomObject } from '../../../domain/objects/custom.js'
import { integer, record, text, texts, type Wire, wires } from '../../../domain/objects/project-fields.js'
import { refOf } from '../../../domain/objects/ref.js'
import type { RouteBackend } from '../../../domain/routes/route.js'
import type { HostRewrite, Share } from '../../../languages/envoy/config/types.js'
import type { ClusterWords, FoundCluster } from '../model/clusters.js'
import { hostOf, wrongCookies, wrongPolicy } from './headers.js'
import type { ProxyWorld } from './types.js'

export interface FoundServices {
  /** why the whole object is rejected */
  readonly rejected: Told | null
  readonly shares: readonly Share[]
  readonly mirrors: readonly string[]
  readonly backends: readonly RouteBackend[]
  /** of each that is left out */
  readonly lost: readonly { readonly service: Wire; readonly endpoints: FoundCluster['endpoints'] }[]
}

/** @param at where they stand @param host that the route sets */
export function servicesOf(
  world: ProxyWorld,
  object: CustomObject,
  route: Wire,
  at: string,
  host: HostRewrite | null,
): FoundServices {
  const { clusters, faults } = world
  const { namespace } = refOf(object)
  const found = { shares: [] as Share[], mirrors: [] as string[], backends: [] as RouteBackend[] }
  const lost: { service: Wire; endpoints: FoundCluster['endpoints'] }[] = []
  const reject = (...words: Parameters<Rejecting>): FoundServices => ({ ...found, lost, rejected: rejecting(...words) })
  const rejecting: Rejecting = (reason, field, why, value) =>
    faults.reject(object, reason, `${at}.${field}`, why, value)
  const services = wires(route.services)
  for (const [i, service] of services.entries()) {
    const field = `services[${i}]`
    const name = text(service.name) ?? ''
    const port = integer(service.port) ?? 0
    if (port < 1 || port > 65535) return reject('ServicePortInvalid', `${field}.port`, 'value', String(port))
    const words = wordsOf(route, service, host)
    const cluster = clusters.find({ namespace, name }, port, words)
    const isMirror = service.mirror === true
    const isLost = cluster.name === null
    const weight = isMirror ? 0 : weightOf(service)
    const isShared = services.some((one) => one.mirror !== true && weightOf(one) > 0)
    found.backends.push({
      service: { namespace, name, port },
      ...{
        resource: null,
        weight: isMirror || isShared ? weight : null,
        endpoints: cluster.endpoints,
        ...(isLost && { skipped: true as const }),
      },
    })
    if (cluster.name === null) {
      lost.push({ service, endpoints: cluster.endpoints })
      continue
    }
    const wrong = wrongService(world, object, service, words)
    if (wrong !== null) return reject(wrong.reason, `${field}.${wrong.field}`, wrong.why, wrong.value)
    if (!isMirror) {
      const own = hostOf(service.requestHeadersPolicy)
      const hostRewrite = own?.is === 'literal' ? own.host : null
      found.shares.push({ cluster: cluster.name, weight, hostRewrite })
    } else if (found.mirrors.length > 0) return reject('OnlyOneMirror', `${field}.mirror`, 'twice', 'a mirror')
    else found.mirrors.push(cluster.name)
  }
  return { ...found, lost, rejected: null }
}

/** Those that a route names of which nothing is made. */
export function namedBackends(
  { clusters }: Pick<ProxyWorld, 'clusters'>,
  object: CustomObject,
  route: Wire,
): readonly RouteBackend[] {
  const { namespace } = refOf(object)
  return wires(route.services).map((service) => {
    const [name, port] = [text(service.name) ?? '', integer(service.port) ?? 0]
    const endpoints = clusters.count({ namespace, name }, port)
    return { service: { namespace, name, port }, resource: null, weight: null, endpoints }
  })
}

type Rejecting = (reason: string, field: string, why: 'twice' | Wrong['why'], value: string | null) => Told

function weightOf(service: Wire): number {
  return Math.max(0, integer(service.weight) ?? 0)
}

interface Wrong {
  readonly reason: string
  readonly field: string
  readonly why: 'value' | 'unfit' | 'secret-missing' | 'secret-invalid' | 'secret-foreign'
  readonly value: string | null
}

function wrongService(
  world: ProxyWorld,
  object: CustomObject,
  service: Wire,
  { protocol }: ClusterWords,
): Wrong | null {
  const ofProtocol = wrongProtocol(world, object, service, protocol)
  if (ofProtocol !== null) return ofProtocol
  const request = wrongPolicy(service.requestHeadersPolicy, true)
  if (request !== null) return wrongly('RequestHeadersPolicyInvalid', 'requestHeadersPolicy', request, 'unfit')
  const response = wrongPolicy(service.responseHeadersPolicy, false)
  if (response !== null) return wrongly('ResponseHeadersPolicyInvalid', 'responseHeadersPolicy', response, 'unfit')
  const cookies = wrongCookies(service.cookieRewritePolicies)
  return cookies === null ? null : wrongly('CookieRewritePoliciesInvalid', 'cookieRewritePolicies', cookies, 'unfit')
}

function wrongly(reason: string, field: string, value: string | null, why: Wrong['why'] = 'value'): Wrong {
  return { reason, field, why, value }
}

/** What is spoken with it, and who vouches for it. */
export function wrongProtocol(
  world: ProxyWorld,
  object: CustomObject,
  service: Wire,
  protocol: string | null,
): Wrong | null {
  if (protocol !== null && !['h2', 'h2c', 'tls'].includes(protocol))
    return wrongly('UnsupportedProtocol', 'protocol', protocol)
  const validation = service.validation == null ? null : record(service.validation)
  if (validation !== null && (protocol === 'tls' || protocol === 'h2')) {
    const field = 'validation.caSecret'
    const { ref, fault } = world.secrets.authorities(text(validation.caSecret) ?? '', object)
    const reason = fault === 'secret-foreign' ? 'CACertificateNotDelegated' : 'TLSUpstreamValidation'
    if (fault !== null) return { reason, field, why: fault, value: `${ref.namespace}/${ref.name}` }
    const [first = text(validation.subjectName)] = texts(validation.subjectNames) ?? []
    if (!first || first !== text(validation.subjectName)) return wrongly(reason, 'validation.subjectName', first ?? '')
  }
  return null
}

/** Policies of balancing that make it another one, but for the usual one. */
const strategies = ['WeightedLeastRequest', 'Random', 'Cookie', 'RequestHash']

function wordsOf(route: Wire, service: Wire, host: HostRewrite | null): ClusterWords {
  const own = hostOf(service.requestHeadersPolicy)
  const rewrite = own?.is === 'literal' ? own : host
  const validation = record(service.validation)
  const protocol = text(service.protocol)
  const isValidated = service.validation != null && (protocol === 'tls' || protocol === 'h2')
  const subject = text(validation.subjectName) ?? ''
  const secret = (text(validation.caSecret) ?? '').replace(/^.*\//, '')
  return {
    before:
      balancingOf(record(route.loadBalancerPolicy)) +
      healthOf(route.healthCheckPolicy) +
      (isValidated ? secret + subject : ''),
    protocol,
    sni: rewrite?.is === 'literal' ? rewrite.host : null,
    verifiedFor: isValidated ? subject : null,
    after: '',
  }
}

function balancingOf({ strategy }: Wire): string {
  const said = text(strategy) ?? ''
  return strategies.includes(said) ? said : ''
}

function healthOf(policy: unknown): string {
  if (policy == null) return ''
  const { path, timeoutSeconds, intervalSeconds, unhealthyThresholdCount, healthyThresholdCount } = record(policy)
  const number = (value: unknown) => ((integer(value) ?? 0) > 0 ? String(value) : '')
  const seconds = (value: unknown) => (number(value) === '' ? '' : durationText(integer(value) ?? 0))
  return `${seconds(timeoutSeconds)}${seconds(intervalSeconds)}${number(unhealthyThresholdCount)}${number(healthyThresholdCount)}${text(path) ?? ''}`
}

/** As Go writes it. */
function durationText(seconds: number): string {
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  return `${hours > 0 ? `${hours}h` : ''}${hours > 0 || minutes > 0 ? `${minutes}m` : ''}${seconds % 60}s`
}

/** What is told of each that is left out. @param isAlone nobody else takes requests in its place */
export function lostText(object: CustomObject, lost: FoundServices['lost'], isAlone: boolean): readonly Told[] {
  const { namespace } = refOf(object)
  const instead = isAlone ? ({ is: 'nobody', status: 503 } as const) : ({ is: 'unsaid' } as const)
  return lost.map(({ service, endpoints }) => {
    const facts = { service: { namespace, name: text(service.name) ?? '' }, instead }
    const port = integer(service.port)
    switch (endpoints.state) {
      case 'no-service':
        return told('no-service', facts)
      case 'external-name':
        return told('external-name', { ...facts, target: endpoints.externalName ?? '', flaw: 'passed-over' })
      default:
        return told('no-port', { ...facts, port, near: endpoints.nearestPort })
    }
  })
}
