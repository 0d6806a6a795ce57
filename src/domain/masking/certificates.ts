/** The certificates in a text, and nothing that stands beside or between them. */
import { X509Certificate } from 'node:crypto'

const begin = '-----BEGIN CERTIFICATE-----'
const end = '-----END CERTIFICATE-----'

/** Stands for a block that is none: it breaks in the same way, and says nothing. */
const broken = `${begin}\nbWFza2Vk\n${end}\n`

/** A chain is sometimes stored with its key in one file: only the certificates are kept. */
export function certificatesIn(pem: string): string {
  let kept = ''
  let close = -1
  // Each search goes on where the one before ended: a text of beginnings alone is read once.
  for (let at = pem.indexOf(begin), next = 0; at !== -1; at = next) {
    if (close < at) close = pem.indexOf(end, at)
    if (close === -1) return kept
    next = pem.indexOf(begin, at + begin.length)
    if (next === -1 || close < next) kept += blockOf(pem.slice(at, close + end.length))
  }
  return kept
}

function blockOf(block: string): string {
  try {
    // What the bytes say, and no more: comments and blanks in the text could say anything.
    return new X509Certificate(block).toString()
  } catch {
    return broken
  }
}
