/** What becomes of a connection that nginx never sees: its Service gets it as it is. */
import type { TraceRequest } from '../../../domain/requests/trace.js'
import type { Outcome } from '../../../languages/nginx/route/router.js'
import type { Passed } from '../model/types.js'
import type { Decision } from './decision.js'
import { ofModel } from './live-backend.js'

/**
 * The one that a connection goes to, by the very letters of the handshake; undefined: nginx ends its TLS.
 * https://github.com/kubernetes/ingress-nginx/blob/main/pkg/tcpproxy/tcp.go (Get)
 */
export function passedFor(hosts: ReadonlyMap<string, Passed>, { scheme, sni }: TraceRequest): Passed | undefined {
  return scheme === 'https' && sni !== null ? hosts.get(sni) : undefined
}

/** @param outcome what nginx would have made of the request */
export function passThrough(passed: Passed, outcome: Outcome): Decision {
  const { upstream, source, address, why, isKnown } = passed
  const backend = ofModel(upstream)
  const told = {
    result: { kind: 'unknown', why: 'nginx never sees it', line: 0 },
    upstreamUri: null,
    lua: null,
  } as const
  const isShut = address === null || backend.endpoints?.length === 0
  const verdict = isKnown ? (isShut ? 'unavailable' : 'served') : 'unknown'
  return {
    outcome: { ...outcome, ...told, steps: [] },
    facts: source && { source, path: '/', upstream: upstream.name },
    verdict,
    status: null,
    location: null,
    balanced: { backend, split: [], why: null },
    why: why ?? (verdict === 'unavailable' ? `${backend.why}: the connection is closed` : null),
    outcomes: [],
    passed,
  }
}
