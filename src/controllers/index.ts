/** The kinds of controllers that are known, in the order in which a pod is shown to them. */
import type { Dialect } from '../domain/controllers/dialect.js'
import { contour } from './contour/index.js'
import { envoyGateway } from './envoy-gateway/index.js'
import { f5Nginx } from './f5-nginx/index.js'
import { ingressNginx } from './ingress-nginx/index.js'
import { knownControllers } from './known/index.js'
import { specification } from './specification/index.js'
import { traefik } from './traefik/index.js'

/**
 * Those whose image or program is all their own come first: ingress-nginx is also known by flags alone, which others share.
 * The last one stands in for all that are not: it takes whatever nobody owns.
 */
export const dialects: readonly Dialect[] = [
  ...[contour, envoyGateway, f5Nginx, traefik],
  ...knownControllers,
  ...[ingressNginx, specification],
]
