/**
 * Which columns a narrow terminal shows, and how wide. In this order, until a row fits: what all rows share is said once
 * above them; names and lists are shortened; the least important columns leave. No two rows become alike by it.
 */

import { displayWidth } from '../domain/text/width.js'
import { counted, type Shortening, shorten } from './shorten.js'

export interface Measured {
  readonly header: string
  readonly texts: readonly string[]
  /** of the widest text and the header */
  readonly width: number
  /** of the header, or 0 where headers are left out */
  readonly least: number
  readonly how: Shortening | 'wrap'
  /** those of the highest number leave first; undefined: it stays */
  readonly leaves: number | undefined
}

export interface Fit {
  /** columns by their place, and how wide each is */
  readonly shown: readonly number[]
  readonly widths: readonly number[]
  readonly gap: number
  /** said once above the table */
  readonly shared: readonly number[]
  /** left out */
  readonly left: readonly number[]
}

export interface Room {
  readonly columns: number
  /** are these all rows there will be: only then it is known what all of them share */
  readonly isWhole: boolean
  /** false: no column may leave, and no text is shortened */
  readonly mayCut: boolean
}

const wideGap = 3
export const narrowGap = 2
/** A name is not shortened below this as long as a column can leave for it. */
const comfortable = 20
/** Nor a sentence wrapped into less. */
const readable = 28
/** And never below these. */
const narrowest = 6
const narrowestSentence = 16

/** How much each column must keep: `least`, when rows need to differ only as a whole. */
type Comfort = 'comfort' | 'narrow' | 'least'

export function unfitted(columns: readonly Measured[]): Fit {
  const shown = columns.map((_, i) => i)
  return { shown, widths: columns.map(({ width }) => width), gap: wideGap, shared: [], left: [] }
}

/** @returns null: the rows cannot be told apart in lines of that width */
export function fitted(columns: readonly Measured[], { columns: room, isWhole, mayCut }: Room): Fit | null {
  const at = (i: number) => columns[i] as Measured
  const all = columns.map((_, i) => i)
  const shared: number[] = []
  const left: number[] = []
  const gone = (i: number) => shared.includes(i) || left.includes(i)
  const shown = () => all.filter((i) => !gone(i))
  const natural = () => shown().map((i) => at(i).width)
  const done = (widths: readonly number[], gap: number): Fit => ({ shown: shown(), widths, gap, shared, left })

  for (const gap of [wideGap, narrowGap]) if (taken(natural(), gap) <= room) return done(natural(), gap)
  const common = isWhole ? all.filter((i) => isShared(at(i))).sort(byLeaving) : []
  const said = (wanted: (i: number) => boolean): Fit | null => {
    for (const i of common.filter(wanted)) {
      if (shown().length === 1) break
      shared.push(i)
      if (taken(natural(), narrowGap) <= room) return done(natural(), narrowGap)
    }
    return comfortably()
  }
  const early = said((i) => at(i).leaves !== undefined) ?? said((i) => at(i).leaves === undefined)
  if (early !== null) return early
  for (;;) {
    const next = mayCut ? shown().filter(mayLeave).sort(byLeaving)[0] : undefined
    if (next === undefined) break
    left.push(next)
    const fit = comfortably()
    if (fit !== null) return fit
  }
  return within('narrow') ?? (mayCut ? within('least') : null)

  function comfortably(): Fit | null {
    return within('comfort')
  }

  function within(comfort: Comfort): Fit | null {
    const widths = spread(shown().map(at), room - narrowGap * (shown().length - 1), mayCut, comfort)
    return widths !== null && isTold(shown(), widths) ? done(widths, narrowGap) : null
  }

  function byLeaving(a: number, b: number): number {
    return (at(b).leaves ?? -1) - (at(a).leaves ?? -1) || b - a
  }

  function mayLeave(i: number): boolean {
    if (at(i).leaves === undefined || shown().length === 1) return false
    const others = shown().filter((one) => one !== i)
    return different(others.map((one) => at(one).texts)) === different(columns.map(({ texts }) => texts))
  }

  function isTold(places: readonly number[], widths: readonly number[]): boolean {
    const texts = places.map((i, n) => drawn(at(i), widths[n] ?? 0))
    return different(texts) === different(columns.map((one) => one.texts))
  }
}

/** As they come out in a column of that width. */
function drawn({ texts, width, how }: Measured, most: number): readonly string[] {
  return most >= width || how === 'wrap' ? texts : texts.map((text) => shorten(text, most, how))
}

function taken(widths: readonly number[], gap: number): number {
  return widths.reduce((sum, width) => sum + width, 0) + gap * (widths.length - 1)
}

function isShared({ texts, how }: Measured): boolean {
  return how !== 'wrap' && texts.length > 1 && texts.every((text) => text === texts[0])
}

function different(columns: readonly (readonly string[])[]): number {
  const rows = columns[0]?.map((_, row) => columns.map((texts) => texts[row]).join('\n')) ?? []
  return new Set(rows).size
}

/** Room for each, the most equal that keeps each wide enough; null: there is not enough. */
function spread(
  columns: readonly Measured[],
  room: number,
  mayCut: boolean,
  comfort: Comfort,
): readonly number[] | null {
  const least = columns.map((column) => leastOf(column, mayCut, comfort))
  if (taken(least, 0) > room) return null
  const sentences = columns.map(({ how }) => how === 'wrap')
  const limited = (limit: number) =>
    columns.map(({ width }, i) => (sentences[i] ? (least[i] ?? 0) : Math.max(least[i] ?? 0, Math.min(width, limit))))
  let limit = room
  while (limit > 0 && taken(limited(limit), 0) > room) limit--
  const widths = limited(limit)
  let rest = room - taken(widths, 0)
  // A sentence loses nothing by being wrapped: it gets what the others leave.
  return columns.map(({ width }, i) => {
    const more = sentences[i] ? Math.min(rest, width - (widths[i] ?? 0)) : 0
    rest -= more
    return (widths[i] ?? 0) + more
  })
}

function leastOf({ texts, width, least, how }: Measured, mayCut: boolean, comfort: Comfort): number {
  if (how === 'wrap') return Math.max(least, Math.min(width, comfort === 'comfort' ? readable : narrowestSentence))
  if (!mayCut) return width
  const known = new Set(texts)
  const floor = Math.max(least, Math.min(width, comfort === 'comfort' ? comfortable : narrowest))
  // Rows differ in something else, or the table is none.
  if (comfort === 'least') return floor
  // A list is known by its first and its number, unless even that is too long.
  if (how === 'count')
    return [...known].reduce((most, text) => Math.max(most, Math.min(displayWidth(counted(text)), floor)), least)
  // Different names stay different.
  for (let most = floor; most < width; most = Math.ceil(most * 1.15)) {
    const short = new Set([...known].map((text) => shorten(text, most, how)))
    if (short.size === known.size) return most
  }
  return width
}
