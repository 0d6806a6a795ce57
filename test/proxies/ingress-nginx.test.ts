/** What comes of Ingresses: our plan, and a real controller of ingress-nginx that reads the same from an API server. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contradictionsIn, linesOf } from '../agreement/contradictions.js'
import { gather, type Told } from '../agreement/gather.js'
import { type Cluster, clustersOf } from '../agreement/generated.js'
import { podOf } from '../agreement/generated-around.js'
import { pem } from '../support/cluster/tls-files.js'
import { session } from '../support/program/session.js'
import { seed } from '../support/random.js'
import { driftOf } from './drift.js'
import { anyAnnotations } from './generate-annotations.js'
import { anySettings } from './generate-settings.js'
import { ingressNginxKinds, type Made, madeOf, releaseOfController } from './ingress-nginx.js'
import { type ServedObject, withWatchedApi } from './watched-api.js'

const rounds = Number(process.env.TKNG_PROXIES_ROUNDS ?? 2)
/** Ingresses of a cluster */
const size = 8
const release = releaseOfController()

/** Findings that tell of a configuration which nginx refuses. */
const breaking =
  /^error (?:duplicate-location|path-breaks|regex-breaks|www-of-wildcard|snippet-breaks|value-breaks|reload-blocked)$/

describe(`of ingress-nginx ${release}`, () => {
  it.each(Array.from({ length: rounds }, (_, i) => i))(`generated objects %i, TKNG_SEED=${seed}`, async (round) => {
    const start = seed + round * 7919
    const { controller, objects, ingresses } = generated(start)
    const pod = objects.find(({ kind }) => kind === 'Pod')
    if (pod === undefined) throw new Error('a controller has a pod')
    const name = `${pod.metadata.namespace}/${pod.metadata.name}`
    await withWatchedApi(objects, ingressNginxKinds, async ({ url }) => {
      const made = await madeOf(url, name, argsOf(pod)).catch((error: Error) => {
        if (!error.message.includes('mergeAlternativeBackends')) throw error
        return 'crashed' as const
      })
      const { told, linted } = await toldOf(
        objects,
        ingresses,
        made === 'crashed' ? null : { pod: podOf(controller), made },
      )
      // https://github.com/kubernetes/ingress-nginx/issues/9662
      if (made === 'crashed') return expect(codesIn(told)).toContain('error canary-without-paths')
      const breaks = [...codesIn(told), ...linted].filter((code) => breaking.test(code))
      if (made.conf === null) return expect(breaks, made.said).not.toEqual([])
      expect(breaks, made.said).toEqual([])
      expect(linesOf(contradictionsIn(told, true))).toEqual([])
      const others = objects.filter((one) => one !== pod)
      expect(await driftOf(others, pod as Parameters<typeof driftOf>[1], textsOf(made))).toEqual([])
    })
  })
})

function generated(start: number) {
  const [{ items, ingresses, controllers }] = fc.sample(clustersOf(size, release), { seed: start, numRuns: 1 }) as [
    Cluster,
  ]
  const more = fc.sample(anyAnnotations, { seed: start, numRuns: size })
  const annotated = ingresses.map((one, i) => ({
    ...one,
    metadata: { ...one.metadata, annotations: { ...one.metadata.annotations, ...more[i] } },
  }))
  const [settings] = fc.sample(anySettings, { seed: start, numRuns: 1 })
  const whole = items.map((one) => {
    const stored = asStored(annotated[ingresses.indexOf(one as (typeof ingresses)[0])] ?? one)
    const isOwn = stored.kind === 'ConfigMap' && stored.metadata.name === 'config'
    return isOwn ? { ...stored, data: { ...(stored as Generated).data, ...settings } } : stored
  })
  const [controller] = controllers
  if (controller === undefined) throw new Error('a cluster has a controller')
  return { controller, objects: whole, ingresses: annotated }
}

interface Found {
  readonly severity: string
  readonly code: string
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
  return JSON.parse(JSON.stringify(filled))
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

async function toldOf(
  objects: readonly ServedObject[],
  ingresses: Parameters<typeof gather>[1],
  replica: { readonly pod: object; readonly made: Made } | null,
): Promise<{ readonly told: Told; readonly linted: readonly string[] }> {
  const observation = replica && {
    ...{ apiVersion: 'tkng.dev/v1', kind: 'Observation', metadata: replica.pod, texts: textsOf(replica.made) },
  }
  const items = observation && replica.made.conf !== null ? [...objects, observation] : objects
  const folder = mkdtempSync(join(tmpdir(), 'tkng-real-'))
  try {
    writeFileSync(join(folder, 'all.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
    // Of the ConfigMap alone only `lint` tells, where no Ingress is left.
    const { stdout } = await session(['lint', '--from', folder, '-o', 'json'])
    const { items: found }: { items: readonly Found[] } = JSON.parse(stdout)
    const linted = found.map(({ severity, code }) => `${severity} ${code}`)
    return { told: await gather({ from: [folder] }, ingresses), linted }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function codesIn({ rules, wholes }: Told): readonly string[] {
  return [...rules.flatMap(({ fate }) => fate ?? []), ...wholes].flatMap(({ codes }) => codes)
}
