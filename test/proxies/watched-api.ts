/** An API server as controllers need one: it lists and watches objects that stay as they are, and takes what is written of their status. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A wire object with its kind and version. */
export interface ServedObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly namespace?: string; readonly name: string; readonly [field: string]: unknown }
  readonly [field: string]: unknown
}

export interface WatchedApi {
  readonly url: string
  /** the last status that was written of `KIND/NAMESPACE/NAME` */
  readonly statuses: ReadonlyMap<string, unknown>
}

const gatewayKinds: Readonly<Record<string, string>> = {
  ...{ gatewayclasses: 'GatewayClass', gateways: 'Gateway', httproutes: 'HTTPRoute', grpcroutes: 'GRPCRoute' },
  ...{ tcproutes: 'TCPRoute', tlsroutes: 'TLSRoute', backendtlspolicies: 'BackendTLSPolicy' },
  referencegrants: 'ReferenceGrant',
}

/** Kinds that a provider of the Gateway API lists and watches. */
export const watchedGateways: Readonly<Record<string, string>> = {
  ...{
    '/v1/namespaces': 'Namespace',
    '/v1/services': 'Service',
    '/v1/secrets': 'Secret',
    '/v1/configmaps': 'ConfigMap',
  },
  'discovery.k8s.io/v1/endpointslices': 'EndpointSlice',
  ...Object.fromEntries(
    ['v1', 'v1beta1', 'v1alpha3', 'v1alpha2'].flatMap((version) =>
      Object.entries(gatewayKinds).map(([plural, kind]) => [`gateway.networking.k8s.io/${version}/${plural}`, kind]),
    ),
  ),
}

interface Place {
  readonly groupVersion: string
  readonly plural: string
  readonly namespace: string | null
  readonly name: string | null
}

/** @param plurals of the kinds that it has, `GROUP/VERSION/PLURAL` → kind; of those without objects, too */
export async function withWatchedApi<T>(
  objects: readonly ServedObject[],
  plurals: Readonly<Record<string, string>>,
  use: (api: WatchedApi) => Promise<T>,
): Promise<T> {
  const statuses = new Map<string, unknown>()
  const server = createServer((request, response) => {
    void answer(objects, plurals, statuses, request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  try {
    return await use({ url: `http://127.0.0.1:${port}`, statuses })
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

async function answer(
  objects: readonly ServedObject[],
  plurals: Readonly<Record<string, string>>,
  statuses: Map<string, unknown>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://api')
  const send = (code: number, body: object) => {
    response.writeHead(code, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }
  const discovered = discovery(plurals, url.pathname)
  if (discovered !== null) return send(200, discovered)
  const place = placeOf(url.pathname)
  const kind = place && plurals[`${place.groupVersion}/${place.plural}`]
  if (!place || kind === undefined) return send(404, { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 404 })
  const all = objects.filter(
    (one) => one.kind === kind && (place.namespace === null || one.metadata.namespace === place.namespace),
  )
  const found = all.find(({ metadata }) => metadata.name === place.name)
  if (request.method !== 'GET') {
    let text = ''
    for await (const chunk of request) text += chunk
    // Some write as protobuf what nobody here asks for.
    const isJson = request.headers['content-type']?.includes('json') ?? true
    const written = JSON.parse((isJson && text) || '{}') as { readonly status?: unknown }
    statuses.set(`${kind}/${place.namespace ?? ''}/${place.name}`, written.status)
    return send(200, { ...found, ...written })
  }
  if (place.name !== null) return found ? send(200, found) : send(404, { kind: 'Status', status: 'Failure', code: 404 })
  const apiVersion = place.groupVersion.replace(/^\//, '')
  const stamped = all.map((one) => ({
    ...{ ...one, apiVersion, metadata: { ...one.metadata, resourceVersion: '1', uid: one.metadata.uid ?? uidOf(one) } },
  }))
  if (url.searchParams.get('watch') !== null) {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.flushHeaders()
    if (url.searchParams.get('sendInitialEvents') !== 'true') return
    for (const object of stamped) response.write(`${JSON.stringify({ type: 'ADDED', object })}\n`)
    const annotations = { 'k8s.io/initial-events-end': 'true' }
    const end = { kind, apiVersion, metadata: { resourceVersion: '1', annotations } }
    response.write(`${JSON.stringify({ type: 'BOOKMARK', object: end })}\n`)
    return
  }
  send(200, { kind: `${kind}List`, apiVersion, metadata: { resourceVersion: '1' }, items: stamped })
}

/** What groups, versions and kinds there are: some ask before they list anything. */
function discovery(plurals: Readonly<Record<string, string>>, path: string): object | null {
  const known = Object.entries(plurals).map(([place, kind]) => {
    const at = place.lastIndexOf('/')
    return { groupVersion: place.slice(0, at).replace(/^\//, ''), plural: place.slice(at + 1), kind }
  })
  if (path === '/version') return { major: '1', minor: '33', gitVersion: 'v1.33.0' }
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] }
  if (path === '/apis') {
    const versions = [...new Set(known.map(({ groupVersion }) => groupVersion))].flatMap((groupVersion) => {
      const [group = '', version] = groupVersion.split('/')
      return version === undefined ? [] : [{ group, groupVersion, version }]
    })
    const groups = [...new Set(versions.map(({ group }) => group))].map((name) => {
      const own = versions.filter(({ group }) => group === name)
      return { name, versions: own, preferredVersion: own[0] }
    })
    return { kind: 'APIGroupList', apiVersion: 'v1', groups }
  }
  const [, core, named] = /^\/(?:api\/(v1)|apis\/([^/]+\/[^/]+))$/.exec(path) ?? []
  const groupVersion = core ?? named
  if (groupVersion === undefined) return null
  const resources = known
    .filter((one) => one.groupVersion === groupVersion)
    .flatMap(({ plural, kind }) => [
      {
        name: plural,
        singularName: '',
        kind,
        namespaced: !clusterWide.has(kind),
        verbs: ['get', 'list', 'watch', 'update'],
      },
      {
        name: `${plural}/status`,
        singularName: '',
        kind,
        namespaced: !clusterWide.has(kind),
        verbs: ['get', 'update'],
      },
    ])
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources }
}

const clusterWide: ReadonlySet<string> = new Set(['Namespace', 'IngressClass', 'GatewayClass', 'Node'])

function uidOf({ kind, metadata }: ServedObject): string {
  return `${kind}-${metadata.namespace ?? ''}-${metadata.name}`
}

function placeOf(path: string): Place | null {
  const [, core, named, rest = ''] = /^\/(?:api\/([^/]+)|apis\/([^/]+\/[^/]+))\/(.+)$/.exec(path) ?? []
  const groupVersion = core !== undefined ? `/${core}` : named
  if (groupVersion === undefined) return null
  const parts = rest.split('/')
  const namespace = parts[0] === 'namespaces' && parts.length > 2 ? (parts[1] ?? null) : null
  const [plural = '', name = null] = namespace === null ? parts : parts.slice(2)
  return { groupVersion, plural, namespace, name }
}
