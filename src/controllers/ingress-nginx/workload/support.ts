/**
 * Which public flaws a release has, by its number. The changelogs never name them, so this table is kept by hand:
 * https://kubernetes.io/docs/reference/issues-security/official-cve-feed/
 */

import type { Release } from '../../../domain/controllers/controller.js'
import type { Support } from '../../../domain/controllers/kind.js'
import { counted } from '../../../domain/text/counted.js'
import { compareVersions, numbersIn, type Version } from './version.js'

interface Flaw {
  readonly id: string
  /** CVSS base score; null: it is not said */
  readonly score: number | null
  /** the first release without it, on each branch that got one; all older ones have it */
  readonly fixed: readonly string[]
}

const flaws: readonly Flaw[] = [
  { id: 'CVE-2025-1974', score: 9.8, fixed: ['1.11.5', '1.12.1'] },
  { id: 'CVE-2026-4342', score: 8.8, fixed: ['1.13.9', '1.14.5', '1.15.1'] },
  { id: 'CVE-2026-3288', score: 8.8, fixed: ['1.13.8', '1.14.4', '1.15.0'] },
  { id: 'CVE-2026-24512', score: 8.8, fixed: ['1.13.7', '1.14.3'] },
  { id: 'CVE-2026-1580', score: 8.8, fixed: ['1.13.7', '1.14.3'] },
  { id: 'CVE-2025-15566', score: 8.8, fixed: ['1.12.5', '1.13.1'] },
  { id: 'CVE-2025-1097', score: 8.8, fixed: ['1.11.5', '1.12.1'] },
  { id: 'CVE-2025-1098', score: 8.8, fixed: ['1.11.5', '1.12.1'] },
  { id: 'CVE-2025-24514', score: 8.8, fixed: ['1.11.5', '1.12.1'] },
  { id: 'CVE-2024-7646', score: 8.8, fixed: ['1.10.4', '1.11.2'] },
  { id: 'CVE-2023-5044', score: 7.6, fixed: ['1.9.0'] },
  { id: 'CVE-2023-5043', score: 7.6, fixed: ['1.9.0'] },
  { id: 'CVE-2021-25748', score: 7.6, fixed: ['1.2.1'] },
  { id: 'CVE-2021-25746', score: 7.6, fixed: ['1.2.0'] },
  { id: 'CVE-2021-25745', score: 7.6, fixed: ['1.2.0'] },
  { id: 'CVE-2026-24514', score: 6.5, fixed: ['1.13.7', '1.14.3'] },
  { id: 'CVE-2025-24513', score: 4.8, fixed: ['1.11.5', '1.12.1'] },
  { id: 'CVE-2026-24513', score: 3.1, fixed: ['1.13.7', '1.14.3'] },
  { id: 'CVE-2022-4886', score: null, fixed: ['1.8.0'] },
  { id: 'CVE-2020-8553', score: null, fixed: ['0.28.0'] },
]

/** https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/ */
const retired = 'retired in March 2026: no more fixes'

/** The last day of fixes, by whose build it is. */
const ends: Readonly<Record<string, string>> = { upstream: '2026-03-31', aks: '2026-11-30', rancher: '2027-11-30' }

/**
 * How long builders look after theirs, where they say it:
 * https://learn.microsoft.com/azure/aks/app-routing and https://docs.rke2.io/networking/networking_services
 */
const lives: Readonly<Record<string, string>> = {
  aks: 'with critical fixes of AKS through November 2026',
  rancher: 'which SUSE looks after until November 2027 for customers of Prime LTS',
}

export function supportOf({ version, origin }: Release): Support {
  if (origin !== 'upstream') {
    const life = lives[origin] ?? 'which has a life of its own'
    return { sentence: `a build of ${origin}, ${life}; upstream is ${retired}`, flaws: null, ...endOf(origin) }
  }
  const numbers = numbersIn(version)
  if (numbers === null)
    return { sentence: `${retired}; the image does not say which release it is`, flaws: null, ...endOf(origin) }
  const known = (knownFlaws({ version, origin }) ?? []).map(({ id }) => id)
  const [worst] = known
  const count = counted(known.length, 'public flaw')
  return {
    sentence: `${retired}; ${worst === undefined ? 'no public flaw of its own is known' : `${count}, the worst ${worst}`}`,
    flaws: known,
    ...endOf(origin),
  }
}

function endOf(origin: string): Pick<Support, 'end'> {
  const end = ends[origin]
  return end === undefined ? {} : { end }
}

/** The worst first; null: it is not known of this build. */
export function knownFlaws({ version, origin }: Pick<Release, 'version' | 'origin'>): readonly Flaw[] | null {
  const numbers = origin === 'upstream' ? numbersIn(version) : null
  return numbers && flaws.filter(({ fixed }) => isBefore(numbers, fixed))
}

/** A branch that got no fix has the flaw if it is older than the oldest that got one. */
function isBefore(own: Version, fixed: readonly string[]): boolean {
  const sorted = fixed
    .map(numbersIn)
    .filter((one) => one !== null)
    .sort(compareVersions)
  const sameBranch = sorted.find((one) => one[0] === own[0] && one[1] === own[1])
  if (sameBranch) return compareVersions(own, sameBranch) < 0
  const newest = sorted.at(-1)
  return newest !== undefined && compareVersions(own, newest) < 0
}
