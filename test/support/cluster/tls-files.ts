/** The PEM files of test/fixtures/tls, by name. */
import { readFileSync } from 'node:fs'

export type ServerCertificate = 'server' | 'expired' | 'wrong-name' | 'foreign'

export function pem(
  name: ServerCertificate | 'wildcard' | 'hosts' | 'ca' | 'foreign-ca' | 'client' | 'client-key' | 'server-key',
): string {
  return readFileSync(new URL(`../../fixtures/tls/${name}.pem`, import.meta.url), 'utf8')
}
