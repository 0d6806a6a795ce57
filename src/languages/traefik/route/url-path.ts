/** Paths of URLs, encoded and decoded as https://pkg.go.dev/net/url does it. */
import { toBytes } from '../../nginx/text/byte-text.js'

/** @returns a byte string, see byte-text.ts; null: an escape is none */
export function decodedPath(path: string): string | null {
  if (/%(?![0-9a-fA-F]{2})/.test(path)) return null
  return toBytes(path).replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/**
 * As it was encoded, where that means the path and has no character that may not stand there; else anew.
 * @param path a byte string
 */
export function encodedPath(path: string, raw: string): string {
  return /^[A-Za-z0-9\-._~!$&'()*+,;=:@/%[\]]*$/.test(raw) && decodedPath(raw) === path ? raw : escapedPath(path)
}

function escapedPath(bytes: string): string {
  return bytes.replace(
    /[^A-Za-z0-9\-._~$&+,;=:@/]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}
