/** A replica whose proxy refused its last configuration: what is told of it, by every verb alike. */
import type { Told } from '../findings/facts.js'
import { told } from '../findings/finding.js'
import { maskRemark } from '../masking/text.js'
import type { NamespacedName } from '../objects/ref.js'
import type { PlannedBreak } from './plan.js'
import type { Reload } from './replica-facts.js'

/** Whole statements may be quoted: what is longer is cut. */
const longest = 300

/**
 * @param brokenBy what breaks it by the objects; null: that is not known
 * @param said the proxy's own words; null: they are not known
 */
export function reloadFailure(
  replica: NamespacedName | null,
  { succeededAt }: Reload,
  brokenBy: PlannedBreak | null,
  said: string | null,
): Told<'reload-failed'> {
  const words = said === null ? null : maskRemark(said)
  return told('reload-failed', {
    replica,
    culprit: brokenBy?.culprit ?? null,
    by: brokenBy?.found ?? null,
    said: words !== null && words.length > longest ? `${words.slice(0, longest - 1)}…` : words,
    since: succeededAt,
  })
}
