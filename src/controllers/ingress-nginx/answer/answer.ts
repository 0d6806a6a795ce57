/** Decision → answer, as programs read it: who gets it, as what, and why. */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import { told } from '../../../domain/findings/finding.js'
import { isSame } from '../../../domain/objects/ref.js'
import { type Answer, type Hop, hop, type TraceRequest, type Tracer } from '../../../domain/requests/trace.js'
import { fixOf, sentenceOf } from '../../../findings/catalogue.js'
import type { LocationMatch } from '../../../languages/nginx/route/location-table.js'
import { normaliseHost } from '../../../languages/nginx/route/request.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import type { ConfFlaw } from '../../shared/nginx/breaks.js'
import { isRegexHost } from '../model/expand.js'
import { breaksOf } from '../model/flaws/breaks.js'
import { defaultServer, defaultUpstream, type Model } from '../model/types.js'
import { authLoop } from './access/auth-loop.js'
import { askedOf, decide } from './decide.js'
import type { Decision, Site } from './decision.js'
import { explain } from './hops/explain.js'
import type { LocationFacts } from './location-facts.js'
import { candidates, losersOf, type Winner } from './losers.js'
import { type IngressRule, type Rules, rulesOf } from './rules.js'
import { serverHost } from './server-host.js'

/** It says what it reads. */
export type NginxTracer = Required<Tracer>

/**
 * @param model of the objects: it knows the rules that lost, also where a running proxy answers
 * @param lines is there a file whose lines can be told
 */
export function tracerOf(site: Site, model: Model, facts: RoutingFacts, lines: boolean): NginxTracer {
  let known: Rules | undefined
  /** how often rules were compared with a path as more than a name */
  let pathReads = 0
  return {
    reads: () => ({ ...site.router.reads, paths: site.router.reads.paths + pathReads }),
    namesUnder: (request, head) => {
      const { server, names } = site.router.namesUnder(askedOf(site, request), head)
      known ??= rulesOf(model, facts)
      const rules = candidates(known, serverAsked(request, server))
      const paths = rules.map(({ path }) => path.toLowerCase())
      return [...names, ...paths.filter((path) => path.startsWith(head))]
    },
    answer: (request, explains) => {
      const decided = decide(site, request)
      const decision = lines ? decided : unlessRefused(decided, model)
      const answer = answerOf(decision)
      if (!explains) return answer
      known ??= rulesOf(model, facts)
      const loop = decision.outcomes.length === 0 ? null : authLoop(site, request, decision)
      const winner = winnerOf(known, decision, request, answer, model)
      if (winner.rule === null || candidates(known, winner).some(isRead)) pathReads++
      return {
        ...answer,
        hops: [
          ...explain(decision, request, {
            model,
            rule: winner.rule,
            rules: known,
            lines,
            http: site.http,
            inventory: facts.inventory,
            seesIngresses: facts.inventory.coverage !== 'none',
            now: facts.now,
            loop,
          }),
          ...(lines ? [] : flawHops(model, decision.breaks)),
        ],
        losers: losersOf(known, winner),
      }
    },
  }
}

/** Is its path a pattern, or may it be meant for one, or be encoded. */
function isRead({ path, isPattern }: IngressRule): boolean {
  return isPattern || !/^[\w./-]*$/.test(path)
}

/** Of an Ingress that nginx refuses to load, or that came after such a one, it is not known what is served. */
function unlessRefused(decision: Decision, model: Model): Decision {
  const { facts, outcome } = decision
  const { before, flaws } = breaksOf(model)
  if (flaws.length === 0) return decision
  const host = outcome.server === null ? null : serverHost(outcome.server)
  // What a snippet answers is nobody's rule.
  const flaw = facts?.source == null ? (flaws.find((one) => one.host === host) ?? null) : before(facts.source)
  if (flaw === null) return decision
  const { found, ingresses } = flaw
  const why = sentenceOf(told('reload-blocked', { by: found, culprit: ingresses.at(-1) ?? null, isOwn: false }))
  return { ...decision, verdict: 'unknown', status: null, location: null, balanced: null, why, breaks: flaw }
}

/** What is asked for is one thing, and what nginx would load another. @param first the one that is in the way */
function flawHops(model: Model, first: ConfFlaw | undefined): Hop[] {
  const { flaws } = breaksOf(model)
  const sorted = first === undefined ? flaws : [first, ...flaws.filter((one) => one !== first)]
  return sorted.map(({ found }) => hop('note', 'nginx refuses it', `${sentenceOf(found)}. ${fixOf(found)}`))
}

function answerOf({ outcome, facts, verdict, status, location, balanced, outcomes, lastHop }: Decision): Answer {
  const upstream = balanced?.backend.name ?? null
  const reaches = balanced !== null && ['served', 'guarded', 'unknown', 'not-found'].includes(verdict)
  return {
    verdict,
    status,
    location,
    upstreamUri: reaches ? outcome.upstreamUri : null,
    // The location that the controller makes for a host carries the name of some Ingress of it, which asked for nothing.
    source: upstream === defaultUpstream && facts?.upstream === upstream ? null : (facts?.source ?? null),
    backend: balanced?.backend.service ?? null,
    upstream,
    endpoints: balanced?.backend.endpoints ?? null,
    ...(reaches && lastHop ? { lastHop } : {}),
    split: balanced?.split ?? [],
    outcomes,
    hops: [],
    losers: [],
  }
}

function winnerOf(
  rules: Rules,
  { outcome, facts }: Decision,
  request: TraceRequest,
  answer: Answer,
  model: Model,
): Winner {
  const place = serverAsked(request, outcome.server)
  const { server } = place
  const found = model.servers.get(server)
  return {
    ...place,
    path: outcome.path,
    isRegex: found !== undefined && isRegexHost(found),
    before: outcome.location !== null ? null : outcome.path === '' ? 'request' : 'server',
    rule: answer.source === null || facts === null ? null : ruleOf(rules, server, facts, outcome.location),
    receivers: new Set([answer.upstream ?? [], answer.split.map(({ upstream }) => upstream)].flat()),
  }
}

function serverAsked({ host }: TraceRequest, server: Directive | null): Pick<Winner, 'host' | 'server'> {
  const name = (host === null ? null : normaliseHost(host)) ?? defaultServer
  return { host: name, server: server === null ? defaultServer : serverHost(server) }
}

/** The rule that became this location: of the same path an Ingress may have an Exact one and another one. */
function ruleOf(
  rules: Rules,
  server: string,
  { source, path, upstream }: LocationFacts,
  location: LocationMatch | null,
): IngressRule | null {
  const host = server === defaultServer ? null : server.toLowerCase()
  const isOwn = (rule: IngressRule) => source !== null && isSame(rule.ref, source) && rule.path === path
  const ofHost = (rules.byHost.get(host) ?? []).filter(isOwn)
  // A canary that becomes a location stands in the default server where its own host has none.
  const own =
    ofHost.length > 0 || host !== null ? ofHost : (path === null ? [] : (rules.byPath.get(path) ?? [])).filter(isOwn)
  const there = own.filter(({ fate }) => fate === null)
  const fitting = there.filter(({ asked }) => asked?.location?.upstream === upstream)
  const isExact = location?.by === 'exact' && location.pattern === path
  const [first] = fitting.length > 0 ? fitting : there
  return fitting.find(({ pathType }) => (pathType === 'Exact') === isExact) ?? first ?? own[0] ?? null
}
