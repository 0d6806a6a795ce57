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
  /** null: objects seem to be in it, and it is in no encoding that they may be in */
  readonly text: string | Packed | null
}

/** By how a text begins: PowerShell writes what it redirects in UTF-16, with a mark before it. */
function decoderOf([first, second]: Uint8Array) {
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  return new TextDecoder(isMarked ? (first === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8', { fatal: true })
}

export function isText(bytes: Uint8Array): boolean {
  try {
    decoderOf(bytes).decode(bytes)
    return true
  } catch {
    return false
  }
}

/** Does a text of a folder have an object in it, as far as words tell: of the others nobody expects that they can be read. */
export function isOurs(text: string): boolean {
  return text.includes('apiVersion') && text.includes('kind')
}

/** @throws Problem `source-invalid` for bytes that are neither UTF-8 nor marked as UTF-16; a byte order mark is dropped */
export function textOf(bytes: Uint8Array, path: string): string {
  try {
    return decoderOf(bytes).decode(bytes)
  } catch (error) {
    throw noText(path, error)
  }
}

export function noText(path: string, cause?: unknown) {
  return problem('source-invalid', { path, detail: 'it is neither UTF-8 text nor an archive' }, cause)
}

/** Of the files in a folder or archive: a person's folder has others too, which need not be ours to understand. */
export function mayHoldFacts(path: string): boolean {
  return /\.(?:ya?ml|json|conf|txt)$|(?:^|[/\\])kustomization$/i.test(path) || /(?:^|[/\\])observations[/\\]/.test(path)
}
