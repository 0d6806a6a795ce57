/** How long a named controller is looked after, and which public advisories its release has. */
import type { Release } from '../../../domain/controllers/controller.js'
import type { Support } from '../../../domain/controllers/dialect.js'
import { endOfLine } from './lives.js'

export interface Advisories {
  /** the day on which they were read */
  readonly asOf: string
  /** `NAME FIRST FIXED FIRST FIXED …`, newest first: the releases from each first one up to the fixed one have it */
  readonly known: readonly string[]
  /** are all that are public among them */
  readonly isWhole: boolean
}

/** @param life in words; null: nothing is known. @returns null: nothing at all is known */
export function supportOf(
  dialect: string,
  { version, origin }: Release,
  life: string | null,
  advisories: Advisories | null,
): Support | null {
  const own = numbersIn(version)
  const comparable = origin === 'upstream' || origin === 'rancher'
  const end = own === null || !comparable ? null : endOfLine(dialect, [own[0] ?? 0, own[1] ?? 0])
  const flaws = advisories === null || own === null || !comparable ? null : flawsOf(own, advisories)
  const isTold = flaws !== null && (advisories?.isWhole || flaws.length > 0)
  const told = isTold && advisories !== null ? [flawsText(flaws, advisories.asOf)] : []
  const ending = end === null ? [] : [`its line of releases has its last fixes on ${end}`]
  const sentence = [...(life === null ? [] : [life]), ...ending, ...told].join('; ')
  return sentence === '' ? null : { sentence, flaws, ...(end === null ? {} : { end }) }
}

function flawsText([newest, ...more]: readonly string[], asOf: string): string {
  if (newest === undefined) return `no public advisory is known up to ${asOf}`
  const count = more.length === 0 ? '1 public advisory' : `${more.length + 1} public advisories`
  return `${count} up to ${asOf}, the newest ${newest}`
}

type Numbers = readonly number[]

function flawsOf(own: Numbers, { known }: Advisories): readonly string[] {
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

/** null: it is no number of a release. A release of two numbers is not known well enough. */
function numbersIn(version: string | null): Numbers | null {
  if (version === '0') return [0, 0, 0]
  const parts = (version ?? '').split('.').map(Number)
  return parts.length === 3 && parts.every(Number.isInteger) ? parts : null
}

function compareNumbers(a: Numbers, b: Numbers): number {
  const at = a.findIndex((one, i) => one !== b[i])
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}
