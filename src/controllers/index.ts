/** The kinds of controllers that are known, in the order in which a pod is shown to them. */
import type { Dialect } from '../domain/controllers/dialect.js'
import { ingressNginx } from './ingress-nginx/index.js'
import { specification } from './specification/index.js'

/** The last one stands in for all that are not: it takes whatever nobody owns. */
export const dialects: readonly Dialect[] = [ingressNginx, specification]
