/**
 * A Service of the controller that gives https to its port for http, since its load balancer ends TLS: nginx takes each
 * request for one over http, and redirects it. https://github.com/kubernetes/ingress-nginx/issues/2724
 */
import type { RoutingFacts } from '../../../../domain/controllers/routing-facts.js'
import { registeredFor } from '../../model/certificates.js'
import type { Kept, Model } from '../../model/types.js'
import { type Cause, remark } from '../cause.js'

export function balancerCauses({ policy, registered }: Model, { inventory }: RoutingFacts, own: Kept): Cause[] {
  const { publishService: service, httpPort, configMapSeen, useForwardedHeaders, annotationsPrefix } = policy
  if (service === null || !configMapSeen || useForwardedHeaders || own.annotations.canary !== null) return []
  const { forceSslRedirect, sslRedirect } = own.annotations.rewrite
  const hasTls = () => (own.ingress.spec?.rules ?? []).some(({ host }) => registeredFor(registered, host ?? ''))
  if (!forceSslRedirect && !(sslRedirect && hasTls())) return []
  const isBefore = inventory
    .service(service)
    ?.spec?.ports?.some(({ port, targetPort }) => port === 443 && ['http', `${httpPort}`].includes(`${targetPort}`))
  if (!isBefore) return []
  const annotation = forceSslRedirect ? 'force-ssl-redirect' : 'ssl-redirect'
  const field = `metadata.annotations["${annotationsPrefix}/${annotation}"]`
  return [remark('balancer-loop', { annotation, service }, { field })]
}
