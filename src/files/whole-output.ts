/** Standard output that is a file: Node takes a write for done of which a disk that is nearly full took a part. */
import { fstatSync, writeSync } from 'node:fs'
import { Writable } from 'node:stream'

const fd = 1

class WholeFile extends Writable {
  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    try {
      for (let at = 0; at < chunk.length; ) at += writeSync(fd, chunk, at)
      done()
    } catch (error) {
      done(error as Error)
    }
  }
}

/** @param stdout what Node makes of it: what is no file stays as it is */
export function wholeOutput(stdout: Writable): Writable {
  return isFile() ? new WholeFile().on('error', () => {}) : stdout
}

function isFile(): boolean {
  try {
    return fstatSync(fd).isFile()
  } catch {
    return false
  }
}
