/** Two lists of findings → three buckets: what a change brings, what it cures, and what it leaves. */

import type { Finding } from '../../domain/findings/finding.js'
import { fingerprintOf } from '../../domain/findings/fingerprint.js'
import { groupedBy } from '../../domain/groups.js'

export type Bucket = 'introduced' | 'fixed' | 'unchanged'

export interface Bucketed {
  readonly finding: Finding
  readonly bucket: Bucket
}

/** By what a finding says, not by where it stands; of several that say the same as many are paired as there are. */
export function bucketed(before: readonly Finding[], after: readonly Finding[]): readonly Bucketed[] {
  const open = groupedBy(before, fingerprintOf)
  const now = after.map((finding): Bucketed => {
    const paired = open.get(fingerprintOf(finding))?.shift()
    return { finding, bucket: paired === undefined ? 'introduced' : 'unchanged' }
  })
  return [...now, ...[...open.values()].flat().map((finding): Bucketed => ({ finding, bucket: 'fixed' }))]
}
