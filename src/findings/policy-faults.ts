/** Why a Policy of F5 NGINX Ingress Controller does not count, and what cures it. */
import type { PolicyFault } from '../domain/findings/ownership-facts.js'
import { quote } from './words.js'

export const policyFaults: Readonly<
  Record<
    PolicyFault,
    {
      readonly says: (field: string | null, value: string | null) => string
      readonly fix: (policy: string, field: string | null, value: string | null) => string
    }
  >
> = {
  missing: { says: () => 'is not there', fix: (policy) => `Create Policy ${policy}, or take it out of the policies.` },
  class: {
    says: (_, value) => `is of class ${quote(value ?? '')}, which is another one's`,
    fix: (policy) => `Give Policy ${policy} the ingressClassName of this controller.`,
  },
  invalid: {
    says: (field, value) => `is not valid: ${field}${value === null ? '' : ` (${quote(value)})`}`,
    fix: (policy, field) => `Correct ${field} of Policy ${policy}.`,
  },
  'paid-only': {
    says: (field) => `asks for ${field}, which NGINX Plus alone does`,
    fix: (policy) => `Take Policy ${policy} out of the policies, or run the controller with NGINX Plus.`,
  },
  'secret-missing': {
    says: (field, value) => `names Secret ${value} (${field}), which is not there`,
    fix: (_, field, value) => `Create Secret ${value} of the type that ${field} needs.`,
  },
  'secret-invalid': {
    says: (field, value) =>
      `names Secret ${value} (${field}), which is of another type, or does not hold what it has to`,
    fix: (_, field, value) => `Make Secret ${value} anew with the type that ${field} needs.`,
  },
  unsupported: {
    says: (_, value) => `is one of ${value}, which may not stand on an Ingress`,
    fix: (policy) => `Take Policy ${policy} off the Ingress, or make the Ingress a VirtualServer.`,
  },
  place: {
    says: (_, value) => `is one of ${value}, which may be named in spec.policies alone`,
    fix: (policy) => `Name Policy ${policy} in spec.policies of the VirtualServer.`,
  },
  'no-tls': {
    says: (_, value) => `is one of ${value}, and its host has no TLS`,
    fix: () => 'Give the host TLS with a Secret.',
  },
  twice: {
    says: (_, value) => `is the second one of ${value}`,
    fix: (policy) => `Take Policy ${policy} out of the policies.`,
  },
}
