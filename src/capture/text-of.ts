/** Bytes of a stranger → text. */
import { problem } from '../domain/problem.js'
import type { Packed } from '../files/packed.js'

/** A text and where it came from, for messages. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** What a replica said: a long text is in UTF-8. */
export interface SaidFile {
  readonly path: string
  readonly text: string | Packed
}

const strict = new TextDecoder('utf-8', { fatal: true })

export function isText(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes)
    return true
  } catch {
    return false
  }
}

/** @throws Problem `source-invalid` for bytes that are no UTF-8; a byte order mark is dropped */
export function textOf(bytes: Uint8Array, path: string): string {
  try {
    return strict.decode(bytes)
  } catch (error) {
    throw noText(path, error)
  }
}

export function noText(path: string, cause?: unknown) {
  return problem('source-invalid', { path, detail: 'it is neither UTF-8 text nor an archive' }, cause)
}

/** Of the files in a folder or archive: a person's folder has others too, which need not be ours to understand. */
export function mayHoldFacts(path: string): boolean {
  return /\.(?:ya?ml|json|conf)$/i.test(path) || /(?:^|[/\\])observations[/\\]/.test(path)
}
