/** The hosts that an Ingress names, as they are written, and the Secrets of its TLS section. */
import type { Ingress } from './objects.js'
import { type NamespacedName, refOf } from './ref.js'

/** All of them, in lower case. */
export function namedHosts(ingress: Ingress): string[] {
  return [...ruleHosts(ingress), ...tlsHosts(ingress)].map((host) => host.toLowerCase())
}

/** Those of its rules. A rule without a host names none. */
export function ruleHosts({ spec }: Pick<Ingress, 'spec'>): string[] {
  return (spec?.rules ?? []).flatMap(({ host }) => host || [])
}

/** Those of its TLS sections. */
export function tlsHosts({ spec }: Pick<Ingress, 'spec'>): string[] {
  return (spec?.tls ?? []).flatMap(({ hosts }) => hosts?.filter((host) => host !== '') ?? [])
}

/** The Secrets that the TLS section of an Ingress names. */
export function tlsSecrets(ingress: Ingress): NamespacedName[] {
  const { namespace } = refOf(ingress)
  return (ingress.spec?.tls ?? []).flatMap(({ secretName }) => (secretName ? [{ namespace, name: secretName }] : []))
}

const issued = /^(?:cert-manager\.io\/(?:cluster-)?issuer|kubernetes\.io\/tls-acme)$/

/** The annotation by which cert-manager is asked for a Secret, of Ingresses and Gateways alone: https://cert-manager.io/docs/usage/ingress/ */
export function issuerAsked(annotations: object | null | undefined): string | undefined {
  return Object.keys(annotations ?? {}).find((name) => issued.test(name))
}
