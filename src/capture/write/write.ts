/** Writes a capture as a folder, an archive, one file, or to standard output; secrets are masked first. */
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gzipSync } from 'node:zlib'
import { stringify } from 'yaml'
import { kinds } from '../../domain/objects/objects.js'
import type { CaptureContent, CaptureStore } from '../../domain/ports.js'
import { problem } from '../../domain/problem.js'
import { allKinds, capturedItems, capturedObservations, captureVersion, manifestFile, manifestOf } from '../format.js'
import { observationDocument, observationFiles } from '../observation.js'
import { tarOf } from './tar-of.js'

export interface StoreOptions {
  readonly stdout: Writable
  readonly cwd: string
}

export function captureStore({ stdout, cwd }: StoreOptions): CaptureStore {
  return {
    write: async (target, content) => {
      try {
        await writeTo(target, content, stdout, cwd)
      } catch (error) {
        if (target === '-' && isClosedPipe(error)) return summary(target, content)
        throw problem('capture-unwritable', { path: target, detail: detailOf(error) }, error)
      }
      return summary(target, content)
    },
  }
}

async function writeTo(target: string, content: CaptureContent, stdout: Writable, cwd: string): Promise<void> {
  if (target === '-') return pipeline([yamlOf(content)], stdout, { end: false })
  const path = resolve(cwd, target)
  if (/\.(tar\.gz|tgz)$/i.test(target)) return writeWhole(path, gzipSync(tarOf(filesOf(content), content.takenAt)))
  if (/\.ya?ml$/i.test(target)) return writeWhole(path, yamlOf(content))
  if (/\.json$/i.test(target)) return writeWhole(path, `${JSON.stringify(singleFile(content), null, 2)}\n`)
  return writeFolder(path, content)
}

/** Only for the owner: masked or not, a cluster's structure is nobody else's business. */
const privateFile = { mode: 0o600 }

/** Written beside its place and then moved there, so that no half capture is ever left under the name. */
async function writeWhole(path: string, data: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const unfinished = `${path}.unfinished`
  await writeFile(unfinished, data, privateFile)
  await rename(unfinished, path)
}

async function writeFolder(path: string, content: CaptureContent): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  const there = await readdir(path)
  if (there.length > 0 && !there.includes(manifestFile)) throw new Error('the folder is not empty, and no capture')
  // The manifest comes last: a folder without one is not taken for a capture.
  const files = [...filesOf(content)].sort(([a], [b]) => Number(a === manifestFile) - Number(b === manifestFile))
  for (const [name, text] of files) await writeWhole(join(path, name), text)
}

/** Path inside the capture → text. */
function filesOf(content: CaptureContent): Map<string, string> {
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
  const files = new Map([[manifestFile, json(manifestOf(content))]])
  for (const kind of allKinds)
    if (content.listings[kind])
      files.set(
        `api/${kinds[kind].plural}.json`,
        json({ apiVersion: 'v1', kind: 'List', items: capturedItems(content, kind) }),
      )
  for (const [key, observation] of capturedObservations(content))
    for (const [path, text] of observationFiles(key, observation)) files.set(path, text)
  return files
}

function singleFile(content: CaptureContent): object {
  const items = allKinds.flatMap((kind) => capturedItems(content, kind))
  const observed = capturedObservations(content).map(([key, one]) => observationDocument(key, captureVersion, one))
  return { apiVersion: 'v1', kind: 'List', items: [manifestOf(content), ...items, ...observed] }
}

function yamlOf(content: CaptureContent): string {
  return stringify(singleFile(content), { lineWidth: 0, aliasDuplicateObjects: false })
}

function summary(target: string, { listings, observations }: CaptureContent): string {
  const counts = allKinds.flatMap((kind) => {
    const listing = listings[kind]
    return listing && listing.coverage !== 'none' ? [`${listing.items.length} ${kinds[kind].plural}`] : []
  })
  if (observations.size > 0) counts.push(`${observations.size} controller replicas`)
  const where = target === '-' ? 'standard output' : target
  return `${counts.join(', ')} written to ${where}; masked: keys, tokens, passwords`
}

function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE'
}

function detailOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
