// Takes the symbols and the debugging information out of a Linux binary: what `strip` does, for any architecture, and
// the same bytes whatever binutils are installed. Layout: https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.sheader.html

const headerSize = 64
const segmentSize = 56
const load = 1
const memoryPage = 65536
const noBits = 8
const allocated = 2n

/** @param {Buffer} file a 64-bit little-endian ELF whose loaded sections come first, as a linker writes it */
export function strip(file) {
  if (file.readUInt32BE(0) !== 0x7f454c46 || file[4] !== 2 || file[5] !== 1) throw new Error('not a 64-bit ELF file')
  const table = Number(file.readBigUInt64LE(40))
  const headers = Array.from({ length: file.readUInt16LE(60) }, (_, i) =>
    file.subarray(table + i * headerSize, table + (i + 1) * headerSize),
  )
  const names = headers[file.readUInt16LE(62)]
  const isLoaded = (header) => (header.readBigUInt64LE(8) & allocated) !== 0n
  const kept = headers.filter((header, i) => i === 0 || isLoaded(header))
  if (headers.slice(0, kept.length).some((header, i) => header !== kept[i]))
    throw new Error('a section that is not loaded stands before one that is')
  const end = Math.max(...kept.map((header) => (header.readUInt32LE(4) === noBits ? 0 : endOf(header))))
  const texts = file.subarray(startOf(names), endOf(names))
  const newNames = Buffer.from(names)
  newNames.writeBigUInt64LE(BigInt(end), 24)
  const padding = Buffer.alloc(-(end + texts.length) & 7)
  const stripped = Buffer.concat([file.subarray(0, end), texts, padding, ...kept, newNames])
  blankGaps(stripped, end)
  stripped.writeBigUInt64LE(BigInt(end + texts.length + padding.length), 40)
  stripped.writeUInt16LE(kept.length + 1, 60)
  stripped.writeUInt16LE(kept.length, 62)
  return stripped
}

/** Linkers leave whatever was there between segments that they align to huge pages: a megabyte that nothing reads. */
function blankGaps(file, end) {
  const table = Number(file.readBigUInt64LE(32))
  const segments = Array.from({ length: file.readUInt16LE(56) }, (_, i) => table + i * segmentSize)
    .filter((at) => file.readUInt32LE(at) === load)
    .map((at) => ({ from: Number(file.readBigUInt64LE(at + 8)), size: Number(file.readBigUInt64LE(at + 32)) }))
    .sort((a, b) => a.from - b.from)
  for (const [i, { from, size }] of segments.entries()) {
    const next = segments[i + 1]?.from ?? end
    // The rest of the last page is mapped with it.
    const after = Math.ceil((from + size) / memoryPage) * memoryPage
    if (after < next) file.fill(0, after, next)
  }
}

function startOf(header) {
  return Number(header.readBigUInt64LE(24))
}

function endOf(header) {
  return startOf(header) + Number(header.readBigUInt64LE(32))
}
