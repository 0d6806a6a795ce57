/** Texts of a capture → what they hold. */
import type { Build } from '../../domain/controllers/observation.js'
import { record } from '../../domain/objects/project-fields.js'

/** As it was written out; what is not of that form says nothing. */
export function buildIn(value: unknown): Build {
  const said = record(value)
  const text = (name: keyof Build | 'nginx') => (typeof said[name] === 'string' ? said[name] : null)
  return {
    release: text('release'),
    build: text('build'),
    repository: text('repository'),
    proxy: text('proxy') ?? text('nginx'),
  }
}

/** undefined: it is no JSON */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A saved file, as the bytes of one that comes from a pod. */
export async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  const piece = 1024 * 1024
  const encoder = new TextEncoder()
  for (let at = 0; at < text.length; ) {
    let end = Math.min(text.length, at + piece)
    // A pair of surrogates is one character, and must stay one.
    if (end < text.length && text.charCodeAt(end - 1) >= 0xd800 && text.charCodeAt(end - 1) < 0xdc00) end -= 1
    yield encoder.encode(text.slice(at, end))
    at = end
  }
}
