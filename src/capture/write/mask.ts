/** What never leaves a cluster with a capture: masked before anything of it is written. */
import type { Masker } from '../../domain/masking/masker.js'
import type { Kind } from '../../domain/objects/objects.js'
import type { CaptureContent, CustomListing, Listing } from '../../domain/ports.js'
import { allKinds } from '../format.js'
import type { ObservationKey } from '../observation.js'
import { type HeldTexts, maskTexts } from './held.js'

/** With what is written of it, and nothing else. */
export interface MaskedContent extends Omit<CaptureContent, 'observations'> {
  readonly observations: ReadonlyMap<ObservationKey, HeldTexts>
}

export function maskContent(content: CaptureContent, masker: Masker): MaskedContent {
  const listings = allKinds.flatMap((kind) => {
    const listing = content.listings[kind]
    return listing === undefined ? [] : [[kind, maskListing<Kind>(kind, listing, masker)]]
  })
  return {
    ...content,
    source: masker.sentence(content.source),
    listings: Object.fromEntries(listings),
    custom: (content.custom ?? []).map((one) => maskCustom(one, masker)),
    observations: maskTexts(content.observations, masker),
  }
}

/** Of their fields nothing is kept but what their dialect reads. */
function maskCustom({ items, gaps, ...listing }: CustomListing, masker: Masker): CustomListing {
  return {
    ...listing,
    items: items.map((item) => masker.custom(item)),
    gaps: gaps.map((gap) => ({ ...gap, message: masker.sentence(gap.message) })),
  }
}

function maskListing<K extends Kind>(kind: K, { items, coverage, gaps }: Listing<K>, masker: Masker): Listing<K> {
  return {
    items: items.map((item) => masker.object(kind, item)),
    coverage,
    gaps: gaps.map((gap) => ({ ...gap, message: masker.sentence(gap.message) })),
  }
}
