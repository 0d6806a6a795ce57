/** What files hold of controllers beside the kinds of the API. */
import type { CustomKind } from '../domain/objects/custom.js'
import { dialects } from './index.js'

/** Kinds that captures keep, too. */
export const customKinds: readonly CustomKind[] = dialects.flatMap((one) => one.customKinds ?? [])

/** What a text is that somebody saved by hand: of the first controller that knows it. */
export function savedByHand(text: string): Readonly<Record<string, string>> | null {
  for (const dialect of dialects) {
    const found = dialect.savedByHand?.(text) ?? null
    if (found !== null) return found
  }
  return null
}
