/** Certificates in the order in which somebody has to look at them. */
import { compare } from '../../domain/compare.js'
import type { CertificateState, Judged, Judgement } from './judge.js'

/** The most urgent first. */
export const certificateStates = [
  'expired',
  'missing',
  'invalid',
  'mismatch',
  'default',
  'expiring',
  'unknown',
  'ok',
] as const satisfies readonly CertificateState[]

type Row = Pick<Judged, 'host' | 'asked'> & Pick<Judgement, 'state' | 'facts'>

/** Nobody asks for TLS on the host, and the default certificate answers: that is as it should be. */
export function isUnasked({ state, asked }: Pick<Row, 'state' | 'asked'>): boolean {
  return state === 'default' && !asked
}

/** Problems first, of those alike what ends first, and last the hosts on which not asked for TLS. */
export function byUrgency(a: Row, b: Row): number {
  return rank(a) - rank(b) || compare(endOf(a), endOf(b)) || compare(a.host, b.host)
}

function rank(row: Row): number {
  return isUnasked(row) ? certificateStates.length : certificateStates.indexOf(row.state)
}

/** RFC 3339; what has no end comes last. */
function endOf({ facts }: Row): string {
  return facts?.notAfter ?? '~'
}
