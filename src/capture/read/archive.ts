/** A tar archive → its texts, in memory: nothing is ever unpacked to disk, and only plain files count. */
import { Parser } from 'tar/parse'
import type { ReadEntry } from 'tar/read-entry'
import { problem } from '../../domain/problem.js'
import type { Budget } from '../limits.js'
import { mayHoldFacts, type SourceFile, textOf } from '../text-of.js'

/** @throws Problem `source-unsafe`, `source-too-large`, `source-invalid` */
export async function readArchive(bytes: Buffer, path: string, budget: Budget): Promise<SourceFile[]> {
  const files: SourceFile[] = []
  let refused: unknown
  const refuse = (error: unknown) => {
    refused ??= error
  }
  const onReadEntry = (entry: ReadEntry) => {
    try {
      check(entry, path)
      if (entry.type === 'Directory') return entry.resume()
      budget.file(entry.size)
    } catch (error) {
      refuse(error)
      return entry.resume()
    }
    const chunks: Buffer[] = []
    entry.on('data', (chunk: Buffer) => chunks.push(chunk))
    entry.on('end', () => {
      if (refused === undefined && mayHoldFacts(entry.path))
        files.push(readEntry(Buffer.concat(chunks), `${path}:${entry.path}`, refuse))
    })
  }
  await new Promise<void>((done) => {
    const parser = new Parser({ strict: true, onReadEntry })
    parser.on('error', (error: Error) => {
      refuse(problem('source-invalid', { path, detail: `a damaged archive: ${error.message}` }, error))
      done()
    })
    parser.on('end', done)
    parser.end(bytes)
  })
  if (refused !== undefined) throw refused
  return files
}

function readEntry(bytes: Buffer, path: string, refuse: (error: unknown) => void): SourceFile {
  try {
    return textOf(bytes, path)
  } catch (error) {
    refuse(error)
    return { path, text: '' }
  }
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
