/** `--from`: opens files, folders, archives, standard input or the built-in demo as one cluster. */
import type { SavedTexts } from '../domain/controllers/observation.js'
import type { NamespacedName } from '../domain/objects/ref.js'
import type { ClusterReader, Scope } from '../domain/ports.js'
import { problem } from '../domain/problem.js'
import { Collection } from './collect.js'
import { isBackends, type Observation, type ObservationKey, observationOf, textsFor } from './observation.js'
import { type ReadOptions, readFiles } from './read/files.js'
import { parseDocuments } from './read/parse-documents.js'
import { replay } from './replay.js'
import type { SourceFile } from './text-of.js'

export interface OpenOptions extends ReadOptions {
  readonly scope: Scope
}

export interface OpenedSource {
  readonly cluster: ClusterReader
  /** what a replica said */
  readonly textsOf: (replica: NamespacedName) => SavedTexts
  /** texts that do not say whose they are: the sources, and the names of the texts; null: there are none */
  readonly saved: { readonly source: string; readonly names: readonly string[] } | null
}

/**
 * @param sources names as given; several are merged, and the first of two equal objects counts
 * @throws Problem `source-…`: nothing of a source that cannot be read whole is shown
 */
export async function openSource(sources: readonly string[], options: OpenOptions): Promise<OpenedSource> {
  const collections: Collection[] = []
  for (const source of sources) collections.push(await collect(source, options))
  const source = sources.length < 2 ? (sources[0] ?? '') : `${sources[0]} and ${sources.length - 1} more`
  const observations = new Map<ObservationKey, Observation>()
  for (const { observations: own } of collections)
    for (const [key, observation] of own) observations.set(key, { ...observation, ...observations.get(key) })
  const saved = observations.get('')
  return {
    cluster: replay(collections, { scope: options.scope, source }),
    textsOf: (replica) => {
      const texts = textsFor(replica, observations, source)
      const holds = (name: string) => (one: Collection) =>
        textsFor(replica, one.observations, source).text(name) === texts.text(name)
      return { ...texts, sourceOf: (name) => sources[collections.findIndex(holds(name))] ?? source }
    },
    saved: saved === undefined ? null : { source, names: Object.keys(saved) },
  }
}

async function collect(source: string, options: OpenOptions): Promise<Collection> {
  const { scope } = options
  const collection = new Collection(scope === 'all-namespaces' ? 'default' : scope.namespace)
  for (const file of await filesOf(source, options)) addFile(collection, file)
  if (collection.isEmpty)
    throw problem('source-invalid', { path: source, detail: 'it holds no object that these commands read' })
  return collection
}

async function filesOf(source: string, options: OpenOptions): Promise<readonly SourceFile[]> {
  if (source === 'demo') return (await import('./demo/demo.js')).demoFiles
  if (source === 'demo:broken') return (await import('./demo/broken.js')).brokenFiles
  return readFiles(source, options)
}

function addFile(collection: Collection, { path, text }: SourceFile): void {
  const observation = observationOf(path, text)
  if (observation) {
    collection.observe(...observation)
    return
  }
  for (const document of parseDocuments(text, path)) {
    if (isBackends(document)) collection.observe('', { 'backends.json': text })
    else collection.add(document, path)
  }
}
