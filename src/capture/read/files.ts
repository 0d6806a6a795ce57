/** A source → the texts in it: a file, a folder, an archive or standard input; content decides, not the name. */
import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { addAbortSignal, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { compare } from '../../domain/compare.js'
import { Problem, problem } from '../../domain/problem.js'
import { valuesInBytes } from '../../domain/text/values-in.js'
import { openFile } from '../../files/read.js'
import { Budget, limits, mebibyte } from '../limits.js'
import { isText, mayHoldFacts, noText, type SourceFile, textOf } from '../text-of.js'
import { readArchive } from './archive.js'

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
export async function readFiles(source: string, options: ReadOptions): Promise<SourceFile[]> {
  const { cwd, stdin, signal } = options
  const budget = new Budget(source)
  if (source === '-') return filesOf(await readAll(addAbortSignal(signal, stdin), budget), standardInput, budget)
  const path = resolve(cwd, source)
  try {
    const found = await stat(path)
    if (found.isDirectory()) return await readFolder(path, source, budget, options)
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
  const bytes = await gathered(stream, budget)
  budget.file(bytes.length)
  return bytes
}

/** Only what may hold objects: a folder of a person has other files too. Links are not followed. */
async function readFolder(path: string, shown: string, budget: Budget, options: ReadOptions): Promise<SourceFile[]> {
  const files: SourceFile[] = []
  const entries = await readdir(path, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => compare(a.name, b.name))) {
    const inside = join(path, entry.name)
    const name = join(shown, entry.name)
    if (entry.isDirectory() && !entry.name.startsWith('.'))
      files.push(...(await readFolder(inside, name, budget, options)))
    else if (entry.isFile() && mayHoldFacts(inside)) {
      const bytes = await readAll(await openFile(inside, options.signal), budget)
      if (!options.isPlaced || isText(bytes)) files.push(textOf(bytes, name))
    }
  }
  return files
}

/** How gzip and zstd begin: the reader of archives would unpack these by itself, without a limit. */
const [gzip, zstd] = [0x1f8b, 0x28b5]

function isGzip(bytes: Buffer): boolean {
  return bytes.length >= 2 && bytes.readUInt16BE() === gzip
}

/** ustar keeps its magic at byte 257: https://www.gnu.org/software/tar/manual/html_node/Standard.html */
function isTar(bytes: Buffer): boolean {
  return (
    bytes.length >= 512 &&
    bytes.toString('latin1', 257, 262) === 'ustar' &&
    ![gzip, zstd].includes(bytes.readUInt16BE())
  )
}

/** What is packed is unpacked here, within the limit, and once: what lies in it is an archive or a text. */
async function filesOf(bytes: Buffer, path: string, budget: Budget): Promise<SourceFile[]> {
  const content = isGzip(bytes) ? await gunzipped(bytes, path) : bytes
  return isTar(content) ? readArchive(content, path, budget) : [textOf(content, path)]
}

async function gunzipped(bytes: Buffer, path: string): Promise<Buffer> {
  const unpacked = Readable.from([bytes]).pipe(createGunzip({ chunkSize: 256 * 1024 }))
  try {
    return await gathered(unpacked, new Budget(path))
  } catch (error) {
    if (error instanceof Problem) throw error
    throw problem('source-invalid', { path, detail: 'it is compressed, and damaged or cut short' }, error)
  }
}

/** Its beginning tells which limit holds, and that is kept while it comes: much too much is never held. */
async function gathered(stream: Readable, budget: Budget): Promise<Buffer> {
  const chunks: Buffer[] = []
  let room: Buffer | undefined
  let start = Buffer.alloc(0)
  let [size, values] = [0, 0]
  for await (const one of stream as AsyncIterable<Buffer | string>) {
    const chunk = typeof one === 'string' ? Buffer.from(one) : one
    if (start.length < longestStart) start = Buffer.concat([start, chunk.subarray(0, longestStart)])
    size += chunk.length
    if (isTar(start)) budget.admitArchive(size)
    else budget.admit(size)
    const beginning = start.toString('latin1')
    if (documentStart.test(beginning)) values += valuesInBytes(chunk)
    budget.values(values, /^\s*[{[]/.test(beginning))
    if (size > large) {
      if (start.includes(0) && !isTar(start) && !isGzip(start)) throw noText(budget.path)
      if (room === undefined) {
        room = Buffer.allocUnsafeSlow(limits.allBytes)
        Buffer.concat(chunks.splice(0)).copy(room)
      }
      chunk.copy(room, size - chunk.length)
    } else chunks.push(chunk)
  }
  return room?.subarray(0, size) ?? Buffer.concat(chunks)
}

const longestStart = 1024

/** Bytes from which on all is gathered in one place: what is not written to yet is no memory. */
const large = 2 * mebibyte

/** As JSON and YAML of Kubernetes mostly begin. What begins otherwise is counted when it is read as one. */
const documentStart = /^\s*(?:[{[]|---|- |(?:apiVersion|kind|items|metadata)\s*:)/
