/** Secrets that HTTPProxies name, those of other namespaces among them: internal/dag/cache.go and secret.go of https://github.com/projectcontour/contour */
import { certificateOf } from '../../../domain/certificates.js'
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { CustomObject } from '../../../domain/objects/custom.js'
import type { Secret } from '../../../domain/objects/objects.js'
import { text, texts, wires } from '../../../domain/objects/project-fields.js'
import { type NamespacedName, type Ref, refOf } from '../../../domain/objects/ref.js'
import { delegations, nameIn } from './kinds.js'

export type SecretFault = 'secret-missing' | 'secret-invalid' | 'secret-foreign'

export interface NamedSecret {
  readonly ref: Ref
  /** null: it is good, or may not be looked at */
  readonly fault: SecretFault | null
}

export class Secrets {
  readonly #secretOf: RoutingFacts['secretOf']
  readonly #delegations: readonly CustomObject[]
  readonly #blind = new Set<CustomObject>()

  constructor({ secretOf, customOf }: Pick<RoutingFacts, 'secretOf' | 'customOf'>) {
    this.#secretOf = secretOf
    this.#delegations = customOf?.(delegations).items ?? []
  }

  /** Was any that the object names not to be looked at. */
  hides(object: CustomObject): boolean {
    return this.#blind.has(object)
  }

  /** With a certificate to show. @param said as the object names it */
  certificate(said: string, of: CustomObject): NamedSecret {
    return this.#named(nameIn(said, of), of, (seen) => certificateOf(seen) !== null)
  }

  /** With authorities. */
  authorities(said: string, of: CustomObject): NamedSecret {
    return this.#named(nameIn(said, of), of, ({ data }) => (data?.['ca.crt'] ?? '') !== '')
  }

  /** Of the controller's own settings. */
  ofSettings(name: NamespacedName, of: CustomObject): NamedSecret {
    return this.#named(name, of, (seen) => certificateOf(seen) !== null)
  }

  #named(name: NamespacedName, of: CustomObject, isGood: (seen: Secret) => boolean): NamedSecret {
    const ref: Ref = { kind: 'Secret', ...name }
    if (!this.#isDelegated(name, refOf(of).namespace)) return { ref, fault: 'secret-foreign' }
    const seen = this.#secretOf(name)
    if (seen === null) {
      this.#blind.add(of)
      return { ref, fault: null }
    }
    if (seen === undefined) return { ref, fault: 'secret-missing' }
    const hasType = seen.type == null || ['kubernetes.io/tls', 'Opaque'].includes(seen.type)
    return { ref, fault: hasType && isGood(seen) ? null : 'secret-invalid' }
  }

  #isDelegated({ namespace, name }: NamespacedName, target: string): boolean {
    if (namespace === target) return true
    return this.#delegations
      .filter((one) => refOf(one).namespace === namespace)
      .flatMap(({ spec }) => wires(spec.delegations))
      .some(({ secretName, targetNamespaces }) => {
        const targets = texts(targetNamespaces) ?? []
        return text(secretName) === name && (targets.includes(target) || (targets.length === 1 && targets[0] === '*'))
      })
  }
}
