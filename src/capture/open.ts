/** `--from`: opens files, folders, archives, standard input or the built-in demo as one cluster. */
import type { ClusterReader, Scope } from '../domain/ports.js'
import { problem } from '../domain/problem.js'
import { Collection } from './collect.js'
import { parseDocuments } from './parse-documents.js'
import { type ReadOptions, readFiles } from './read-files.js'
import { replay } from './replay.js'
import type { SourceFile } from './text-of.js'

export interface OpenOptions extends ReadOptions {
  readonly scope: Scope
}

/**
 * @param sources names as given; several are merged, and the first of two equal objects counts
 * @throws Problem `source-…`: nothing of a source that cannot be read whole is shown
 */
export async function openSource(sources: readonly string[], options: OpenOptions): Promise<ClusterReader> {
  const collections: Collection[] = []
  for (const source of sources) collections.push(await collect(source, options))
  return replay(collections, { scope: options.scope, source: sources.join(', ') })
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
  if (source !== 'demo') return readFiles(source, options)
  const { demo } = await import('./demo.js')
  return [{ path: 'demo', text: demo }]
}

function addFile(collection: Collection, { path, text }: SourceFile): void {
  if (looksLikeNginxConf(text))
    throw problem('source-invalid', { path, detail: 'it is an nginx.conf, which holds no API objects' })
  for (const document of parseDocuments(text, path)) {
    if (isBackends(document))
      throw problem('source-invalid', {
        path,
        detail: "it is a list of a controller's backends, which holds no API objects",
      })
    collection.add(document, path)
  }
}

/** Directives that every rendered configuration has, at the start of a line. */
function looksLikeNginxConf(text: string): boolean {
  return /^\s*(?:events|http)\s*\{/m.test(text) && /^\s*server\s*\{/m.test(text)
}

function isBackends(document: unknown): boolean {
  return (
    Array.isArray(document) &&
    document.some((item) => typeof item === 'object' && item !== null && 'name' in item && 'endpoints' in item)
  )
}
