/** The answer of /configuration/certs, which ends with a private key → its certificates and nothing else. */
import { Unusable } from '../../shared/ways.js'

const certificate = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]*-----END CERTIFICATE-----/g

/** @throws Unusable where it holds none */
export function certificatesOf(answer: string): string {
  const found = answer.match(certificate) ?? []
  if (found.length === 0) throw new Unusable('the answer holds no certificate')
  return found.map((one) => `${one}\n`).join('')
}
