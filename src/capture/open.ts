/** `--from`: opens files, folders, archives, standard input or the built-in demo as one cluster. */

import { dirname, join, normalize } from 'node:path'
import type { SavedTexts } from '../domain/controllers/observation.js'
import type { Gap } from '../domain/gap.js'
import type { CustomKind } from '../domain/objects/custom.js'
import type { Kind } from '../domain/objects/objects.js'
import type { NamespacedName } from '../domain/objects/ref.js'
import type { ClusterReader, ReplicaTexts, Scope } from '../domain/ports.js'
import { type Problem, type ProblemFacts, problem } from '../domain/problem.js'
import { Collection } from './collect.js'
import { allKinds } from './format.js'
import { type ObservationKey, observationAt, type SavedByHand, textsFor } from './observation.js'
import { placesOf } from './places/places.js'
import { unfenced } from './read/fenced.js'
import { type ReadOptions, readFiles } from './read/files.js'
import { otherShape } from './read/other-shapes.js'
import { parseDocuments } from './read/parse-documents.js'
import type { PassOver } from './read/parse-yaml.js'
import { isOfTemplate, isTemplate, kustomized, templated } from './remarks.js'
import { isWritten, replay } from './replay.js'
import { isOurs, noText, type SaidFile, type SourceFile } from './text-of.js'

export interface OpenOptions extends ReadOptions {
  readonly scope: Scope
  /** that are read beside those of the API. Absent: none */
  readonly customKinds?: readonly CustomKind[]
  /** of files that say of themselves neither what they are nor whose. Absent: there are no such files */
  readonly savedByHand?: SavedByHand
  /** are the files what people write, so that it shall be known where objects stand in them: their texts are kept for that */
  readonly isPlaced?: boolean
}

export interface OpenedSource {
  readonly cluster: ClusterReader
  /** what a replica said */
  readonly textsOf: (replica: NamespacedName) => SavedTexts
  /** what a person should know of the files, a sentence each */
  readonly remarks: readonly string[]
  /** objects of an earlier source in whose place one of a later source stands: `Ingress shop/web` */
  readonly replaced: readonly string[]
  /** texts that do not say whose they are: the sources, and the names of the texts; null: there are none */
  readonly saved: { readonly source: string; readonly names: readonly string[] } | null
}

/**
 * @param sources names as given; several are merged, and the later of two objects with one name counts
 * @throws Problem `source-…`: nothing of a capture that cannot be read whole is shown, and of other files what can be read
 */
export async function openSource(sources: readonly string[], options: OpenOptions): Promise<OpenedSource> {
  const collected: Collected[] = []
  for (const source of sources) collected.push(await collect(source, options, sources.length > 1))
  const collections = collected.map(({ collection }) => collection)
  const broken = collected.flatMap((one) => one.unread)
  const [first] = broken
  if (first !== undefined && collections.every(({ isEmpty: one }) => one)) throw first
  const unread = broken.map(gapOf)
  // Of several files that people name, one that is somebody else's is none the worse.
  const isEmpty = ({ isEmpty: one }: Collection) => one
  const empty = options.isPlaced ? (collections.every(isEmpty) ? 0 : -1) : collections.findIndex(isEmpty)
  if (empty !== -1) throw emptyOf(sources[empty] ?? '', collections[empty])
  const source = sources.length < 2 ? (sources[0] ?? '') : `${sources[0]} and ${sources.length - 1} more`
  const observations = new Map<ObservationKey, ReplicaTexts>()
  for (const { observations: own } of collections)
    for (const [key, observation] of own) observations.set(key, { ...observations.get(key), ...observation })
  const saved = observations.get('')
  const cluster = replay(collections, { scope: options.scope, source, isPart: options.isPlaced === true })
  return {
    cluster: {
      ...cluster,
      ...placed(collections, options),
      ...(unread.length === 0 ? {} : options.isPlaced ? { unread } : { list: lacking(cluster, unread) }),
    },
    textsOf: (replica) => {
      const texts = textsFor(replica, observations, source)
      const holds = (name: string) => (one: Collection) =>
        textsFor(replica, one.observations, source).text(name) === texts.text(name)
      return { ...texts, sourceOf: (name) => sources[collections.findIndex(holds(name))] ?? source }
    },
    remarks: collections.flatMap(({ remarks }) => remarks.all),
    replaced: replacedIn(collections),
    saved: saved === undefined ? null : { source, names: Object.keys(saved) },
  }
}

function emptyOf(path: string, collection: Collection | undefined): Problem {
  const { strangers = new Set(), remarks } = collection ?? {}
  if (strangers.size === 0 && remarks?.all.some(isOfTemplate))
    return problem('source-invalid', {
      path,
      detail: `it is a Helm chart, or templates of one: "helm template ${path} | kubectl tkng … --from -" shows what they become`,
      isWhole: true,
    })
  const held = strangers.size === 0 ? '' : `, only ${[...strangers].join(', ')}`
  const detail = [`it holds no object that these commands read${held}`, ...(remarks?.all.slice(0, 1) ?? [])]
  return problem('source-invalid', { path, detail: detail.join(': ') })
}

/** Others name them, and what is named and not there may stand in what could not be read. */
const named: ReadonlySet<Kind> = new Set([
  'Service',
  'EndpointSlice',
  'Endpoints',
  'Secret',
  'ConfigMap',
  'IngressClass',
])

/** Of whatever is asked for, some may stand in what could not be read. */
function lacking({ list }: ClusterReader, unread: readonly Gap[]): ClusterReader['list'] {
  return async (kind, query) => {
    const listing = await list(kind, query)
    const gaps = [...listing.gaps, ...unread]
    return named.has(kind) ? { ...listing, coverage: 'none', gaps } : { ...listing, gaps }
  }
}

/** Nobody writes a capture by hand. */
function placed(
  collections: readonly Collection[],
  { isPlaced = false, cwd }: OpenOptions,
): Pick<ClusterReader, 'places' | 'isWritten' | 'refusals'> {
  const refusals = [...new Map(collections.flatMap((one) => [...one.refusals])).values()]
  if (!isPlaced) return { refusals }
  const spots = collections.flatMap(({ manifests, spots }) => (manifests.length > 0 ? [] : [...spots]))
  const places = placesOf(new Map(spots), cwd)
  return collections.every(isWritten) ? { places, refusals, isWritten: true } : { places, refusals }
}

interface Collected {
  readonly collection: Collection
  /** what kept parts of it from being read */
  readonly unread: readonly Problem[]
}

/** @param isOneOfMany one among several that were named may have nothing in it */
async function collect(source: string, options: OpenOptions, isOneOfMany: boolean): Promise<Collected> {
  const { scope, customKinds = [], savedByHand = () => null, isPlaced = false } = options
  const unread: Problem[] = []
  const collection = new Collection(scope === 'all-namespaces' ? 'default' : scope.namespace, customKinds)
  const written: SourceFile[] = []
  for (const { path, text } of await filesOf(source, options)) {
    const [key, name] = observationAt(path) ?? []
    if (text === null) unread.push(noText(path))
    else if (key !== undefined && name !== undefined) collection.observe(key, { [name]: text })
    else if (typeof text === 'string') written.push({ path, text })
  }
  const files = withoutPatches(written.splice(0))
  for (const file of files) {
    // Of a folder the rest is read; one that was named alone is nothing else.
    if (isKustomization(file.path)) collection.remarks.add(kustomized(file.path))
    if (file.path !== source && isNote(file, savedByHand)) continue
    if (file.path !== source && isTemplate(file.text)) collection.remarks.add(templated(file.path))
    else if (!isPlaced || file.text.trim() !== '' || (files.length === 1 && !isOneOfMany))
      addFile(collection, file, { savedByHand, isPlaced }, (broken) => {
        if (files.length === 1 || isOurs(file.text)) unread.push(broken)
      })
  }
  // A program wrote it, so that something has damaged it.
  if (collection.manifests.length > 0 && unread[0] !== undefined) throw unread[0]
  return { collection, unread }
}

async function filesOf(source: string, options: OpenOptions): Promise<readonly SaidFile[]> {
  if (source === 'demo') return (await import('./demo/demo.js')).demoFiles
  if (source === 'demo:broken') return (await import('./demo/broken.js')).brokenFiles
  if (source === 'demo:gateway') return (await import('./demo/gateway.js')).gatewayFiles
  return readFiles(source, options)
}

function replacedIn(collections: readonly Collection[]): string[] {
  return allKinds.flatMap((kind) => {
    const seen = new Set<string>()
    const twice = new Set<string>()
    for (const one of collections)
      for (const key of one.of(kind)?.keys() ?? []) {
        if (seen.has(key)) twice.add(`${kind} ${key}`)
        seen.add(key)
      }
    return [...twice]
  })
}

/** A text among manifests may be anything: one that has neither objects nor a proxy's configuration in it is passed over. */
function isNote({ path, text }: SourceFile, savedByHand: SavedByHand): boolean {
  const isObjects = /^apiVersion:/m.test(text) && /^kind:/m.test(text) && !isTemplate(text)
  return /\.txt$/i.test(path) && !isObjects && savedByHand(text) === null
}

function gapOf({ value: { reason, facts } }: Problem): Gap {
  const { path, line, column, detail, limit } = facts as ProblemFacts['source-invalid'] & Partial<TooLarge>
  const place = [path, line, column].filter((one) => one !== undefined).join(':')
  return reason === 'source-too-large'
    ? { kind: 'File', namespace: null, reason: 'limited', message: `${place}: more than ${limit}` }
    : { kind: 'File', namespace: null, reason: 'invalid', message: `${place}: ${detail}` }
}

type TooLarge = ProblemFacts['source-too-large']

/** @param passOver as {@link parseDocuments} */
function addFile(
  collection: Collection,
  { path, text }: SourceFile,
  { savedByHand, isPlaced }: { readonly savedByHand: SavedByHand; readonly isPlaced: boolean },
  passOver: NonNullable<PassOver>,
): void {
  const saved = savedByHand(text)
  if (saved !== null) {
    collection.observe('', saved)
    return
  }
  if (isTemplate(text))
    throw problem('source-invalid', {
      path,
      detail: 'it is a Helm template: "helm template CHART | kubectl tkng … --from -" shows what it becomes',
    })
  const other = otherShape(text)
  if (other !== null) {
    passOver(problem('source-invalid', { path, detail: `it is ${other}` }))
    return
  }
  for (const { value, origin } of parseDocuments(unfenced(text), path, passOver))
    collection.add(value, path, isPlaced ? { file: path, ...origin } : undefined)
}

function isKustomization(path: string): boolean {
  return /(?:^|[/\\])kustomization(?:\.ya?ml)?$/i.test(path)
}

/**
 * A patch of kustomize stands under the name of what it changes, and would be taken for it.
 * https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
 */
function withoutPatches(files: readonly SourceFile[]): readonly SourceFile[] {
  const patches = new Set(files.filter(({ path }) => isKustomization(path)).flatMap(patchesOf))
  return patches.size === 0 ? files : files.filter(({ path }) => !patches.has(normalize(path)))
}

function patchesOf({ path, text }: SourceFile): string[] {
  const [first] = parseDocuments(text, path)
  const { patches, patchesStrategicMerge, patchesJson6902 } = (first?.value ?? {}) as Record<string, unknown>
  const named = [patches, patchesStrategicMerge, patchesJson6902].flatMap((list) => (Array.isArray(list) ? list : []))
  return named.flatMap((one: unknown) => {
    const file = typeof one === 'string' ? one : (one as { readonly path?: unknown } | null)?.path
    return typeof file === 'string' ? [normalize(join(dirname(path), file))] : []
  })
}
