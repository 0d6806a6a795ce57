/** Where two verbs do not say the same. */
import type { Rule, Told } from './gather.js'
import type { Answer, Route } from './read.js'

export interface Contradiction {
  readonly kind: string
  /** the rule, host or replica that it is about */
  readonly about: string
  /** what each verb says */
  readonly says: string
}

/** @param isInStep the replica is known to run what the objects ask for */
export function contradictionsIn(told: Told, isInStep: boolean): Contradiction[] {
  return [
    ...told.rules.flatMap((rule) => ofRule(rule, told.routes)),
    ...ofWholes(told),
    ...ofCertificates(told),
    ...(isInStep ? ofStatus(told) : []),
    ...(isInStep ? ofServed(told) : []),
  ]
}

function ofRule(rule: Rule, all: readonly Route[]): Contradiction[] {
  const { route, fate, traces } = rule
  const about = nameOf(rule)
  if (route.controller !== null && fate === null) return [{ kind: 'rule unknown to why', about, says: '' }]
  if (fate === null || traces.length === 0) return []
  const hasConf = traces.some(({ served }) => served.length > 0)
  return [
    ...servedOf(rule, about, hasConf ? 'served' : 'asked', all),
    ...fateOf(rule, about),
    ...endpointsOf(rule, about),
    ...losersOf(rule, about, all),
  ]
}

function nameOf({ route: { source, host, path, pathType, backend } }: Rule): string {
  return `${source} ${host ?? '*'}${path} (${pathType}) → ${backend}`
}

/**
 * Did the rule get the request: its backend, or, before any backend, what its own Ingress has put there.
 * - `perhaps`: who asks decides whether it gets further, or it may have been another rule of the Ingress
 */
type Taken = 'yes' | 'no' | 'perhaps' | 'unknown'

/** @param answers the first is that to the request itself, the others are those to where it is redirected */
function takenBy(rule: Rule, [answer]: readonly Answer[], all: readonly Route[]): Taken {
  if (answer === undefined) return 'unknown'
  const { route } = rule
  const { verdict, source, upstreams, alive, backend, equals } = answer
  // Nobody decides between rules of several objects, which may answer by themselves.
  if (source === null && (upstreams.length > 1 || equals.length > 0))
    return equals.includes(placeOf(route)) || upstreams.some((one) => isUpstreamOf(one, route.backend))
      ? 'unknown'
      : 'no'
  if (source === null && verdict === 'unknown') return 'unknown'
  const isShared = upstreams.length > 1 && alive.length > 0
  if (verdict === 'not-found' || (verdict === 'unavailable' && !isShared)) return 'no'
  const isUpstream = alive.some((one) => isUpstreamOf(one, route.backend))
  // Traefik names the upstream of a canary by the backend that it tries out.
  const isTried = isUpstream || alive.some((one) => one.includes('-canary@') && isSameBackend(answer, route.backend))
  if (isCanary(rule)) return isTried ? 'yes' : verdict === 'unknown' ? 'unknown' : 'no'
  const isBackend =
    (upstreams.length < 2 && backend !== null ? isSameBackend(answer, route.backend) : isUpstream) ||
    // The annotation default-backend steps in where it has no endpoint.
    upstreams.some((one) => one.startsWith('custom-default-backend-')) ||
    rule.fate?.codes.some((one) => /^warning (?:no-(?:endpoints|service|port)|none-ready)$/.test(one)) === true
  const isOwn = source === route.source
  // What a server answers before it chooses a path is of no rule, and of the Ingress that has it: app-root, a snippet.
  if (source === null && upstreams.length === 0 && rule.fate?.codes.includes('info backend-not-asked')) return 'perhaps'
  const isTie = rule.fate?.codes.includes('error undefined-winner') === true
  if (isOwn && upstreams.length > 1 && isTie) return 'perhaps'
  // An answer that hangs on who asks has a backend; one that cannot be worked out has none.
  if (verdict === 'unknown') return isOwn && isBackend ? 'perhaps' : upstreams.length === 0 ? 'unknown' : 'no'
  if (verdict === 'denied') return isOwn ? 'perhaps' : 'no'
  if (!isOwn || upstreams.length > 0) return isOwn && isBackend ? 'yes' : 'no'
  return all.some((other) => other !== route && other.source === source) ? 'perhaps' : 'yes'
}

function upstreamOf(backend: string): string {
  return backend.replace('/', '-').replace(/:(?=[^:]*$)/, '-')
}

/** As controllers name them: `NS-SERVICE-PORT`, `NS-INGRESS-SERVICE-PORT@PROVIDER`, `NS/SERVICE/PORT/HASH`. */
function isUpstreamOf(upstream: string, backend: string | null): boolean {
  if (backend === null) return false
  if (!/[@/]/.test(upstream)) return upstream === upstreamOf(backend)
  const name = upstream.replace(/[@#].*|\/[0-9a-f]{10}$/, '').replaceAll('/', '-')
  const [namespace = '', service = ''] = backend.split('/')
  return name.startsWith(`${namespace}-`) && name.endsWith(`-${service.replace(/:(?=[^:]*$)/, '-')}`)
}

/** An Envoy knows ports by number alone, whatever the Ingress calls them. */
function isSameBackend({ backend, upstreams: [upstream = ''] }: Answer, other: string | null): boolean {
  if (backend === null || other === null || backend === other) return backend === other
  return upstream.includes('/') && /:\d+$/.test(backend) && backend.replace(/\d+$/, '') === other.replace(/[^:]+$/, '')
}

function servedOf(rule: Rule, about: string, engine: 'asked' | 'served', all: readonly Route[]): Contradiction[] {
  const { route, fate, traces } = rule
  // What another controller, or nobody, takes is not traced.
  if (fate === null || fate.controller === null || isAmbiguous(rule, all)) return []
  // A redirect without end is nobody's answer.
  const taken = traces.map((one) => (one.isLoop ? 'no' : takenBy(rule, one[engine], all)))
  const reaches = (['yes', 'perhaps', 'unknown'] as const).find((one) => taken.includes(one)) ?? 'no'
  const isSaid = fate.served === null ? 'unknown' : fate.served ? 'yes' : 'no'
  // Whoever answers in its place, a rule without a backend does not; and another rule of the Ingress may have the backend.
  const fits = isSaid === 'no' ? reaches === 'unknown' || hasTwin(rule, all) : route.fate === 'undefined-winner'
  if (isSaid === reaches || reaches === 'perhaps' || fits) return []
  const example = traces[Math.max(0, taken.indexOf(reaches))]
  return [
    {
      kind: `why: served ${isSaid}, trace ${engine}: ${reaches}`,
      about,
      says: `why ${fate.codes.join(', ') || 'served as asked for'}; trace ${example?.url}: ${textOf(example?.[engine])}`,
    },
  ]
}

const fates: Readonly<Record<string, boolean | null>> = {
  served: true,
  fails: false,
  lost: false,
  dropped: false,
  'never-matches': false,
  'undefined-winner': null,
}

/**
 * A route that has its requests may have no endpoint for them: `ingresses` tells that beside its fate. It asks for less
 * than `why` does: what hangs on a Secret is unknown to it.
 */
function fateOf({ route, fate, traces }: Rule, about: string): Contradiction[] {
  if (route.fate === null || route.fate === 'unknown' || fate === null || fates[route.fate] === fate.served) return []
  if (route.fate === 'served' && route.endpoints.ready === 0) return []
  // `ingresses` asks no replica: `why` says where one does otherwise, and who won there.
  if (route.fate === 'undefined-winner' && traces.some(({ served }) => served.length > 0)) return []
  if (fate.codes.some((one) => otherwise.has(one.slice(one.indexOf(' ') + 1)))) return []
  return [
    {
      kind: `ingresses: ${route.fate}, why: served ${fate.served}`,
      about,
      says: fate.codes.join(', '),
    },
  ]
}

const otherwise: ReadonlySet<string> = new Set(['not-in-conf', 'old-version-served', 'replica-differs'])

function textOf(answers: readonly Answer[] = []): string {
  return answers
    .map(
      ({ verdict, status, source, upstreams }) =>
        `${verdict} ${status ?? ''} by ${source} to ${upstreams.join(' or ')}`,
    )
    .join(', then ')
}

function endpointsOf(rule: Rule, about: string): Contradiction[] {
  const { route, traces } = rule
  const { state, ready } = route.endpoints
  const told = new Set<string>()
  for (const one of traces)
    for (const answer of one.asked) {
      if (answer.source !== route.source || answer.backend !== route.backend) continue
      // Of a split the other side may have what this one lacks.
      if (answer.upstreams.length > 1 && ready === 0) continue
      const { balanced } = answer.endpoints
      const count = answer.verdict === 'unavailable' ? 0 : balanced
      if (count !== null && count !== ready && !(state === 'external-name' && count === 1) && state !== 'unknown')
        told.add(`ingresses ${state} ${ready}; trace balances over ${count} (${answer.verdict})`)
      if (answer.endpoints.ready !== null && answer.endpoints.ready !== ready)
        told.add(`ingresses ${state} ${ready}; trace says ${answer.endpoints.ready} ready`)
    }
  return [...told].map((says) => ({ kind: 'endpoints counted twice', about, says }))
}

/** Who gets a request did not lose it; a canary gets it beside the Ingress that it tries out. */
function losersOf(rule: Rule, about: string, all: readonly Route[]): Contradiction[] {
  const { route, traces } = rule
  if (route.backend === null || hasTwin(rule, all) || isAmbiguous(rule, all)) return []
  const own = upstreamOf(route.backend)
  const wrong = traces.find((one) =>
    one.asked.some(
      ({ source, upstreams, losers }) =>
        upstreams.includes(own) && (source === route.source || isCanary(rule)) && losers.includes(placeOf(route)),
    ),
  )
  return wrong === undefined
    ? []
    : [{ kind: 'winner among the losers', about, says: `${wrong.url}: ${textOf(wrong.asked)}` }]
}

/** Has another rule of the Ingress the same backend, or what may answer in its place. */
function hasTwin({ route, annotations }: Rule, all: readonly Route[]): boolean {
  const isReplaced = annotations['nginx.ingress.kubernetes.io/default-backend'] !== undefined
  return all.some(
    (one) => one !== route && one.source === route.source && (isReplaced || one.backend === route.backend),
  )
}

/** An answer names an Ingress and a backend: of two rules with one place, or a canary's and another's, it may be either. */
function isAmbiguous(rule: Rule, all: readonly Route[]): boolean {
  const { route } = rule
  return all.some(
    (other) =>
      other !== route &&
      ((other.source === route.source &&
        other.host === route.host &&
        other.path === route.path &&
        (other.pathType === 'Exact') === (route.pathType === 'Exact')) ||
        (isCanary(rule) && other.backend === route.backend)),
  )
}

/** As `trace` names a loser. */
function placeOf({ source, host, path, pathType }: Route): string {
  return `${source} ${host ?? '*'}${path} ${pathType}`
}

function isCanary({ annotations }: Rule): boolean {
  return annotations['nginx.ingress.kubernetes.io/canary'] === 'true'
}

/** The Ingress as a whole is served where any part of it is. */
function ofWholes({ rules, wholes }: Told): Contradiction[] {
  return wholes.flatMap(({ source, controller, served, codes }) => {
    const own = rules.flatMap(({ fate }) => (fate?.source === source && fate.controller === controller ? fate : []))
    const parts = own.map((fate) => fate.served)
    if (served !== false || !parts.some((one) => one !== false)) return []
    return [{ kind: 'whole NO, part served', about: source, says: `${codes.join(', ')}; rules ${parts.join(', ')}` }]
  })
}

function ofCertificates({ certificates, handshakes }: Told): Contradiction[] {
  return certificates.flatMap(({ host, secret, state }, i) => {
    const shown = handshakes[i]?.asked[0]?.secret
    if (shown === undefined) return []
    const claimed = ['missing', 'invalid', 'mismatch', 'default'].includes(state) ? null : secret
    return claimed === shown
      ? []
      : [{ kind: 'certs against trace https', about: host, says: `certs ${secret} ${state}; trace ${shown}` }]
  })
}

/** A replica that runs what the objects ask for lacks no route that `why` calls served, and is in sync. */
function ofStatus({ rules, status }: Told): Contradiction[] {
  const asked = new Set(
    rules.flatMap(({ route, fate, annotations }) =>
      fate?.served === false || annotations['nginx.ingress.kubernetes.io/canary'] === 'true'
        ? []
        : [`${route.source} ${route.host ?? '_'} ${route.path}`],
    ),
  )
  return status.flatMap(({ replica, inSync, routes, differing }) => [
    ...(routes?.missing ?? []).map((one) => ({
      kind: asked.has(one) ? 'status lacks what why calls served' : 'status counts what why calls lost',
      about: replica,
      says: one,
    })),
    ...(differing ?? []).map((one) => ({
      kind: 'status: a backend of a replica in step differs',
      about: replica,
      says: one,
    })),
    ...(routes?.stale ?? []).map((one) => ({
      kind: 'status: a replica in step serves what not asked for',
      about: replica,
      says: one,
    })),
    ...(inSync === false && routes?.missing.length === 0 && routes.stale.length === 0 && differing?.length === 0
      ? [{ kind: 'status: a replica in step is not in sync', about: replica, says: '' }]
      : []),
  ])
}

/** Both engines say the same of each request. */
function ofServed({ rules }: Told): Contradiction[] {
  return rules.flatMap((rule) =>
    rule.traces
      .filter(({ agree }) => agree === false)
      .map((one) => ({
        kind: 'trace: asked and served differ',
        about: nameOf(rule),
        says: `${one.url}: ${textOf(one.asked)}, but ${textOf(one.served)}`,
      })),
  )
}

/** One line each, for a person who reads a failed test. */
export function linesOf(found: readonly Contradiction[]): readonly string[] {
  return found.map(({ kind, about, says }) => `${kind}: ${about}: ${says}`)
}
