/** An API server on the loopback that speaks the real protocol, refuses by table, fails on demand and records all. */
import { createServer, type IncomingMessage, type Server, ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { type Kind, resourceName } from '../../../src/domain/objects/objects.js'
import { type Fault, raw, status } from './fake-api-faults.js'
import { discovery, findObject, listPage, type Objects, type Resource, resourceOf } from './fake-api-store.js'
import { protobufOf } from './kube-protobuf.mjs'
import { pem, type ServerCertificate } from './tls-files.js'

/** A request as it arrived. */
export interface Seen {
  readonly method: string
  /** decoded path without the query */
  readonly path: string
  /** as on the request line */
  readonly target: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  /** `Name: value` lines, in order, repeated ones too */
  readonly lines: readonly string[]
  /** common name of the client certificate */
  readonly peer: string | null
  /** the name asked for in TLS */
  readonly sni: string | null
  /** what was sent with it, to its end */
  readonly body: () => Promise<string>
  /** 1 for the first connection that was opened */
  readonly connection: number
}

/** A row of the table of what is forbidden; a field that is left out means any. */
interface Denial {
  readonly verb?: 'get' | 'list'
  readonly kind?: Kind
  /** null: a list of all namespaces */
  readonly namespace?: string | null
}

export interface FakeApiOptions {
  readonly objects?: Objects
  readonly deny?: readonly Denial[]
  /** API groups that this server does not have */
  readonly missing?: readonly Kind[]
  /** in which version it has the kinds that not every server has; left out: it has none of them */
  readonly served?: { readonly [K in Kind]?: string }
  /** the tokens that it accepts; left out: anybody */
  readonly tokens?: readonly string[]
  /** tried in order before anything else */
  readonly faults?: readonly Fault[]
  /** speaks TLS with this certificate, and asks for a client's */
  readonly tls?: ServerCertificate
  /** speaks protobuf to those who like it best, errors included */
  readonly protobuf?: boolean
  /** takes over a WebSocket that is neither refused nor a fault */
  readonly upgrade?: (seen: Seen, request: IncomingMessage, socket: Socket, head: Buffer) => void
}

export interface FakeApi {
  readonly url: string
  readonly port: number
  readonly requests: readonly Seen[]
  /** how many connections were opened */
  readonly connections: () => number
  /** a kubeconfig (JSON is YAML) for this server, with the user ann */
  readonly kubeconfig: () => string
  /** closes idle connections, as a server does at any time */
  readonly dropIdle: () => void
  readonly close: () => Promise<void>
}

/** kube-apiserver compresses from this size on. */
const compressedFrom = 128 * 1024

export async function fakeApi(options: FakeApiOptions = {}): Promise<FakeApi> {
  const requests: Seen[] = []
  const numbers = new WeakMap<Socket, number>()
  const upgraded = new Set<Socket>()
  let connections = 0
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    const seen = see(request, numbers.get(request.socket) ?? 0)
    requests.push(seen)
    if (options.protobuf && seen.headers.accept?.startsWith('application/vnd.kubernetes.protobuf')) inProtobuf(response)
    answer(options, seen, response)
  }
  const server = options.tls === undefined ? createServer(handle) : createTlsServer(tlsOptions(options.tls), handle)
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const seen = see(request, numbers.get(socket) ?? 0)
    requests.push(seen)
    upgraded.add(socket.on('error', () => socket.destroy()))
    const response = new ServerResponse(request)
    response.assignSocket(socket)
    // Node reads no second request from a connection that asked for an upgrade.
    response.shouldKeepAlive = false
    response.once('finish', () => socket.end())
    if (isRefused(options, seen, response)) return
    response.detachSocket(socket)
    options.upgrade?.(seen, request, socket, head)
  })
  server.on(options.tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
    connections += 1
    numbers.set(socket, connections)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const url = `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`
  return {
    url,
    port,
    requests,
    connections: () => connections,
    kubeconfig: () => kubeconfigFor(url, options),
    dropIdle: () => server.closeIdleConnections(),
    close: () => {
      for (const socket of upgraded) socket.destroy()
      return closed(server)
    },
  }
}

function isRefused(options: FakeApiOptions, seen: Seen, response: ServerResponse): boolean {
  if (options.faults?.some((fault) => fault(seen, response))) return true
  const token = /^Bearer (.*)$/.exec(seen.headers.authorization ?? '')?.[1]
  if (options.tokens === undefined || options.tokens.includes(token ?? '')) return false
  return status(401, 'Unauthorized', 'Unauthorized')(seen, response)
}

function answer(options: FakeApiOptions, seen: Seen, response: ServerResponse): void {
  if (isRefused(options, seen, response)) return
  const group = discovery(options.served ?? {}, seen.path)
  if (group !== null) return void send(group, seen, response)
  const resource = resourceOf(seen.path)
  if (resource === null || options.missing?.includes(resource.kind))
    return void raw(404, '404 page not found\n', { 'content-type': 'text/plain; charset=utf-8' })(seen, response)
  if (options.deny?.some((denial) => denies(denial, resource))) return void forbid(resource)(seen, response)
  const body =
    resource.name === null
      ? listPage(options.objects ?? {}, resource, seen.query)
      : findObject(options.objects ?? {}, resource)
  if (body === null) return void missing(resource)(seen, response)
  send(seen.headers.accept?.includes('as=PartialObjectMetadataList') ? namesOf(body) : body, seen, response)
}

/** Of each object of a list only its metadata. */
function namesOf(body: object): object {
  const { metadata, items } = body as { metadata: object; items: readonly { metadata: object }[] }
  return {
    kind: 'PartialObjectMetadataList',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    items: items.map((item) => ({ metadata: item.metadata })),
  }
}

function send(body: object, seen: Seen, response: ServerResponse): void {
  const bytes = Buffer.from(JSON.stringify(body))
  response.setHeader('content-type', 'application/json')
  if (bytes.length < compressedFrom || seen.headers['accept-encoding'] !== 'gzip') return void response.end(bytes)
  response.setHeader('content-encoding', 'gzip').end(gzipSync(bytes, { level: 1 }))
}

/** What is written as JSON is sent in protobuf, where it has such a form. */
function inProtobuf(response: ServerResponse): void {
  const { end, writeHead } = response
  response.writeHead = ((code: number, headers: Readonly<Record<string, string>> = {}) => {
    response.statusCode = code
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    return response
  }) as typeof response.writeHead
  response.end = ((body: string | Buffer = '') => {
    const isJson = response.getHeader('content-type') === 'application/json'
    const bytes = isJson ? protobufOf(JSON.parse(body.toString()) as { kind: string }) : null
    if (bytes !== null) response.setHeader('content-type', 'application/vnd.kubernetes.protobuf')
    response.writeHead = writeHead
    return end.call(response, bytes ?? body, 'utf8')
  }) as typeof response.end
}

function denies(denial: Denial, { kind, namespace, name }: Resource): boolean {
  return (
    (denial.verb ?? (name === null ? 'list' : 'get')) === (name === null ? 'list' : 'get') &&
    (denial.kind ?? kind) === kind &&
    (denial.namespace === undefined || denial.namespace === namespace)
  )
}

function forbid({ kind, namespace, name }: Resource): Fault {
  const where = namespace === null ? 'at the cluster scope' : `in the namespace "${namespace}"`
  const verb = name === null ? 'list' : 'get'
  const what = resourceName(kind)
  return status(403, 'Forbidden', `${what} is forbidden: User "ann" cannot ${verb} resource "${what}" ${where}`)
}

function missing({ kind, name }: Resource): Fault {
  return status(404, 'NotFound', `${resourceName(kind)} "${name}" not found`, {}, { details: { name } })
}

function see(request: IncomingMessage, connection: number): Seen {
  const url = new URL(request.url ?? '/', 'http://server')
  const socket = request.socket as Partial<TLSSocket>
  const { rawHeaders } = request
  return {
    method: request.method ?? '',
    path: url.pathname,
    target: request.url ?? '',
    query: url.searchParams,
    headers: request.headers,
    lines: rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]}`] : [])),
    peer: String(socket.getPeerCertificate?.().subject?.CN ?? '') || null,
    body: bodyOf(request),
    sni: socket.servername ? String(socket.servername) : null,
    connection,
  }
}

function bodyOf(request: IncomingMessage): () => Promise<string> {
  const body = new Promise<string>((resolve) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => resolve(Buffer.concat(chunks).toString()))
  })
  return () => body
}

function tlsOptions(name: ServerCertificate) {
  return { cert: pem(name), key: pem('server-key'), ca: pem('ca'), requestCert: true, rejectUnauthorized: false }
}

function kubeconfigFor(server: string, { tls }: FakeApiOptions): string {
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  const secure = { 'certificate-authority-data': base64(pem('ca')) }
  const ann = { 'client-certificate-data': base64(pem('client')), 'client-key-data': base64(pem('client-key')) }
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'fake',
    contexts: [{ name: 'fake', context: { cluster: 'fake', user: 'ann', namespace: 'shop' } }],
    clusters: [{ name: 'fake', cluster: { server, ...(tls && secure) } }],
    users: [{ name: 'ann', user: tls ? ann : {} }],
  })
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
