/**
 * Requests that differ in the end of their path alone. Where nothing on the way reads it, and no name goes on as it does,
 * they are answered alike: one is traced, with an end that stands for all, and theirs are put in its place.
 */
import { maskText } from '../../domain/masking/text.js'
import type { Trace, TraceRequest } from '../../domain/requests/trace.js'
import type { AnyText } from './any-query.js'

const word = 'tkngpath'

/** Longer than what it stands for, of all signs that it may have: where these stay as they are, all do. */
const mark = Array.from({ length: 8 }, (_, i) => `${word}${i}/any-one_of.them`).join('/')

/** Nothing of it is encoded or resolved anywhere. */
const plain = /^[\w-]+(?:[./][\w-]+)*$/

/** Names of two levels or three are common, and longer ones not worth as many tries. */
const mostHeads = 3

/** Where its path may be cut, the shortest head first; none: it has a query, or may be encoded or masked. */
export function headsOf(target: string): readonly string[] {
  const rest = target.slice(1)
  if (!target.startsWith('/') || rest.length > mark.length || !plain.test(rest) || !isShown(rest)) return []
  const heads: string[] = []
  for (let end = 1; end > 0 && heads.length < mostHeads; end = target.indexOf('/', end) + 1)
    heads.push(target.slice(0, end))
  return heads
}

/** The same request for any path that goes on from the head. */
export function anyPath(request: TraceRequest, head: string): AnyText {
  const { target } = request
  return { request: { ...request, target: head + mark }, mark, text: target.slice(head.length) }
}

/** As it is, wherever a sentence has it. */
function isShown(path: string): boolean {
  const sentence = `/${path}: any /${path} any.word /${path}.`
  return !path.includes(word) && maskText(sentence) === sentence
}

/** Does the end of the path stand as it was sent wherever it stands, and wherever clients are sent on. */
export function keepsPath(trace: Trace): boolean {
  const { asked, served, followed } = trace
  const isMoved = [asked, served].some((answer) => answer?.location?.includes(mark) === false)
  return !isMoved && followed.every(keepsPath) && !JSON.stringify(trace).replaceAll(mark, '').includes(word)
}

/** What stands before the mark, in lower case. */
export function headOf({ target }: TraceRequest): string {
  return target.slice(0, target.indexOf(mark)).toLowerCase()
}

/** @param names that begin with its head. @returns null: the mark begins as one of them, or it is not in the path */
export function endsOf(names: readonly string[], request: TraceRequest): readonly string[] | null {
  const head = headOf(request)
  if (!request.target.endsWith(mark) || head.includes('?')) return null
  const ends = names.map((name) => name.slice(head.length).replace(/\/$/, '')).filter((end) => end !== '')
  return tellsApart(ends, mark) ? null : [...new Set(ends)]
}

/** Does one of these ends begin as the text does, or the text as one of them. */
export function tellsApart(ends: readonly string[], text: string): boolean {
  const lower = text.toLowerCase()
  return ends.some((end) => lower.startsWith(end) || end.startsWith(lower))
}
