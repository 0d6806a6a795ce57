/** Who may keep a request from its backend, as the filters of Envoy that stand for it. */
import type { CustomObject } from '../../../domain/objects/custom.js'
import { record, text, type Wire, wires } from '../../../domain/objects/project-fields.js'
import type { FilterSwitches } from '../../../languages/envoy/config/types.js'

/** The root whose routes are looked for. */
export interface Root {
  readonly object: CustomObject
  readonly host: string
  /** do requests without TLS go to https */
  readonly isSecure: boolean
  /** the provider of tokens that counts where a route names none; null: there is none */
  readonly tokens: string | null
  /** is the authorization of all hosts off where neither the root nor a route says anything of it */
  readonly isUnasked: boolean
}

/** Names of filters: internal/envoy/v3 of https://github.com/projectcontour/contour */
export const filters = {
  authorization: 'envoy.filters.http.ext_authz',
  tokens: 'envoy.filters.http.jwt_authn',
  addresses: 'envoy.filters.http.rbac',
  rate: 'envoy.filters.http.local_ratelimit',
} as const

/** Of a route that leads to a backend; one that answers by itself has none but the authorization. */
export function guardsOf(route: Wire, { object, tokens, isUnasked }: Root): FilterSwitches {
  const { directResponsePolicy: direct, requestRedirectPolicy: redirect } = route
  const host = record(object.spec.virtualhost)
  const ofHost =
    host.authorization == null ? isUnasked : record(record(host.authorization).authPolicy).disabled === true
  const own = route.authPolicy == null ? ofHost : record(route.authPolicy).disabled === true
  const off = own && redirect == null ? [filters.authorization] : []
  if (direct != null || redirect != null) return { on: [], off }
  const { require, disabled } = record(route.jwtVerificationPolicy)
  const provider = text(require) || (disabled === true ? null : tokens)
  return {
    on: [...(provider === null ? [] : [filters.tokens]), ...sharedGuards(route)],
    off,
  }
}

/** What a host and a route may ask for alike. */
export function sharedGuards(wire: Wire): readonly string[] {
  return [
    ...(record(wire.rateLimitPolicy).local == null ? [] : [filters.rate]),
    ...(wires(wire.ipAllowPolicy).length + wires(wire.ipDenyPolicy).length > 0 ? [filters.addresses] : []),
  ]
}
