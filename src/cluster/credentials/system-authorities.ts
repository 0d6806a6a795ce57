/** The authorities that this machine trusts, as Go finds them: for servers of which the kubeconfig names none. */
import { readFile } from 'node:fs/promises'
import { rootCertificates } from 'node:tls'

/** https://github.com/golang/go/blob/master/src/crypto/x509/root_linux.go; the last is that of Alpine, macOS and BSD */
const bundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

/** @returns PEM: Node's own list, and the first bundle that can be read ($SSL_CERT_FILE stands for all of them) */
export async function systemAuthorities(env: Readonly<Record<string, string | undefined>>): Promise<string> {
  for (const file of env.SSL_CERT_FILE ? [env.SSL_CERT_FILE] : bundles) {
    const bundle = await readFile(file, 'utf8').catch(() => null)
    if (bundle !== null) return [...rootCertificates, bundle].join('\n')
  }
  return rootCertificates.join('\n')
}
