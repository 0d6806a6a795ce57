/** Reads a list page by page, and keeps of each page only what its items are cut down to. */
import type { Gap, GapReason } from '../../domain/gap.js'
import { Problem, problem } from '../../domain/problem.js'
import type { Refusal } from '../wire/refusal.js'
import type { Query, ServerAnswer } from '../wire/transport.js'
import { type ListRoom, weightOfObject } from './list-room.js'
import type { Page } from './page.js'

/** Objects a page: in JSON as kubectl's --chunk-size; of cut down protobuf more are no burden, and each page is a round trip. */
export const pageSize = { json: 500, protobuf: 2000 } as const

export type Pages<T> =
  | (Remarkable & { readonly ok: true; readonly items: T[] })
  | { readonly ok: false; readonly refusal: Refusal }

interface Remarkable {
  /** its parts are of different moments */
  readonly isTorn: boolean
  /** there is more of it than is read */
  readonly isCut: boolean
  /** how many of it are no objects with a name */
  readonly strangers: number
}

export interface PagedList<T> {
  readonly kind: string
  /** with its selectors: of two that are the same only one is kept */
  readonly path: string
  readonly room: ListRoom
  /** objects a page */
  readonly size: number
  /** the server, for messages */
  readonly server: string
  readonly ask: (query: Query) => Promise<ServerAnswer>
  readonly open: (body: unknown) => Page<T>
  /** what is kept; absent: all */
  readonly keep?: ((item: T) => boolean) | undefined
}

/**
 * What no honest list needs, and what a broken or hostile one has too much of. An API server may send short and even
 * empty pages, while a selector passes over what stands in the store; a million objects are 2,000 full pages. Tokens
 * live for minutes: where many expire, no list will ever be whole.
 */
const most = { pages: 10_000, shortPages: 1_000, emptyInARow: 100, expired: 5, milliseconds: 10 * 60_000 } as const

/** Objects of a page that is small enough: an API server keeps none above 1.5 MiB. */
const least = 20

function isTooLarge(error: unknown): boolean {
  return error instanceof Problem && error.value.reason === 'cut-short' && error.value.facts.isTooLarge === true
}

/**
 * Goes on while there is a token and an end in sight. A token that expires (410) starts the list again; if one expires
 * then too, the server's new token goes on with a later state of the cluster (`isTorn`).
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks
 * @throws Problem `not-kubernetes` for what is no list, or one without end
 */
export async function readPages<T>({
  kind,
  path,
  room,
  size,
  server,
  ask,
  open,
  keep = () => true,
}: PagedList<T>): Promise<Pages<T>> {
  let limit = size
  const page = (token: string) => {
    const answer = ask({ limit: `${limit}`, ...(token !== '' && { continue: token }) })
    // A page that is asked for ahead is not always waited for.
    answer.catch(() => {})
    return answer
  }
  const progress = watch(() => problem('not-kubernetes', { server, detail: `its list of ${kind} never ends` }))
  let items: T[] = []
  let strangers = 0
  let weight = 0
  let expired = 0
  let token = ''
  let pending = page(token)
  for (;;) {
    const answer = await pending.catch((error: unknown) => {
      if (limit <= least || !isTooLarge(error)) throw error
      return null
    })
    if (answer === null) {
      limit = Math.max(least, Math.floor(limit / 10))
      pending = page(token)
    } else if (answer.ok) {
      const found = open(answer.body)
      token = found.token
      if (token !== '') pending = page(token)
      let count = 0
      let isCut = false
      const before = items.length
      for (const item of found.items) {
        count += 1
        if (item === null) strangers += 1
        else if (keep(item)) items.push(item)
        isCut = room.isFull(path, weight + (items.length - before) * weightOfObject)
        if (isCut) break
      }
      const kept = items.length - before
      weight += kept * weightOfObject + (answer.size * kept) / Math.max(count, 1)
      isCut = room.isFull(path, weight) || isCut
      if (token === '' || isCut) return { ok: true, items, isTorn: expired > 1, isCut, strangers }
      progress.read(count < limit, count, token)
    } else {
      const { refusal } = answer
      const next = expired === 0 ? '' : refusal.continueToken
      if (refusal.status !== 410 || token === '' || next === null || expired >= most.expired)
        return { ok: false, refusal }
      if (expired === 0) {
        items = []
        strangers = 0
        weight = 0
      }
      expired += 1
      token = next
      progress.begin()
      pending = page(token)
    }
  }
}

/** What a list lacks, or has too much of. @param plural of its kind */
export function gapsOf(
  { isTorn, isCut, strangers }: Remarkable,
  { kind, plural, namespace }: { readonly kind: string; readonly plural: string; readonly namespace: string | null },
): Gap[] {
  const gap = (reason: GapReason, message: string): Gap => ({
    kind,
    namespace,
    reason,
    message: `the list of ${plural} ${message}`,
  })
  return [
    ...(isCut ? [gap('limited', 'is longer than what is read: the end of it is left out')] : []),
    ...(isTorn ? [gap('unreachable', 'expired while it was read: its parts are of different moments')] : []),
    ...(strangers > 0 ? [gap('invalid', `has ${strangers} that are no objects with a name: they are left out`)] : []),
  ]
}

/** @returns what hears of each page, and throws where it was one too many */
function watch(endless: () => Problem) {
  const start = performance.now()
  let tokens = new Set<string>()
  const seen = { pages: 0, short: 0, empty: 0 }
  return {
    read(isShort: boolean, count: number, token: string): void {
      seen.pages += 1
      if (isShort) seen.short += 1
      seen.empty = count === 0 ? seen.empty + 1 : 0
      const isTooLong = seen.pages > most.pages || seen.short > most.shortPages || seen.empty > most.emptyInARow
      const isLate = performance.now() - start > most.milliseconds
      if (isTooLong || isLate || tokens.has(token)) throw endless()
      tokens.add(token)
    },
    /** From here on its tokens may be the same again. */
    begin(): void {
      tokens = new Set()
    },
  }
}
