/**
 * A replica that runs what is planned of the objects does not drift from them: of Traefik, F5 and Contour, on generated
 * clusters. TKNG_SEED repeats a run, TKNG_AGREEMENT_CLUSTERS says how many clusters are generated.
 */
import { expect, it } from 'vitest'
import { namespaces, ProxyGenerator } from '../proxies/contour/generate-httpproxies.js'
import { driftOf } from '../proxies/drift.js'
import { F5Generator } from '../proxies/f5-nginx/generate-custom.js'
import { f5Words, merged } from '../proxies/f5-nginx/generate-ingresses.js'
import { ClusterGenerator } from '../proxies/generate-cluster.js'
import { providers, served } from '../proxies/traefik/traefik-providers.js'
import { pem } from '../support/cluster/tls-files.js'
import { seed } from '../support/random.js'
import { contourWorld, proxy, steering } from '../support/worlds/contour-world.js'
import { f5Class, f5Plan, f5Pod } from '../support/worlds/f5-world.js'
import { traefikClasses, traefikPlan, traefikPod } from '../support/worlds/traefik-world.js'
import { contourSays, f5Says, type Texts, traefikSays } from './renderings.js'

type Pod = Parameters<typeof driftOf>[1]

const seeds = Array.from({ length: Number(process.env.TKNG_AGREEMENT_CLUSTERS ?? 3) }, (_, i) => seed + i * 7919)
const pods = { addresses: ['10.0.0.2', '10.0.0.3'], ports: [8080, 8081] }
const entryPoints = ['--entryPoints.web.address=:80/tcp', '--entryPoints.websecure.address=:443/tcp']

const ofAll = ({ ingresses, services, slices }: ReturnType<ClusterGenerator['cluster']>) => [
  ...served('networking.k8s.io/v1', 'Ingress', ingresses),
  ...served('v1', 'Service', services),
  ...served('discovery.k8s.io/v1', 'EndpointSlice', slices),
]

it.each(Object.keys(providers).flatMap((name) => seeds.map((one) => [name, one] as const)))(
  "Traefik's provider %s, TKNG_SEED=%i",
  async (name, one) => {
    const provider = providers[name] as (typeof providers)[string] & object
    const generator = new ClusterGenerator(one, provider.words)
    const args = [...entryPoints, `--providers.${name}`, ...provider.flags(generator)]
    const cluster = provider.made(generator.cluster(pods, 14), generator)
    const { custom, secrets = [] } = cluster
    const objects = [
      ...ofAll(cluster),
      ...served('networking.k8s.io/v1', 'IngressClass', traefikClasses as never),
      ...Object.values(custom).flat(),
      ...secrets,
    ]
    const said = traefikSays(traefikPlan({ args, ...cluster }))
    await expectInStep(objects, traefikPod(args), said, args)
  },
)

it.each(seeds)('F5, TKNG_SEED=%i', async (one) => {
  const generator = new ClusterGenerator(one, f5Words)
  const flags = [
    ...['-allow-empty-ingress-host', '-enable-snippets', '-enable-tls-passthrough'].filter(() => generator.chance(2)),
    '-global-configuration=edge/listeners',
  ]
  // Most are rejected.
  const made = generator.cluster(pods, 40)
  const cluster = { ...made, ingresses: merged(made.ingresses, generator) }
  const custom = new F5Generator(generator).objects()
  const own = cluster.ingresses.filter(
    ({ spec }) => (spec as { ingressClassName?: string }).ingressClassName === 'nginx',
  )
  const objects = [
    ...ofAll(cluster),
    ...served('networking.k8s.io/v1', 'IngressClass', [f5Class as never]),
    ...served('v1', 'ConfigMap', [{ metadata: { namespace: 'edge', name: 'f5' } }]),
    ...Object.values(custom).flat(),
  ]
  const plan = f5Plan({ flags, ...cluster, ingresses: own, ...custom })
  await expectInStep(objects, f5Pod(flags), f5Says(plan), flags)
})

/** of clusters of which a rendering with other hosts is told; in one of some dozens nothing is served */
const told = new Set<string>()

/** Nothing is told of it; and of one whose hosts are others the routes are. */
async function expectInStep(objects: readonly object[], pod: Pod, said: Texts, flags: readonly string[]) {
  expect({ flags, wrong: await driftOf(objects, pod, said) }).toEqual({ flags, wrong: [] })
  const renamed = Object.entries(said).map(([name, text]) => [name, text.replaceAll('.test', '.none')])
  const changed = await driftOf(objects, pod, Object.fromEntries(renamed))
  if (changed.some((line) => /^route (?:missing|extra) /.test(line))) told.add(pod.metadata.name)
}

const secrets = [...namespaces.map((namespace) => `${namespace}/good`), 'shop/shared'].map((one) => {
  const [namespace = '', name = ''] = one.split('/')
  const data = { 'tls.crt': Buffer.from(pem('server')).toString('base64'), 'tls.key': 'a2V5' }
  return { apiVersion: 'v1', kind: 'Secret', metadata: { namespace, name }, type: 'kubernetes.io/tls', data }
})

it.each(seeds)('Contour, TKNG_SEED=%i', async (one) => {
  const generator = new ProxyGenerator(one)
  const cluster = new ClusterGenerator(one, { classes: [undefined], ofIngress: () => ({}), ofService: () => ({}) })
  const custom = [...generator.objects(), ...generator.ingresses(), ...ofAll(cluster.cluster(pods, 6))]
  const of = (kind: string) => custom.filter((made) => made.kind === kind)
  const { plan, model } = contourWorld({
    ...{ ingresses: of('Ingress'), services: of('Service'), slices: of('EndpointSlice'), secrets },
    custom: { HTTPProxy: of('HTTPProxy'), TLSCertificateDelegation: of('TLSCertificateDelegation') },
  })
  const objects = [...custom, ...secrets, { apiVersion: 'v1', kind: 'Pod', ...steering() }]
  await expectInStep(objects, proxy, contourSays(plan, model, pem('server')), [])
})

it('other hosts are told of each', () => {
  expect([...told].sort()).toEqual([traefikPod([]), f5Pod(), proxy].map(({ metadata }) => metadata.name).sort())
})
