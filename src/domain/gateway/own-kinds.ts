/** What an implementation of the Gateway API brings along that acts on routes: filters, and policies that hang on them. */
import type { CustomKind } from '../objects/custom.js'
import type { BackendRef, WireFilter } from '../objects/gateway/routes.js'
import type { Ref } from '../objects/ref.js'
import type { CustomListing } from '../ports.js'
import type { Guard } from '../requests/guards.js'
import type { RouteEndpoints } from '../routes/route.js'

/** The objects of such a kind, and whether all of them were seen. */
export type ObjectsOf = (kind: CustomKind) => CustomListing

/** What a filter of type ExtensionRef does. */
export type OwnFilter =
  /** the request goes on; are its path and its Host changed by what is not worked out here */
  | { readonly is: 'works'; readonly changesPath: boolean; readonly changesHost: boolean }
  /** the proxy answers in the place of the backend */
  | { readonly is: 'answers'; readonly status: number }
  /** `isMissing`: it is not there, so that nothing of it is refused */
  | { readonly is: 'fails'; readonly why: string; readonly isMissing?: true }
  | { readonly is: 'unknown'; readonly why: string }

/** A backend of its own. */
export interface OwnBackend {
  /** `no-service`: there is no such object; `unsupported`: it is refused */
  readonly endpoints: RouteEndpoints
  /** it is asked where no other can be, as far as all of them are found alike: by name, or by address */
  readonly isSpare: boolean
  readonly foundBy: 'name' | 'address' | 'both'
  /** a rule that names it may name no other */
  readonly isAlone: boolean
}

export interface Labelled {
  readonly ref: Ref
  readonly labels: Readonly<Record<string, string>>
}

/** All that a policy may hang on, for the requests of a rule at a listener. */
export interface RulePlace {
  /** of connections, in which nobody looks for a request */
  readonly isStream: boolean
  /** at a listener where TLS is spoken */
  readonly isSecure: boolean
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

export interface Guarding {
  /** in their order */
  readonly guards: readonly RouteGuard[]
  /** a policy says who may ask from elsewhere: the proxy answers such a question before anybody else is asked */
  readonly answersPreflight: boolean
  /** a policy that cannot be carried out: whoever gets through is answered with 500 */
  readonly broken: Ref | null
  readonly unread: readonly Unread[]
}

/** A part of a policy that is not read, and may answer in the place of the rule. */
export interface Unread {
  readonly policy: Ref
  readonly does: string
  /** nobody knows who answers */
  readonly isOpen: boolean
}

export interface OwnKinds {
  readonly kinds: readonly CustomKind[]
  /** null: of a kind that it does not have */
  readonly filterOf: (
    filter: NonNullable<WireFilter['extensionRef']>,
    namespace: string,
    of: ObjectsOf,
  ) => OwnFilter | null
  /** null: of a kind that it does not have */
  readonly backendOf: (backend: BackendRef, namespace: string, of: ObjectsOf) => OwnBackend | null
  /** What policies do before the rule. @param headers of the request, by their names in lower case */
  readonly guardingAt: (place: RulePlace, headers: ReadonlyMap<string, string>, of: ObjectsOf) => Guarding
  /** a policy for which a route of connections is not in the proxy, whatever its status says; null: none. Absent: there is no such */
  readonly outBy?: (place: RulePlace, of: ObjectsOf) => Ref | null
}
