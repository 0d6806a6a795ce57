/**
 * What the load balancer before the controller does, by the Service that asks for it: it ends TLS, so that nginx takes each
 * request for one over http, and redirects it; or it speaks the proxy protocol, which nginx does not await.
 * https://github.com/kubernetes/ingress-nginx/issues/2724 and https://github.com/kubernetes/ingress-nginx/issues/12877
 */
import type { RoutingFacts } from '../../../../domain/controllers/routing-facts.js'
import type { Service } from '../../../../domain/objects/objects.js'
import { registeredFor } from '../../model/certificates.js'
import type { Kept, Model } from '../../model/types.js'
import { type Cause, remark } from '../cause.js'

export function balancerCauses({ policy, registered }: Model, { inventory }: RoutingFacts, own: Kept): Cause[] {
  const { publishService: service, httpPort, configMapSeen, useForwardedHeaders, annotationsPrefix, entries } = policy
  const entry = service === null ? undefined : inventory.service(service)
  if (service === null || entry === undefined || !configMapSeen || own.annotations.canary !== null) return []
  const unread = entries['use-proxy-protocol'] === 'true' ? undefined : proxyProtocol(entry)
  if (unread !== undefined) return [remark('proxy-protocol-unread', { service, annotation: unread })]
  const { forceSslRedirect, sslRedirect } = own.annotations.rewrite
  const hasTls = () => (own.ingress.spec?.rules ?? []).some(({ host }) => registeredFor(registered, host ?? ''))
  const isRedirected = forceSslRedirect || (sslRedirect && hasTls())
  const isTold = useForwardedHeaders && !isOfTcp(entry)
  if (!isRedirected || isTold) return []
  const { targetPort, name } = entry.spec?.ports?.find(({ port }) => port === 443) ?? {}
  const listed = inventory.slices(service).flatMap(({ ports }) => ports ?? [])
  const isPlain =
    targetPort === 'http' ||
    targetPort === httpPort ||
    listed.some((one) => targetPort !== undefined && one.name === name && one.port === httpPort)
  if (!isPlain) return []
  const annotation = forceSslRedirect ? 'force-ssl-redirect' : 'ssl-redirect'
  const field = `metadata.annotations["${annotationsPrefix}/${annotation}"]`
  return [remark('balancer-loop', { annotation, service, isTcp: isOfTcp(entry) }, { field })]
}

/** A load balancer for TCP sends no header: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/introduction.html */
function isOfTcp({ metadata: { annotations } }: Service): boolean {
  return /^(?:nlb|external)/.test(annotations?.['service.beta.kubernetes.io/aws-load-balancer-type'] ?? '')
}

/** The annotation by which clouds are asked for it, each by its own name. */
function proxyProtocol({ metadata: { annotations } }: Service): string | undefined {
  return Object.entries(annotations ?? {}).find(([name, value]) =>
    /proxy-?protocol/.test(name.slice(name.indexOf('/')))
      ? !/^(?:|false|none|off)$/.test(value)
      : /proxy_protocol_v2\.enabled=true/.test(value),
  )?.[0]
}
