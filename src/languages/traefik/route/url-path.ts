/** Paths of URLs, encoded and decoded as https://pkg.go.dev/net/url does it. */

/** @returns null: an escape is none */
export function decodedPath(path: string): string | null {
  if (/%(?![0-9a-fA-F]{2})/.test(path)) return null
  if (!path.includes('%')) return path
  const bytes = new TextEncoder().encode(path)
  const decoded: number[] = []
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    if (byte === 0x25) {
      decoded.push(Number.parseInt(String.fromCharCode(bytes[i + 1] ?? 0, bytes[i + 2] ?? 0), 16))
      i += 2
    } else decoded.push(byte)
  }
  return new TextDecoder().decode(Uint8Array.from(decoded))
}

/** As it was encoded, where that means the path and has no character that may not stand there; else anew. */
export function encodedPath(path: string, raw: string): string {
  return /^[A-Za-z0-9\-._~!$&'()*+,;=:@/%[\]]*$/.test(raw) && decodedPath(raw) === path ? raw : escapedPath(path)
}

function escapedPath(path: string): string {
  return path.replace(/[^A-Za-z0-9\-._~$&+,;=:@/]+/gu, (run) =>
    [...new TextEncoder().encode(run)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  )
}
