/** Envoy Gateway, which takes Gateways and no Ingress: https://github.com/envoyproxy/gateway */
import type { Dialect } from '../../domain/controllers/dialect.js'
import type { ControllerRule } from '../../domain/lint/rule.js'
import { adminOpen } from '../shared/envoy/admin.js'
import { envoyInside } from '../shared/envoy/inside.js'
import { servesGateway } from '../shared/envoy/workload.js'
import { envoyGatewayDialect } from '../shared/gateways/envoy-gateway.js'
import { specificationProfile } from '../shared/gateways/specification.js'
import { namedDialect } from '../shared/named/dialect.js'
import { vulnerableBy, type WayThere } from '../shared/named/vulnerable.js'
import { envoyGateway as family, joined, natureOf, recognise } from './family.js'
import { maskCustom } from './kinds.js'
import { ownKinds } from './own-kinds.js'
import { words } from './words.js'

/** The kind comes with it, and scripts are allowed where nothing is said. */
const scripts: WayThere = () => 'whoever may write an EnvoyExtensionPolicy may write Lua in it'

const grants: WayThere = (_world, facts) =>
  facts.all('ReferenceGrant').length === 0
    ? null
    : 'ReferenceGrants are in use, and they are passed over for backends of its own'

const metrics: WayThere = () => 'every pod that reaches its metrics port reaches the administration of Envoy'

/** What leads to its public flaws: https://github.com/envoyproxy/gateway/security/advisories */
const rules: readonly ControllerRule[] = [
  vulnerableBy({ 'CVE-2026-53713': scripts, 'CVE-2026-22771': scripts, 'CVE-2025-24030': metrics }),
  vulnerableBy({ 'CVE-2026-53718': grants }, ['ReferenceGrant']),
  adminOpen,
]

const named = namedDialect(family)
const { profile } = envoyGatewayDialect

export const envoyGateway = {
  ...named,
  ...envoyInside(words, named.discretion && { ...named.discretion, custom: maskCustom }),
  reads: { rules: false, inside: true },
  recognise,
  rules,
  joined,
  gateway: {
    ...envoyGatewayDialect,
    profile: { ...profile, own: ownKinds, specification: { ...specificationProfile, own: ownKinds } },
    serves: servesGateway,
  },
  customKinds: ownKinds.kinds,
  usual: (namespace) => natureOf(namespace, '', { gateway: null, role: 'proxy' }),
} satisfies Dialect
