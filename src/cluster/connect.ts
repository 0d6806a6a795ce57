/** From flags and surroundings to a cluster that answers: settles the connection, and reads nothing yet. */
import { readFile } from 'node:fs/promises'
import { rootCertificates } from 'node:tls'
import type { KubeFlags } from '../domain/kube-flags.js'
import type { Kind } from '../domain/objects/objects.js'
import { nameOf } from '../domain/objects/ref.js'
import type { ClusterReader, Listing, ListQuery } from '../domain/ports.js'
import { settle } from './kubeconfig/settings.js'
import { together } from './list/list-names.js'
import { createLiveCluster } from './list/live-cluster.js'
import { type ApiServer, createApiServer } from './wire/api-server.js'
import type { Connection, Surroundings } from './wire/connection.js'
import { patience } from './wire/limit.js'
import { createTransport, type Transport } from './wire/transport.js'
import { type ShowBody, showsBodiesFrom } from './wire/verbose.js'
import type { Watch } from './wire/watched.js'

/** The process around us, and what the API server's audit log shows of us: `kubectl-tkng/1.2.3`. */
export type ConnectSurroundings = Surroundings & {
  readonly userAgent: string
  /** what a log may show of an answer; asked for the most talkative level alone */
  readonly showBody: () => Promise<ShowBody>
  /** hears of each request */
  readonly watch?: Watch
}

/**
 * @throws Problem as {@link settle}; the reader's `list` throws those of the network
 */
export async function connect(flags: KubeFlags, around: ConnectSurroundings): Promise<ClusterReader> {
  return (await connectServer(flags, around)).newReader()
}

export interface Connected {
  /** each asks anew, and the same once */
  readonly newReader: () => ClusterReader
  readonly server: ApiServer
  readonly transport: Transport
}

/** As {@link connect}, with what else speaks to the same server as the same user. */
export async function connectServer(flags: KubeFlags, around: ConnectSurroundings): Promise<Connected> {
  const connection = await trusting(await settle(flags, around), around)
  const { verbosity = 0 } = flags
  const { signal, warn, userAgent, watch } = around
  const showBody = verbosity < showsBodiesFrom ? () => null : await around.showBody()
  const server = createApiServer(connection, { userAgent, verbosity, patience, signal, say: warn, showBody, watch })
  const transport = createTransport(server)
  const { namespace, context } = connection
  const cluster = createLiveCluster({
    transport,
    scope: flags.allNamespaces ? 'all-namespaces' : { namespace },
    namespace,
    source: context === null ? `server ${server.label}` : `context "${context}"`,
  })
  return { newReader: () => askedOnce(cluster), server, transport }
}

/** Reading a machine's authorities takes a while, so only where the kubeconfig names none. */
async function trusting(connection: Connection, { env }: Surroundings): Promise<Connection> {
  const { tls } = connection
  if (tls === null || tls.ca !== undefined || tls.insecure) return connection
  return { ...connection, tls: { ...tls, ca: await systemAuthorities(env) } }
}

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
async function systemAuthorities(env: Readonly<Record<string, string | undefined>>): Promise<string> {
  for (const file of env.SSL_CERT_FILE ? [env.SSL_CERT_FILE] : bundles) {
    const bundle = await readFile(file, 'utf8').catch(() => null)
    if (bundle !== null) return [...rootCertificates, bundle].join('\n')
  }
  return rootCertificates.join('\n')
}

/** @returns the same cluster: what it has answered it answers again as it did, each object that was named for itself */
function askedOnce(cluster: ClusterReader): ClusterReader {
  const known = new Map<string, Promise<unknown>>()
  const once = <T>(key: readonly unknown[], ask: () => Promise<T>): Promise<T> => {
    const written = JSON.stringify(key)
    const answer = (known.get(written) as Promise<T> | undefined) ?? ask()
    known.set(written, answer)
    return answer
  }
  const list = async <K extends Kind>(kind: K, query: ListQuery): Promise<Listing<K>> => {
    const { names, ...rest } = query
    const { scope, labelSelector, isUndivided } = rest
    const ask = (name?: string) =>
      once([kind, scope, labelSelector, isUndivided, name], () =>
        cluster.list(kind, name === undefined ? rest : { ...rest, names: [name] }),
      )
    return names === undefined ? ask() : together(await Promise.all([...new Set(names)].map(ask)))
  }
  const { listCustom, amongMany } = cluster
  return {
    ...cluster,
    list,
    listCustom: (kind, scope) => once([kind, scope], () => listCustom(kind, scope)),
    ...(amongMany && {
      amongMany: (secrets) => once(['Secrets', secrets.map(nameOf).sort()], () => amongMany(secrets)),
    }),
  }
}
