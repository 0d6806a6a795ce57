/** A tar archive → its texts, in memory, as it comes: nothing is ever unpacked to disk, and only plain files count. */
import { Parser } from 'tar/parse'
import type { ReadEntry } from 'tar/read-entry'
import { problem } from '../../domain/problem.js'
import type { Budget } from '../limits.js'
import { mayHoldFacts, type SaidFile } from '../text-of.js'
import { Gathered } from './gathered.js'

/** @throws Problem `source-unsafe`, `source-too-large`, `source-invalid` */
export async function readArchive(bytes: AsyncIterable<Buffer>, path: string, budget: Budget): Promise<SaidFile[]> {
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
