/** Texts of a capture → what they hold: the same answers as a live replica gives. */
import type { Replica } from '../../domain/controllers/controller.js'
import type { SavedTexts } from '../../domain/controllers/observation.js'
import type { Answered, Build } from '../../domain/controllers/replica-facts.js'
import { record } from '../../domain/objects/project-fields.js'
import type { SavedText } from '../../domain/ports.js'
import { jsonOf } from '../../domain/text/values-in.js'
import { notHeld, wholeOf } from './reach.js'

/** Reads what a capture holds of one replica; of each the name of its text, and what it is in words. */
export interface SavedReader {
  /** @throws Problem `not-captured` where it is not held, as all of these do; `not-observed` for one that is too long */
  text(name: string, what: string): Answered<string>
  bytes(name: string, what: string): Answered<AsyncIterable<Uint8Array>>
  build(name: string): Answered<Build>
  /** @param host as its list of certificates has it; null in it: there is none for that */
  certificate(name: string, host: string): Answered<string | null>
}

export function savedReader(saved: SavedTexts, replica: Replica): SavedReader {
  const held = (name: string, what: string): Answered<SavedText> => {
    const value = saved.text(name)
    if (value === undefined) throw notHeld(replica, saved, what)
    return { value, source: 'capture', way: saved.sourceOf(name) }
  }
  const text = (name: string, what: string): Answered<string> => {
    const found = held(name, what)
    return { ...found, value: wholeOf(found.value, replica, what) }
  }
  return {
    text,
    bytes: (name, what) => {
      const found = held(name, what)
      return { ...found, value: bytesOf(found.value) }
    },
    build: (name) => {
      const found = text(name, 'the version')
      return { ...found, value: buildIn(parsed(found.value)) }
    },
    certificate: (name, host) => {
      const what = `the certificate of ${host}`
      const found = text(name, what)
      const value = record(parsed(found.value))[host]
      if (value !== null && typeof value !== 'string') throw notHeld(replica, saved, what)
      return { ...found, value }
    },
  }
}

/** As it was written out; what is not of that form says nothing. */
function buildIn(value: unknown): Build {
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
    return jsonOf(text)
  } catch {
    return undefined
  }
}

/** A saved file, as the bytes of one that comes from a pod. */
export async function* bytesOf(text: SavedText): AsyncGenerator<Uint8Array> {
  if (typeof text === 'string') yield new TextEncoder().encode(text)
  else yield* text
}
