/**
 * What macOS checks before it starts a Mach-O program: that its signature covers it, page by page. Written apart from
 * the signer, after https://github.com/apple-oss-distributions/xnu/blob/main/osfmk/kern/cs_blobs.h
 */
import { createHash } from 'node:crypto'

interface Segment {
  readonly name: string
  readonly address: bigint
  readonly offset: number
  readonly size: number
}

export interface Program {
  readonly cpu: number
  readonly segments: readonly Segment[]
  readonly signature: { readonly offset: number; readonly size: number } | undefined
}

export function read(file: Buffer): Program {
  if (file.readUInt32LE(0) !== 0xfeedfacf) throw new Error('not a thin 64-bit Mach-O file')
  const segments: Segment[] = []
  let signature: Program['signature']
  let at = 32
  for (let left = file.readUInt32LE(16); left > 0; left--) {
    const command = file.readUInt32LE(at)
    if (command === 0x1d) signature = { offset: file.readUInt32LE(at + 8), size: file.readUInt32LE(at + 12) }
    if (command === 0x19)
      segments.push({
        name: file.toString('latin1', at + 8, at + 24).split('\0')[0] ?? '',
        address: file.readBigUInt64LE(at + 24),
        offset: Number(file.readBigUInt64LE(at + 40)),
        size: Number(file.readBigUInt64LE(at + 48)),
      })
    at += file.readUInt32LE(at + 4)
  }
  return { cpu: file.readUInt32LE(4), segments, signature }
}

/** @returns what is wrong; nothing: macOS may start it */
export function faultsOf(file: Buffer): string[] {
  const { segments, signature } = read(file)
  if (!signature) return ['no signature']
  const faults: string[] = []
  const linkedit = segments.find(({ name }) => name === '__LINKEDIT')
  const text = segments.find(({ name }) => name === '__TEXT')
  if (signature.offset + signature.size !== file.length) faults.push('the signature does not end with the file')
  if (!linkedit || linkedit.offset + linkedit.size !== file.length) faults.push('__LINKEDIT does not end with the file')
  const blob = file.subarray(signature.offset)
  const field = (at: number) => blob.readUInt32BE(at)
  if (field(0) !== 0xfade0cc0 || field(8) < 1 || field(12) !== 0) return [...faults, 'no directory of the code']
  const directory = blob.subarray(field(16))
  const [hashes, , special, pages, limit] = [16, 20, 24, 28, 32].map((at) => directory.readUInt32BE(at)) as number[]
  if (directory.readUInt32BE(0) !== 0xfade0c02) faults.push('no directory of the code')
  if (directory.readUInt32BE(12) !== 0x20002) faults.push('neither ad hoc nor signed by a linker')
  if (directory[36] !== 32 || directory[37] !== 2) faults.push('the hashes are not SHA-256')
  if (special !== 0) faults.push('it promises hashes that are not there')
  if (limit !== signature.offset) faults.push('the signature covers another length')
  if (text && directory.readBigUInt64BE(64) !== BigInt(text.offset)) faults.push('the code begins elsewhere')
  if (text && directory.readBigUInt64BE(72) !== BigInt(text.size)) faults.push('the code has another size')
  const size = 1 << (directory[39] ?? 0)
  if (pages !== Math.ceil(signature.offset / size)) faults.push('a page has no hash')
  for (let page = 0; page < (pages ?? 0); page++) {
    const code = file.subarray(page * size, Math.min((page + 1) * size, signature.offset))
    const at = (hashes ?? 0) + page * 32
    if (
      !createHash('sha256')
        .update(code)
        .digest()
        .equals(directory.subarray(at, at + 32))
    )
      faults.push(`page ${page} is not what was signed`)
  }
  return faults
}
