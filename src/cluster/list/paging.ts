/** Reads a list page by page, and keeps of each page only what the caller makes of its items. */
import type { Kind } from '../../domain/objects/objects.js'
import { problem } from '../../domain/problem.js'
import type { Refusal } from '../wire/refusal.js'
import type { Answer, Query } from '../wire/transport.js'

/** As kubectl's --chunk-size. */
export const pageSize = 500

export type Pages<T> =
  | { readonly ok: true; readonly items: T[]; readonly isTorn: boolean }
  | { readonly ok: false; readonly refusal: Refusal }

export interface PagedList<T> {
  readonly kind: Kind
  /** the server, for messages */
  readonly server: string
  readonly ask: (query: Query) => Promise<Answer>
  readonly keep: (item: unknown) => T
}

/**
 * Goes on while there is a token, whatever a page's length: a server may send short and even empty pages. A token that
 * expires (410) starts the list again; if one expires then too, the server's new token goes on with a later state of
 * the cluster (`isTorn`).
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks
 */
export async function readPages<T>({ kind, server, ask, keep }: PagedList<T>): Promise<Pages<T>> {
  const page = (token: string) => ask({ limit: `${pageSize}`, ...(token !== '' && { continue: token }) })
  let items: T[] = []
  let hasRestarted = false
  let isTorn = false
  let token = ''
  let pending = page(token)
  for (;;) {
    const answer = await pending
    if (answer.ok) {
      const found = listOf(kind, answer.body, server)
      if (found.token !== '' && found.token === token)
        throw problem('not-kubernetes', { server, detail: `its list of ${kind} never ends` })
      token = found.token
      if (token !== '') pending = page(token)
      for (const item of found.items) items.push(keep(item))
      if (token === '') return { ok: true, items, isTorn }
    } else {
      const { refusal } = answer
      if (refusal.status !== 410 || token === '' || (hasRestarted && refusal.continueToken === null))
        return { ok: false, refusal }
      if (hasRestarted) isTorn = true
      else items = []
      token = hasRestarted ? (refusal.continueToken ?? '') : ''
      hasRestarted = true
      pending = page(token)
    }
  }
}

interface Page {
  readonly items: readonly unknown[]
  readonly token: string
}

function listOf(kind: Kind, body: unknown, server: string): Page {
  const list = (body ?? {}) as { kind?: unknown; metadata?: { continue?: unknown } | null; items?: unknown }
  const items = list.items ?? []
  if (list.kind !== `${kind}List` || !Array.isArray(items))
    throw problem('not-kubernetes', { server, detail: `it sent JSON that is no ${kind}List` })
  const next = list.metadata?.continue
  return { items, token: typeof next === 'string' ? next : '' }
}
