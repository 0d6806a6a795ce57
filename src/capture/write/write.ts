/** Writes a capture as a folder, an archive, one file, or to standard output; secrets are masked first. */
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { Header } from 'tar/header'
import { Document, stringify, visit } from 'yaml'
import type { Masker } from '../../domain/masking/masker.js'
import { mapped } from '../../domain/masking/metadata.js'
import { customName } from '../../domain/objects/custom.js'
import { type Kind, kinds } from '../../domain/objects/objects.js'
import type { CaptureContent, CaptureStore, CustomListing, Listing } from '../../domain/ports.js'
import { problem } from '../../domain/problem.js'
import { escapeInJson } from '../../domain/text/sanitize.js'
import { readSmallFile } from '../../files/read.js'
import { draftName, type Held, refusalOf, writeWhole } from '../../files/write.js'
import {
  allKinds,
  capturedCustom,
  capturedItems,
  capturedObservations,
  captureVersion,
  manifestFile,
  manifestOf,
} from '../format.js'
import { limits, mebibyte } from '../limits.js'
import {
  mayBeFolders,
  type ObservationKey,
  observationDocument,
  observationFiles,
  observationsFolder,
} from '../observation.js'
import { isReadable } from '../read/parse-yaml.js'
import { type HeldText, type HeldTexts, holder, maskTexts, sizeOf, whole } from './held.js'

interface Around extends Held {
  readonly stdout: Writable
  readonly cwd: string
}

export function captureStore(around: Around, masker: Masker): CaptureStore {
  return {
    hold: holder(),
    write: async (target, unmasked) => {
      const content = maskContent(unmasked, masker)
      try {
        return summary(target, content, await writeTo(target, content, around))
      } catch (error) {
        if (target === '-' && isClosedPipe(error)) return summary(target, content, 0)
        throw problem('capture-unwritable', { path: target, detail: refusalOf(error) }, error)
      }
    },
  }
}

/** @returns how many bytes it took */
async function writeTo(target: string, content: MaskedContent, around: Around): Promise<number> {
  const path = resolve(around.cwd, target)
  if (target === '-') {
    const text = yamlOf(content)
    await pipeline([text], around.stdout, { end: false })
    return Buffer.byteLength(text)
  }
  await mkdir(dirname(path), { recursive: true })
  const file = fileOf(target, content)
  return file === null ? writeFolder(path, content, around) : writeWhole(path, file, around)
}

/** null: it is to be a folder */
function fileOf(target: string, content: MaskedContent): string | AsyncIterable<Uint8Array> | null {
  if (/\.(tar\.gz|tgz)$/i.test(target)) return gzipped(tarOf(filesOf(content), content.takenAt))
  if (/\.ya?ml$/i.test(target)) return yamlOf(content)
  return /\.json$/i.test(target) ? json(singleFile(content)) : null
}

/**
 * Only for the owner: masked or not, a cluster's structure is nobody else's business. Written beside what an earlier
 * capture left, and then put in its place: nothing of that stays, no link that lies there is followed, and what fails
 * leaves it as it was.
 */
async function writeFolder(path: string, content: MaskedContent, around: Around): Promise<number> {
  const made = await mkdir(path, { recursive: true, mode: 0o700 })
  if ((await readdir(path)).length > 0 && !(await isCapture(path, around)))
    throw new Error('the folder is not empty, and no capture')
  const draft = join(path, draftName())
  const release = around.hold()
  try {
    let size = 0
    for (const [name, text] of filesOf(content)) {
      await mkdir(dirname(join(draft, name)), { recursive: true, mode: 0o700 })
      size += await writeWhole(join(draft, name), text, around)
    }
    // Without a manifest nothing is taken for a capture: it goes first, and comes last.
    for (const name of parts) await rm(join(path, name), { recursive: true, force: true })
    const written = await readdir(draft)
    for (const name of parts.filter((one) => written.includes(one)).reverse())
      await rename(join(draft, name), join(path, name))
    await rm(draft, { recursive: true })
    return size
  } catch (error) {
    await rm(made === undefined ? draft : path, { recursive: true, force: true })
    throw error
  } finally {
    release()
  }
}

/** What a folder holds at its top. */
const parts = [manifestFile, 'api', observationsFolder]

/** Folders of web sites have a file of that name, too. */
async function isCapture(path: string, { signal }: Around): Promise<boolean> {
  const text = await readSmallFile(join(path, manifestFile), limits.allBytes, signal).catch(() => '')
  return /^\{\s*"apiVersion":\s*"tkng\.dev\/\w+",\s*"kind":\s*"Capture"/.test(text.toString())
}

/** Path inside the capture → text. */
function filesOf(content: MaskedContent): Map<string, HeldText> {
  const files = new Map<string, HeldText>([[manifestFile, json(manifestOf(content))]])
  for (const kind of allKinds)
    if (content.listings[kind]) files.set(`api/${kinds[kind].plural}.json`, json(listOf(capturedItems(content, kind))))
  for (const one of content.custom ?? [])
    if (one.coverage !== 'none') files.set(`api/${customName(one.kind)}.json`, json(listOf(capturedCustom(one))))
  const observed = capturedObservations(content.observations)
  for (const [key, observation] of observed.filter(([key]) => mayBeFolders(key)))
    for (const [path, text] of observationFiles(key, observation)) files.set(path, text)
  const others = documentsOf(observed.filter(([key]) => !mayBeFolders(key)))
  if (others.length > 0) files.set(`api/${observationsFolder}.json`, json(listOf(others)))
  return files
}

function singleFile(content: MaskedContent): object {
  const items = [
    ...allKinds.flatMap((kind) => capturedItems(content, kind)),
    ...(content.custom ?? []).flatMap(capturedCustom),
  ]
  return listOf([manifestOf(content), ...items, ...documentsOf(capturedObservations(content.observations))])
}

/** Bytes of what replicas said, where it stands in one text with all else. */
const mostInOne = 32 * mebibyte

/** @throws Error where the text would be too large */
function documentsOf(observed: readonly [ObservationKey, HeldTexts][]): object[] {
  const sizes = observed.flatMap(([, texts]) => Object.values(texts).map(sizeOf))
  if (sizes.reduce((sum, size) => sum + size, 0) > mostInOne)
    throw new Error(
      'what the replicas said is too large for one file: write to a folder, or to a name that ends in .tar.gz',
    )
  return observed.map(([key, texts]) =>
    observationDocument(
      key,
      captureVersion,
      mapped(texts, (_name, text) => whole(text)),
    ),
  )
}

function listOf(items: readonly object[]): object {
  return { apiVersion: 'v1', kind: 'List', items }
}

function json(value: unknown): string {
  return escapeInJson(`${JSON.stringify(value, null, 2)}\n`)
}

/** @throws Error where it could not be read again: a proxy's configuration may be far longer than any object */
function yamlOf(content: MaskedContent): string {
  const text = asYaml(content)
  if (isReadable(text)) return text
  throw new Error(
    'an object of it is too large for YAML to be read again: write to a name that ends in .tar.gz or .json',
  )
}

function asYaml(content: MaskedContent): string {
  const options = { lineWidth: 0, aliasDuplicateObjects: false } as const
  const plain = stringify(singleFile(content), options)
  if (escapeInJson(plain) === plain) return plain
  // In double quotes an escape means what it means in JSON; elsewhere it would be a text of its own.
  const document = new Document(singleFile(content), options)
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === 'string' && escapeInJson(node.value) !== node.value) node.type = 'QUOTE_DOUBLE'
    },
  })
  return escapeInJson(document.toString(options))
}

/** One line: what is in it, how large it is, and how to look at it. */
function summary(target: string, { listings, custom = [], observations }: MaskedContent, bytes: number): string {
  const counts = allKinds.flatMap((kind) => {
    const { coverage = 'none', items = [] } = listings[kind] ?? {}
    return coverage === 'none' || (items.length === 0 && kind !== 'Ingress') ? [] : [counted(items.length, kind)]
  })
  for (const { kind, items } of custom)
    if (items.length > 0) counts.push(`${items.length} ${items.length === 1 ? kind.kind.toLowerCase() : kind.plural}`)
  if (observations.size > 0) counts.push(`${observations.size} controller replica${observations.size === 1 ? '' : 's'}`)
  const where = target === '-' ? 'standard output' : target
  const size = bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`
  const next = target === '-' ? '' : `; look at it: kubectl tkng ingresses --from ${target}`
  return `${counts.join(', ')} written to ${where} (${size}); masked: keys, tokens, passwords${next}`
}

function counted(count: number, kind: Kind): string {
  return `${count} ${count === 1 ? kind.toLowerCase() : kinds[kind].plural}`
}

function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE'
}

/** Files → the bytes of a tar archive: same files, same bytes, on every machine. */
const block = 512

/** @param at RFC 3339: the one modification time of all entries */
export function* tarOf(files: ReadonlyMap<string, HeldText>, at: string): Generator<Uint8Array> {
  for (const [path, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const size = sizeOf(text)
    const header = new Header({ path, mode: 0o600, uid: 0, gid: 0, size, mtime: new Date(at), type: 'File' })
    const encoded = Buffer.alloc(block)
    header.encode(encoded, 0)
    yield encoded
    yield* typeof text === 'string' ? [Buffer.from(text)] : text
    yield Buffer.alloc((block - (size % block)) % block)
  }
  // Two empty blocks end an archive.
  yield Buffer.alloc(2 * block)
}

function gzipped(parts: Iterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const gzip = createGzip()
  // What goes wrong is thrown to whoever reads it.
  pipeline(Readable.from(parts), gzip).catch(() => {})
  return gzip
}

/** With what is written of it, and nothing else. */
interface MaskedContent extends Omit<CaptureContent, 'observations'> {
  readonly observations: ReadonlyMap<ObservationKey, HeldTexts>
}

function maskContent(content: CaptureContent, masker: Masker): MaskedContent {
  const listings = allKinds.flatMap((kind) => {
    const listing = content.listings[kind]
    return listing === undefined ? [] : [[kind, maskListing<Kind>(kind, listing, masker)]]
  })
  return {
    ...content,
    source: masker.sentence(content.source),
    listings: Object.fromEntries(listings),
    custom: (content.custom ?? []).map((one) => maskCustom(one, masker)),
    observations: maskTexts(content.observations, masker),
  }
}

/** Of their fields nothing is kept but what their dialect reads. */
function maskCustom({ items, gaps, ...listing }: CustomListing, masker: Masker): CustomListing {
  return {
    ...listing,
    items: items.map((item) => masker.custom(item)),
    gaps: gaps.map((gap) => ({ ...gap, message: masker.sentence(gap.message) })),
  }
}

function maskListing<K extends Kind>(kind: K, { items, coverage, gaps }: Listing<K>, masker: Masker): Listing<K> {
  return {
    items: items.map((item) => masker.object(kind, item)),
    coverage,
    gaps: gaps.map((gap) => ({ ...gap, message: masker.sentence(gap.message) })),
  }
}
