/** A part of a proxy's configuration. */
import { createHash } from 'node:crypto'

export interface ConfPart {
  /** in normal form: the server that would be chosen for it */
  readonly host: string | undefined
  /** raw, as in a request: the location that would serve it, of that server or of the default one */
  readonly path: string | undefined
  /** or: all blocks of a kind; `http` is that block without its servers */
  readonly blocks: 'http' | 'stream' | 'upstream' | undefined
  readonly showSensitive: boolean
}

export interface ConfExcerpt {
  readonly chunks: AsyncIterable<string> | Iterable<string>
  /** how it was found, in sentences */
  readonly notes: readonly string[]
  readonly found: boolean
  /** false: the file breaks off, and what came after was not looked at */
  readonly whole: boolean
}

/** A block of a configuration, without what is each replica's own. */
export interface ConfBlock {
  /** says which it is: `http`, `server shop.example.com` */
  readonly key: string
  /** to be compared */
  readonly text: string
  /** what was read, in parts, until the next block is asked for: where it is the same, `text` is. Absent: as quick to compare */
  readonly raw?: readonly (string | Uint8Array)[]
  /** without what may be a secret */
  readonly shown: () => string
}

/** Equal texts have equal ones, and others have others. */
export function digestOf(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('base64')
}
