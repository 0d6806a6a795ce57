/** What becomes of a route in the plan of a controller. */
import type { Others, Ref } from '../objects/ref.js'

/**
 * - `served`: requests that it asks for reach its backend, or what answers in its place
 * - `fails`: it has its requests, and the proxy itself answers each in vain: a filter cannot work, no backend has a share, or
 *   its redirect leads to a redirect without end. `status`: null, the connection ends
 * - `lost`: another route has its requests; `to`: whose, where somebody has
 * - `dropped`: the controller does not take it at all
 * - `never-matches`: it is there, and no request ever gets to it
 * - `undefined-winner`: it or one of the others has its requests, and which one nobody decides: it may change at any time;
 *   `among`: ten of these, `more`: how many more
 * - `unknown`: it hangs on what may not be seen
 */
export type Fate =
  | { readonly is: 'served' }
  | { readonly is: 'fails'; readonly status: number | null; readonly why: string }
  | { readonly is: 'lost'; readonly to: Ref | null; readonly why: string }
  | { readonly is: 'dropped'; readonly why: string }
  | { readonly is: 'never-matches'; readonly to: Ref | null; readonly why: string }
  | { readonly is: 'undefined-winner'; readonly among: readonly Ref[]; readonly more?: number; readonly why: string }
  | { readonly is: 'unknown'; readonly why: string }

/** Whether it is taken at all. */
export const hangsOnSecret = {
  is: 'unknown',
  why: 'it hangs on a Secret that was not looked at',
} as const satisfies Fate

/** @param others that are equals of it */
export function undefinedWinner({ others: among, ...rest }: Others, why: string): Fate {
  return { is: 'undefined-winner', among, ...rest, why }
}
