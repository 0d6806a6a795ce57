/** What leads to the public flaws of Envoy Gateway: https://github.com/envoyproxy/gateway/security/advisories */
import type { ControllerRule } from '../../domain/lint/rule.js'
import { vulnerableBy, type WayThere } from '../shared/named/vulnerable.js'

/** The kind comes with it, and scripts are allowed where nothing is said. */
const scripts: WayThere = () => 'whoever may write an EnvoyExtensionPolicy may write Lua in it'

const grants: WayThere = (_world, facts) =>
  facts.all('ReferenceGrant').length === 0
    ? null
    : 'ReferenceGrants are in use, and they are passed over for backends of its own'

const metrics: WayThere = () => 'every pod that reaches its metrics port reaches the administration of Envoy'

export const rules: readonly ControllerRule[] = [
  vulnerableBy({ 'CVE-2026-53713': scripts, 'CVE-2026-22771': scripts, 'CVE-2025-24030': metrics }),
  vulnerableBy({ 'CVE-2026-53718': grants }, ['ReferenceGrant']),
]
