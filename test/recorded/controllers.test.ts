/** The inside of recorded controllers: found among all pods, their lists, configurations and routes read to the end. */

import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { dialects } from '../../src/controllers/index.js'
import { logOf } from '../../src/controllers/ingress-nginx/logs.js'
import { itemsIn, portFor } from '../../src/controllers/ingress-nginx/model/upstreams/endpoints.js'
import { parseBackends, upstreamNames } from '../../src/controllers/ingress-nginx/observe/backends.js'
import { reloadOf } from '../../src/controllers/ingress-nginx/observe/metrics.js'
import { parseBuild } from '../../src/controllers/ingress-nginx/observe/processes.js'
import { servedRoutes } from '../../src/controllers/ingress-nginx/observe/served-routes.js'
import { locate } from '../../src/controllers/shared/locate.js'
import { confBlocks } from '../../src/controllers/shared/nginx/conf/conf-blocks.js'
import { excerpt } from '../../src/controllers/shared/nginx/conf/excerpt.js'
import type { Replica } from '../../src/domain/controllers/controller.js'
import { project } from '../../src/domain/objects/project.js'
import { nameOf, refOf } from '../../src/domain/objects/ref.js'
import { compareConfs } from '../../src/questions/controllers/compare-confs.js'
import { recordedJson, recordedObjects, recording } from '../support/recorded/recordings.js'

const clusters = ['guide', 'zoo'] as const
const podsOf = (cluster: string) => readdirSync(recording(cluster, 'pods'))
const bytesOf = (...path: string[]) => readFileSync(recording(...path))
const maybeZipped = (...path: string[]) => {
  try {
    return bytesOf(...path)
  } catch {
    return gunzipSync(bytesOf(...path.slice(0, -1), `${path.at(-1)}.gz`))
  }
}

async function* chunked(bytes: Buffer, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

interface Truth {
  readonly scheme: string
  readonly host: string | null
  readonly path: string
  readonly log?: string
  readonly nginx?: { readonly sn?: string; readonly up?: string }
}

const truthOf = (cluster: string) =>
  bytesOf(cluster, 'truth.jsonl')
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Truth)

describe('found', () => {
  it.each(clusters)('%s: one Deployment, and nothing else', (cluster) => {
    const found = locate(
      recordedObjects(cluster).Pod.map((pod) => project('Pod', pod)),
      dialects,
    )
    expect(found.map(({ kind, namespace, name, replicas }) => [kind, namespace, name, replicas.length])).toEqual([
      ['Deployment', 'kube-system', 'ingress-controller-ingress-nginx-controller', 2],
    ])
    expect(found[0]?.settings).toMatchObject({
      configMap: { kind: 'ConfigMap', namespace: 'kube-system', name: 'ingress-controller-ingress-nginx-controller' },
      electionId: 'ingress-controller-ingress-nginx-leader',
    })
  })

  it('none of this kind among the pods of other controllers', () => {
    const folders = readdirSync(recording('controllers'), { withFileTypes: true }).filter((one) => one.isDirectory())
    let pods = 0
    for (const { name } of folders) {
      const files = readdirSync(recording('controllers', name), { recursive: true, encoding: 'utf8' })
      for (const file of files.filter((one) => one.endsWith('pods.json'))) {
        const { items } = recordedJson<{ items: unknown[] }>('controllers', name, file)
        pods += items.length
        const found = locate(
          items.map((pod) => project('Pod', pod)),
          dialects,
        )
        expect([name, found.filter(({ dialect }) => dialect === 'ingress-nginx')]).toEqual([name, []])
      }
    }
    expect(pods).toBeGreaterThan(20)
  })
})

describe.each(clusters)('%s, each replica', (cluster) => {
  it.each(podsOf(cluster))('%s: its backends have the endpoints that its own rules give', (pod) => {
    const objects = recordedObjects(cluster)
    const ingresses = objects.Ingress.map((one) => project('Ingress', one))
    const services = new Map(
      objects.Service.map((one) => project('Service', one)).map((one) => [nameOf(refOf(one)), one]),
    )
    const slices = objects.EndpointSlice.map((one) => project('EndpointSlice', one))
    const names = upstreamNames(ingresses)
    const backends = parseBackends(bytesOf(cluster, 'pods', pod, 'configuration_backends.body').toString()) ?? []
    let compared = 0
    for (const { name, port, endpoints } of backends as {
      name: string
      port: number | string
      endpoints?: { address: string; port: string }[]
    }[]) {
      const ref = names.get(name)
      const service = ref && services.get(nameOf(ref))
      if (!ref || !service || port === 0) continue
      const own = slices.filter(
        ({ metadata }) =>
          metadata.namespace === ref.namespace && metadata.labels?.['kubernetes.io/service-name'] === ref.name,
      )
      const taken = portFor(service, port)
      const expected = taken
        ? itemsIn(service, own, taken, 'TCP').flatMap((one) => (one.ready ? `${one.address}:${one.port}` : []))
        : []
      const real = (endpoints ?? []).map((one) => `${one.address}:${one.port}`).sort()
      if (service.spec?.type === 'ExternalName' || real.some((one) => one.startsWith(`${service.spec?.clusterIP}:`)))
        continue
      expect([name, [...expected].sort()]).toEqual([name, real])
      compared += 1
    }
    expect(compared).toBeGreaterThan(cluster === 'zoo' ? 50 : 1)
  })

  it.each(podsOf(cluster))('%s: its metrics tell the last reload', (pod) => {
    expect(reloadOf(maybeZipped(cluster, 'pods', pod, 'metrics.body').toString())).toMatchObject({ successful: true })
  })

  it.each(podsOf(cluster))('%s: every route that it serves was asked for', async (pod) => {
    const ingresses = new Set(recordedObjects(cluster).Ingress.map((one) => nameOf(refOf(project('Ingress', one)))))
    let count = 0
    for await (const { source } of servedRoutes(chunked(bytesOf(cluster, 'pods', pod, 'nginx.conf')))) {
      expect(ingresses).toContain(nameOf(source))
      count += 1
    }
    expect(count).toBeGreaterThan(cluster === 'zoo' ? 200 : 3)
  })

  it('the replicas serve the same configuration', async () => {
    const replicas = podsOf(cluster).map((name) => ({ namespace: 'kube-system', name }) as Replica)
    const ask = ({ name }: Replica) => confBlocks(chunked(bytesOf(cluster, 'pods', name, 'nginx.conf')))
    expect(await compareConfs(replicas, ask)).toEqual({ lines: [], differs: false })
  })

  it('the version that it prints is read', () => {
    const [pod = ''] = podsOf(cluster)
    const text = maybeZipped(cluster, 'pods', pod, 'controller.log')
      .toString()
      .replaceAll(/^\S+ stdout F /gm, '')
    expect(parseBuild(text)).toMatchObject({ release: '1.15.1', proxy: 'nginx 1.27.1' })
  })
})

describe('the server of a host is the one that real nginx took', () => {
  it.each(clusters)('%s', async (cluster) => {
    const [pod = ''] = podsOf(cluster)
    const conf = bytesOf(cluster, 'pods', pod, 'nginx.conf')
    const asked = new Map<string, string>()
    // A path may name a host of its own (`GET http://other/x`), which then counts.
    for (const { host, path, nginx } of truthOf(cluster))
      if (host !== null && nginx?.sn && path.startsWith('/') && /^[\w.-]+$/.test(host)) asked.set(host, nginx.sn)
    for (const [host, expected] of asked) {
      const part = {
        host: host.toLowerCase().replace(/\.$/, ''),
        path: undefined,
        blocks: undefined,
        showSensitive: true,
      }
      const { chunks } = await excerpt(chunked(conf), part, [80])
      const text = [...(chunks as string[])].join('')
      const names = /server_name\s+(.*?)\s*;/.exec(text)?.[1] ?? ''
      expect([host, names.replaceAll(/"/g, '').replaceAll('\\\\', '\\')]).toEqual([
        host,
        expect.stringContaining(expected),
      ])
    }
    expect(asked.size).toBeGreaterThan(cluster === 'zoo' ? 40 : 2)
  })
})

describe('the access log', () => {
  it.each(clusters.flatMap((cluster) => podsOf(cluster).map((pod) => ({ cluster, pod }))))(
    '$cluster $pod',
    ({ cluster, pod }) => {
      const read = logOf(null).read
      // The recorder itself wrote lines of JSON between them.
      const lines = bytesOf(cluster, 'pods', pod, 'access.log')
        .toString()
        .trim()
        .split('\n')
        .filter((line) => /^\d/.test(line))
      for (const line of lines) {
        const { kind, status, upstream } = read(line)
        expect([line, kind, Number.isInteger(status)]).toEqual([line, 'access', true])
        expect(line).toContain(`[${upstream ?? ''}`)
      }
      const voices = maybeZipped(cluster, 'pods', pod, 'controller.log')
        .toString()
        .split('\n')
        .map((line) => line.replace(/^\S+ std(?:out|err) [FP] /, ''))
      expect(voices.filter((line) => read(line).kind === 'controller').length).toBeGreaterThan(20)
    },
  )
})

describe('other versions of the controller', () => {
  const versions = readdirSync(recording('conf-versions'))
  it.each(versions.flatMap((version) => clusters.map((cluster) => ({ version, cluster }))))(
    '$version renders $cluster in a way that is read: same routes, no flaw',
    async ({ version, cluster }) => {
      const [pod = ''] = podsOf(cluster)
      const routes = async (bytes: Buffer) => {
        const found = new Set<string>()
        for await (const { host, path, source } of servedRoutes(chunked(bytes)))
          found.add(`${host} ${path} ${nameOf(source)}`)
        return found
      }
      const [now, then] = await Promise.all([
        routes(bytesOf(cluster, 'pods', pod, 'nginx.conf')),
        routes(bytesOf('conf-versions', version, cluster, 'nginx.conf')),
      ])
      const shared = [...then].filter((route) => now.has(route)).length
      expect(shared / Math.max(now.size, then.size)).toBeGreaterThan(0.9)
      expect(
        parseBackends(bytesOf('conf-versions', version, cluster, 'configuration_backends.body').toString())?.length,
      ).toBeGreaterThan(2)
    },
  )
})
