/** What could not be seen, in words for stderr: absence in the answer then never looks like "none". */

import {
  type Assumed,
  type Gap,
  type GapReason,
  isAssumption,
  isMissingObject,
  isNotCaptured,
  type NotCaptured,
} from '../../domain/gap.js'
import { addTo } from '../../domain/groups.js'
import { pluralOf } from '../../domain/objects/objects.js'
import { someOf } from '../../domain/text/counted.js'
import { said } from '../said.js'

const reasons: { readonly [R in GapReason]: string } = {
  forbidden: 'not allowed to look',
  'not-found': 'not found',
  unreachable: 'cannot be reached',
  'not-captured': 'not in the source',
  unsupported: 'not offered by this cluster',
  invalid: 'not understood',
  limited: 'more than is read',
}

/** More namespaces than this with the same trouble are counted, not listed. */
const most = 5

/**
 * @param level `error` where the gaps are why there is no (whole) answer
 * @param mostAlike of lines about one kind that was not understood; the others are counted
 * @returns one line per kind and reason, each ending with a newline
 */
export function reportGaps(
  gaps: readonly Gap[],
  level: 'warning' | 'error',
  mostAlike = Number.POSITIVE_INFINITY,
): string {
  const absent = gaps.filter(isNotCaptured)
  const hasNoPods = absent.some(({ lacks }) => lacks === pluralOf('Pod'))
  // Where a part of a file could not be read, that is why there is no answer; by whose rules there is none, says nothing.
  const isReason = level === 'error' && !gaps.some(isOfFile)
  const judged = isReason ? undefined : gaps.find(isAssumption)
  const merged = absent.length === 0 ? '' : `${isReason ? level : 'note'}: ${absence(absent, judged, isReason)}\n`
  const groups = new Map<string, Gap[]>()
  for (const gap of gaps) {
    if (isNotCaptured(gap) || (merged !== '' && isAssumption(gap))) continue
    // Of a controller that is only written down, no replica can be ready.
    if (hasNoPods && gap.kind === 'Pod' && gap.reason === 'unreachable') continue
    // What files do not hold is told in one line, whatever it is.
    // A name that is not there is a fact of its own, and so is each silent pod, controller and bad line; one refusal in many namespaces is one.
    const key =
      gap.reason === 'not-captured'
        ? gap.reason
        : gap.reason === 'not-found' || isWrong(gap) || gap.kind === 'Pod' || gap.kind === 'Controller'
          ? `${gap.kind} ${gap.namespace} ${gap.message}`
          : `${gap.kind} ${gap.reason} ${gap.namespace === null}`
    addTo(groups, key, gap)
  }
  const told = new Map<string, number>()
  const others = [...groups.values()].flatMap((group) => {
    const alike = group[0] && isWrong(group[0]) ? `${levelOf(group, level)}: ${group[0].kind}` : null
    if (alike !== null) told.set(alike, (told.get(alike) ?? 0) + 1)
    return alike !== null && (told.get(alike) ?? 0) > mostAlike ? [] : `${levelOf(group, level)}: ${sentence(group)}\n`
  })
  const more = [...told].filter(([, number]) => number > mostAlike)
  return (
    merged +
    [...others, ...more.map(([alike, number]) => `${alike}: ${number - mostAlike} more, which -o json has\n`)].join('')
  )
}

/** More kinds than this are not told one by one. */
const mostKinds = 3

/**
 * All that the files do not say, once: `manifests/ holds Ingresses and Services only: judged as …`.
 * @param isReason there is no answer but this
 */
function absence(gaps: readonly NotCaptured[], assumed: Assumed | undefined, isReason: boolean): string {
  const sources = [...new Set(gaps.map(({ source }) => source))].join(', ')
  const holds = [...new Set(gaps.flatMap((gap) => gap.holds))]
  const lacks = [...new Set(gaps.map((gap) => gap.lacks))]
  const what =
    holds.length > 0 && holds.length <= mostKinds
      ? `${listing(holds, 'and')} only${isReason && lacks.includes(pluralOf('Ingress')) ? ', and no Ingress' : ''}`
      : `no ${listing(lacks, 'or')}`
  const verb = /, | more$/.test(sources) ? 'hold' : 'holds'
  return said(`${sources} ${verb} ${what}${assumed === undefined ? '' : `: ${assumed.judged}`}`)
}

function listing(words: readonly string[], link: 'and' | 'or'): string {
  const [last = '', ...rest] = [...words].reverse()
  return rest.length === 0 ? last : `${rest.reverse().join(', ')} ${link} ${last}`
}

/** That no controller was seen hides nothing: it says by whose rules the answer is given. */
function levelOf([first]: readonly Gap[], level: 'warning' | 'error'): 'note' | 'warning' | 'error' {
  return first?.kind === 'Controller' ? 'note' : level
}

function sentence(group: readonly Gap[]): string {
  const [first] = group
  if (!first) return ''
  if (first.kind === 'Controller' || isOfFile(first)) return said(first.message)
  const namespaces = [...new Set(group.flatMap(({ namespace }) => (namespace === null ? [] : [namespace])))]
  const where = namespaces.length === 0 ? '' : ` in ${listed(namespaces)}`
  if (isMissingObject(first)) {
    const { name, near } = first
    const url = name.includes('.') ? ` (of a host tells kubectl tkng trace http://${name})` : ''
    const hint = near.length === 0 ? url : ` (did you mean ${near.join(' or ')}?)`
    return said(`${first.kind} "${name}" not found${where || ' in any namespace'}${hint}`)
  }
  if (first.reason === 'not-captured') {
    const kinds = [...new Set(group.map(({ kind }) => kind))]
    const messages = [...new Set(group.map(({ message }) => said(message)))]
    return `${kinds.join(', ')}: ${reasons[first.reason]}: ${messages.join('; ')}`
  }
  return `${first.kind}${where}: ${reasons[first.reason]}: ${said(first.message)}`
}

function listed(namespaces: readonly string[]): string {
  const names = namespaces.map((name) => `"${name}"`)
  return `namespace${names.length > 1 ? 's' : ''} ${someOf(names, most)}`
}

/** It names file and line by itself. */
function isWrong(gap: Gap): boolean {
  return gap.reason === 'invalid' || isOfFile(gap)
}

function isOfFile({ kind }: Gap): boolean {
  return kind === 'File'
}
