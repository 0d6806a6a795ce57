/**
 * Two policies for one target: the older one counts, and the other does nothing.
 * https://gateway-api.sigs.k8s.io/geps/gep-713/#conflict-resolution
 */
import { compare } from '../domain/compare.js'
import { finding, told } from '../domain/findings/finding.js'
import type { LintRule } from '../domain/lint/rule.js'
import type { BackendTLSPolicy } from '../domain/objects/gateway/gateways.js'
import { nameOf, refOf } from '../domain/objects/ref.js'

export const policyConflict: LintRule = {
  codes: ['policy-conflict'],
  needs: ['BackendTLSPolicy'],
  find: ({ all }) => {
    const holders = new Map<string, BackendTLSPolicy>()
    return [...all('BackendTLSPolicy')].sort(byAge).flatMap((policy) => {
      const { namespace } = refOf(policy)
      return (policy.spec?.targetRefs ?? []).flatMap(({ group, kind, name, sectionName }, i) => {
        const key = JSON.stringify([namespace, group || '', kind, name, sectionName || null])
        const holder = holders.get(key) ?? policy
        holders.set(key, holder)
        if (holder === policy) return []
        const target = { kind: kind || 'Service', namespace, name }
        const found = told('policy-conflict', { target, section: sectionName || null, by: refOf(holder) })
        return [finding(found, refOf(policy), { field: `spec.targetRefs[${i}]` })]
      })
    })
  },
}

function byAge(a: BackendTLSPolicy, b: BackendTLSPolicy): number {
  const age = ({ metadata }: BackendTLSPolicy) => metadata.creationTimestamp ?? '~'
  return compare(age(a), age(b)) || compare(nameOf(refOf(a)), nameOf(refOf(b)))
}
