/** The two listeners that Contour gives to its Envoys: internal/xdscache/v3/listener.go of https://github.com/projectcontour/contour */
import type { Chain, Connection, Filter, Listener } from '../../languages/envoy/config/types.js'
import { misdirecting } from '../shared/envoy/scripts.js'

/** @param hosts that have TLS */
export function listenersOf(hosts: readonly string[]): readonly Listener[] {
  const http = chain('', [], connection('ingress_http', []))
  const https = hosts.map((host) => chain('tls', [host], connection(`https/${host}`, [misdirected])))
  return [
    { name: 'ingress_http', address: '0.0.0.0', port: 8080, chains: [http], fallback: null },
    { name: 'ingress_https', address: '0.0.0.0', port: 8443, chains: https, fallback: null },
  ]
}

/** A client that speaks of one name and asks for another is told so. */
const misdirected: Filter = { name: 'lua', kind: 'lua', isDisabled: false, mayAnswer: true, script: misdirecting }

function chain(transport: string, servers: readonly string[], http: Connection): Chain {
  return {
    name: '',
    servers,
    transport,
    port: null,
    untried: [],
    tls: transport === 'tls' ? { secrets: [...servers], inline: [], requiresClient: false } : null,
    target: { is: 'http', connection: http },
  }
}

function connection(routes: string, filters: readonly Filter[]): Connection {
  return {
    routes,
    normalizesPath: true,
    mergesSlashes: true,
    escapedSlashes: 'keep',
    stripsPort: 'no',
    stripsDot: false,
    underscores: 'allow',
    takesHttp10: true,
    defaultHost: null,
    filters,
  }
}
