/** Node's keep-alive agent over our own dialling, so that TLS, proxies and deadlines are one way for every server. */
import { Agent, type ClientRequestArgs } from 'node:http'
import type { Duplex } from 'node:stream'
import { createSecureContext, rootCertificates, type SecureContextOptions } from 'node:tls'
import type { Connection } from './connection.js'
import { type Destination, dial, endpointOf, type Security } from './dial.js'
import { problemOfCredentials } from './errors.js'

/** What a request carries besides its own options: the signal that ends its waiting for a connection. */
export interface AgentRequest extends ClientRequestArgs {
  readonly patience: AbortSignal
}

export class KeepAliveAgent extends Agent {
  readonly destination: Destination

  constructor(destination: Destination) {
    super({ keepAlive: true })
    this.destination = destination
  }

  override createConnection(request: AgentRequest, done?: (error: Error | null, stream: Duplex) => void): undefined {
    dial(this.destination, request.patience).then(
      (socket) => done?.(null, socket),
      (error: Error) => done?.(error, undefined as never),
    )
  }
}

interface ClientCertificate {
  readonly cert?: string | Buffer | undefined
  readonly key?: string | Buffer | undefined
}

/**
 * @param client from a credential plugin; stands before the connection's own certificate
 * @throws Problem `invalid-setting` where a certificate or key cannot be used
 */
export function createAgent(connection: Connection, label: string, client: ClientCertificate): KeepAliveAgent {
  const { server, tls, proxy } = connection
  const endpoint = endpointOf(server)
  const pair = client.cert === undefined ? { cert: tls?.cert, key: tls?.key } : client
  return new KeepAliveAgent({
    label,
    endpoint,
    security: tls && secured(tls.servername || endpoint.host, tls.insecure, { ca: tls.ca, ...pair }),
    proxy: proxy && { url: proxy, security: proxy.protocol === 'https:' ? proxySecurity(proxy, tls) : null },
  })
}

/** As Go does, the cluster's authority certifies its proxy too; the public ones may as well. */
function proxySecurity(proxy: URL, tls: Connection['tls']): Security {
  const ca = tls?.ca === undefined ? undefined : [tls.ca, ...rootCertificates]
  return secured(endpointOf(proxy).host, tls?.insecure ?? false, { ca })
}

function secured(name: string, insecure: boolean, options: SecureContextOptions): Security {
  try {
    return { name, insecure, context: createSecureContext(options) }
  } catch (error) {
    throw problemOfCredentials(error)
  }
}
