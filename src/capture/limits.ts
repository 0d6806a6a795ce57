/** How much of a stranger's file is read, whatever it claims. */
import { problem } from '../domain/problem.js'
import { mostValues, mostValuesInPieces } from '../domain/text/values-in.js'
import { Room } from '../files/packed.js'

export const mebibyte = 1024 * 1024

export const limits = {
  /** one file, unpacked */
  fileBytes: 256 * mebibyte,
  /** all of those that are held whole, as texts: what a replica said is not */
  textBytes: 64 * mebibyte,
  /** all files of a source, unpacked */
  allBytes: 512 * mebibyte,
  files: 100_000,
  documents: 50_000,
  /** of a source: a cluster of ten thousand routes has some 50,000 that are read */
  objects: 200_000,
} as const

/** Counts what was read, and refuses the byte or file too many. */
export class Budget {
  private bytes = 0
  private texts = 0
  private files = 0
  /** of all that its replicas said */
  readonly room = new Room()
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  /** @throws Problem `source-too-large` */
  file(size: number): void {
    this.files += 1
    this.bytes += size
    this.admit(size)
    this.admitArchive(this.bytes)
    if (this.files > limits.files) throw this.refusal(`${limits.files} files`)
  }

  /** Before a file is read to its end: is this much of it still allowed. */
  admit(size: number): void {
    if (size > limits.fileBytes) throw this.refusal(`${limits.fileBytes / mebibyte} MiB a file`)
  }

  /**
   * As {@link admit}, of one that is held whole.
   * @param isWide one of its characters takes two bytes, and so all do
   * @param isWhole all of it came
   */
  admitText(size: number, isWide: boolean, isWhole = false): void {
    const held = this.texts + (isWide ? 2 * size : size)
    if (held > limits.textBytes)
      throw this.refusal(`${limits.textBytes / mebibyte} MiB of texts${isWide ? ', one beyond Latin-1 twice' : ''}`)
    if (isWhole) this.texts = held
  }

  /** What is unpacked may be an archive, of which each file counts on its own later. */
  admitArchive(size: number): void {
    if (size > limits.allBytes) throw this.refusal(`${limits.allBytes / mebibyte} MiB unpacked`)
  }

  /** Of one file. @param isJson it is read piece by piece, and fast */
  values(count: number, isJson: boolean): void {
    const most = isJson ? mostValuesInPieces : mostValues
    if (count > most) throw this.refusal(`${most.toLocaleString('en')} values a file`)
  }

  /** In one file: each costs a parser of its own, be it ever so short. */
  documents(count: number): void {
    if (count > limits.documents) throw this.refusal(`${limits.documents.toLocaleString('en')} documents a file`)
  }

  refusal(limit: string) {
    return problem('source-too-large', { path: this.path, limit })
  }
}
