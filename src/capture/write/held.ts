/** What replicas said, in little room until it is written: as it came, and then masked. */
import type { Masker } from '../../domain/masking/masker.js'
import type { CaptureContent, CaptureStore, ReplicaTexts } from '../../domain/ports.js'
import { Packed, piecesOf, Room } from '../../files/packed.js'
import { limits, mebibyte } from '../limits.js'
import type { ObservationKey } from '../observation.js'

export type HeldText = string | Packed

/** Name → text, ready to be written. */
export type HeldTexts = Readonly<Record<string, HeldText>>

/** Bytes of what is held as a text. */
const short = mebibyte / 4

/** For the texts of one capture: what is more than can be read again is not kept. */
export function holder(): CaptureStore['hold'] {
  const room = new Room()
  let left: number = limits.allBytes
  return async (text, refused) => {
    const tooMuch = (most: string) => refused(`with what the others said it is larger than ${most}`)
    const packed = new Packed(room, tooMuch)
    for await (const chunk of typeof text === 'string' ? piecesOf(text) : text) {
      left -= chunk.length
      if (left < 0) throw tooMuch(`${limits.allBytes / mebibyte} MiB`)
      packed.add(chunk)
    }
    return shortest(packed)
  }
}

export function maskTexts(
  observations: CaptureContent['observations'],
  masker: Masker,
): Map<ObservationKey, HeldTexts> {
  const room = new Room()
  const masked = (texts: ReplicaTexts) =>
    Object.entries(texts).flatMap(([file, text]): [string, HeldText][] => {
      const shown = masker.text(file, text)
      if (shown === null) return []
      const packed = new Packed(room)
      for (const part of typeof shown === 'string' ? [shown] : shown)
        for (const piece of piecesOf(part)) packed.add(piece)
      return [[file, shortest(packed)]]
    })
  return new Map([...observations].map(([key, texts]) => [key, Object.fromEntries(masked(texts))]))
}

function shortest(packed: Packed): HeldText {
  return packed.end() || packed.size > short ? packed : whole(packed)
}

export function whole(text: HeldText): string {
  return typeof text === 'string' ? text : new TextDecoder().decode(Buffer.concat([...text]))
}

export function sizeOf(text: HeldText): number {
  return typeof text === 'string' ? Buffer.byteLength(text) : text.size
}
