/** Requests at the Envoy of a model: what nobody decides is told with all that may have it. */
import { compare } from '../../domain/compare.js'
import type { PlannedUpstream } from '../../domain/controllers/plan.js'
import { record, text } from '../../domain/objects/project-fields.js'
import { fullName, nameOf, type Ref, refKey, refOf } from '../../domain/objects/ref.js'
import { requestHost } from '../../domain/requests/host.js'
import { type Answer, type Hop, hop, type Split, type TraceRequest } from '../../domain/requests/trace.js'
import { hostAnswers } from '../../domain/routes/match-host.js'
import { sentenceOf } from '../../findings/catalogue.js'
import type { Route } from '../../languages/envoy/config/types.js'
import { matches } from '../../languages/envoy/match/match.js'
import { EnvoyTracer } from '../shared/envoy/answer.js'
import { pathOf } from '../shared/envoy/words.js'
import type { ContourModel } from './model/build.js'
import { addressOf } from './model/clusters.js'
import type { Taken } from './model/ingresses.js'
import type { Wanted } from './model/types.js'
import { words } from './words.js'

/** More of them say nothing new. */
const mostTold = 3

/** Somebody who may have the requests of a route. */
interface Candidate {
  readonly source: Ref
  readonly clusters: readonly string[]
  /** where no backend gets them, what they get */
  readonly instead: string | null
}

export class ContourTracer {
  readonly #model: ContourModel
  readonly #tracer: EnvoyTracer
  readonly #rivals: ReadonlyMap<Wanted, readonly Taken[]>

  constructor(model: ContourModel) {
    this.#model = model
    this.#tracer = new EnvoyTracer(model.config, words)
    this.#rivals = new Map(
      model.taken.flatMap((one) => (one.wanted === null || one.rivals.length === 0 ? [] : [[one.wanted, one.rivals]])),
    )
  }

  answer(request: TraceRequest, explain: boolean): Answer {
    const plain = this.#tracer.answer(request, explain)
    const isLost = plain.backend === null && ['not-found', 'unavailable', 'denied'].includes(plain.verdict)
    const answer = explain && isLost ? { ...plain, hops: [...plain.hops, ...this.#absent(request)] } : plain
    const all = this.#rivals.size === 0 && this.#model.places.tied.size === 0 ? [] : this.#candidates(request)
    if (all.length < 2) return answer
    const names = [...new Set(all.map(({ source }) => nameOf(source)))].join(', ')
    const detail = `${names} ask for the same: which one has it changes with every change of any object`
    const hops = answer.hops.filter(({ kind }) => kind !== 'upstream')
    const verdict =
      all.every(({ instead }) => instead === null) || answer.verdict === 'redirect' ? answer.verdict : 'unknown'
    return {
      ...answer,
      verdict: all.some(({ instead }) => (instead === null) !== (all[0]?.instead === null)) ? 'unknown' : verdict,
      ...{ source: null, backend: null, upstream: null, endpoints: null },
      split: all.flatMap((one) => this.#splits(one)),
      hops: explain ? [...hops, hop('note', 'choice', detail)] : answer.hops,
    }
  }

  /** Whose route would have it, if anything were made of it, what is wrong with the one that has it, and what keeps a host away. */
  #absent(request: TraceRequest): readonly Hop[] {
    const host = requestHost(request.host)
    if (host === null) return []
    const path = request.target.replace(/\?.*$/s, '')
    const { route } = this.#tracer.outcome(request)
    const taker = route === null ? undefined : this.#model.places.wanted.get(route)
    const lost = this.#model.asked.flatMap(({ object, host: own, path: rule, lack, flaws, made }) => {
      const isMeant = own !== null && hostAnswers(own, host) && path.startsWith(pathOf(rule).path)
      const found = lack !== null && isMeant ? [lack] : taker !== undefined && made.includes(taker) ? flaws : []
      return found.map((one) => ({ of: refOf(object), why: sentenceOf(one) }))
    })
    const refused = this.#model.proxies.flatMap((object) => {
      const own = text(record(object.spec.virtualhost).fqdn) ?? ''
      const faults = own !== '' && hostAnswers(own, host) ? this.#model.faults.of(refOf(object)) : []
      return faults.flatMap(({ found }) =>
        found.code === 'rejected' ? [{ of: refOf(object), why: sentenceOf(found) }] : [],
      )
    })
    const tls = request.scheme === 'https' ? (this.#model.tls.get(host) ?? null) : null
    const shut =
      tls === null || tls.isGood
        ? []
        : [
            {
              of: tls.by,
              why: `Secret ${nameOf(tls.secret)} is missing, or holds no certificate: nobody listens for its host with TLS`,
            },
          ]
    const told = new Map([...lost, ...refused, ...shut].map(({ of, why }) => [`${fullName(of)}: ${why}`, { of, why }]))
    return [...told]
      .slice(0, mostTold)
      .map(([gist, { of, why }]) => ({ kind: 'note', subject: fullName(of), detail: why, gist }))
  }

  /** Of the first that matches, and of those that might stand before it and match, too. */
  #candidates(request: TraceRequest): readonly Candidate[] {
    const { places } = this.#model
    const { route, arrived } = this.#tracer.outcome(request)
    if (route === null || arrived === null) return []
    const tied = (places.tied.get(route) ?? [route]).filter((one) => matches(one.match, arrived).is !== 'no')
    const found = tied
      .flatMap((one) => this.#makers(one, request.scheme === 'https'))
      .sort((a, b) => compare(refKey(a.source), refKey(b.source)))
    const known = new Map(found.map((one) => [JSON.stringify([refKey(one.source), one.clusters, one.instead]), one]))
    return [...known.values()]
  }

  #makers(route: Route, isSecure: boolean): readonly Candidate[] {
    const wanted = this.#model.places.wanted.get(route)
    if (wanted === undefined) return []
    const rivals = this.#rivals.get(wanted)?.flatMap((one) => one.wanted ?? []) ?? [wanted]
    return rivals.map(({ source, action, isUpgraded }) => {
      const status =
        isUpgraded && !isSecure
          ? 301
          : action.is === 'redirect'
            ? action.redirect.status
            : action.is === 'direct'
              ? action.status
              : null
      if (status !== null || action.is !== 'forward')
        return { source, clusters: [], instead: `answered with ${status}` }
      return { source, clusters: action.forward.clusters.flatMap(({ cluster }) => cluster ?? []), instead: null }
    })
  }

  #splits({ source, clusters, instead }: Candidate): readonly Split[] {
    const when = `${nameOf(source)} has it, which nobody decides`
    if (instead !== null) return [{ upstream: '', endpoints: [], percent: null, when: `${when}: ${instead}` }]
    return clusters.map((upstream) => ({
      ...{ upstream, percent: null, when },
      endpoints: endpointsOf(this.#model, upstream),
    }))
  }
}

function endpointsOf({ config }: ContourModel, cluster: string): readonly string[] | null {
  return config.clusters.get(cluster)?.localities?.flatMap(({ endpoints }) => endpoints.map(addressOf)) ?? null
}

/**
 * Those over which some route, or some listener, balances; of a route that only sends its clients to https they are there, too.
 * What a route names and never asks may be there or not.
 */
export function upstreamsOf(model: ContourModel): readonly PlannedUpstream[] {
  const { listeners, clusters } = model.config
  const used = new Set<string | null>([
    ...[...model.places.wanted.values()].flatMap(({ action }) =>
      action.is === 'forward'
        ? [...action.forward.clusters.map(({ cluster }) => cluster), ...action.forward.mirrors]
        : [],
    ),
    ...listeners.flatMap(({ chains }) =>
      chains.flatMap(({ target }) => (target.is === 'tcp' ? target.clusters.map(({ cluster }) => cluster) : [])),
    ),
  ])
  return [...clusters.keys()].map((name) => ({ name, endpoints: used.has(name) ? endpointsOf(model, name) : null }))
}
