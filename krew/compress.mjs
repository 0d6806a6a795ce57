// Compresses a tar archive as krew can read it again. krew tells formats by Go's http.DetectContentType, which looks for
// fonts before it looks for gzip: "LP" at byte 34 makes an archive a font, and one in 65,536 has it there by chance.
// https://mimesniff.spec.whatwg.org/#signature-for-embedded-opentype

/** @param {Uint8Array} bytes of a file */
export function isTakenForFont(bytes) {
  return bytes[34] === 0x4c && bytes[35] === 0x50
}

/**
 * The smallest form that is not taken for something else.
 * @param {(level: number) => Uint8Array} pack
 */
export function compressed(pack) {
  for (const level of [9, 8, 7, 6]) {
    const bytes = pack(level)
    if (!isTakenForFont(bytes)) return bytes
  }
  throw new Error('at every level the archive would be taken for a font')
}
