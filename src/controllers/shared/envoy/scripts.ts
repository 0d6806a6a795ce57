/** The one script that is known: a host that is not the name of the handshake is misdirected (421). */

import { headerOf } from '../../../languages/envoy/match/match.js'
import type { Scripts } from '../../../languages/envoy/route/evaluate.js'

/** Stands for it in a capture. */
export const misdirecting = '-- envoy_on_request: misdirected request, unless the host is requestedServerName'

export function isMisdirecting(source: string): boolean {
  return ['envoy_on_request', 'misdirected request', 'requestedServerName'].every((word) => source.includes(word))
}

export const knownScripts: Scripts = (source, { sni }, { headers }) => {
  if (!isMisdirecting(source)) return undefined
  const [host] = (headerOf(headers, ':authority') ?? '').toLowerCase().split(':')
  return host === (sni ?? '').toLowerCase() ? null : 421
}
