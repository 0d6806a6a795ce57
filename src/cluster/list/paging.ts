/** Reads a list page by page, and keeps of each page only what its items are cut down to. */
import { type Problem, problem } from '../../domain/problem.js'
import type { Refusal } from '../wire/refusal.js'
import type { Query, ServerAnswer } from '../wire/transport.js'
import type { Page } from './page.js'

/** Objects a page: in JSON as kubectl's --chunk-size; of cut down protobuf more are no burden, and each page is a round trip. */
export const pageSize = { json: 500, protobuf: 2000 } as const

export type Pages<T> =
  | { readonly ok: true; readonly items: T[]; readonly isTorn: boolean; readonly strangers: number }
  | { readonly ok: false; readonly refusal: Refusal }

export interface PagedList<T> {
  readonly kind: string
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

/**
 * Goes on while there is a token and an end in sight. A token that expires (410) starts the list again; if one expires
 * then too, the server's new token goes on with a later state of the cluster (`isTorn`).
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks
 * @throws Problem `not-kubernetes` for what is no list, or one without end
 */
export async function readPages<T>({
  kind,
  size,
  server,
  ask,
  open,
  keep = () => true,
}: PagedList<T>): Promise<Pages<T>> {
  const page = (token: string) => {
    const answer = ask({ limit: `${size}`, ...(token !== '' && { continue: token }) })
    // A page that is asked for ahead is not always waited for.
    answer.catch(() => {})
    return answer
  }
  const progress = watch(size, () => problem('not-kubernetes', { server, detail: `its list of ${kind} never ends` }))
  let items: T[] = []
  let strangers = 0
  let expired = 0
  let token = ''
  let pending = page(token)
  for (;;) {
    const answer = await pending
    if (answer.ok) {
      const found = open(answer.body)
      token = found.token
      if (token !== '') pending = page(token)
      let count = 0
      for (const item of found.items) {
        count += 1
        if (item === null) strangers += 1
        else if (keep(item)) items.push(item)
      }
      if (token === '') return { ok: true, items, isTorn: expired > 1, strangers }
      progress.read(count, token)
    } else {
      const { refusal } = answer
      const next = expired === 0 ? '' : refusal.continueToken
      if (refusal.status !== 410 || token === '' || next === null || expired >= most.expired)
        return { ok: false, refusal }
      if (expired === 0) {
        items = []
        strangers = 0
      }
      expired += 1
      token = next
      progress.begin()
      pending = page(token)
    }
  }
}

/** @returns what hears of each page, and throws where it was one too many */
function watch(size: number, endless: () => Problem) {
  const start = performance.now()
  let tokens = new Set<string>()
  const seen = { pages: 0, short: 0, empty: 0 }
  return {
    read(count: number, token: string): void {
      seen.pages += 1
      if (count < size) seen.short += 1
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
