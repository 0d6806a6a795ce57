/** Numbers of releases, and which of them compare. */
import type { Release } from '../../../domain/controllers/controller.js'

export type Version = readonly [major: number, minor: number, patch: number]

/** Nothing came after it: what builds are measured by whose numbers do not compare. */
const lastRelease: Version = [1, 15, 1]

/** Of a build whose numbers do not compare: those of the last release. Rancher's numbers are those of upstream. */
export function versionOf({ origin, version }: Release): Version {
  const comparable = origin === 'upstream' || origin === 'rancher'
  return (comparable && numbersIn(version)) || lastRelease
}

/** null: it is no number of a release */
export function numbersIn(version: string | null): Version | null {
  const [major, minor, patch] = (version ?? '').split('.').map(Number)
  return major !== undefined && minor !== undefined && patch !== undefined ? [major, minor, patch] : null
}

/** Below 0: the first is the older one. */
export function compareVersions(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2]
}

export function isSince(version: Version, first: Version): boolean {
  return compareVersions(version, first) >= 0
}
