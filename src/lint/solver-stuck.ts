/**
 * An Ingress with which a certificate is asked for goes when the question was answered: one that stays was never reached.
 * https://cert-manager.io/docs/troubleshooting/acme/#2-troubleshooting-challenges
 */
import { finding, told } from '../domain/findings/finding.js'
import type { LintRule } from '../domain/lint/rule.js'
import { refOf } from '../domain/objects/ref.js'

const patience = 60 * 60_000

export const solverStuck: LintRule = {
  codes: ['solver-stuck'],
  needs: [],
  find: ({ inventory, now }) =>
    inventory.ingresses.flatMap((one) => {
      const { labels, creationTimestamp } = one.metadata
      if (labels?.['acme.cert-manager.io/http01-solver'] !== 'true') return []
      const age = now - Date.parse(creationTimestamp ?? '')
      if (!(age > patience)) return []
      const host = one.spec?.rules?.[0]?.host || null
      return [finding(told('solver-stuck', { host, hours: Math.floor(age / patience) }), refOf(one))]
    }),
}
