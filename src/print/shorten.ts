/** A text in less room than it takes: each kind of text keeps the part that tells it from its neighbours. */
import { displayWidth, endOf, startOf } from '../domain/text/width.js'

/**
 * - `middle`: a name keeps its beginning and its end
 * - `start`: a path, or a host and a path, keeps its end
 * - `end`: a text keeps its beginning
 * - `count`: a list keeps its first, and says how many more there are
 */
export type Shortening = 'middle' | 'start' | 'end' | 'count'

const mark = '…'

/** @returns at most `width` columns; what was cut is marked with an ellipsis, or counted */
export function shorten(text: string, width: number, how: Shortening): string {
  if (displayWidth(text) <= width) return text
  const rest = how === 'count' ? counted(text) : text
  if (displayWidth(rest) <= width) return rest
  if (how === 'start') return mark + endOf(rest, width - 1)
  const head = how === 'end' ? width - 1 : Math.ceil((width - 1) / 2)
  return startOf(rest, head) + mark + endOf(rest, width - 1 - head)
}

/** `a,b,c` → `a +2` */
export function counted(list: string): string {
  const [first = '', ...others] = list.split(',')
  return others.length === 0 ? list : `${first} +${others.length}`
}
