/** A source → the texts in it: a file, a folder, an archive or standard input; content decides, not the name. */
import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { addAbortSignal, type Readable } from 'node:stream'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { compare } from '../../domain/compare.js'
import { problem } from '../../domain/problem.js'
import { openFile } from '../../files/read.js'
import { Budget, limits, mebibyte } from '../limits.js'
import { mayHoldFacts, type SourceFile, textOf } from '../text-of.js'
import { readArchive } from './archive.js'

export interface ReadOptions {
  readonly cwd: string
  readonly stdin: Readable
  readonly signal: AbortSignal
}

/** @throws Problem `source-missing`, `source-unreadable`, `source-too-large`, `source-unsafe`, `source-invalid` */
export async function readFiles(source: string, { cwd, stdin, signal }: ReadOptions): Promise<SourceFile[]> {
  const budget = new Budget(source)
  if (source === '-') return filesOf(await readAll(addAbortSignal(signal, stdin), budget), 'standard input', budget)
  const path = resolve(cwd, source)
  try {
    const found = await stat(path)
    if (found.isDirectory()) return await readFolder(path, source, budget, signal)
    if (!found.isFile() && !found.isFIFO() && !found.isCharacterDevice())
      throw new Error('it is neither a file nor a folder')
    return await filesOf(await readAll(await openFile(path, signal), budget), source, budget)
  } catch (error) {
    throw fileProblem(error, source)
  }
}

function fileProblem(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error.name === 'Problem' || error.name === 'AbortError') return error
  if ('code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
    return problem('source-missing', { path }, error)
  return problem('source-unreadable', { path, detail: error.message }, error)
}

async function readAll(stream: Readable, budget: Budget): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    budget.admit(size)
    chunks.push(bytes)
  }
  budget.file(size)
  return Buffer.concat(chunks)
}

/** Only what may hold objects: a folder of a person has other files too. Links are not followed. */
async function readFolder(path: string, shown: string, budget: Budget, signal: AbortSignal): Promise<SourceFile[]> {
  const files: SourceFile[] = []
  const entries = await readdir(path, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => compare(a.name, b.name))) {
    const inside = join(path, entry.name)
    const name = join(shown, entry.name)
    if (entry.isDirectory() && !entry.name.startsWith('.'))
      files.push(...(await readFolder(inside, name, budget, signal)))
    else if (entry.isFile() && mayHoldFacts(inside))
      files.push(textOf(await readAll(await openFile(inside, signal), budget), name))
  }
  return files
}

const gzipMagic = Buffer.from([0x1f, 0x8b])

/** How gzip and zstd begin: the reader of archives would unpack these by itself, without a limit. */
const packed = [0x1f8b, 0x28b5]

/** ustar keeps its magic at byte 257: https://www.gnu.org/software/tar/manual/html_node/Standard.html */
function isTar(bytes: Buffer): boolean {
  return bytes.length >= 512 && bytes.toString('latin1', 257, 262) === 'ustar' && !packed.includes(bytes.readUInt16BE())
}

/** What is packed is unpacked here, within the limit, and once: what lies in it is an archive or a text. */
async function filesOf(bytes: Buffer, path: string, budget: Budget): Promise<SourceFile[]> {
  const isPacked = bytes.subarray(0, 2).equals(gzipMagic)
  const content = isPacked ? await gunzipped(bytes, path) : bytes
  return isTar(content) ? readArchive(content, path, budget) : [textOf(content, path)]
}

async function gunzipped(bytes: Buffer, path: string): Promise<Buffer> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: limits.allBytes })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      throw problem('source-too-large', { path, limit: `${limits.allBytes / mebibyte} MiB unpacked` }, error)
    throw problem('source-invalid', { path, detail: 'it is compressed, and damaged or cut short' }, error)
  }
}
