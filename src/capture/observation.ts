/** What replicas of a controller said, as a capture keeps it: in files of their own, or in documents of kind Observation. */

import type { SavedTexts } from '../domain/controllers/observation.js'
import { record } from '../domain/objects/project-fields.js'
import { type NamespacedName, nameOf } from '../domain/objects/ref.js'
import type { ReplicaTexts } from '../domain/ports.js'

/** Of `NAMESPACE/POD`; "" where a file does not say whose it is (a saved nginx.conf). */
export type ObservationKey = string

export const observationsFolder = 'observations'

/** As the API names namespaces and pods: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
const objectName = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/
/** An archive has 155 bytes for the folders of a file: https://www.gnu.org/software/tar/manual/html_node/Standard.html */
const longestKey = 155 - `${observationsFolder}/`.length
/** https://learn.microsoft.com/windows/win32/fileio/naming-a-file#naming-conventions */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/

/** As the dialects name their texts. */
const fileName = /^[a-z][a-z0-9.-]{0,60}$/

/**
 * May the two names of a key be folders? Whatever else a server or a file calls a pod would lead elsewhere, or nowhere:
 * what such a replica said is kept as a document.
 */
export function mayBeFolders(key: ObservationKey): boolean {
  const names = key.split('/')
  return (
    key.length <= longestKey && names.length === 2 && names.every((name) => objectName.test(name) && !device.test(name))
  )
}

/** Path inside a capture → text. @param key one that {@link mayBeFolders} */
export function observationFiles<T>(
  key: ObservationKey,
  observation: Readonly<Record<string, T>>,
): [path: string, text: T][] {
  return Object.entries(observation).map(([name, text]) => [`${observationsFolder}/${key}/${name}`, text])
}

/** The same in a document, for a capture in one file. */
export function observationDocument(
  key: ObservationKey,
  apiVersion: string,
  observation: Readonly<Record<string, string>>,
): object {
  const slash = key.indexOf('/')
  const metadata = { namespace: key.slice(0, slash), name: key.slice(slash + 1) }
  return { apiVersion, kind: 'Observation', metadata, texts: observation }
}

/** What a text is that somebody saved by hand, as texts of a replica; null: it is something else. */
export type SavedByHand = (text: string) => ReplicaTexts | null

/** Whose text of which name a file is, by its place in a capture. @returns undefined: none */
export function observationAt(path: string): readonly [ObservationKey, file: string] | undefined {
  const placed = /(?:^|[/:])observations\/([^/]+\/[^/]+)\/([^/]+)$/.exec(path.replaceAll('\\', '/'))
  const [, key, file] = placed ?? []
  return key !== undefined && file !== undefined && fileName.test(file) ? [key, file] : undefined
}

/** A document of kind Observation, as far as it makes sense. */
export function readObservation(document: Readonly<Record<string, unknown>>): readonly [ObservationKey, ReplicaTexts] {
  const { namespace, name } = record(document.metadata)
  const texts = Object.entries(record(document.texts)).filter(
    ([file, text]) => typeof text === 'string' && fileName.test(file),
  )
  return [`${String(namespace ?? '')}/${String(name ?? '')}`, Object.fromEntries(texts) as ReplicaTexts]
}

/** A file that does not say whose it is answers for every replica. @param source in words, for messages */
export function textsFor(
  replica: NamespacedName,
  observations: ReadonlyMap<ObservationKey, ReplicaTexts>,
  source: string,
): Omit<SavedTexts, 'sourceOf'> {
  const own = [observations.get(nameOf(replica)), observations.get('')]
  return {
    source,
    isEmpty: own.every((one) => one === undefined),
    text: (name) => own.find((one) => one !== undefined && Object.hasOwn(one, name))?.[name],
  }
}
