/** Secrets that TLS is asked for with, and that are not shown: told of who names them. */
import { certificateOf, covers, namesOf } from '../../domain/certificates.js'
import type { Plan } from '../../domain/controllers/plan.js'
import type { RoutingFacts } from '../../domain/controllers/routing-facts.js'
import { type Finding, finding, told } from '../../domain/findings/finding.js'
import { isSame, type Ref, refKey } from '../../domain/objects/ref.js'
import type { WhyRow } from '../../domain/why/why.js'
import { withWholes } from './whole-rows.js'

/** A Secret, and whose hosts it is meant for. */
export interface TlsAsked {
  readonly by: Ref
  /** null: none is named */
  readonly secret: Ref | null
  readonly hosts: readonly string[]
  /** the annotation that asks for the Secret, on an object of which nobody reads it */
  readonly issuer?: string | undefined
}

/** @returns the rows, with one of the whole object where it has none and there is something to say of its Secrets */
export function withTlsFaults(
  rows: readonly WhyRow[],
  all: Iterable<TlsAsked>,
  plan: Pick<Plan, 'certificateFor'>,
  { secretOf }: Pick<RoutingFacts, 'secretOf'>,
): readonly WhyRow[] {
  const sources = new Set(rows.map(({ source }) => refKey(source)))
  const faults = new Map<string, Finding[]>()
  for (const { by, secret, hosts, issuer } of all) {
    const key = refKey(by)
    const found = sources.has(key) ? secret && secretOf(secret) : null
    if (!sources.has(key) || (secret !== null && found === null)) continue
    const certificate = found ? certificateOf(found) : null
    for (const host of hosts) {
      if (certificate !== null && covers(certificate, host)) continue
      // One that somebody else names may cover it.
      const planned = plan.certificateFor(host.toLowerCase())
      if (planned === null || planned.flaw === null || planned.by === null || !isSame(planned.by, by)) continue
      if (secret === null) {
        // Elsewhere that is how the default certificate is asked for.
        const refused = planned.isRefused ? [told('tls-no-secret', { host, isRefused: true, isSeen: true })] : []
        faults.set(key, [...(faults.get(key) ?? []), ...refused.map((one) => finding(one, by, { field: 'spec.tls' }))])
        continue
      }
      const facts = { host, secret, shown: planned.isRefused ? 'nothing' : 'default' } as const
      const one =
        found === undefined
          ? told('tls-secret-missing', { ...facts, ...(issuer && { unread: { annotation: issuer, kind: by.kind } }) })
          : certificate === null
            ? told('tls-invalid', facts)
            : told('tls-mismatch', { ...facts, names: namesOf(certificate) })
      faults.set(key, [...(faults.get(key) ?? []), finding(one, by, { field: 'spec.tls' })])
    }
  }
  return withWholes(rows, faults)
}
