/**
 * Of objects that only one controller knows, `routes`, `why` and `trace` say the same: IngressRoutes of a Traefik,
 * VirtualServers of an F5 NGINX, HTTPProxies of a Contour. TKNG_SEED repeats a run, TKNG_AGREEMENT_CLUSTERS says how many clusters are generated.
 */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { yamlBlock } from '../../src/print/document.js'
import { backends, object, secretsOf } from '../proxies/contour/around.js'
import { ProxyGenerator } from '../proxies/contour/generate-httpproxies.js'
import { F5Generator } from '../proxies/f5-nginx/generate-custom.js'
import { f5Words } from '../proxies/f5-nginx/generate-ingresses.js'
import { ClusterGenerator } from '../proxies/generate-cluster.js'
import { providers, served } from '../proxies/traefik/traefik-providers.js'
import type { ServedObject } from '../proxies/watched-api.js'
import { pem } from '../support/cluster/tls-files.js'
import { session } from '../support/program/session.js'
import { seed } from '../support/random.js'
import { proxy, steering } from '../support/worlds/contour-world.js'
import { f5Class, f5Pod } from '../support/worlds/f5-world.js'
import { traefikPod } from '../support/worlds/traefik-world.js'
import type { AnswerItem, RouteItem, TraceItem, WhyItem } from './documents.js'
import { lintBesideWhy } from './lint-beside-why.js'

const numRuns = Number(process.env.TKNG_AGREEMENT_CLUSTERS ?? 3)
const folder = mkdtempSync(join(tmpdir(), 'agreement-custom-'))
const entryPoints = ['--entryPoints.web.address=:80/tcp', '--entryPoints.websecure.address=:443/tcp']

interface Sent {
  readonly method: string
  readonly tls: boolean
  readonly host: string
  readonly target: string
  readonly headers: ReadonlyMap<string, string>
}

type Named = RouteItem['source']

interface World {
  readonly items: readonly object[]
  readonly asking: readonly ServedObject[]
  readonly request: () => Sent
}

const worlds: Readonly<Record<string, (seed: number) => World>> = {
  traefik: (own) => {
    const provider = providers.kubernetescrd
    if (provider === undefined) throw new Error('there is no such provider')
    const generator = new ClusterGenerator(own, provider.words)
    // TLS at the port of http:// is asked for by no URL.
    const flags = provider.flags(generator).filter((one) => !one.includes('asDefault'))
    const pods = { addresses: ['10.0.0.2', '10.0.0.3'], ports: [8080, 8081] }
    const { services, slices, custom, secrets = [] } = provider.made(generator.cluster(pods, 14), generator)
    const items = [
      ...served('v1', 'Service', services),
      ...served('discovery.k8s.io/v1', 'EndpointSlice', slices),
      ...served('v1', 'Pod', [traefikPod([...entryPoints, '--providers.kubernetescrd', ...flags]) as never]),
      ...Object.values(custom).flat(),
      ...secrets,
    ]
    return { items, asking: custom['ingressroutes.traefik.io'] ?? [], request: () => generator.request() }
  },
  f5: (own) => {
    const generator = new ClusterGenerator(own, f5Words)
    const flags = ['-global-configuration=edge/listeners', ...['-enable-snippets'].filter(() => generator.chance(2))]
    const { services, slices } = generator.cluster({ addresses: ['10.0.0.2', '10.0.0.3'], ports: [8080, 8081] }, 1)
    const custom = Object.values(new F5Generator(generator).objects()).flat()
    const items = [
      ...served('networking.k8s.io/v1', 'IngressClass', [f5Class]),
      ...served('v1', 'Service', services),
      ...served('discovery.k8s.io/v1', 'EndpointSlice', slices),
      ...served('v1', 'ConfigMap', [{ metadata: { namespace: 'edge', name: 'f5' } }]),
      { apiVersion: 'v1', kind: 'Pod', ...f5Pod(flags) },
      ...custom,
    ]
    const asking = custom.filter(({ kind }) => /Server/.test(kind))
    return { items, asking, request: () => generator.request() }
  },
  contour: (own) => {
    const generator = new ProxyGenerator(own)
    const config = yamlBlock(generator.config())
    const custom = generator.objects()
    const pods = [steering(['--config-path=/config/contour.yaml']), proxy]
    const items = [
      ...backends([8080, 8081, 8082]),
      ...secretsOf({ 'tls.crt': coded(pem('server')), 'tls.key': '' }),
      object('v1', 'ConfigMap', 'projectcontour', 'contour', { data: { 'contour.yaml': config } }),
      ...served('v1', 'Pod', pods as never),
      ...custom,
    ]
    return {
      items,
      asking: custom.filter(({ kind }) => kind === 'HTTPProxy'),
      request: () => generator.request() as Sent,
    }
  },
}

const coded = (text: string) => Buffer.from(text).toString('base64')
const keyOf = ({ kind, namespace, name }: Named) => `${kind}/${namespace}/${name}`

/** One of its requests may be answered by a backend; null: it hangs on what was not looked at, or on chance. */
function isServed({ fate, backends }: RouteItem): boolean | null {
  if (fate === null || fate.is === 'unknown' || fate.is === 'undefined-winner') return null
  // Whoever answers without one is not seen in a list.
  return fate.is !== 'served' ? false : backends.some(({ endpoints }) => endpoints.ready > 0) ? true : null
}

it.each(Object.keys(worlds))(
  `%s (seed ${seed})`,
  async (name) => {
    const file = join(folder, `${name}.json`)
    const read = async <T>(argv: readonly string[], stdin = ''): Promise<readonly T[]> => {
      const { stdout, stderr } = await session([...argv, '-o', 'json', '--from', file], { stdin })
      if (stdout === '') throw new Error(stderr)
      const document = JSON.parse(stdout)
      return document.items ?? [document]
    }
    for (let i = 0; i < numRuns; i++) {
      const world = worlds[name]?.(seed + i * 7919)
      if (world === undefined) throw new Error(`there is no world ${name}`)
      writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: world.items }))
      const names = world.asking.map(
        ({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.namespace}/${metadata.name}`,
      )
      const lines = Array.from({ length: 150 }, () => world.request()).map(({ method, tls, host, target, headers }) =>
        JSON.stringify({
          scheme: tls ? 'https' : 'http',
          host,
          path: target,
          method,
          headers: Object.fromEntries(headers),
        }),
      )
      const routes = await read<RouteItem>(['routes', '-A'])
      const rows = await read<WhyItem>(['why', ...names])
      const traces = await read<TraceItem>(['trace', '--input', '-'], lines.join('\n'))
      const wrong: string[] = []
      for (const { source, served: is } of rows)
        if (is === false && !rows.some((one) => keyOf(one.source) === keyOf(source) && one.causes.length > 0))
          wrong.push(`${keyOf(source)}: not served, and no cause`)
      const toldOf = (source: Named) => {
        const all = rows.filter((one) => keyOf(one.source) === keyOf(source))
        const rules = all.filter(({ rule }) => rule !== null)
        const own = rules.length === 0 ? all : rules
        return {
          why: own.map((one) => one.served),
          codes: own.flatMap(({ causes }) => causes.map(({ code }) => code)),
          routes: routes.filter((one) => keyOf(one.source) === keyOf(source)).map(isServed),
        }
      }
      for (const source of new Map(routes.map((one) => [keyOf(one.source), one.source])).values()) {
        const { why, codes, routes: fates } = toldOf(source)
        if (fates.includes(null) || why.includes(null)) continue
        if (why.includes(true) !== fates.includes(true))
          wrong.push(`${keyOf(source)}: routes ${fates}, why ${why} ${codes}`)
      }
      const ofTrace = ({ source, verdict, status }: AnswerItem, url: string) => {
        // What the proxy answers by itself has reached nobody.
        if (source === null || verdict !== 'served' || status !== null) return
        const { why, routes: fates } = toldOf(source)
        if (!fates.some((one) => one !== false) || !why.some((one) => one !== false))
          wrong.push(`${url} is served by ${keyOf(source)}: routes ${fates}, why ${why}`)
      }
      for (const { asked, request } of traces)
        if (asked) ofTrace(asked, `${request.method} ${request.scheme}://${request.host}${request.path}`)
      wrong.push(...(await lintBesideWhy(file)))
      expect({ round: i, wrong: wrong.slice(0, 10) }).toEqual({ round: i, wrong: [] })
    }
  },
  300_000,
)
