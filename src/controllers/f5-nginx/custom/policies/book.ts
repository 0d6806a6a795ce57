/** All Policies, and which of those that are named count: https://github.com/nginx/kubernetes-ingress/blob/main/internal/k8s/controller.go (getPolicies) */
import { certificateOf } from '../../../../domain/certificates.js'
import type { RoutingFacts } from '../../../../domain/controllers/routing-facts.js'
import type { PolicyFault } from '../../../../domain/findings/ownership-facts.js'
import type { CustomObject } from '../../../../domain/objects/custom.js'
import { text } from '../../../../domain/objects/project-fields.js'
import { type NamespacedName, nameOf, refOf } from '../../../../domain/objects/ref.js'
import type { F5Settings } from '../../workload/settings.js'
import { isOfClass } from '../kinds.js'
import { policies, secretsOf } from './kinds.js'
import { wrongPolicy } from './wrong.js'

/** What is wrong with a Policy: then whatever names it is answered with 500. */
export interface Refusal {
  readonly policy: NamespacedName
  readonly fault: PolicyFault
  readonly field: string | null
  readonly value: string | null
}

/** `null`: it may not be looked at; `unseen`: a Secret of it may not, and is taken to be good. */
export type FoundPolicy =
  | { readonly policy: CustomObject; readonly unseen: NamespacedName | null }
  | { readonly refusal: Refusal }
  | null

export class PolicyBook {
  readonly settings: F5Settings
  readonly #secretOf: RoutingFacts['secretOf']
  readonly #byName: ReadonlyMap<string, CustomObject>
  readonly #isAll: boolean

  constructor({ customOf, secretOf }: Pick<RoutingFacts, 'customOf' | 'secretOf'>, settings: F5Settings) {
    const listing = settings.hasCustomResources ? customOf?.(policies) : undefined
    this.settings = settings
    this.#secretOf = secretOf
    this.#byName = new Map((listing?.items ?? []).map((one) => [nameOf(refOf(one)), one]))
    this.#isAll = listing === undefined ? !settings.hasCustomResources : listing.coverage === 'all'
  }

  find(name: NamespacedName): FoundPolicy {
    const policy = this.#byName.get(nameOf(name))
    const refused = (fault: PolicyFault, field: string | null = null, value: string | null = null): FoundPolicy => ({
      refusal: { policy: { namespace: name.namespace, name: name.name }, fault, field, value },
    })
    if (policy === undefined) return this.#isAll ? refused('missing') : null
    if (!isOfClass(policy, this.settings))
      return refused('class', 'spec.ingressClassName', text(policy.spec.ingressClassName))
    const wrong = wrongPolicy(policy.spec, this.settings)
    if (wrong !== null) return refused(wrong.isPaid ? 'paid-only' : 'invalid', wrong.field, wrong.value)
    let unseen: NamespacedName | null = null
    for (const { field, secret, type } of secretsOf(policy)) {
      if (![secret.namespace, secret.name].every((one) => /^[a-z0-9][a-z0-9.-]{0,252}$/.test(one)))
        return refused('invalid', field)
      const seen = this.#secretOf(secret)
      if (seen === null) unseen ??= secret
      if (seen === null) continue
      if (seen === undefined) return refused('secret-missing', field, nameOf(secret))
      const isOfType = seen.type == null || seen.type === type
      const isWhole = type !== 'kubernetes.io/tls' || certificateOf(seen) !== null
      const hasAuthority = type !== 'nginx.org/ca' || (seen.data?.['ca.crt'] ?? '') !== ''
      if (!isOfType || !isWhole || !hasAuthority) return refused('secret-invalid', field, nameOf(secret))
    }
    return { policy, unseen }
  }
}
