/** Reads a list page by page, and keeps of each page only what its items are cut down to. */
import type { Kind } from '../../domain/objects/objects.js'
import { problem } from '../../domain/problem.js'
import type { Refusal } from '../wire/refusal.js'
import type { Answer, Query } from '../wire/transport.js'
import type { Page } from './page.js'

/** Objects a page: in JSON as kubectl's --chunk-size; of cut down protobuf more are no burden, and each page is a round trip. */
export const pageSize = { json: 500, protobuf: 2000 } as const

/** Tokens live for minutes: where this many expire, no list will ever be whole. */
const mostExpiries = 5

export type Pages<T> =
  | { readonly ok: true; readonly items: T[]; readonly isTorn: boolean }
  | { readonly ok: false; readonly refusal: Refusal }

export interface PagedList<T> {
  readonly kind: Kind
  readonly size: number
  /** the server, for messages */
  readonly server: string
  readonly ask: (query: Query) => Promise<Answer>
  readonly open: (body: unknown) => Page<T>
}

/**
 * Goes on while there is a token, whatever a page's length: a server may send short and even empty pages. A token that
 * expires (410) starts the list again; if one expires then too, the server's new token goes on with a later state of
 * the cluster (`isTorn`).
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks
 */
export async function readPages<T>({ kind, size, server, ask, open }: PagedList<T>): Promise<Pages<T>> {
  const page = (token: string) => ask({ limit: `${size}`, ...(token !== '' && { continue: token }) })
  let items: T[] = []
  let expiries = 0
  let isTorn = false
  let token = ''
  let pending = page(token)
  for (;;) {
    const answer = await pending
    if (answer.ok) {
      const found = open(answer.body)
      if (found.token !== '' && found.token === token)
        throw problem('not-kubernetes', { server, detail: `its list of ${kind} never ends` })
      token = found.token
      if (token !== '') pending = page(token)
      for (const item of found.items) items.push(item)
      if (token === '') return { ok: true, items, isTorn }
    } else {
      const { refusal } = answer
      const isExpired = refusal.status === 410 && token !== '' && expiries < mostExpiries
      if (!isExpired || (expiries > 0 && refusal.continueToken === null)) return { ok: false, refusal }
      if (expiries > 0) isTorn = true
      else items = []
      token = expiries > 0 ? (refusal.continueToken ?? '') : ''
      expiries += 1
      pending = page(token)
    }
  }
}
