/** What may be shown and kept of a controller whose proxy is an Envoy. */
import type { Discretion } from '../../../domain/masking/masker.js'
import { maskText } from './mask.js'

/** @param own of its flags and annotations */
export function envoyDiscretion(own: Discretion | undefined): Discretion {
  const nothing: Discretion = { annotation: () => null, setting: () => null, argument: () => null, text: () => null }
  return { ...(own ?? nothing), text: maskText }
}
