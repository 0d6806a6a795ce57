/** What an implementation of the Gateway API brings along that acts on routes: filters, and policies that hang on them. */
import type { CustomKind } from '../objects/custom.js'
import type { WireFilter } from '../objects/gateway/routes.js'
import type { Ref } from '../objects/ref.js'
import type { CustomListing } from '../ports.js'
import type { Guard } from '../requests/guards.js'

/** The objects of such a kind, and whether all of them were seen. */
export type ObjectsOf = (kind: CustomKind) => CustomListing

/** What a filter of type ExtensionRef does. */
export type OwnFilter =
  /** the request goes on; are its path and its Host changed by what is not worked out here */
  | { readonly is: 'works'; readonly changesPath: boolean; readonly changesHost: boolean }
  /** the proxy answers in the place of the backend */
  | { readonly is: 'answers'; readonly status: number }
  | { readonly is: 'fails'; readonly why: string }
  | { readonly is: 'unknown'; readonly why: string }

export interface Labelled {
  readonly ref: Ref
  readonly labels: Readonly<Record<string, string>>
}

/** All that a policy may hang on, for the requests of a rule at a listener. */
export interface RulePlace {
  readonly rule: string | null
  readonly route: Labelled
  readonly listener: string
  /** null: the listener stands in the Gateway itself */
  readonly listenerSet: Labelled | null
  readonly gateway: Labelled
}

/** Who is asked before the proxy does what the rule says. */
export interface RouteGuard extends Guard {
  readonly policy: Ref
}

export interface OwnKinds {
  readonly kinds: readonly CustomKind[]
  /** null: of a kind that it does not have */
  readonly filterOf: (
    filter: NonNullable<WireFilter['extensionRef']>,
    namespace: string,
    of: ObjectsOf,
  ) => OwnFilter | null
  /** Those that are asked, in their order. @param headers of the request, by their names in lower case */
  readonly guardsAt: (place: RulePlace, headers: ReadonlyMap<string, string>, of: ObjectsOf) => readonly RouteGuard[]
}
