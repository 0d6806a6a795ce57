/** Hosts that an Ingress has a TLS section for, while its routers listen without TLS alone. */
import type { Plan } from '../../domain/controllers/plan.js'
import type { RoutingFacts } from '../../domain/controllers/routing-facts.js'
import type { Told } from '../../domain/findings/facts.js'
import { told } from '../../domain/findings/finding.js'
import { type Ref, refKey, refOf } from '../../domain/objects/ref.js'
import { parseRequestUrl } from '../../domain/requests/url.js'
import { nameFor } from './answer/asking.js'
import type { Made } from './model/types.js'

export type HostsOf = (source: Ref) => readonly string[]

export function tlsHostsOf({ ingresses }: Pick<RoutingFacts, 'ingresses'>): HostsOf {
  const byRef = new Map(
    ingresses.map((one) => [refKey(refOf(one)), one.spec?.tls?.flatMap(({ hosts }) => hosts ?? [])]),
  )
  return (source) => byRef.get(refKey(source)) ?? []
}

/** @returns null: it is for no such host, or https:// is answered for it, whoever does that */
export function withoutTls(
  made: Made,
  hostsOf: HostsOf,
  { answer }: Pick<Plan, 'answer'>,
  https: string | null,
): Told<'tls-unheard'> | null {
  const { source, host, match, routers } = made
  if (host === null || routers.length === 0 || routers.some(({ tls }) => tls)) return null
  if (!hostsOf(source).includes(host)) return null
  const place = parseRequestUrl(`https://${nameFor(made)}${match?.path ?? '/'}`)
  if ('wrong' in place) return null
  const request = { ...place, method: 'GET', headers: new Map(), clientAddress: null, httpVersion: '1.1' } as const
  if (answer(request, false).verdict !== 'not-found') return null
  return told('tls-unheard', {
    host,
    entryPoints: [...new Set(routers.flatMap((one) => one.entryPoints))],
    other: https,
  })
}
