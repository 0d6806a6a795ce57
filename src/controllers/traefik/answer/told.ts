/** Routers and what became of a request → hops and losers, in words. */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { LoserCode, Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import type { CustomObject } from '../../../domain/objects/custom.js'
import { text, wires } from '../../../domain/objects/project-fields.js'
import { fullName, type NamespacedName, nameOf, type Ref, refKey, refOf } from '../../../domain/objects/ref.js'
import { lastHopText } from '../../../domain/requests/last-hop.js'
import { backendName } from '../../../domain/requests/service-hops.js'
import {
  type Answer,
  type Hop,
  hop,
  type Loser,
  type ServiceBackend,
  type Split,
} from '../../../domain/requests/trace.js'
import { hostAnswers } from '../../../domain/routes/match-host.js'
import { counted } from '../../../domain/text/counted.js'
import { sentenceOf } from '../../../findings/catalogue.js'
import type { Router, Service } from '../../../languages/traefik/config/types.js'
import type { ProxyRequest } from '../../../languages/traefik/route/request.js'
import type { Routed } from '../../../languages/traefik/route/result.js'
import type { Answered } from '../../../languages/traefik/route/serve.js'
import { readRule } from '../../../languages/traefik/rule/read.js'
import { namesIn } from '../../../languages/traefik/rule/rule.js'
import { ingressRoutes } from '../model/custom/kinds.js'
import { syntaxOf } from '../model/custom/routes.js'
import { passedOver } from '../model/custom/taken.js'
import type { Made, Model } from '../model/types.js'
import type { TraefikSettings } from '../workload/settings.js'
import { isMeantBy, isOfHost, type PatternFlaw, patternIn } from './patterns.js'

/** `why`: in words, as of its object */
export interface Absent {
  readonly source: Ref
  readonly why: string
}

/** Whose things are. */
export interface Names {
  /** null: nobody's */
  sourceOf(router: Router): Ref | null
  /** `host` and `path` of the rule that it was made of: of several hosts the one that is asked for, where it is among them */
  ruleOf(router: Router, asked: string | null): Pick<Loser, 'host' | 'path' | 'pathType'>
  /** null: that is not known */
  backendOf(service: Service): ServiceBackend | null
  /** the Ingress that tries this one out beside another's backend; undefined: none that is known */
  canaryOf(service: Service): Ref | undefined
  /** why it cannot be told whether this router is there; null: it is */
  doubtOf(router: Router): string | null
  /** a Secret on which it hangs, and that may not be seen: it is taken to be correct; undefined: none */
  unseenOf(router: Router): NamespacedName | undefined
  /** what is left out, or switched off, and would have such requests, with the reason */
  absentFor(asked: { readonly host: string | null; readonly path: string }): readonly Absent[]
}

export function hopsOf({ routed, untried, cut }: Answered, names: Names, answer: Answer, asked: Asked): readonly Hop[] {
  if (cut !== undefined) return [hop('tls', cut.isSure ? 'no connection' : 'unknown', cut.why)]
  if (untried.length > 0)
    return untried.map(({ name }) =>
      hop(
        'note',
        'unknown',
        `router ${name} may take it: its rule has a pattern that is not known here, or asks where the client is`,
      ),
    )
  if (routed.length === 0) return [hop('server', 'no router', 'no rule takes it: answered with 404')]
  const several: Hop[] =
    routed.length > 1
      ? [
          hop(
            'note',
            'undefined winner',
            `${routed.length} routers have the same priority: which one gets it is decided by nobody, and may change at any time`,
          ),
        ]
      : []
  return [...several, ...routed.flatMap((one) => hopsOfOne(one, names, answer, asked)), ...splitHops(answer.split)]
}

/** What takes such a request where it does not come in: mostly the very rule that was meant. */
export function elsewhereHops(
  routers: readonly Router[],
  names: Names,
  { entryPoint, tls }: Pick<ProxyRequest, 'entryPoint' | 'tls'>,
  known: readonly string[],
): readonly Hop[] {
  const told = new Map<string, Hop>()
  for (const router of routers) {
    const source = names.sourceOf(router)
    const { entryPoints } = router
    const isOther = entryPoints.length > 0 && entryPoint !== null && !entryPoints.includes(entryPoint)
    const where = [
      ...(isOther ? [`at entry point ${entryPoints.join(', ')}`] : []),
      ...(router.tls === tls ? [] : [router.tls ? 'over TLS' : 'without TLS']),
    ]
    if (source === null || where.length === 0 || told.has(fullName(source))) continue
    const isNowhere = isOther && !entryPoints.some((one) => known.includes(one))
    const detail = isNowhere
      ? `listens at entry point ${entryPoints.join(', ')}, which the controller does not have`
      : `takes such requests ${where.join(' and ')} only`
    told.set(fullName(source), {
      ...{ kind: 'note', subject: fullName(source), detail, gist: `${fullName(source)} ${detail}` },
    })
  }
  return [...told.values()].slice(0, most)
}

/** Whose rule would take it, if it were there. */
export function absentHops(names: Names, host: string | null, path: string): readonly Hop[] {
  const told = new Map<string, Hop>()
  for (const { source, why } of names.absentFor({ host, path })) {
    const gist = `${fullName(source)}: ${why}`
    told.set(gist, { kind: 'note', subject: fullName(source), detail: why, gist })
  }
  return [...told.values()].slice(0, most)
}

interface Asked {
  /** of which rules are looked for */
  readonly host: string | null
  /** as it was sent */
  readonly header: string | null
}

function hopsOfOne(
  { router, end, steps }: Routed,
  names: Names,
  { lastHop, endpoints }: Answer,
  { host, header }: Asked,
): readonly Hop[] {
  const source = names.sourceOf(router)
  const doubt = names.doubtOf(router)
  const unseen = names.unseenOf(router)
  return [
    hop('location', `router ${router.name}`, `${router.rule}, priority ${router.priority}`),
    ...(source === null
      ? []
      : [
          hop(
            'ingress',
            source.kind === 'Ingress' ? nameOf(source) : fullName(source),
            ruleText(names.ruleOf(router, host), source),
          ),
        ]),
    ...(end.is === 'forward' ? end.targets.flatMap(({ name, service }) => canaryHops(name, service, names)) : []),
    ...(doubt === null ? [] : [hop('note', 'unknown', doubt)]),
    ...(unseen
      ? [hop('note', 'not seen', `Secret ${nameOf(unseen)} cannot be seen here, and is assumed to be correct`)]
      : []),
    ...steps.map(({ kind, middleware, detail }): Hop => ({ kind, subject: middleware, detail })),
    ...(end.is === 'answer' || end.is === 'unknown'
      ? [hop('upstream', end.is === 'answer' ? String(end.status) : 'unknown', end.why)]
      : []),
    ...(end.is === 'forward'
      ? end.targets.map(
          ({ name, service }): Hop =>
            hop(
              'upstream',
              name,
              `${counted(service?.servers?.length ?? 0, 'server')}${service === null ? '' : ofService(names.backendOf(service))}${lastHop ? lastHopText(lastHop, endpoints, header) : ''}`,
            ),
        )
      : []),
  ]
}

function canaryHops(upstream: string, service: Service | null, names: Names): readonly Hop[] {
  const canary = service === null ? undefined : names.canaryOf(service)
  return canary === undefined ? [] : [hop('ingress', nameOf(canary), `canary: its upstream is ${upstream}`)]
}

function ruleText({ host, path, pathType }: Pick<Loser, 'host' | 'path' | 'pathType'>, { kind }: Ref): string {
  if (path === null) return kind === 'Ingress' ? 'its default backend' : `made by this ${kind}`
  return `rule ${host ?? ''}${path}${pathType === null ? '' : ` (${pathType})`}`
}

function ofService(backend: ServiceBackend | null): string {
  return backend === null ? '' : ` of Service ${backendName(backend)}`
}

function splitHops(split: readonly Split[]): readonly Hop[] {
  return split.map(({ upstream, percent, when }) =>
    hop('note', upstream, percent === null ? when : `${percent} % of the requests`),
  )
}

/** The others that take it, and whose turn it is not. */
export function losersOf({ winners, others }: Answered, names: Names, host: string | null): readonly Loser[] {
  const [best] = winners
  if (best === undefined) return []
  const lost = (router: Router, { code, facts }: Told<LoserCode>): Loser[] => {
    const source = names.sourceOf(router)
    return source === null ? [] : [{ source, ...names.ruleOf(router, host), code, facts } as Loser]
  }
  const equals = winners.length > 1 ? winners : []
  return [
    ...equals.flatMap((one) => lost(one, told('equal-priority', { priority: one.priority }))),
    ...others.flatMap((one) => lost(one, told('lower-priority', { own: one.priority, winner: best.priority }))),
  ].slice(0, most)
}

const most = 20

/** Whose rule would have a request, if it were there, or read as it is written: those that are left out, and those whose class the controller does not take. */
interface Missing extends Absent, Pick<Made, 'host' | 'moreHosts' | 'match'> {
  /** absent: it is not there at all */
  readonly flaw?: PatternFlaw
}

export function absentOf({ made }: Model, facts: RoutingFacts, settings: TraefikSettings): Names['absentFor'] {
  const out = made.flatMap((one): readonly Missing[] => {
    if (one.match === null) return []
    if (one.lack !== null) return [{ ...one, why: sentenceOf(one.lack) }]
    const flaw = patternIn(one)
    return flaw === null ? [] : [{ ...one, why: sentenceOf(flaw), flaw }]
  })
  let all: readonly Missing[] | undefined
  return ({ host, path }) => {
    all ??= [...out, ...ofOthers(facts, settings)]
    return all.filter(({ host: own, moreHosts = [], match, flaw }) => {
      const isHost =
        own === null ||
        (flaw !== undefined && isOfHost(flaw)) ||
        [own, ...moreHosts].some((one) => host !== null && hostAnswers(one, host))
      if (flaw !== undefined) return isHost && isMeantBy(flaw, { host, path })
      // Of a rule that cannot be read there is nothing but its text.
      if (match?.pathType === 'Rule') return host !== null && match.path?.includes(host) === true
      const isPath = match?.pathType === 'Exact' ? match.path === path : path.startsWith(match?.path ?? '/')
      return isHost && isPath
    })
  }
}

/** Of one for all hosts it would be said of every request. */
function ofOthers(facts: RoutingFacts, settings: TraefikSettings): readonly Missing[] {
  const objects = new Map((facts.customOf?.(ingressRoutes).items ?? []).map((one) => [refKey(refOf(one)), one]))
  const { class: own, namespaces } = settings.crd
  return passedOver({ facts, settings }).flatMap(({ source, class: said }) => {
    const object = objects.get(refKey(source))
    if (object === undefined) return []
    const isSeen = namespaces === null || namespaces.includes(source.namespace)
    const why = isSeen
      ? `${said === null ? 'it names no class' : `its class is ${said}`}, and the controller takes ${own === null ? 'traefik or none' : `${own} alone`}`
      : 'its namespace is none that the controller watches'
    return rulesOf(object, settings).map((rule) => ({ source, why, ...rule }))
  })
}

function rulesOf(object: CustomObject, settings: TraefikSettings): readonly Omit<Missing, keyof Absent>[] {
  return wires(object.spec.routes).flatMap((route) => {
    const read = readRule(text(route.match) ?? '', syntaxOf({ settings }, route))
    if ('wrong' in read) return []
    const { hosts, paths } = namesIn(read)
    const [host, ...moreHosts] = hosts
    const { path = '/', by = 'PathPrefix' } = paths[0] ?? {}
    const pathType = by === 'Path' ? 'Exact' : by
    return host === undefined
      ? []
      : [{ host, moreHosts, match: { path, pathType, method: null, headers: [], query: [] } }]
  })
}
