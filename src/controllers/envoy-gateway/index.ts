/** Envoy Gateway, which takes Gateways and no Ingress: https://github.com/envoyproxy/gateway */
import type { Dialect } from '../../domain/controllers/dialect.js'
import { envoyInside } from '../shared/envoy/inside.js'
import { servesGateway } from '../shared/envoy/workload.js'
import { envoyGatewayDialect } from '../shared/gateways/envoy-gateway.js'
import { namedDialect } from '../shared/named/dialect.js'
import { envoyGateway as family } from './family.js'
import { rules } from './rules.js'
import { words } from './words.js'
import { joined, natureOf, recognise } from './workload.js'

const named = namedDialect(family)

export const envoyGateway = {
  ...named,
  ...envoyInside(words, named.discretion),
  reads: { rules: false, inside: true },
  recognise,
  rules,
  joined,
  gateway: { ...envoyGatewayDialect, serves: servesGateway },
  usual: (namespace) => natureOf(namespace, '', { gateway: null, role: 'proxy' }),
} satisfies Dialect
