// Signs a Mach-O program as `codesign --sign -` does: macOS on Apple silicon kills a program without a signature, and one
// that names nobody is enough. Apple's own tool runs on macOS only; nothing on npm or in Debian signs.
//
// Layout: https://github.com/apple-oss-distributions/xnu/blob/main/osfmk/kern/cs_blobs.h and
// https://github.com/apple-oss-distributions/xnu/blob/main/EXTERNAL_HEADERS/mach-o/loader.h
import { createHash } from 'node:crypto'

const segment64 = 0x19
const codeSignature = 0x1d
/** The unit of hashes, whatever the unit of memory is. */
const page = 4096
/** Offset of the hashes in a CodeDirectory of version 0x20400. */
const directorySize = 88

/**
 * @param {Buffer} unsigned a thin 64-bit Mach-O program; a signature that it has is replaced
 * @param {string} identifier the name under which it is signed
 */
export function sign(unsigned, identifier) {
  const { signature, linkedit, text, ...layout } = layoutOf(unsigned)
  const code = unsigned.subarray(0, signature?.offset ?? unsigned.length)
  const limit = align(code.length, 16)
  const file = Buffer.concat([code, Buffer.alloc(limit - code.length)])
  const command = signature?.command ?? addCommand(file, layout)
  const name = Buffer.from(`${identifier}\0`)
  const pages = Math.ceil(limit / page)
  const size = 20 + directorySize + name.length + pages * 32
  const padded = align(size, 16)
  file.writeUInt32LE(limit, command + 8)
  file.writeUInt32LE(padded, command + 12)
  const linkeditSize = limit + padded - linkedit.fileOffset
  file.writeBigUInt64LE(BigInt(linkeditSize), linkedit.command + 48)
  file.writeBigUInt64LE(BigInt(align(linkeditSize, 16384)), linkedit.command + 32)

  const blob = Buffer.alloc(padded)
  // SuperBlob with one entry, then the CodeDirectory: ad hoc (2) and signed by a linker (0x20000), SHA-256.
  const head = [0xfade0cc0, size, 1, 0, 20, 0xfade0c02, size - 20, 0x20400, 0x20002, directorySize + name.length]
  for (const [i, value] of [...head, directorySize, 0, pages, limit].entries()) blob.writeUInt32BE(value, i * 4)
  blob.set([32, 2, 0, Math.log2(page)], 20 + 36)
  blob.writeBigUInt64BE(text.fileOffset, 20 + 64)
  blob.writeBigUInt64BE(text.fileSize, 20 + 72)
  blob.writeBigUInt64BE(1n, 20 + 80)
  name.copy(blob, 20 + directorySize)
  for (let i = 0; i < pages; i++) {
    const hash = createHash('sha256').update(file.subarray(i * page, Math.min((i + 1) * page, limit)))
    hash.digest().copy(blob, 20 + directorySize + name.length + i * 32)
  }
  return Buffer.concat([file, blob])
}

function layoutOf(file) {
  if (file.readUInt32LE(0) !== 0xfeedfacf || file.readUInt32LE(12) !== 2)
    throw new Error('not a thin 64-bit Mach-O program')
  const found = { firstSection: Number.POSITIVE_INFINITY }
  let at = 32
  for (let i = 0; i < file.readUInt32LE(16); i++) {
    const kind = file.readUInt32LE(at)
    if (kind === codeSignature) found.signature = { command: at, offset: file.readUInt32LE(at + 8) }
    if (kind === segment64) {
      const name = file.toString('latin1', at + 8, at + 24).replaceAll('\0', '')
      const fileOffset = file.readBigUInt64LE(at + 40)
      if (name === '__LINKEDIT') found.linkedit = { command: at, fileOffset: Number(fileOffset) }
      if (name === '__TEXT') found.text = { fileOffset, fileSize: file.readBigUInt64LE(at + 48) }
      for (let k = 0; k < file.readUInt32LE(at + 64); k++) {
        const offset = file.readUInt32LE(at + 72 + k * 80 + 48)
        if (offset > 0) found.firstSection = Math.min(found.firstSection, offset)
      }
    }
    at += file.readUInt32LE(at + 4)
  }
  return { ...found, end: at }
}

/** Between the commands and the first section linkers leave room for one more. */
function addCommand(file, { end, firstSection }) {
  if (end + 16 > firstSection) throw new Error('no room for a signature')
  file.writeUInt32LE(codeSignature, end)
  file.writeUInt32LE(16, end + 4)
  file.writeUInt32LE(file.readUInt32LE(16) + 1, 16)
  file.writeUInt32LE(file.readUInt32LE(20) + 16, 20)
  return end
}

function align(value, unit) {
  return Math.ceil(value / unit) * unit
}
