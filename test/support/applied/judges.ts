/** Who says what is found in objects, and which rules are served: the program of a file, `why` of a small cluster in memory. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fixOf, sentenceOf } from '../../../src/findings/catalogue.js'
import { session } from '../program/session.js'
import { rows } from '../why/told.js'
import { type WorldWords, world } from '../worlds/ingress-world.js'
import type { Item, Judgement } from './bench.js'

export interface Judged {
  readonly found: readonly Judgement[]
  /** by `NAMESPACE/NAME HOST PATH`: is it served, and has it an error that says why not */
  readonly rules: ReadonlyMap<string, { readonly served: boolean | null; readonly isTold: boolean }>
}
export type Judge = (items: readonly Item[]) => Promise<Judged>

interface Row {
  readonly source: Judgement['source']
  readonly rule: { readonly host: string | null; readonly path: string | null } | null
  readonly served: boolean | null
  readonly causes: readonly Judgement[]
}

function judged(all: readonly Row[], more: readonly Judgement[] = []): Judged {
  const rules = all.map(({ source, rule, served, causes }) => {
    const name = `${source.namespace}/${source.name} ${rule?.host} ${rule?.path}`
    return [name, { served, isTold: causes.some(({ severity }) => severity === 'error') }] as const
  })
  return { found: [...all.flatMap(({ causes }) => causes), ...more], rules: new Map(rules) }
}

/** when the certificates of the cases are valid */
const now = '2026-11-30T00:00:00Z'
const file = join(mkdtempSync(join(tmpdir(), 'tkng-applied-')), 'cluster.json')

/** `why -A` and `lint` of these objects. */
export const byProgram: Judge = async (items) => {
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
  const ask = async (...words: string[]) => {
    const { stdout, stderr } = await session([...words, '-o', 'json', '--from', file], { now })
    if (stdout === '') throw new Error(stderr)
    return JSON.parse(stdout).items
  }
  const [why, lint]: [Row[], Judgement[]] = await Promise.all([ask('why', '-A'), ask('lint')])
  const own = (row: Row) => row.causes.map((one) => ({ ...one, source: row.source }))
  return judged(
    why.map((row) => ({ ...row, causes: own(row) })),
    lint.filter(({ source }) => source.kind !== 'Ingress'),
  )
}

/** The objects of a small cluster, its controller among them; the Services that are not told of, too. */
export function itemsOf(words: WorldWords): readonly Item[] {
  const { services, slices } = world(words)
  const settings = { kind: 'ConfigMap', metadata: { namespace: 'edge', name: 'config' }, data: words.configMap }
  const args = [...(words.flags ?? []), ...(words.configMap ? ['--configmap=edge/config'] : [])]
  const { version = '1.15.1' } = words
  const container = { image: version.includes('/') ? version : `controller:v${version}`, args }
  return [
    { kind: 'Pod', metadata: { namespace: 'edge', name: 'proxy' }, spec: { containers: [container] } },
    ...(words.configMap ? [settings] : []),
    ...[...words.ingresses, ...services, ...slices],
    ...[...(words.secrets ?? []), ...(words.configMaps ?? [])],
  ] as unknown as readonly Item[]
}

/** `why` of these objects, as an ingress-nginx takes them that is no object itself. */
export const inMemory: Judge = async (items) => {
  const of = <T>(kind: string) => items.filter((one) => one.kind === kind) as unknown as readonly T[]
  const [{ image = '', args = [] } = {}] = items.find(({ kind }) => kind === 'Pod')?.spec?.containers ?? []
  const ingresses = of<WorldWords['ingresses'][number]>('Ingress')
  const services = of<NonNullable<WorldWords['services']>[number]>('Service')
  const words = {
    ...{ ingresses, services, slices: of('EndpointSlice'), secrets: of('Secret') },
    ...{ configMaps: of('ConfigMap'), flags: args, version: image.replace(/^controller:v/, '') },
  } as unknown as WorldWords
  const known = new Set(services.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`))
  const named = (one: Item) => JSON.stringify(one.spec).matchAll(/"service":\{"name":"([^"]+)"/g)
  const missing = of<Item>('Ingress').flatMap((one) =>
    [...named(one)].map(([, name]) => `${one.metadata.namespace}/${name}`).filter((name) => !known.has(name)),
  )
  const empty = services.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)
  const all = await rows({ ...words, missing, empty })
  return judged(
    all.map(({ source, rule, served, causes }) => ({
      ...{ source, rule, served },
      causes: causes.map((one) => ({
        ...{ code: one.code, severity: one.severity, source: one.source, field: one.field },
        ...{ message: sentenceOf(one), fix: fixOf(one) },
      })),
    })),
  )
}
