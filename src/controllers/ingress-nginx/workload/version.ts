/** Numbers of releases, and which of them compare. */
import type { Release } from '../../../domain/controllers/controller.js'
import { onceFor } from '../../../domain/remember.js'
import { imageTag } from '../../shared/image.js'

export type Version = readonly [major: number, minor: number, patch: number]

/** Nothing came after it: what builds are measured by whose numbers do not compare. */
const lastRelease: Version = [1, 15, 1]

/** Builders who number their releases as they like: by date, or by the proxy that is inside. All others build upstream's. */
const ownNumbers: ReadonlySet<string> = new Set(['forkline', 'ingress-nginx-neo', 'baranchen', 'tengine-ingress'])

/**
 * The release whose rules a build follows: that of its tag, where that can be one of upstream (`1.11.3-debian-12-r0` of
 * Bitnami, `1.9.3-aliyun.1`), and the last one otherwise.
 */
export function versionOf(release: Release): Version {
  return toldBy(release) ?? lastRelease
}

/** Is it known which release of upstream it follows. */
export function tellsRelease(release: Release): boolean {
  return toldBy(release) !== null
}

/** In words, by whose rules one is judged that does not tell, or came after all that are known; null: by its own. */
export function presumed(release: Release): string | null {
  const told = toldBy(release)
  const isKnown = told !== null && (told[1] <= lastRelease[1] || told[0] < lastRelease[0])
  if (release.image === '' || isKnown) return null
  const why =
    told === null ? 'its image does not say which release it is' : `${numberOf(told)} is no release that is known`
  return `${why}: judged as ingress-nginx ${numberOf(lastRelease)}`
}

/** Asked for every Ingress of a controller. */
const toldBy = onceFor(({ image, origin, version }: Release): Version | null => {
  const numbers = ownNumbers.has(origin) ? null : (numbersIn(version) ?? branchIn(imageTag(image)))
  return numbers !== null && numbers[0] <= 1 && numbers[1] < 100 ? numbers : null
})

/** A tag that moves, `1.12` or `1.12-debian-12`, is the newest of its branch. */
function branchIn(tag: string): Version | null {
  const minor = /^v?1\.(\d{1,2})(?:-|$)/.exec(tag)?.[1]
  return minor === undefined ? null : [1, Number(minor), Number.POSITIVE_INFINITY]
}

/** null: it is no number of a release */
export function numbersIn(version: string | null): Version | null {
  const [major, minor, patch] = (version ?? '').split('.').map(Number)
  return major !== undefined && minor !== undefined && patch !== undefined ? [major, minor, patch] : null
}

/** `1.12.4`; of a branch `1.12`. */
export function numberOf(version: Version): string {
  return version.filter(Number.isFinite).join('.')
}

/** Below 0: the first is the older one. */
export function compareVersions(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2]
}

export function isSince(version: Version, first: Version): boolean {
  return compareVersions(version, first) >= 0
}
