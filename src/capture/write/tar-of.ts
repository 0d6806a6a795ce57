/** Files → the bytes of a tar archive: same files, same bytes, on every machine. */
import { Header } from 'tar/header'

const block = 512

/** @param at RFC 3339: the one modification time of all entries */
export function tarOf(files: ReadonlyMap<string, string>, at: string): Buffer {
  const parts: Buffer[] = []
  for (const [path, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const data = Buffer.from(text)
    const header = new Header({
      path,
      mode: 0o600,
      uid: 0,
      gid: 0,
      size: data.length,
      mtime: new Date(at),
      type: 'File',
    })
    const encoded = Buffer.alloc(block)
    header.encode(encoded, 0)
    parts.push(encoded, data, Buffer.alloc((block - (data.length % block)) % block))
  }
  // Two empty blocks end an archive.
  return Buffer.concat([...parts, Buffer.alloc(2 * block)])
}
