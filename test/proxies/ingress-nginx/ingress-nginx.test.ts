/**
 * What comes of Ingresses: our plan, and a real controller of ingress-nginx that reads the same from an API server, with a
 * real nginx that serves what it made. Root; ports 53, 80, 8080 of 127.0.0.0/8 are free, as in a network of its own
 * (`unshare --net`, where the loopback is set up).
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contradictionsIn, linesOf } from '../../agreement/contradictions.js'
import { gather, type Told } from '../../agreement/gather.js'
import { podOf } from '../../agreement/generated/around.js'
import { type Cluster, clustersOf } from '../../agreement/generated/generated.js'
import { pem } from '../../support/cluster/tls-files.js'
import { session } from '../../support/program/session.js'
import { seed } from '../../support/random.js'
import { driftOf } from '../drift.js'
import { echoingEverywhere } from '../echo.js'
import { type ServedObject, withWatchedApi } from '../watched-api.js'
import { ingressNginxKinds, type Made, releaseOfController, withMade } from './controller.js'
import { anyAnnotations } from './generate-annotations.js'
import { anyScenes } from './generate-scenes.js'
import { anySettings } from './generate-settings.js'
import { canServe, serving } from './lua-nginx.js'
import { namesLeadingTo } from './name-server.js'
import { misansweredBy } from './requests.js'

const rounds = Number(process.env.TKNG_PROXIES_ROUNDS ?? 2)
const requests = Number(process.env.TKNG_PROXIES_REQUESTS ?? 200)
/** where names lead that no Service has */
const elsewhere = '127.9.0.1'
/** Ingresses of a cluster */
const size = 8
const release = releaseOfController()

/** Findings that tell of a configuration which nginx refuses. */
const breaking =
  /^error (?:duplicate-location|path-breaks|regex-breaks|www-of-wildcard|snippet-breaks|value-breaks|reload-blocked)$/

describe(`of ingress-nginx ${release}`, () => {
  it.each(Array.from({ length: rounds }, (_, i) => i))(`generated objects %i, TKNG_SEED=${seed}`, async (round) => {
    const start = seed + round * 7919
    const { controller, objects, ingresses } = start % 2 === 0 ? generated(start) : staged(start)
    const pod = objects.find(({ kind }) => kind === 'Pod')
    if (pod === undefined) throw new Error('a controller has a pod')
    const name = `${pod.metadata.namespace}/${pod.metadata.name}`
    const told = (made: Made | null) =>
      inFolder(objects, made && { pod: podOf(controller), made }, async (folder) => {
        const said = await gather({ from: [folder] }, ingresses)
        return made === null
          ? // https://github.com/kubernetes/ingress-nginx/issues/9662
            expect(codesIn(said)).toContain('error canary-without-paths')
          : agreed({ said, made, folder, objects, pod, start })
      })
    await namesLeadingTo(elsewhere, (nameserver) =>
      withWatchedApi(objects, ingressNginxKinds, ({ url }) =>
        withMade(url, name, argsOf(pod), nameserver, told).catch((error: Error) => {
          if (!error.message.includes('mergeAlternativeBackends')) throw error
          return told(null)
        }),
      ),
    )
  })
})

interface Round {
  readonly said: Told
  readonly made: Made
  readonly folder: string
  readonly objects: readonly ServedObject[]
  readonly pod: ServedObject
  readonly start: number
}

/** What the verbs say, what `drift` finds, what nginx refuses, and what it answers. */
async function agreed({ said, made, folder, objects, pod, start }: Round): Promise<void> {
  const breaks = [...codesIn(said), ...(await lintedIn(folder))].filter((code) => breaking.test(code))
  if (made.conf === null) return expect(breaks, made.said).not.toEqual([])
  expect(breaks, made.said).toEqual([])
  expect(linesOf(contradictionsIn(said, true))).toEqual([])
  const others = objects.filter((one) => one !== pod)
  expect(await driftOf(others, pod as Parameters<typeof driftOf>[1], textsOf(made))).toEqual([])
  if (!canServe) return
  const places = [...placesIn(objects), ...[80, 81, 443, 8080].map((port) => `${elsewhere}:${port}`)]
  const certificate = { cert: pem('server'), key: pem('server-key') }
  const wrong = await echoingEverywhere(places, certificate, () =>
    serving(made, () => misansweredBy(made.ports, folder, namedIn(said), { elsewhere, seed: start, count: requests })),
  )
  expect(wrong.slice(0, 10), `of ${start}`).toEqual([])
}

/** Anything anywhere. */
function generated(start: number) {
  const cluster = sampled(clustersOf(size, release), start)
  const more = fc.sample(anyAnnotations, { seed: start, numRuns: size })
  const annotated = cluster.ingresses.map((one, i) => ({
    ...one,
    metadata: { ...one.metadata, annotations: { ...one.metadata.annotations, ...more[i] } },
  }))
  return clusterWith(cluster, annotated, sampled(anySettings, start))
}

/** What goes together, and a little of anything beside it. */
function staged(start: number) {
  const cluster = sampled(clustersOf(2, release), start)
  const snippets = { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' }
  return clusterWith(cluster, [...cluster.ingresses, ...sampled(anyScenes, start)], {
    ...(start % 8 > 1 && snippets),
    ...(start % 3 === 0 && sampled(anySettings, start)),
  })
}

function sampled<T>(of: fc.Arbitrary<T>, start: number): T {
  return fc.sample(of, { seed: start, numRuns: 1 })[0] as T
}

function clusterWith(cluster: Cluster, ingresses: Cluster['ingresses'], settings: Readonly<Record<string, string>>) {
  const [controller] = cluster.controllers
  if (controller === undefined) throw new Error('a cluster has a controller')
  const around = cluster.items.filter((one) => !cluster.ingresses.includes(one as (typeof cluster.ingresses)[0]))
  // Each namespace of a cluster has one: what is not there is known not to be there.
  const roots = [...new Set(ingresses.map(({ metadata }) => metadata.namespace))].map((namespace) => ({
    ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name: 'kube-root-ca.crt' }, data: {} },
  }))
  const objects = [...ingresses, ...around, ...roots].map((one) => {
    const stored = asStored(one)
    const isOwn = stored.kind === 'ConfigMap' && stored.metadata.name === 'config'
    return isOwn ? { ...stored, data: { ...(stored as Generated).data, ...settings } } : stored
  })
  return { controller, objects, ingresses }
}

interface Found {
  readonly source: { readonly kind: string }
  readonly severity: string
  readonly code: string
}

interface Placed {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> }
  readonly spec?: {
    readonly clusterIP?: string
    readonly ports?: readonly { readonly port: number; readonly protocol?: string }[]
  }
  readonly ports?: readonly { readonly port: number }[]
  readonly endpoints?: readonly { readonly addresses: readonly string[]; readonly conditions?: { ready?: boolean } }[]
}

interface Generated {
  readonly kind: string
  readonly spec?: { readonly ports?: readonly { readonly port: number }[] }
  readonly data?: Readonly<Record<string, string>>
}

/** With what an API server fills in, and the keys that a controller looks at. */
function asStored(one: object): ServedObject {
  const { kind, spec, data } = one as Generated
  const ports = spec?.ports?.map((port) => ({ protocol: 'TCP', targetPort: port.port, ...port }))
  const isKeyless = kind === 'Secret' && data?.['tls.key'] === ''
  const filled = {
    ...one,
    ...(kind === 'Service' && ports ? { spec: { ...spec, ports } } : {}),
    ...(isKeyless ? { data: { ...data, 'tls.key': Buffer.from(pem('server-key')).toString('base64') } } : {}),
  }
  // All of these addresses are this machine.
  return JSON.parse(JSON.stringify(filled).replaceAll(/"10\.(1|96)\./g, '"127.$1.'))
}

function argsOf({ spec }: ServedObject): readonly string[] {
  const { containers } = spec as { readonly containers: readonly { readonly args?: readonly string[] }[] }
  return containers[0]?.args ?? []
}

function textsOf(made: Made): Readonly<Record<string, string>> {
  const names = [...(made.conf ?? '').matchAll(/^\s*server_name (.*);/gm)].flatMap(([, all = '']) =>
    all.trim().split(/\s+/),
  )
  const unregistered = Object.fromEntries(names.map((name) => [name.replaceAll('"', ''), null]))
  return {
    ...(made.conf === null ? {} : { 'nginx.conf': made.conf }),
    'backends.json': made.backends,
    'certificates.json': JSON.stringify({ ...unregistered, ...made.certificates }),
  }
}

/** @param use with what `--from` takes: the objects, and what a replica says of itself */
async function inFolder<T>(
  objects: readonly ServedObject[],
  replica: { readonly pod: object; readonly made: Made } | null,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const observation = replica && {
    ...{ apiVersion: 'tkng.dev/v1', kind: 'Observation', metadata: replica.pod, texts: textsOf(replica.made) },
  }
  const items = observation && replica.made.conf !== null ? [...objects, observation] : objects
  const folder = mkdtempSync(join(tmpdir(), 'tkng-real-'))
  try {
    writeFileSync(join(folder, 'all.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Of the ConfigMap alone only `lint` tells, where no Ingress is left; it reads no Secret that an Ingress hangs on. */
async function lintedIn(folder: string): Promise<readonly string[]> {
  const { stdout } = await session(['lint', '--from', folder, '-o', 'json'])
  const { items }: { items: readonly Found[] } = JSON.parse(stdout)
  return items.flatMap(({ source, severity, code }) => (source.kind === 'ConfigMap' ? `${severity} ${code}` : []))
}

function namedIn({ routes }: Told) {
  const all = (of: (route: Told['routes'][number]) => string | null) => [
    ...new Set(routes.flatMap((one) => of(one) ?? [])),
  ]
  return { hosts: all(({ host }) => host), paths: all(({ path }) => path) }
}

/** `address:port` of all endpoints, and of the Services that have one that may be ready, over TCP. */
function placesIn(objects: readonly ServedObject[]): readonly string[] {
  const ready = new Set(
    (objects as readonly Placed[]).flatMap(({ metadata, ports = [], endpoints = [] }) =>
      ports.length > 0 && endpoints.some(({ conditions }) => conditions?.ready !== false)
        ? metadata.labels?.['kubernetes.io/service-name']
        : [],
    ),
  )
  const places = (objects as readonly Placed[]).flatMap(({ kind, metadata, spec, ports = [], endpoints = [] }) => {
    // The controller takes the targetPort of the Service then.
    const behind = ports.length === 0 ? [{ port: 8080 }] : ports
    const own = kind === 'Service' && ready.has(metadata.name) ? (spec?.ports ?? []) : []
    return [
      ...own.flatMap(({ port, protocol }) => (protocol === 'UDP' ? [] : `${spec?.clusterIP}:${port}`)),
      ...endpoints.flatMap(({ addresses }) => addresses.flatMap((one) => behind.map(({ port }) => `${one}:${port}`))),
    ]
  })
  return [...new Set(places.filter((one) => one.startsWith('127.')))]
}

function codesIn({ rules, wholes }: Told): readonly string[] {
  return [...rules.flatMap(({ fate }) => fate ?? []), ...wholes].flatMap(({ codes }) => codes)
}
