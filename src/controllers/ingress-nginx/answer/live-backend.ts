/** An upstream as the balancer knows it, whether the controller listed it or the objects ask for it. */

import type { Backend } from '../../../domain/controllers/replica-facts.js'
import { record, text } from '../../../domain/objects/project-fields.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import { sentenceOf } from '../../../findings/catalogue.js'
import type { Canary } from '../annotations/reading.js'
import type { Upstream } from '../model/types.js'
import { isHollow } from '../model/upstreams/endpoints.js'
import { externalNameFlaw } from '../model/upstreams/external-names.js'

export interface LiveBackend {
  readonly name: string
  /** `address:port`; null: not known */
  readonly endpoints: readonly string[] | null
  /** in words, where there is none or it is not known */
  readonly why: string | null
  readonly alternatives: readonly string[]
  readonly policy: Canary
  /** the cookie that ties a client to an endpoint, or to a canary; null: none does */
  readonly affinityCookie: string | null
  readonly service: ServiceBackend | null
  /** it is an address that nothing ready stands behind, so that whoever connects is refused */
  readonly isHollow: boolean
  /** its one endpoint is the address of its Service, and not a pod's */
  readonly isAddress: boolean
}

/** Why each request that it gets ends with 502, in a sentence; null: somebody may answer, or nobody is known to be there. */
export function deadEnd({ endpoints, isHollow }: LiveBackend): string | null {
  if (isHollow) return 'service-upstream: the address of its Service has nothing ready behind it'
  const isPortless = endpoints !== null && endpoints.length > 0 && endpoints.every((one) => one.endsWith(':0'))
  return isPortless ? 'its only port is 0: the Service has no port of that name' : null
}

const noPolicy: Canary = { weight: 0, weightTotal: 0, header: '', headerValue: '', headerPattern: '', cookie: '' }

/** Of one whose endpoints nobody could be asked for. */
export const unseenEndpoints: Omit<LiveBackend, 'name' | 'why' | 'service'> = {
  endpoints: null,
  alternatives: [],
  policy: noPolicy,
  affinityCookie: null,
  isHollow: false,
  isAddress: false,
}

export function ofModel(upstream: Upstream): LiveBackend {
  const { name, endpoints, lack, alternatives, canary, affinity, service } = upstream
  const affinityCookie = affinity?.cookieName ?? null
  const why = lack && sentenceOf(lack)
  const policy = canary ?? noPolicy
  const isAddress = upstream.isAddress === true
  return {
    name,
    endpoints,
    why,
    alternatives,
    policy,
    affinityCookie,
    service,
    isHollow: isHollow(upstream),
    isAddress,
  }
}

/**
 * The controller's list by name. Of several entries with one name that of an ExternalName counts, which the balancer looks
 * up again every second, else the last.
 * @param upstreams of the model: the list does not say whose a backend is
 */
export function ofList(list: readonly Backend[], upstreams: ReadonlyMap<string, Upstream>): Map<string, LiveBackend> {
  const sorted = [...list].sort((a, b) => Number(isExternal(a)) - Number(isExternal(b)))
  return new Map(sorted.map((entry) => [entry.name, ofEntry(entry, upstreams.get(entry.name))]))
}

function isExternal({ service }: Backend): boolean {
  return record(record(service).spec).type === 'ExternalName'
}

function ofEntry(entry: Backend, planned: Upstream | undefined): LiveBackend {
  const policy = record(entry.trafficShapingPolicy)
  const affinity = record(entry.sessionAffinityConfig)
  const endpoints = (Array.isArray(entry.endpoints) ? entry.endpoints : []).map(record)
  const usable = isExternal(entry)
    ? endpoints.filter(({ address }) => externalNameFlaw(String(address)) === null)
    : endpoints
  const real = usable.map(({ address, port }) => `${address}:${port}`)
  return {
    name: entry.name,
    endpoints: real,
    why: usable.length === 0 ? 'the controller has no endpoint for it' : null,
    alternatives: Array.isArray(entry.alternativeBackends) ? entry.alternativeBackends.map(String) : [],
    policy: {
      weight: Number(policy.weight ?? 0),
      weightTotal: Number(policy.weightTotal ?? 0),
      header: text(policy.header) ?? '',
      headerValue: text(policy.headerValue) ?? '',
      headerPattern: text(policy.headerPattern) ?? '',
      cookie: text(policy.cookie) ?? '',
    },
    affinityCookie: affinity.name === 'cookie' ? text(record(affinity.cookieSessionAffinity).name) || null : null,
    service: planned?.service ?? null,
    isHollow: planned !== undefined && isHollow(planned) && real.length === 1 && real[0] === planned.endpoints?.[0],
    isAddress: planned?.isAddress === true && real.length === 1 && real[0] === planned.endpoints?.[0],
  }
}
