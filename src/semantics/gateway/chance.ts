/** Where chance decides who answers, in words. */
import { fullName, type Ref } from '../../domain/objects/ref.js'
import { type Hop, hop } from '../../domain/requests/trace.js'
import { isOfStreams, type Match } from './matching/matches.js'
import type { Candidate } from './matching/rank.js'

export function chanceHop({ match, hostname }: Candidate): Hop {
  const detail = chanceText(match, hostname)
  return hop('note', 'random', detail)
}

/** Why nobody decides whether a match is there under a hostname. */
export function chanceText({ rule }: Match, hostname: string | null): string {
  const own = fullName(rule.source)
  const place = hostname ?? (rule.source.kind === 'TCPRoute' ? 'the port' : 'all hosts')
  return isOfStreams(rule)
    ? `${own} is not the only ${rule.source.kind} for ${place}, and which of them has it changes with every change`
    : `${own} has ${place} only where listeners of the port that share a hostname are read in the right order, which changes with every change`
}

/** Of rules that no criterion tells apart. */
export function equalRank(source: Ref, others: readonly Ref[]): string {
  const names = [...new Set(others.map((one) => fullName(one)))]
  return `${fullName(source)} and ${names.join(', ')} have the same rank: which of them answers changes with each start, or with any change`
}

export function tieHops({ match }: Candidate, ties: readonly Candidate[]): Hop[] {
  if (ties.length === 0) return []
  const others = ties.map((one) => one.match.rule.source)
  return [hop('note', 'random', equalRank(match.rule.source, others))]
}
