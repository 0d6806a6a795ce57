/** Requests at a Gateway: which rule has each, and what it gets. */
import type { GatewayProfile } from '../../domain/gateway/profile.js'
import { fullName, nameOf, refKey } from '../../domain/objects/ref.js'
import { toCall } from '../../domain/requests/calls.js'
import {
  type Answer,
  type Hop,
  hop,
  plainGet,
  type TraceRequest,
  verdictOf,
  withoutBackend,
} from '../../domain/requests/trace.js'
import { answerOf, grpcStatusIn, openly, ownAnswer } from './answer.js'
import type { ClientCheck } from './attachment/authorities.js'
import { bySpecificity, covers } from './attachment/hostnames.js'
import type { PlannedListener } from './attachment/listeners.js'
import { type Port, portOf } from './candidates.js'
import { chanceHop, tieHops } from './chance.js'
import { type Choice, choose, wantingAlpn } from './choose.js'
import { rulesHop, shutHops, whereHop } from './hops.js'
import { losersOf } from './losers.js'
import { missOf, type Patterns, patternsOf } from './matching/predicates.js'
import { type Candidate, priorityOf, type Ranking, rankingOf } from './matching/rank.js'
import { type Asked, askedOf } from './matching/request.js'
import type { Table } from './matching/tables.js'
import { isUnsure } from './own-answers.js'
import { mayHaveOther, type PlannedGateway, type World, withoutCertificate } from './world.js'

/** What the specification answers to a request. */
export type Specified = (request: TraceRequest) => Answer

type Refusal = Extract<Choice, { readonly why: string }>

/** What requests at one Gateway, or at all that share their ports, are held against. */
export class Counter {
  readonly profile: GatewayProfile
  readonly #world: World
  readonly #gateways: readonly PlannedGateway[]
  readonly #ports = new Map<number, Port>()
  readonly ranking: Ranking
  readonly patterns: Patterns
  readonly #specified: Specified | null

  /** @param specified what the words of the specification come to, where the profile departs from them */
  constructor(world: World, gateways: readonly PlannedGateway[], profile: GatewayProfile, specified: Specified | null) {
    this.#specified = specified
    this.#world = world
    this.#gateways = gateways
    this.profile = profile
    this.ranking = rankingOf(profile, (rule) => isUnsure(rule, profile, world.facts.inventory))
    this.patterns = patternsOf(profile)
  }

  port(number: number): Port {
    const known = this.#ports.get(number) ?? portOf(this.#world, this.#gateways, number, this.profile)
    this.#ports.set(number, known)
    return known
  }

  answer(request: TraceRequest, explain: boolean): Answer {
    const made = this.#answered(request, explain)
    const answer = toCall(made, grpcStatusIn(request, made.source?.kind, this.profile), explain)
    if (!explain || this.#specified === null) return answer
    return { ...answer, hops: [...answer.hops, ...departureHops(answer, this.#specified(request))] }
  }

  #answered(request: TraceRequest, explain: boolean): Answer {
    const { profile } = this
    const read = askedOf(request, profile)
    const unread = 'status' in read ? this.#unread(request) : null
    if (unread !== null && 'why' in unread.choice)
      return this.#refused(unread.asked, unread.choice, unread.port, explain)
    const asked = unread?.asked ?? read
    if ('status' in asked) {
      const { status, location, why } = asked
      const answer = { ...withoutBackend(verdictOf(status), status), location }
      return explain ? { ...answer, hops: [rulesHop(profile), hop('access', `${status}`, why)] } : answer
    }
    const port = this.port(asked.port)
    const choice = choose(port, asked, profile)
    if ('status' in choice) return this.#refused(asked, choice, port, explain)
    const frozen = frozenName(choice, profile)
    if (frozen !== undefined) return this.#frozen(asked, frozen, isNamed(port), explain)
    const winner = this.winner(choice, asked)
    const won = winner && { candidate: winner, asked, profile, inventory: this.#world.facts.inventory }
    const byChance = winner?.isByChance ? winner : winner === null ? onlyByChance(choice) : null
    const isStream = isOfConnections(choice.table)
    const at = choice.listener ?? winner?.listener ?? shownFor(choice.table, asked)
    const plain = won ? answerOf(won, explain) : ownAnswer(isStream ? null : 404)
    const made = at && mayHaveOther(at) ? openly(plain) : plain
    const answer = winner && profile.priority ? { ...made, priority: priorityOf(winner, profile) } : made
    if (!explain) return answer
    const hops = [
      rulesHop(profile),
      whereHop(
        request.stream ?? request.scheme,
        asked.port,
        choice.listener === null ? 'its listeners together' : `listener ${choice.listener.name}`,
      ),
      ...(request.scheme === 'https' ? this.#tlsHops(at) : []),
      ...(request.scheme === 'https' && !isStream ? this.#alpnHops(choice.table, asked) : []),
      ...(isStream && request.stream === undefined ? [streamHop(asked)] : []),
      ...(byChance === null ? [] : [chanceHop(byChance)]),
      ...(winner ? tieHops(winner, this.#ties(choice, asked, winner)) : [noRule(asked, choice)]),
      ...answer.hops,
    ]
    const losers = losersOf({
      world: this.#world,
      port,
      choice,
      asked,
      winner,
      profile,
      ranking: this.ranking,
      patterns: this.patterns,
    })
    return { ...answer, hops, losers }
  }

  /** Where nobody looks at a path: the connection ends before, or is passed on as it is. */
  #unread(request: TraceRequest): { readonly asked: Asked; readonly choice: Choice; readonly port: Port } | null {
    const asked = askedOf({ ...request, target: '/' }, this.profile)
    if ('status' in asked) return null
    const port = this.port(asked.port)
    const choice = choose(port, asked, this.profile)
    const isUnread = 'status' in choice ? choice.status === null : isOfConnections(choice.table)
    return isUnread ? { asked, choice, port } : null
  }

  /** Is TLS of a name taken as a connection at a port, before any listener for HTTP answers the handshake. */
  passesOn(name: string, port: number): boolean {
    const asked = askedOf({ ...plainGet('https', name, '/'), port }, this.profile)
    if ('status' in asked) return false
    const choice = choose(this.port(port), asked, this.profile)
    return 'table' in choice && isOfConnections(choice.table)
  }

  /** The best of the first that match under each hostname. */
  winner({ hosts }: Extract<Choice, { readonly table: unknown }>, asked: Asked): Candidate | null {
    let winner: Candidate | null = null
    for (const host of hosts)
      for (const candidate of host.near(asked.path)) {
        if (missOf(candidate.match, asked, this.profile, this.patterns) !== null) continue
        if (winner === null || this.ranking.compare(candidate, winner) < 0) winner = candidate
        break
      }
    return winner
  }

  /** Other rules that match and that no criterion tells apart from the winner. */
  #ties({ hosts }: Extract<Choice, { readonly table: unknown }>, asked: Asked, winner: Candidate): Candidate[] {
    return hosts.flatMap((host) =>
      host
        .near(asked.path)
        .filter(
          (one) =>
            one.match.rule !== winner.match.rule &&
            this.ranking.criterion(winner, one) === null &&
            missOf(one.match, asked, this.profile, this.patterns) === null,
        ),
    )
  }

  /** The certificates of the listener that the handshake was for. */
  #tlsHops(listener: PlannedListener | null): Hop[] {
    const gateway = this.#gateways.find(({ listeners }) => listener !== null && listeners.includes(listener))
    if (listener === null || gateway === undefined) return []
    if (listener.listener.tls?.mode === 'Passthrough')
      return [hop('tls', 'passed on', 'as it is: the backend shows its own certificate')]
    if (mayHaveOther(listener)) return [hop('note', 'open', `listener ${listener.name} ${withoutCertificate}`)]
    const shown = gateway.certificatesOf(listener).map(({ secret, fault, certificate }): Hop => {
      const detail = fault ?? (certificate === null ? 'is not seen' : `for ${certificate.sans.join(', ')}`)
      return hop('tls', `Secret ${nameOf(secret)}`, detail)
    })
    return [...shown, ...(listener.clients === null ? [] : [clientHop(listener.clients)])]
  }

  #alpnHops({ hosts }: Table, { sni }: Asked): Hop[] {
    const by = sni !== null && hosts.has(sni) ? null : wantingAlpn(this.#world, this.profile)
    if (by === null) return []
    const detail = `a client that names no protocol of HTTP (ALPN) is refused: TLSRoute ${nameOf(by)} is there, and no route has the name ${sni ?? '(none)'} in full`
    return [hop('note', 'handshake', detail)]
  }

  #refused(asked: Asked, { status, why }: Refusal, port: Port, explain: boolean): Answer {
    const answer = ownAnswer(status)
    if (!explain) return answer
    const subject = `${asked.request.stream ?? asked.request.scheme} port ${port.port}`
    return {
      ...answer,
      hops: [rulesHop(this.profile), hop('listener', subject, why), ...shutHops(this.#world, this.#gateways, asked)],
    }
  }

  #frozen(asked: Asked, hostname: string | null, isNamed: boolean, explain: boolean): Answer {
    // Without its hosts a port for HTTP answers all the same; one that is not there at all does not.
    const answer = ownAnswer(isNamed ? null : 404)
    if (!explain) return answer
    const detail = `${hostname ?? 'the name of all hosts'} is there twice, from two listeners or routes: the proxy refuses the routes of the whole port, and one that runs already keeps those that it had before`
    return { ...answer, hops: [rulesHop(this.profile), hop('listener', `port ${asked.port}`, detail)] }
  }
}

function isOfConnections({ listeners }: Table): boolean {
  return listeners.some(({ protocol }) => protocol !== 'HTTP' && protocol !== 'HTTPS')
}

/** Has it names of handshakes that go with routes of connections. */
function isNamed({ listeners }: Port): boolean {
  return listeners.some(({ protocol }) => protocol === 'TLS')
}

/** Of a host that is there with all its routes, or not at all. */
function onlyByChance({ hosts: [first] }: Extract<Choice, { readonly table: unknown }>): Candidate | null {
  return first?.candidates.every(({ isByChance }) => isByChance) ? (first.candidates[0] ?? null) : null
}

/** Where no route decides, the most specific that has the name of the handshake. */
function shownFor({ listeners }: Table, { sni }: Asked): PlannedListener | null {
  const own = listeners.filter(({ hostname }) => covers(hostname, sni))
  return own.sort((a, b) => bySpecificity(a.hostname, b.hostname))[0] ?? null
}

/** A request at a port where nobody looks for one. */
function streamHop({ port, host }: Asked): Hop {
  const detail = `is passed on as bytes, whatever they are: tcp://${host ?? 'HOST'}:${port} asks for the same`
  return hop('note', `port ${port}`, detail)
}

function clientHop({ authorities, isLax }: ClientCheck): Hop {
  const names = authorities.map((one) => fullName(one)).join(' or ')
  const without = isLax ? 'whoever shows no such one is let in all the same' : 'without one there is no connection'
  return hop('tls', 'client certificate', `asked for, by the authorities of ${names}: ${without}`)
}

/** The hostname for which the proxy refuses a table; undefined: none. */
export function frozenName(
  { table }: Pick<Extract<Choice, { readonly table: unknown }>, 'table'>,
  { listeners }: GatewayProfile,
): string | null | undefined {
  if (listeners.duplicateHostname !== 'refuses-port') return undefined
  const [first] = table.twice
  return first?.[0]
}

/** Where an implementation departs from the specification in what it answers. */
function departureHops(answer: Answer, other: Answer): Hop[] {
  const isSame =
    answer.verdict === other.verdict &&
    answer.status === other.status &&
    answer.location === other.location &&
    answer.rule === other.rule &&
    answer.upstreamUri === other.upstreamUri &&
    answer.split.length === other.split.length &&
    answer.split.every(
      ({ upstream, when }, i) => upstream === other.split[i]?.upstream && when === other.split[i].when,
    ) &&
    (answer.source && refKey(answer.source)) === (other.source && refKey(other.source))
  return isSame ? [] : [hop('note', 'departs', `by the words of the specification ${wouldBe(other, answer)}`)]
}

function wouldBe({ verdict, status, location, source, rule, split, upstreamUri }: Answer, real: Answer): string {
  const by = source === null ? '' : `rule ${rule ?? 0} of ${fullName(source)} `
  if (location !== null) return `${by}would redirect to ${location}`
  if (split.length > 0) {
    const shares = split.map(({ upstream, percent, when }) => `${upstream} ${Math.round(percent ?? 0)} % (${when})`)
    return `${by}would share its requests: ${shares.join(', ')}`
  }
  if (verdict === 'served') {
    const isSentElse = real.verdict === 'served' && upstreamUri !== null && upstreamUri !== real.upstreamUri
    return isSentElse ? `${by}would send on ${upstreamUri}` : `${by}would answer`
  }
  if (status === null) return 'the connection would end'
  return source === null ? `the answer would be ${status}` : `${by}would answer ${status}`
}

function noRule({ host, request }: Asked, { hosts }: Extract<Choice, { readonly table: unknown }>): Hop {
  const [first] = hosts
  const detail =
    first === undefined
      ? `no route has the host ${host ?? '(none)'}`
      : `no rule of ${first.hostname ?? 'the routes without hostname'} fits ${request.method} ${request.target}`
  return hop('route', 'none', detail)
}
