/** Contour, which takes Ingresses, its own HTTPProxies and Gateways: https://github.com/projectcontour/contour */
import type { Dialect } from '../../domain/controllers/dialect.js'
import { upstreamOf } from '../shared/envoy/clusters.js'
import { envoyDiscretion } from '../shared/envoy/discretion.js'
import { envoyLog } from '../shared/envoy/log.js'
import { observe, replay } from '../shared/envoy/open.js'
import { advisoriesOf } from '../shared/named/advisories.js'
import { namedDialect } from '../shared/named/dialect.js'
import { flagsIn } from '../shared/named/flags.js'
import { contour as family } from './family.js'
import { words } from './words.js'
import { joined, natureOf, recognise } from './workload.js'

const named = namedDialect(family, advisoriesOf(family.id))

export const contour = {
  ...named,
  reads: { rules: false, inside: true },
  recognise,
  joined,
  usual: (namespace) => natureOf(flagsIn([]), namespace, '', { gateway: null, role: 'proxy' }),
  observe: (pods, replica) => observe(pods, replica, words),
  replay: (saved, replica) => replay(saved, replica, words),
  discretion: envoyDiscretion(named.discretion),
  log: envoyLog,
  backends: {
    names: () => new Map(),
    harmless: (backend) => backend,
    read: (backends) => backends.map((backend) => upstreamOf(words, backend)),
  },
} satisfies Dialect
