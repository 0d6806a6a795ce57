/** Every Ingress of the recorded clusters: what is said to be served is what the recorded controller served, and in trouble is who should be. */

import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { parseBackends } from '../../src/controllers/ingress-nginx/observe/backends.js'
import { planOf } from '../../src/controllers/ingress-nginx/plan.js'
import { masker } from '../../src/controllers/masker.js'
import type { Ingress } from '../../src/domain/objects/objects.js'
import { project } from '../../src/domain/objects/project.js'
import { nameOf, refOf } from '../../src/domain/objects/ref.js'
import { bySeverity, isFinding, type WhyRow } from '../../src/domain/why/why.js'
import type { WhySources } from '../../src/domain/why/why-sources.js'
import { planted } from '../support/recorded/planted.js'
import { recordedJson, recordedObjects, recording } from '../support/recorded/recordings.js'
import { type RecordedWorld, recordedWorld, truthOf } from '../support/recorded/truth.js'
import { silent } from '../support/why/sources.js'

interface WireBackend {
  readonly name: string
  readonly noServer?: boolean
  readonly endpoints?: readonly { readonly address: string; readonly port: string }[] | null
  readonly alternativeBackends?: readonly string[] | null
}

/** What a recorded replica has of a rule, told without any code of ours: the comments of the template mark its servers. */
function replicaOf(...folder: readonly string[]) {
  const conf = readFileSync(recording(...folder, 'nginx.conf'), 'utf8')
  const backends = recordedJson<WireBackend[]>(...folder, 'configuration_backends.body')
  const byName = new Map(backends.map((one) => [one.name, one]))
  const locations = [...conf.matchAll(/## start server (\S+)\n([\s\S]*?)## end server \1\n/g)].flatMap(
    ([, host = '', text = '']) =>
      text
        .split(/\n\t+location /)
        .slice(1)
        .map((one) => ({ host, text: one })),
  )
  const served = new Map<string, string[]>()
  for (const { host, text } of locations) {
    const said = (name: string) => new RegExp(`set \\$${name}\\s+"(.*)";`).exec(text)?.[1] ?? ''
    const upstream = said('proxy_upstream_name')
    if (upstream === 'upstream-default-backend' || text.includes('# Location denied.')) continue
    if ((byName.get(upstream)?.endpoints ?? []).length === 0) continue
    const path = said('location_path')
      .replaceAll(/\$\{literal_dollar\}/g, '$')
      .replaceAll('\\"', '"')
      .replaceAll('\\\\', '\\')
    const key = `${said('namespace')}/${said('ingress_name')} ${host} ${path}`
    served.set(key, [...(served.get(key) ?? []), upstream])
  }
  const firsts = new Set(backends.flatMap(({ alternativeBackends }) => alternativeBackends?.[0] ?? []))
  return {
    isServed: ({ source, rule }: WhyRow, upstream: string): boolean => {
      const found = served.get(`${nameOf(source)} ${rule?.host ?? '_'} ${rule?.path}`) ?? []
      return found.some((one) => one === upstream || one.startsWith('custom-default-backend-'))
    },
    isCanary: (upstream: string): boolean =>
      byName.get(upstream)?.noServer === true &&
      firsts.has(upstream) &&
      (byName.get(upstream)?.endpoints ?? []).length > 0,
  }
}

/** What nginx.conf cannot tell: the requests say it. */
const otherwise: Readonly<Record<string, string>> = {
  'legacy/external /nodns': 'the name cannot be resolved: 503',
  'legacy/external /ip': 'an address is no name: 503',
  'legacy/external /noportsname': 'port 0: 502',
  'shop/canary-orphan /': 'its upstream is a canary elsewhere, but not asked for its own host',
  'team-a-b/collide-2 /': "another namespace's pods answer",
  'blog/regex-sibling /foo/bar/bar': 'a longer pattern of the host has its requests',
  'shop/idn /caf%C3%A9': 'paths are compared when they are decoded',
  'shop/c2-main /w100': 'its canary has weight 100',
  'shop/c2-shared /': 'its backend is that of /w100, so the canary has its requests, too',
  'shop/c2-w0 /w0': 'the canary has weight 0',
  'shop/canary-h /h': 'another canary of the same Service waits for another header',
  'shop/canary-hp /hp': 'another canary of the same Service waits for another header',
}

function sourcesOf(world: RecordedWorld, replica: number): WhySources {
  return {
    ...silent,
    replica: { kind: 'Pod', namespace: 'kube-system', name: `replica-${replica}` },
    conf: (read) => read(world.conf(replica)),
    backends: async () => parseBackends(JSON.stringify(world.backends(replica))),
  }
}

async function rowsOf(cluster: string, sources: WhySources): Promise<readonly WhyRow[]> {
  const { controller, facts } = recordedWorld(cluster)
  return planOf(controller, facts).why(sources, () => true)
}

const kinds = ['objects alone', 'replica 0', 'replica 1'] as const
const told = (cluster: string, kind: (typeof kinds)[number]) =>
  rowsOf(cluster, kind === 'objects alone' ? silent : sourcesOf(recordedWorld(cluster), kind === 'replica 0' ? 0 : 1))

it.each(['guide', 'zoo'])('says the same of %s out of what a capture keeps', async (cluster) => {
  const of = async (world: RecordedWorld) => {
    const plan = planOf(world.controller, world.facts)
    return Promise.all([silent, sourcesOf(world, 0), sourcesOf(world, 1)].map((one) => plan.why(one, () => true)))
  }
  const [before, after] = [recordedWorld(cluster), recordedWorld(cluster, () => true, masker)]
  expect(await of(after)).toEqual(await of(before))
})

describe.each([
  ['guide', 4],
  ['zoo', 235],
] as const)('%s', (cluster, count) => {
  it.each(kinds)('is served as it was, by %s', async (kind) => {
    const rows = (await told(cluster, kind)).filter(({ rule }) => rule?.path != null)
    const replica = replicaOf(cluster, 'pods', readdirSync(recording(cluster, 'pods')).sort()[0] ?? '')
    const wrong = rows.flatMap((row) => {
      const { source, rule, served, causes } = row
      const name = `${nameOf(source)} ${rule?.path}`
      const [service = '', port = ''] = rule?.backend?.split(':') ?? []
      const upstream = `${source.namespace}-${service}-${port}`
      const really = !(name in otherwise) && (replica.isServed(row, upstream) || replica.isCanary(upstream))
      return served === really ? [] : [{ name, served, really, codes: causes.map(({ code }) => code) }]
    })
    expect(wrong).toEqual([])
    expect(rows.length).toBe(count)
  })

  it.each(kinds)('has a reason for everything that is not served, by %s', async (kind) => {
    const rows = await told(cluster, kind)
    const silentRows = rows.filter(({ served, causes }) => served === false && causes.length === 0)
    const whole = silentRows.filter(({ source }) =>
      rows.every((one) => nameOf(one.source) !== nameOf(source) || one.causes.length === 0),
    )
    expect(silentRows.filter(({ rule }) => rule !== null)).toEqual([])
    expect(whole).toEqual([])
  })

  it('is answered by pods of the namespace where it is said to be served, and by none where it is not', async () => {
    const rows = await told(cluster, 'objects alone')
    const byRule = new Map(rows.map((row) => [`${nameOf(row.source)} ${row.rule?.host} ${row.rule?.path}`, row]))
    const answered = truthOf(cluster).filter(
      // Where a canary answered, the location was that of what it tries out.
      ({ log, pod, headers }) => log?.ing && !log.alt && pod && Object.keys(headers).length === 0,
    )
    const wrong = answered.flatMap(({ host, path, log, podns }) => {
      const row = log?.lp === path ? byRule.get(`${log.ns}/${log.ing} ${host} ${path}`) : undefined
      return row === undefined || row.served === (podns === log?.ns || podns === '-')
        ? []
        : [{ host, path, log, podns, row }]
    })
    expect(answered.length).toBeGreaterThan(50)
    expect(wrong).toEqual([])
  })
})

/** What is found of an Ingress that this controller does not take, and what only lint looks for. */
const ofNobody: ReadonlySet<string> = new Set(['class-missing', 'class-unknown', 'solver-stuck'])

it('says something of those that are in trouble, and of nobody else', async () => {
  const codes = async (kind: (typeof kinds)[number]) => {
    const rows = (await told('zoo', kind)).filter(isFinding)
    const all = new Map<string, Set<string>>()
    for (const { source, causes } of rows)
      for (const { code, severity } of [...causes].sort(bySeverity))
        if (severity !== 'info') all.set(nameOf(source), (all.get(nameOf(source)) ?? new Set()).add(code))
    return Object.fromEntries([...all].sort().map(([name, found]) => [name, [...found].sort().join(' ')]))
  }
  const byObjects = await codes('objects alone')
  expect(byObjects).toEqual(troubles)
  expect(await codes('replica 0')).toEqual(byObjects)
  expect(await codes('replica 1')).toEqual(byObjects)
})

/** Of the faults that were planted those that are a controller's; every other Ingress is in order, or somebody else's. */
const troubles = Object.fromEntries(
  Object.entries(planted).flatMap(([name, codes]) => {
    const own = [...new Set(codes.split(' '))].filter((code) => !ofNobody.has(code))
    return own.length === 0 ? [] : [[name, own.join(' ')]]
  }),
)

describe('older releases', () => {
  const older = (version: string, folder: string) => {
    const world = recordedWorld('zoo')
    const controller = { ...world.controller, release: { ...world.controller.release, version } }
    const isThere = (one: Ingress) => folder === 'zoo-broken' || refOf(one).name !== 'weird-paths'
    const facts = { ...world.facts, ingresses: world.facts.ingresses.filter(isThere) }
    const conf = recording('conf-versions', `v${version}`, folder, 'nginx.conf')
    const backends = readFileSync(
      recording('conf-versions', `v${version}`, folder, 'configuration_backends.body'),
      'utf8',
    )
    const sources: WhySources = {
      ...silent,
      replica: { kind: 'Pod', namespace: 'kube-system', name: version },
      conf: (read) =>
        read(
          (async function* () {
            yield readFileSync(conf)
          })(),
        ),
      backends: async () => parseBackends(backends),
    }
    return {
      objects: () => planOf(controller, facts).why(silent, () => true),
      replica: () => planOf(controller, facts).why(sources, () => true),
    }
  }

  it.each(['1.0.0', '1.9.6', '1.11.5', '1.12.8'])('%s served what the objects lead to', async (version) => {
    const { objects, replica } = older(version, 'zoo')
    const really = replicaOf('conf-versions', `v${version}`, 'zoo')
    const [asked, seen] = await Promise.all([objects(), replica()])
    const wrong = (rows: readonly WhyRow[]) =>
      rows
        .filter(({ rule }) => rule?.path != null)
        .flatMap((row) => {
          const { source, rule, served, causes } = row
          const name = `${nameOf(source)} ${rule?.path}`
          const [service = '', port = ''] = rule?.backend?.split(':') ?? []
          const upstream = `${source.namespace}-${service}-${port}`
          // It read Endpoints, and a slice made by hand has none.
          if (version === '1.0.0' && name === 'legacy/slices /manual') return []
          // It knew no canary-weight-total, so that a weight above 100 was all.
          if (version === '1.0.0' && name === 'shop/c2-main /wt') return []
          const truth = !(name in otherwise) && (really.isServed(row, upstream) || really.isCanary(upstream))
          return served === truth ? [] : [`${name} ${served} ${truth} ${causes.map(({ code }) => code)}`]
        })
    expect(wrong(asked)).toEqual([])
    expect(wrong(seen)).toEqual([])
  })
})

it.each(['1.9.6', '1.11.5', '1.12.8'])('%s stopped at a path with a blank, and everybody is told', async (version) => {
  const world = recordedWorld('zoo')
  const controller = { ...world.controller, release: { ...world.controller.release, version } }
  const conf = readFileSync(recording('conf-versions', `v${version}`, 'zoo-broken', 'nginx.conf'))
  const sources: WhySources = {
    ...silent,
    replica: { kind: 'Pod', namespace: 'kube-system', name: version },
    reload: async () => ({ successful: false, succeededAt: null }),
    failedConf: async () => 'nginx-cfg1',
    conf: (read) =>
      read(
        (async function* () {
          yield conf
        })(),
      ),
  }
  const rows = await planOf(controller, world.facts).why(sources, () => true)
  const codesOf = (name: string, path: string) =>
    rows.find(({ source, rule }) => source.name === name && rule?.path === path)?.causes.map(({ code }) => code)
  expect(codesOf('weird-paths', '/a b')).toContain('path-breaks')
  expect(codesOf('weird-paths', '/dollar$host')).toEqual(['reload-blocked'])
  expect(codesOf('vhost', '/')).toEqual(['reload-failed'])
  // 1.9.6 had loaded a part of it all before it came to that path.
  expect(codesOf('c2-main', '/h')).toEqual(version === '1.9.6' ? [] : ['reload-blocked'])
  const breaking = rows.flatMap(({ causes }) => causes).find(({ code }) => code === 'path-breaks')
  expect(breaking?.evidence.join()).toMatch(/last_reload_successful=0.*nginx-cfg1/)
  const served = rows.filter((row) => row.rule?.path != null && row.served !== false)
  expect(served.length > 0).toBe(version === '1.9.6')
})

it('finds what the recorded log and Events say of it', async () => {
  const { controller, facts } = recordedWorld('zoo')
  const pod = readdirSync(recording('zoo', 'pods')).sort()[0] ?? ''
  // A kubelet leaves out what the container runtime puts before each line.
  const log = gunzipSync(readFileSync(recording('zoo', 'pods', pod, 'controller.log.gz')))
    .toString()
    .split('\n')
    .map((line) => line.replace(/^\S+ std\w+ \w /, ''))
  const events = recordedObjects('zoo').Event.map((one) => project('Event', one))
  const replica = { kind: 'Pod', namespace: 'kube-system', name: pod }
  const sources: WhySources = { ...silent, replica, log: async () => log, events: async () => events }
  const rows = await planOf(controller, facts).why(sources, () => true)
  const told = (pattern: RegExp) => {
    const names = rows.flatMap(({ source, causes }) =>
      causes.flatMap(({ code, evidence }) =>
        evidence.some((one) => pattern.test(one)) ? `${source.name} ${code}` : [],
      ),
    )
    return [...new Set(names)].sort()
  }
  expect(told(/^Event AnnotationParsingFailed/)).toEqual([
    'allowlist-bad annotation-invalid',
    'authtls-missing secret-missing',
    'authurl-badcache annotation-invalid',
    'basic-crossns cross-namespace',
    'basic-missing secret-missing',
    'custom-headers-bad header-not-allowed',
  ])
  expect(told(/^log of replica/)).toEqual([
    'allowlist-bad annotation-invalid',
    'authtls-missing secret-missing',
    'authtls-ok tls-secret-missing',
    'authurl-badcache annotation-invalid',
    'authurl-failopen annotation-invalid',
    'authurl-invalid annotation-invalid',
    'backend-badproto annotation-invalid',
    'basic-crossns cross-namespace',
    'basic-missing secret-missing',
    'bodysize annotation-invalid',
    'c2-ne no-endpoints',
    'c2-pt canary-no-primary',
    'canary-orphan canary-no-host',
    'canary-ptype canary-no-primary',
    'canary-two-b canary-is-primary',
    'canary-w0 canary-is-primary',
    'canary-w100 canary-is-primary',
    'canary-w30 canary-is-primary',
    'custom-headers-bad header-not-allowed',
    'default-be-ann no-endpoints',
    'endpoints no-endpoints',
    'endpoints none-ready',
    'errors no-endpoints',
    'external external-name',
    'ports no-port',
    'ports no-service',
    'ports no-target-port',
    'rewrite-bad annotation-invalid',
    'server-snippet annotation-risk',
    'site tls-secret-missing',
    'slices slices-hidden',
    'snippet annotation-risk',
    'tls-expired tls-expired',
    'tls-garbage tls-invalid',
    'tls-mismatch tls-mismatch',
    'tls-missing tls-secret-missing',
    'tls-nokeys tls-invalid',
    'tls-soon tls-expiring',
    'typo annotation-invalid',
  ])
})
