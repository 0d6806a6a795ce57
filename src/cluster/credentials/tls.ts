/** Reads the certificates that a TLS connection needs; what is in them is the transport's business. */
import { resolve } from 'node:path'
import { readCredentialsFile } from '../kubeconfig/read.js'
import type { ClusterEntry, UserEntry } from '../kubeconfig/types.js'
import { present } from '../list/present.js'
import type { Surroundings, TlsSettings } from '../wire/connection.js'
import { hasCertificate } from './somebody.js'

/**
 * A key without a certificate is left alone, as in client-go.
 * @throws Problem `credentials-file`
 */
export async function readTls(cluster: ClusterEntry, user: UserEntry, around: Surroundings): Promise<TlsSettings> {
  const read = (what: string, file: string | undefined, data: string | undefined) => readPem(what, file, data, around)
  const isKnown = hasCertificate(user)
  return present({
    ca: await read('certificate authority', cluster.caFile, cluster.caData),
    cert: isKnown ? await read('client certificate', user.certFile, user.certData) : undefined,
    key: isKnown ? await read('client key', user.keyFile, user.keyData) : undefined,
    servername: cluster.tlsServerName,
    insecure: cluster.skipTLSVerify,
  })
}

async function readPem(
  what: string,
  file: string | undefined,
  data: string | undefined,
  { cwd, signal }: Surroundings,
): Promise<Buffer | undefined> {
  if (data !== undefined) return Buffer.from(data, 'base64')
  return file === undefined ? undefined : readCredentialsFile(what, resolve(cwd, file), signal)
}
