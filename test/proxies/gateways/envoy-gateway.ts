/** What Envoy Gateway makes of objects, and Envoys that run it: one for each Gateway, at an address of its own. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withEnvoy } from '../envoy.js'
import type { ServedObject } from '../watched-api.js'
import type { Certificate } from './generate-gateways.js'

/** The program of envoy-gateway/main.go, built within the source of Envoy Gateway. */
const program = process.env.TKNG_ENVOY_GATEWAY ?? ''

type Resource = Readonly<Record<string, unknown>>
type Kind = 'listeners' | 'routes' | 'clusters' | 'endpoints' | 'secrets'

interface Made {
  readonly xds: Readonly<Record<string, Readonly<Record<Kind, readonly Resource[]>>>>
  readonly resources: Readonly<Record<string, readonly (ServedObject & { readonly status?: unknown })[] | null>>
}

const ofRoutes = {
  httpRoutes: 'HTTPRoute',
  grpcRoutes: 'GRPCRoute',
  tlsRoutes: 'TLSRoute',
  tcpRoutes: 'TCPRoute',
  udpRoutes: 'UDPRoute',
}
const ofOwn = { securityPolicies: 'SecurityPolicy', backends: 'Backend' }

/** Of one Gateway, where its Envoy listens. */
export interface RunningGateway {
  readonly address: string
  readonly dump: Uint8Array
}

/**
 * @param own what Envoy and its controller would show each other
 * @param use gets those of its class by their names, what was written of the status of `KIND/NAMESPACE/NAME`, and the objects with what was written of the policies
 */
export async function withEnvoyGateway<T>(
  objects: readonly ServedObject[],
  own: Certificate,
  use: (
    gateways: ReadonlyMap<string, RunningGateway>,
    statuses: ReadonlyMap<string, unknown>,
    written: readonly ServedObject[],
  ) => Promise<T>,
): Promise<T> {
  const [cert, key] = [own.cert, own.key].map((text) => Buffer.from(text).toString('base64'))
  const secret = {
    ...{ apiVersion: 'v1', kind: 'Secret', metadata: { namespace: 'envoy-gateway-system', name: 'envoy' } },
    ...{ type: 'kubernetes.io/tls', data: { 'tls.crt': cert, 'tls.key': key, 'ca.crt': cert } },
  }
  const said = execFileSync(program, { input: JSON.stringify([...objects, secret]), maxBuffer: 2 ** 30 })
  const { xds, resources } = JSON.parse(said.toString()) as Made
  const statuses = new Map(
    Object.entries({ ...ofRoutes, ...ofOwn }).flatMap(([name, kind]) =>
      (resources[name] ?? []).map(({ metadata, status }): [string, unknown] => [
        `${kind}/${metadata.namespace}/${metadata.name}`,
        status,
      ]),
    ),
  )
  const written = objects.map((one) => {
    const status = statuses.get(`${one.kind}/${one.metadata.namespace}/${one.metadata.name}`)
    return Object.values(ofOwn).includes(one.kind) && status ? { ...one, status } : one
  })
  const folder = mkdtempSync(join(tmpdir(), 'tkng-envoy-gateway-'))
  const running = new Map<string, RunningGateway>()
  const run = async ([first, ...rest]: readonly string[]): Promise<T> => {
    if (first === undefined) return use(running, statuses, written)
    const address = `127.0.0.${running.size + 1}`
    const bootstrap = bootstrapOf(xds[first] as Made['xds'][string], folder, address)
    return withEnvoy(bootstrap, (dump) => {
      running.set(first, { address, dump })
      return run(rest)
    })
  }
  try {
    return await run(Object.keys(xds))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What a server of xDS would hand out, as files: Envoy reads each by itself, and one that it refuses is not there. */
function bootstrapOf(
  { listeners, routes, clusters, endpoints, secrets }: Made['xds'][string],
  folder: string,
  address: string,
): object {
  const fileOf = (name: string) => join(folder, `${address} ${name.replaceAll('/', '_')}.json`)
  const write = (name: string, type: string, all: readonly unknown[]) => {
    const resources = all.map((one) => ({ '@type': `type.googleapis.com/envoy.config.${type}`, ...(one as object) }))
    writeFileSync(fileOf(name), JSON.stringify({ versionInfo: '1', resources }))
    return { pathConfigSource: { path: fileOf(name) }, resourceApiVersion: 'V3' }
  }
  for (const one of routes) write(String(one.name), 'route.v3.RouteConfiguration', [one])
  const localized = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(localized)
    if (value === null || typeof value !== 'object') return value
    const { accessLog: _, ...made } = value as Resource
    if ('sdsConfig' in made) return { name: made.name }
    const entries = Object.entries(made).map(([key, one]): [string, unknown] => {
      if (key !== 'rds') return [key, key === 'address' && one === '0.0.0.0' ? address : localized(one)]
      const { routeConfigName } = one as { readonly routeConfigName: string }
      const configSource = { pathConfigSource: { path: fileOf(routeConfigName) }, initialFetchTimeout: '1s' }
      return [key, { routeConfigName, configSource }]
    })
    return {
      ...Object.fromEntries(entries),
      ...('statPrefix' in made && 'httpFilters' in made && { delayedCloseTimeout: '0.001s' }),
    }
  }
  const known = new Map(endpoints.map((one) => [one.clusterName, one]))
  const isOwn = ({ name }: Resource) => String(name).startsWith('envoy-gateway-proxy-ready')
  const own = listeners.filter((one) => !isOwn(one)).map(localized)
  return {
    node: { id: 'x', cluster: 'x' },
    dynamicResources: { ldsConfig: write('listeners', 'listener.v3.Listener', own) },
    staticResources: {
      clusters: clusters.map((one) => {
        if (one.type !== 'EDS') return localized(one)
        const { edsClusterConfig, type: _, ...rest } = one
        const clusterName = (edsClusterConfig as { serviceName?: string } | undefined)?.serviceName ?? one.name
        const loadAssignment = { ...known.get(clusterName), clusterName }
        return localized({ ...rest, type: 'STATIC', loadAssignment })
      }),
      secrets: [...new Map(secrets.map((one) => [one.name, one])).values()],
    },
  }
}
