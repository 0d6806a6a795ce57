/** A source → the texts in it: a file, a folder, an archive or standard input; content decides, not the name. */
import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { addAbortSignal, pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { Parser } from 'tar/parse'
import type { ReadEntry } from 'tar/read-entry'
import { compare } from '../../domain/compare.js'
import { problem } from '../../domain/problem.js'
import { openFile } from '../../files/read.js'
import { Budget } from '../limits.js'
import { mayHoldFacts, type SaidFile } from '../text-of.js'
import { Gathered, gathered } from './gathered.js'

export interface ReadOptions {
  readonly cwd: string
  readonly stdin: Readable
  readonly signal: AbortSignal
  /** are the files what people write: a folder of theirs has others, too, which are no text */
  readonly isPlaced?: boolean
}

/** What stands for a path where there is none. */
export const standardInput = 'standard input'

/** @throws Problem `source-missing`, `source-unreadable`, `source-too-large`, `source-unsafe`, `source-invalid` */
export async function readFiles(source: string, options: ReadOptions): Promise<SaidFile[]> {
  const { cwd, stdin, signal } = options
  const budget = new Budget(source)
  if (source === '-') return filesOf(addAbortSignal(signal, stdin), standardInput, budget)
  const path = resolve(cwd, source)
  try {
    const found = await stat(path)
    if (found.isDirectory()) return await readFolder(path, source, budget, options)
    if (!found.isFile() && !found.isFIFO() && !found.isCharacterDevice())
      throw new Error('it is neither a file nor a folder')
    return await filesOf(await openFile(path, signal), source, budget)
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

/** Only what may hold objects: a folder of a person has other files too. Links are not followed. */
async function readFolder(path: string, shown: string, budget: Budget, options: ReadOptions): Promise<SaidFile[]> {
  const files: SaidFile[] = []
  const entries = await readdir(path, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => compare(a.name, b.name))) {
    const inside = join(path, entry.name)
    const name = join(shown, entry.name)
    if (entry.isDirectory() && !entry.name.startsWith('.'))
      files.push(...(await readFolder(inside, name, budget, options)))
    else if (entry.isFile() && mayHoldFacts(inside)) {
      const content = await gathered(await openFile(inside, options.signal), name, budget)
      if (content.isForeign) files.push({ path: name, text: null })
      else if (!options.isPlaced || content.isText) files.push(content.file())
    }
  }
  return files
}

/** How gzip and zstd begin: the reader of archives would unpack these by itself, without a limit. */
const [gzip, zstd] = [0x1f8b, 0x28b5]

function isGzip(start: Buffer): boolean {
  return start.length >= 2 && start.readUInt16BE() === gzip
}

/** ustar keeps its magic at byte 257: https://www.gnu.org/software/tar/manual/html_node/Standard.html */
function isTar(start: Buffer): boolean {
  return (
    start.length >= 512 &&
    start.toString('latin1', 257, 262) === 'ustar' &&
    ![gzip, zstd].includes(start.readUInt16BE())
  )
}

/**
 * What is packed is unpacked here, within the limit, and once: what lies in it is an archive or a text. Of an archive no
 * more is held than the texts in it.
 */
async function filesOf(stream: Readable, path: string, budget: Budget, isUnpacked = false): Promise<SaidFile[]> {
  const [start, bytes] = await begun(stream)
  if (!isUnpacked && isGzip(start)) return filesOf(unpacked(bytes, budget), path, budget, true)
  if (isTar(start)) return readArchive(bytes, path, budget)
  return [(await gathered(bytes, path, budget)).file()]
}

/** @returns the bytes by which content is told, and all of them as they come */
async function begun(stream: Readable): Promise<[Buffer, AsyncIterable<Buffer>]> {
  const chunks: Buffer[] = []
  let size = 0
  const source = (stream as AsyncIterable<Buffer | string>)[Symbol.asyncIterator]()
  const next = async () => {
    const { value, done } = await source.next()
    return done ? undefined : typeof value === 'string' ? Buffer.from(value) : value
  }
  for (let chunk: Buffer | undefined; size < longestStart; size += chunk.length) {
    chunk = await next()
    if (chunk === undefined) break
    chunks.push(chunk)
  }
  return [Buffer.concat(chunks), all()]

  async function* all(): AsyncGenerator<Buffer> {
    try {
      yield* chunks.splice(0)
      for (let chunk = await next(); chunk !== undefined; chunk = await next()) yield chunk
    } finally {
      await source.return?.()
    }
  }
}

const longestStart = 512

function unpacked(bytes: AsyncIterable<Buffer>, budget: Budget): Readable {
  const gunzip = createGunzip({ chunkSize: 256 * 1024 })
  // What goes wrong is thrown to whoever reads what is unpacked.
  pipeline(Readable.from(admitted(bytes, budget)), gunzip, () => {})
  return Readable.from(undamaged(gunzip, budget.path))
}

async function* admitted(bytes: AsyncIterable<Buffer>, budget: Budget): AsyncGenerator<Buffer> {
  let size = 0
  for await (const chunk of bytes) {
    size += chunk.length
    budget.admit(size)
    yield chunk
  }
}

async function* undamaged(stream: Readable, path: string): AsyncGenerator<Buffer> {
  try {
    yield* stream as AsyncIterable<Buffer>
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))) throw error
    throw problem('source-invalid', { path, detail: 'it is compressed, and damaged or cut short' }, error)
  }
}

/**
 * Reads a tar archive in memory, as it comes: nothing is ever unpacked to disk, and only plain files count.
 * @throws Problem `source-unsafe`, `source-too-large`, `source-invalid`
 */
async function readArchive(bytes: AsyncIterable<Buffer>, path: string, budget: Budget): Promise<SaidFile[]> {
  const files: SaidFile[] = []
  let refused: unknown
  const refuse = (error: unknown) => {
    refused ??= error
  }
  const onReadEntry = (entry: ReadEntry) => {
    try {
      check(entry, path)
      if (entry.type === 'Directory') return entry.resume()
      budget.admit(entry.size)
    } catch (error) {
      refuse(error)
      return entry.resume()
    }
    if (!mayHoldFacts(entry.path)) return entry.resume()
    const text = new Gathered(`${path}:${entry.path}`, budget)
    entry.on('data', (chunk: Buffer) => {
      if (refused === undefined) attempt(() => text.add(chunk))
    })
    entry.on('end', () => {
      if (refused === undefined) attempt(() => files.push(text.file()))
    })
  }
  const attempt = (read: () => unknown) => {
    try {
      read()
    } catch (error) {
      refuse(error)
    }
  }
  const parser = new Parser({ strict: true, onReadEntry })
  const ended = new Promise<void>((done) => {
    parser.on('end', done)
    parser.on('error', (error: Error) => {
      refuse(problem('source-invalid', { path, detail: `a damaged archive: ${error.message}` }, error))
      done()
    })
  })
  let size = 0
  for await (const chunk of bytes) {
    size += chunk.length
    budget.admitArchive(size)
    parser.write(chunk)
    if (refused !== undefined) throw refused
  }
  parser.end()
  await ended
  if (refused !== undefined) throw refused
  return files
}

/** Links lead out of the archive, devices do worse, and a path with .. or a root is meant for somebody else's disk. */
function check({ type, path }: ReadEntry, archive: string): void {
  const detail =
    type !== 'File' && type !== 'OldFile' && type !== 'Directory'
      ? `it holds a ${type} (${path})`
      : path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.split(/[\\/]/).includes('..')
        ? `it holds a path that leads out of it (${path})`
        : undefined
  if (detail !== undefined) throw problem('source-unsafe', { path: archive, detail })
}
