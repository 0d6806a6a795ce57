/**
 * How long a named controller is looked after, and which public advisories its release has.
 *
 * The advisories that a controller's folder names are taken from the Go vulnerability database (https://vuln.go.dev), under the
 * Creative Commons Attribution 4.0 licence (https://creativecommons.org/licenses/by/4.0/), and cut down to names and releases.
 * What stands there of pre-releases is left out.
 */
import type { Release } from '../../../domain/controllers/controller.js'
import type { Support } from '../../../domain/controllers/kind.js'
import type { Family } from './family.js'

/**
 * In words, by whose rules one of another release is judged; null: it is of that one.
 * @param read the release, or the line of releases, whose rules are read
 * @param own what is judged by the rules of a release itself, in words; null: nothing
 */
export function presumedAs(
  { title }: Family,
  read: string,
  own: (version: string | null) => string | null = () => null,
): (release: Release) => string | null {
  return ({ image, version }) => {
    if (image === '' || `${version}.`.startsWith(`${read}.`)) return null
    const but = own(version)
    return `${version === null ? untold : `it is of release ${version}`}: judged as ${title} ${read}${but === null ? '' : `, but for ${but}`}`
  }
}

const untold = 'its image does not say which release it is'

/** When the advisories were read. */
const asOf = '2026-08-20'

/** @returns null: nothing at all is known */
export function supportOf({ life, releases = {} }: Family, { version, origin }: Release): Support | null {
  const own = origin === 'upstream' || origin === 'rancher' ? numbersIn(version) : null
  const end = own === null ? null : endOfLine(releases.ends ?? [], own)
  const flaws = own === null || releases.flaws === undefined ? null : flawsOf(own, releases.flaws)
  const isTold = flaws !== null && (!releases.knowsSomeFlaws || flaws.length > 0)
  const told = isTold ? [flawsText(flaws)] : []
  const ending = end === null ? [] : [`its line of releases has its last fixes on ${end}`]
  const sentence = [...(life === undefined ? [] : [life]), ...ending, ...told].join('; ')
  return sentence === '' ? null : { sentence, flaws, ...(end === null ? {} : { end }) }
}

function flawsText([newest, ...more]: readonly string[]): string {
  if (newest === undefined) return `no public advisory is known up to ${asOf}`
  const count = more.length === 0 ? '1 public advisory' : `${more.length + 1} public advisories`
  return `${count} up to ${asOf}, the newest ${newest}`
}

type Numbers = readonly number[]

function flawsOf(own: Numbers, known: readonly string[]): readonly string[] {
  return known.flatMap((row) => {
    const [name = '', ...bounds] = row.split(' ')
    const isIn = bounds.some((first, i) => i % 2 === 0 && isBetween(own, first, bounds[i + 1] ?? ''))
    return isIn ? [name] : []
  })
}

function isBetween(own: Numbers, first: string, fixed: string): boolean {
  const [low, high] = [numbersIn(first), numbersIn(fixed)]
  return low !== null && high !== null && compareNumbers(low, own) <= 0 && compareNumbers(own, high) < 0
}

/** @returns `2026-03-31`; null: none is known */
function endOfLine(ends: readonly string[], [own = 0, ownMinor = 0]: Numbers): string | null {
  const rows = ends.map((row) => {
    const [said = '', day = ''] = row.split(' ')
    const [major = 0, minor = 0] = said.split('.').map(Number)
    return { major, minor, day }
  })
  const exact = rows.find(({ major, minor }) => major === own && minor === ownMinor)
  if (exact !== undefined) return exact.day
  const [oldest] = rows
  const isOlder = oldest && (own < oldest.major || (own === oldest.major && ownMinor < oldest.minor))
  return isOlder ? oldest.day : null
}

/** null: it is no number of a release. A release of two numbers is not known well enough. */
function numbersIn(version: string | null): Numbers | null {
  if (version === '0') return [0, 0, 0]
  const parts = (version ?? '').split('.').map(Number)
  return parts.length === 3 && parts.every(Number.isInteger) ? parts : null
}

/** Is a release an older one; of one that is not known nothing is. @param than `2.10` */
export function isBefore(version: string | null, than: string): boolean {
  const own = numbersIn(version)
  return own !== null && compareNumbers(own, [...than.split('.').map(Number), 0, 0].slice(0, 3)) < 0
}

function compareNumbers(a: Numbers, b: Numbers): number {
  const at = a.findIndex((one, i) => one !== b[i])
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}
