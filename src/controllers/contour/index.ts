/** Contour, which takes Ingresses, its own HTTPProxies and Gateways: https://github.com/projectcontour/contour */
import type { Dialect } from '../../domain/controllers/dialect.js'
import { ruleHosts, tlsSecrets } from '../../domain/objects/ingress-hosts.js'
import type { Wire } from '../../domain/objects/project-fields.js'
import { nearHosts } from '../../domain/routes/near-hosts.js'
import { envoyInside } from '../shared/envoy/inside.js'
import { namedDialect } from '../shared/named/dialect.js'
import { flagsIn } from '../shared/named/flags.js'
import { presumedAs } from '../shared/named/support.js'
import { delegations, httpProxies } from './custom/kinds.js'
import { gateway } from './gateways.js'
import { maskCustom, planOf, rules } from './mind.js'
import { words } from './words.js'
import { type ContourSettings, configKey, keptConfig } from './workload/config.js'
import { contour as family, joined, natureOf, recognise } from './workload/family.js'

const named = namedDialect(family)

const discretion = named.discretion && {
  ...named.discretion,
  setting: (key: string, value: string) => (key === configKey ? keptConfig(value) : null),
  custom: (kind: string, spec: Wire) => maskCustom(kind, spec),
}

export const contour = {
  ...named,
  ...envoyInside(words, discretion),
  reads: { rules: true, inside: true },
  assumption: 'judged as Contour 1.33 with defaults',
  presumed: presumedAs(family, '1.33'),
  recognise,
  joined,
  gateway,
  usual: (namespace) => natureOf(flagsIn([]), namespace, '', { gateway: null, role: 'proxy' }),
  needs: ({ settings }, ingresses, hosts) => {
    const { configMap } = settings as ContourSettings
    const near = hosts === null ? ingresses : nearHosts(ingresses, hosts, ruleHosts)
    return {
      configMaps: configMap === null ? [] : [configMap],
      secrets: near.flatMap(tlsSecrets),
      custom: [httpProxies, delegations],
    }
  },
  customKinds: [httpProxies, delegations],
  plan: (controller, facts) => planOf(controller, facts),
  get rules() {
    return rules
  },
} satisfies Dialect
