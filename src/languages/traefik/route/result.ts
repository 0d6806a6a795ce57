/** What becomes of a request behind the router that takes it. */
import type { Router, Service } from '../config/types.js'

/** Somebody may keep it from the service: each of these must let it pass. */
export interface Guard {
  readonly middleware: string
  /** in words: `a user and a password`, `http://auth.example.com/ answers 2xx` */
  readonly condition: string
  /** what is answered to who may not pass; null: whoever is asked says so */
  readonly status: number | null
}

export interface Target {
  readonly name: string
  /** null: there is none of that name, which is answered with 500 */
  readonly service: Service | null
  /** of all requests like this one */
  readonly percent: number
}

export type End =
  /** `uri`: null where it is sent on as a connection, whatever is said on it; `host`: as the middlewares leave it */
  | { readonly is: 'forward'; readonly targets: readonly Target[]; readonly uri: string | null; readonly host?: string }
  | { readonly is: 'redirect'; readonly status: number; readonly location: string }
  /** `isFailure`: whatever the status seems to say */
  | { readonly is: 'answer'; readonly status: number; readonly why: string; readonly isFailure?: true }
  | { readonly is: 'unknown'; readonly why: string }

/** What one middleware did, in words. */
export interface Step {
  readonly kind: 'redirect' | 'access' | 'rewrite' | 'note'
  readonly middleware: string
  readonly detail: string
}

export interface Routed {
  readonly router: Router
  readonly end: End
  readonly guards: readonly Guard[]
  readonly steps: readonly Step[]
}
