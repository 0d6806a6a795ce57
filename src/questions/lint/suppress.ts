/**
 * Findings that somebody has seen and lives with: an annotation of the object, `tkng.dev/ignore: "CODE[,CODE] # reason"`,
 * or a comment, `# tkng: ignore CODE[,CODE] reason` or as the annotation is: above the object it counts for all of it, above
 * or beside a field for what is found there. Without a reason nothing is passed over, and what passes over nothing is told.
 */
import type { Told } from '../../domain/findings/facts.js'
import { type Finding, finding, told } from '../../domain/findings/finding.js'
import { groupedBy } from '../../domain/groups.js'
import { plainWord } from '../../domain/masking/words.js'
import type { KubeObject } from '../../domain/objects/meta.js'
import { type Ref, refKey, refOf } from '../../domain/objects/ref.js'
import type { Comment, Places } from '../../domain/ports.js'

const annotation = 'tkng.dev/ignore'

/** What somebody wrote. */
export interface Wish {
  readonly source: Ref
  readonly codes: readonly string[]
  readonly reason: string
  /** null: it is a comment */
  readonly field: string | null
  /** of a comment; null: it is none */
  readonly line: number | null
  /** null: the object as a whole */
  readonly covers: Comment['covers']
}

export interface Heeded {
  /** with what is wrong with the wishes themselves */
  readonly findings: readonly Finding[]
  /** how many are passed over */
  readonly ignored: number
  /** of what is wrong with a comment: its line */
  readonly lines: ReadonlyMap<Finding, number>
}

/** @param isCode is there such a code */
export function heeded(
  findings: readonly Finding[],
  wishes: readonly Wish[],
  isCode: (word: string) => boolean,
  places: Places | undefined,
): Heeded {
  if (wishes.length === 0) return { findings, ignored: 0, lines: new Map() }
  const judged = wishes.map((wish) => ({ wish, flaw: flawOf(wish, isCode) }))
  const good = judged.flatMap(({ wish, flaw }) => (flaw === null ? [wish] : []))
  const wanted = groupedBy(
    good.flatMap((wish) => wish.codes.map((code) => ({ wish, key: `${refKey(wish.source)} ${code}` }))),
    ({ key }) => key,
  )
  const used = new Set<string>()
  const left = findings.filter((one) => {
    const meant = (wanted.get(`${refKey(one.source)} ${one.code}`) ?? []).filter(({ wish }) =>
      isMeant(wish, one, places),
    )
    for (const { wish } of meant) used.add(useKey(wish, one.code))
    return meant.length === 0
  })
  const lines = new Map<Finding, number>()
  const of = ({ source, field, line }: Wish, flaw: Told<'ignore-unused' | 'ignore-invalid'>) => {
    const found = finding(flaw, source, { field })
    if (line !== null) lines.set(found, line)
    return found
  }
  const unused = good.flatMap((one) =>
    one.codes.flatMap((code) => (used.has(useKey(one, code)) ? [] : [of(one, told('ignore-unused', { code }))])),
  )
  const invalid = judged.flatMap(({ wish, flaw }) => (flaw === null ? [] : [of(wish, told('ignore-invalid', flaw))]))
  return { findings: [...left, ...unused, ...invalid], ignored: findings.length - left.length, lines }
}

/** Of what is found on its lines; several of one object may pass over the same. */
function isMeant({ covers }: Wish, { source, field }: Finding, places: Places | undefined): boolean {
  if (covers === null) return true
  const line = places?.of(source, field)?.line ?? 0
  return line >= covers.first && line <= covers.last
}

function useKey({ source, line }: Wish, code: string): string {
  return `${refKey(source)} ${line} ${code}`
}

/** Of an object. */
export function annotationWish(object: KubeObject): readonly Wish[] {
  const text = object.metadata.annotations?.[annotation]
  if (text === undefined) return []
  const [codes = '', ...reason] = text.split('#')
  const field = `metadata.annotations["${annotation}"]`
  return [
    { source: refOf(object), codes: wordsIn(codes), reason: reason.join('#').trim(), field, line: null, covers: null },
  ]
}

/** Of an object by its name: of whatever kind it is, somebody may speak of it. */
export function commentWishes(places: Places | undefined): (source: Ref) => readonly Wish[] {
  return (source) =>
    (places?.comments(source) ?? []).flatMap(({ text, line, covers }) => {
      const [, list = '', why = ''] =
        /^ignore[ \t]+([a-z0-9-]+(?:[ \t]*,[ \t]*[a-z0-9-]+)*)(?:[ \t:#]+(.*))?$/.exec(text) ?? []
      return list === '' ? [] : [{ source, codes: wordsIn(list), reason: why.trim(), field: null, line, covers }]
    })
}

function wordsIn(list: string): string[] {
  return list.split(',').flatMap((word) => word.trim() || [])
}

/** null: it counts. */
function flawOf(
  { codes, reason }: Wish,
  isCode: (word: string) => boolean,
): { readonly is: 'no-code' | 'no-reason' | 'unknown'; readonly word: string } | null {
  const unknown = codes.find((code) => !isCode(code))
  if (codes.length === 0) return { is: 'no-code', word: '' }
  if (unknown !== undefined) return { is: 'unknown', word: plainWord(unknown.slice(0, longest)) }
  return reason === '' ? { is: 'no-reason', word: codes.join(',') } : null
}

/** Of a word that is none of ours. */
const longest = 60
