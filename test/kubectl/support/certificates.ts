/** Certificates for one run, made with openssl: an authority, a server, two people, and a stranger's authority. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Certificate {
  readonly certFile: string
  readonly keyFile: string
  readonly cert: string
  readonly key: string
}

export interface Certificates {
  readonly ca: Certificate
  readonly server: Certificate
  /** common names `ann` and `bob` */
  readonly ann: Certificate
  readonly bob: Certificate
  readonly foreignCa: Certificate
}

/** The names under which the servers may be reached. */
const serverNames = 'DNS:localhost,DNS:api.test,DNS:other.test,IP:127.0.0.1,IP:::1'

export function makeCertificates(folder: string): Certificates {
  const ca = authority(folder, 'ca')
  return {
    ca,
    server: signed(folder, 'server', ca, `subjectAltName=${serverNames}`),
    ann: signed(folder, 'ann', ca, 'extendedKeyUsage=clientAuth'),
    bob: signed(folder, 'bob', ca, 'extendedKeyUsage=clientAuth'),
    foreignCa: authority(folder, 'foreign-ca'),
  }
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

function authority(folder: string, name: string): Certificate {
  const [certFile, keyFile] = [join(folder, `${name}.pem`), join(folder, `${name}-key.pem`)]
  openssl(['req', '-x509', ...newKey, '-subj', `/CN=${name}`, '-days', '2', '-keyout', keyFile, '-out', certFile])
  return read(certFile, keyFile)
}

function signed(folder: string, name: string, by: Certificate, extension: string): Certificate {
  const [certFile, keyFile] = [join(folder, `${name}.pem`), join(folder, `${name}-key.pem`)]
  const [request, extensions] = [join(folder, `${name}.csr`), join(folder, `${name}.ext`)]
  writeFileSync(extensions, extension)
  openssl(['req', ...newKey, '-subj', `/CN=${name}`, '-keyout', keyFile, '-out', request])
  const signer = ['-CA', by.certFile, '-CAkey', by.keyFile, '-CAcreateserial']
  openssl(['x509', '-req', '-in', request, ...signer, '-days', '2', '-extfile', extensions, '-out', certFile])
  return read(certFile, keyFile)
}

function read(certFile: string, keyFile: string): Certificate {
  return { certFile, keyFile, cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') }
}

function openssl(args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] })
}
