/** Reads a list page by page, and keeps of each page only what its items are cut down to. */
import type { Kind } from '../../domain/objects/objects.js'
import { type Problem, problem } from '../../domain/problem.js'
import type { Refusal } from '../wire/refusal.js'
import type { Answer, Query } from '../wire/transport.js'
import type { Page } from './page.js'

/** Objects a page: in JSON as kubectl's --chunk-size; of cut down protobuf more are no burden, and each page is a round trip. */
export const pageSize = { json: 500, protobuf: 2000 } as const

export type Pages<T> =
  | { readonly ok: true; readonly items: T[]; readonly isTorn: boolean; readonly strangers: number }
  | { readonly ok: false; readonly refusal: Refusal }

export interface PagedList<T> {
  readonly kind: Kind
  readonly size: number
  /** the server, for messages */
  readonly server: string
  readonly ask: (query: Query) => Promise<Answer>
  /** null in the place of an item: it is not what the list is of */
  readonly open: (body: unknown) => Page<T>
}

/**
 * What no honest list needs, and what a broken or hostile one has too much of. An API server may send short and even
 * empty pages, while a selector passes over what stands in the store; a million objects are 2,000 full pages.
 */
const most = { pages: 10_000, shortPages: 1_000, emptyInARow: 100, expired: 10, milliseconds: 10 * 60_000 } as const

/**
 * Goes on while there is a token and an end in sight. A token that expires (410) starts the list again; if one expires
 * then too, the server's new token goes on with a later state of the cluster (`isTorn`).
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks
 * @throws Problem `not-kubernetes` for what is no list, or one without end
 */
export async function readPages<T>({ kind, size, server, ask, open }: PagedList<T>): Promise<Pages<T>> {
  const page = (token: string) => {
    const asked = ask({ limit: `${size}`, ...(token !== '' && { continue: token }) })
    // Asked ahead: where the page before it ends the list, nobody waits for this one.
    asked.catch(() => {})
    return asked
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
      let read = 0
      for (const item of found.items) {
        read += 1
        if (item === null) strangers += 1
        else items.push(item)
      }
      progress.read(read, token)
      if (token === '') return { ok: true, items, isTorn: expired > 1, strangers }
    } else {
      const { refusal } = answer
      const next = expired === 0 ? '' : refusal.continueToken
      if (refusal.status !== 410 || token === '' || next === null) return { ok: false, refusal }
      if (expired === 0) {
        items = []
        strangers = 0
      }
      expired += 1
      token = next
      progress.expired()
      pending = page(token)
    }
  }
}

/** @returns what hears of each step, and throws where it was one too many */
function watch(size: number, endless: () => Problem) {
  const start = performance.now()
  let tokens = new Set<string>()
  const seen = { pages: 0, short: 0, empty: 0, expired: 0 }
  const check = (isLost: boolean) => {
    if (isLost || performance.now() - start > most.milliseconds) throw endless()
  }
  return {
    read(items: number, token: string): void {
      seen.pages += 1
      if (items < size) seen.short += 1
      seen.empty = items === 0 ? seen.empty + 1 : 0
      const isTooLong = seen.pages > most.pages || seen.short > most.shortPages || seen.empty > most.emptyInARow
      check(isTooLong || (token !== '' && tokens.has(token)))
      tokens.add(token)
    },
    /** From here on its tokens may be the same again. */
    expired(): void {
      seen.expired += 1
      tokens = new Set()
      check(seen.expired > most.expired)
    },
  }
}
