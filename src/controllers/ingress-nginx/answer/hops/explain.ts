/** Decision → hops: the way of a request, step by step, in words. */
import { told } from '../../../../domain/findings/finding.js'
import type { Inventory } from '../../../../domain/objects/inventory.js'
import { type NamespacedName, nameOf, refKey } from '../../../../domain/objects/ref.js'
import { lastHopText } from '../../../../domain/requests/last-hop.js'
import { type GuardedOutcome, type Hop, hop, type TraceRequest } from '../../../../domain/requests/trace.js'
import { sentenceOf } from '../../../../findings/catalogue.js'
import type { Step } from '../../../../languages/nginx/route/run.js'
import type { Directive } from '../../../../languages/nginx/text/directive.js'
import { maskConf } from '../../../shared/nginx/mask/conf.js'
import { countOf, hopKinds, rewriteHops } from '../../../shared/nginx/step-hops.js'
import { defaultServer, defaultUpstream, type Model } from '../../model/types.js'
import type { AuthLoop } from '../access/auth-loop.js'
import { clientOf, forwardedHops } from '../access/forwarded.js'
import { attributionOf, ofOwnLocation } from '../attribution.js'
import type { Balanced } from '../balance.js'
import type { Decision } from '../decision.js'
import type { IngressRule, Rules } from '../rules.js'
import { serverHost } from '../server-host.js'
import { ownerHops } from './owner.js'
import { tlsHops } from './tls.js'

interface AnswerFacts {
  readonly model: Model
  /** the one that won; null: none did */
  readonly rule: IngressRule | null
  readonly rules: Rules
  /** does the text that the steps speak of exist anywhere: then its lines are told */
  readonly lines: boolean
  /** what stands in `http` itself */
  readonly http: readonly Directive[]
  readonly inventory: Inventory
  /** may any Ingress be seen */
  readonly seesIngresses: boolean
  /** milliseconds since the epoch */
  readonly now: number
  /** null: whoever has to sign in gets to where that is done */
  readonly loop: AuthLoop | null
}

export function explain(decided: Decision, request: TraceRequest, around: AnswerFacts): Hop[] {
  const { model, rules, lines, http, seesIngresses, now, loop } = around
  const client = { ...request, clientAddress: clientOf(http, request) }
  const attribution = attributionOf(decided, client, model, rules)
  const decision = attribution === null ? decided : { ...decided, why: reasonOf(decided, attribution) }
  const { outcome, balanced, why, verdict, location, outcomes } = decision
  // Where an annotation is known, the statement that it became says nothing more.
  const steps = attribution === null || lines ? outcome.steps : outcome.steps.filter(({ kind }) => !raw.has(kind))
  return [
    ...tlsHops(decision, request, model, now, seesIngresses),
    ...steps.flatMap((step) => stepHop(step, lines)),
    ...ingressHops(decision, request, around),
    ...(verdict === 'redirect'
      ? [hop('redirect', String(decision.status), location === null ? `${why}` : `${location}: ${why}`)]
      : []),
    ...refusalHops(decision, rules, model),
    ...forwardedHops(http, request, model.policy, verdict),
    ...outcomes.map(guardHop),
    ...passwordHops(decision, model),
    ...(loop === null
      ? []
      : [
          {
            ...hop('note', 'loop', sentenceOf(told('auth-loop', loop))),
            gist: `${loop.signin} is behind the same auth-url: a loop of redirects`,
          },
        ]),
    ...(balanced === null
      ? []
      : [
          ...rewriteHops(outcome, verdict, request),
          ...canaryHops(decision, model),
          ...upstreamHops(decision, request.host),
        ]),
    ...(why !== null && verdict === 'unknown' ? [hop('note', 'unknown', why)] : []),
    ...(why !== null && decision.isUnsent ? [{ ...hop('note', 'snippet', why), gist: why }] : []),
  ]
}

const raw: ReadonlySet<Step['kind']> = new Set(['return', 'redirect', 'if'])

function reasonOf({ outcome, why }: Decision, attribution: string): string {
  return outcome.result.kind === 'content' ? `${why} (${attribution})` : attribution
}

// What the controller's own Lua code does is told by what it led to.
const kinds: typeof hopKinds = { ...hopKinds, lua: null }

function stepHop({ kind, line, subject, detail }: Step, lines: boolean): Hop[] {
  const as = kinds[kind]
  const at = lines && line > 0 ? ` (nginx.conf line ${line})` : ''
  if (as === null) return []
  if (kind === 'if') return [hop(as, shown(subject, ' {'), `${detail}${at}`)]
  if (kind === 'return') return [hop(as, subject, `${shown(`return ${detail}`, ';').slice('return '.length)}${at}`)]
  return [hop(as, subject, `${detail}${at}`)]
}

/** A statement as it may be shown. @param end what ends it in nginx.conf */
function shown(statement: string, end: string): string {
  return maskConf(statement + end).slice(0, -end.length)
}

function ingressHops(
  decision: Decision,
  request: TraceRequest,
  { rule, rules: { kept }, model, http, inventory }: AnswerFacts,
): Hop[] {
  const { facts, outcome, balanced } = decision
  if (facts?.source == null) {
    const maker = outcome.server && ofOwnLocation(decision, model, model.servers.get(serverHost(outcome.server)))
    return maker ? [hop('note', 'snippet', `${maker} made this location`)] : []
  }
  const asks = rule !== null ? ruleText(rule) : kept.has(refKey(facts.source)) ? withoutRule(balanced) : unread
  const asked = rule?.asked ?? null
  const owner = asked?.location?.owner ?? null
  const said = hop('ingress', nameOf(facts.source), asks)
  const isStray = rule === null && kept.get(refKey(facts.source))?.annotations.defaultBackend != null
  return [
    isStray && asks === ofNobody
      ? { ...said, gist: `default-backend of Ingress ${nameOf(facts.source)} counts for the paths of its rules alone` }
      : said,
    ...ownerHops(decision, request, { source: facts.source, owner, asked, model, http, inventory }),
  ]
}

/** What stands before the backend, each way that it may end. */
function guardHop({ when, condition, verdict, status, location }: GuardedOutcome): Hop {
  if (when === 'pass') return hop('access', condition, verdict === 'served' ? 'the request passes' : verdict)
  return hop('access', condition, [status ?? verdict, location].filter((one) => one !== null).join(' '))
}

/** A list of passwords that lets nobody in. */
function passwordHops({ verdict, facts }: Decision, { flaws }: Model): Hop[] {
  const own = verdict === 'guarded' && facts?.source ? (flaws.get(refKey(facts.source)) ?? []) : []
  return own.flatMap((flaw) => {
    if (flaw.code !== 'secret-incomplete' || flaw.facts.holds !== 'hashes') return []
    const text = sentenceOf(flaw)
    return [{ ...hop('note', 'passwords', text), gist: text }]
  })
}

function ruleText({ host, path, pathType, asked }: IngressRule): string {
  return `rule ${host ?? '*'} ${path} (${pathType})${asked ? `, ${asked.field}` : ''}`
}

const unread = 'its rule is not known: the objects do not have it, or it could not be read'

const ofNobody = 'no rule of it: the location / that the controller makes for each host carries its annotations'

/** Beside its rules an Ingress has a default backend, or lends its name to what no rule of its host matches. */
function withoutRule(balanced: Balanced | null): string {
  return balanced === null || balanced.backend.name === defaultUpstream
    ? ofNobody
    : 'spec.defaultBackend, for what no rule matches'
}

/** The location is that of what the canary tries out, on this host or on another one. */
function canaryHops({ facts, balanced }: Decision, { upstreams }: Model): Hop[] {
  if (balanced === null || facts === null) return []
  const receivers = balanced.split.length > 0 ? balanced.split.map(({ upstream }) => upstream) : [balanced.backend.name]
  const [canary] = balanced.backend.name === facts.upstream ? (upstreams.get(facts.upstream)?.alternatives ?? []) : []
  const sharer = canary === undefined || receivers.includes(canary) ? undefined : upstreams.get(canary)?.creator
  const shares = sharer == null ? [] : [canaryNote(sharer, facts.upstream ?? '')]
  const got = receivers.flatMap((name) => {
    const { canary = null, creator = null } = upstreams.get(name) ?? {}
    if (canary === null || creator === null || name === facts.upstream) return []
    return [hop('ingress', nameOf(creator), `canary of upstream ${facts.upstream}, wherever that is used`)]
  })
  return [...got, ...shares]
}

/** It did not get this request, and gets others of the rule. */
function canaryNote(ref: NamespacedName, upstream: string): Hop {
  return hop('note', 'canary', `Ingress ${nameOf(ref)} takes its share of upstream ${upstream}, wherever that is used`)
}

function upstreamHops({ balanced, why, verdict, lastHop }: Decision, asked: string | null): Hop[] {
  if (balanced === null) return []
  const { backend, split } = balanced
  const chosen = balanced.why === null ? '' : `; ${balanced.why}`
  return [
    hop(
      'upstream',
      backend.name,
      verdict === 'unavailable' || verdict === 'not-found'
        ? `${why}`
        : `${countOf(backend.endpoints)}${lastHop ? lastHopText(lastHop, backend.endpoints, asked) : ''}${split.length > 0 ? '' : chosen}`,
    ),
    ...split.map(({ upstream, percent, when }) =>
      hop('upstream', upstream, `${percent === null ? 'perhaps' : `${percent} %`}: ${when}`),
    ),
  ]
}

/** Who refuses a request, and which annotation made it so. */
function refusalHops(
  { verdict, status, why, outcome, facts, balanced }: Decision,
  { byHost }: Rules,
  { flaws }: Model,
): Hop[] {
  const refusal = (detail: string): Hop => hop('access', String(status ?? 'refused'), detail)
  if (outcome.result.kind !== 'status' || (verdict !== 'denied' && verdict !== 'unavailable'))
    return verdict === 'denied' || (verdict === 'unavailable' && balanced === null) ? [refusal(why ?? '')] : []
  const own = facts?.source ? [facts.source] : []
  const host = outcome.server && serverHost(outcome.server).toLowerCase()
  const all = own.length > 0 ? own : (byHost.get(host === defaultServer ? null : host) ?? []).map(({ ref }) => ref)
  const effect = outcome.location === null ? 'server-denied' : 'denied'
  const reasons = new Set(
    all.flatMap((ref) =>
      (flaws.get(refKey(ref)) ?? [])
        .filter((flaw) => flaw.facts.effect === effect)
        .map((flaw) => (own.length > 0 ? sentenceOf(flaw) : `Ingress ${nameOf(ref)}: ${sentenceOf(flaw)}`)),
    ),
  )
  return (reasons.size > 0 ? [...reasons] : [why ?? '']).map((reason) => refusal(reason))
}
