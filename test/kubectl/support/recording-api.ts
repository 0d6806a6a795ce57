/** API servers on the loopback that answer an empty list of Ingresses and record how they were asked for it. */
import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Certificates } from './certificates.js'

/** One request for Ingresses: everything in which two clients could differ. */
export interface Asked {
  /** which of the servers: `a` and `b` speak TLS, `plain` does not */
  readonly server: string
  readonly sni: string | null
  /** common name of the client certificate */
  readonly certificate: string | null
  readonly host: string | null
  /** decoded, without query */
  readonly path: string
  readonly authorization: string | null
  /** Impersonate-… headers with their values, in order */
  readonly impersonate: readonly string[]
  readonly gzip: boolean
  /** the proxy through which it came */
  readonly proxy: string | null
}

export interface RecordingApi {
  readonly port: Readonly<Record<'a' | 'b' | 'plain', number>>
  /** what was asked since the last call */
  readonly take: () => Asked[]
  readonly close: () => void
}

/** @param proxyOf tells by the port from which a connection comes whether a proxy opened it */
export async function startRecordingApi(
  certificates: Certificates,
  proxyOf: (port: number) => string | null,
): Promise<RecordingApi> {
  let asked: Asked[] = []
  const answer = (server: string) => (request: IncomingMessage, response: ServerResponse) => {
    const path = decodeURIComponent((request.url ?? '').replace(/\?.*/, ''))
    if (path.endsWith('/ingresses')) asked.push(recordOf(server, path, request, proxyOf))
    const body = bodies.find(([end]) => path.endsWith(end))?.[1]
    response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body ?? { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 404 }))
  }
  const { ca, server } = certificates
  const tls = { cert: server.cert, key: server.key, ca: ca.cert, requestCert: true, rejectUnauthorized: false }
  const servers = {
    a: createHttps(tls, answer('a')),
    b: createHttps(tls, answer('b')),
    plain: createHttp(answer('plain')),
  }
  await Promise.all(Object.values(servers).map(listen))
  return {
    port: { a: portOf(servers.a), b: portOf(servers.b), plain: portOf(servers.plain) },
    take: () => {
      const taken = asked
      asked = []
      return taken
    },
    close: () => {
      for (const one of Object.values(servers)) {
        one.close()
        one.closeAllConnections()
      }
    },
  }
}

const networking = { groupVersion: 'networking.k8s.io/v1', version: 'v1' }
const ingresses = {
  name: 'ingresses',
  singularName: 'ingress',
  namespaced: true,
  kind: 'Ingress',
  verbs: ['get', 'list'],
}

/** What our list asks for, and enough of discovery for kubectl to find Ingresses, by the end of the path. */
const bodies: readonly (readonly [end: string, body: object])[] = [
  ['/ingresses', { kind: 'IngressList', apiVersion: 'networking.k8s.io/v1', metadata: {}, items: [] }],
  ['/services', { kind: 'ServiceList', apiVersion: 'v1', metadata: {}, items: [] }],
  ['/pods', { kind: 'PodList', apiVersion: 'v1', metadata: {}, items: [] }],
  ['/configmaps', { kind: 'ConfigMapList', apiVersion: 'v1', metadata: {}, items: [] }],
  ['/endpointslices', { kind: 'EndpointSliceList', apiVersion: 'discovery.k8s.io/v1', metadata: {}, items: [] }],
  ['/ingressclasses', { kind: 'IngressClassList', apiVersion: 'networking.k8s.io/v1', metadata: {}, items: [] }],
  ['/networking.k8s.io/v1', { kind: 'APIResourceList', groupVersion: networking.groupVersion, resources: [ingresses] }],
  ['/api', { kind: 'APIVersions', versions: [] }],
  [
    '/apis',
    {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: [{ name: 'networking.k8s.io', versions: [networking], preferredVersion: networking }],
    },
  ],
]

function recordOf(
  server: string,
  path: string,
  request: IncomingMessage,
  proxyOf: (port: number) => string | null,
): Asked {
  const socket = request.socket as Partial<TLSSocket> & typeof request.socket
  const lines = request.rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${request.rawHeaders[i + 1]}`] : []))
  const name = socket.servername
  return {
    server,
    sni: name ? String(name) : null,
    certificate: String(socket.getPeerCertificate?.()?.subject?.CN ?? '') || null,
    host: request.headers.host ?? null,
    path,
    authorization: request.headers.authorization ?? null,
    impersonate: lines
      .filter((line) => /^impersonate-/i.test(line))
      .map(lowerName)
      .sort(),
    gzip: /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? '')),
    proxy: proxyOf(socket.remotePort ?? 0),
  }
}

async function listen(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

/** Names of headers are the same in any case. */
function lowerName(line: string): string {
  return line.replace(/^[^:]*/, (name) => name.toLowerCase())
}
