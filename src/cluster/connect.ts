/** From flags and surroundings to a cluster that answers: settles the connection, and reads nothing yet. */
import type { KubeFlags } from '../domain/kube-flags.js'
import type { ClusterReader } from '../domain/ports.js'
import { patience } from './limit.js'
import { createLiveCluster } from './live-cluster.js'
import { type Connection, type Surroundings, settle } from './settings.js'
import { systemAuthorities } from './system-authorities.js'
import { createTransport } from './transport.js'

/** The process around us, and what the API server's audit log shows of us: `kubectl-tkng/1.2.3`. */
export type ConnectSurroundings = Surroundings & { readonly userAgent: string }

/**
 * @throws Problem as {@link settle}; the reader's `list` throws those of the network
 */
export async function connect(flags: KubeFlags, around: ConnectSurroundings): Promise<ClusterReader> {
  const connection = await trusting(await settle(flags, around), around)
  const { verbosity = 0 } = flags
  const { signal, warn, userAgent } = around
  const transport = createTransport(connection, { userAgent, verbosity, patience, signal, say: warn })
  return createLiveCluster({
    transport,
    scope: flags.allNamespaces ? 'all-namespaces' : { namespace: connection.namespace },
    namespace: connection.namespace,
    source: connection.context === null ? `server ${transport.label}` : `context "${connection.context}"`,
  })
}

/** Reading a machine's authorities takes a while, so only where the kubeconfig names none. */
async function trusting(connection: Connection, { env }: Surroundings): Promise<Connection> {
  const { tls } = connection
  if (tls === null || tls.ca !== undefined || tls.insecure) return connection
  return { ...connection, tls: { ...tls, ca: await systemAuthorities(env) } }
}
