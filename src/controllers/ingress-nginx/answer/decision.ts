/** What a request is decided by, and what becomes of it. */
import type { Ref } from '../../../domain/objects/ref.js'
import type { GuardedOutcome, LastHop, Verdict } from '../../../domain/requests/trace.js'
import type { Outcome, Router } from '../../../languages/nginx/route/router.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import type { ConfFlaw } from '../../shared/nginx/breaks.js'
import type { HttpsContext } from '../model/https-redirect.js'
import type { Passed } from '../model/types.js'
import type { Balanced } from './balance.js'
import type { LiveBackend } from './live-backend.js'
import type { LocationFacts } from './location-facts.js'

/** What the answers are made from, whether objects or a running proxy told it. */
export interface Site {
  readonly router: Router
  /** what stands in `http` itself, for all servers */
  readonly http: readonly Directive[]
  /** by name; null: they could not be asked */
  readonly backends: ReadonlyMap<string, LiveBackend> | null
  readonly https: HttpsContext
  readonly ports: { readonly http: number; readonly https: number }
  /** why the authentication service of a URL cannot be asked for a host, in a sentence; null: it may be */
  readonly unreachable: (url: string, host: string | null) => string | null
  /** the Ingress by which the clients of a server's host are asked for a certificate; null: none is known */
  readonly asksClients: (server: Directive) => Ref | null
  /** hosts whose TLS connections never reach nginx */
  readonly passed: ReadonlyMap<string, Passed>
}

export interface Decision {
  readonly outcome: Outcome
  /** of the location that was found */
  readonly facts: LocationFacts | null
  readonly verdict: Verdict
  readonly status: number | null
  readonly location: string | null
  readonly balanced: Balanced | null
  /** set: it had no endpoint, and an error page answers in its place */
  readonly emptied?: Balanced
  /** why it ended here, in a sentence; null: a backend gets it */
  readonly why: string | null
  /** where it hangs on others than the request, each way that it may go; else empty */
  readonly outcomes: readonly GuardedOutcome[]
  /** set: it makes nginx refuse the configuration that this is read from */
  readonly breaks?: ConfFlaw
  /** set: its location sends nothing on */
  readonly isUnsent?: true
  /** set: nginx never sees it */
  readonly passed?: Passed
  /** how the backend is spoken to; absent: none is */
  readonly lastHop?: LastHop
}

/** Ends the way of a request: with a status, where one is known, and why. */
export type End = (status: number | null, why: string, more?: Partial<Decision>) => Decision
