/** How the controller speaks to a Service, and what the Service says of its port: where both differ, clients get errors. */
import type { WithoutHttp2 } from '../../../../domain/findings/acting-facts.js'
import type { Told } from '../../../../domain/findings/facts.js'
import { told } from '../../../../domain/findings/finding.js'
import type { Inventory } from '../../../../domain/objects/inventory.js'
import type { ServicePort } from '../../../../domain/objects/objects.js'
import { onceFor } from '../../../../domain/remember.js'
import type { ServiceBackend } from '../../../../domain/requests/trace.js'
import { servicePort } from '../../../../domain/routes/resolve-endpoints.js'
import type { Policy } from '../../workload/policy.js'
import { isSince, type Version } from '../../workload/version.js'
import { registeredFor } from '../certificates.js'
import { isPassedOn } from '../of-one.js'
import type { Asked, Kept, Model } from '../types.js'

type SpokenFlaw = Told<'tls-to-plain' | 'plain-to-tls' | 'protocol-unsaid'>

/**
 * The controller speaks without TLS where nobody says otherwise, and with it where somebody does, whatever a port is called.
 * Ports for TLS that lead to one for plain HTTP are met where TLS was meant to end before the Service: those are no trap.
 */
export function spokenFlaw(model: Model, inventory: Inventory, own: Kept, asked: Asked): SpokenFlaw | null {
  const { backend, location, host } = asked
  const port = backend === null || location === null ? undefined : portOf(inventory, backend)
  if (backend === null || port === undefined) return null
  const service = { namespace: backend.namespace, name: backend.service }
  const { backendProtocol } = own.annotations
  const isPassed = isPassedOn(model, asked)
  if (isPassed || /^(?:HTTPS|GRPCS)$/.test(backendProtocol)) {
    const says = saysPlain(port)
    const setting = isPassed ? 'ssl-passthrough: "true"' : `backend-protocol: "${backendProtocol}"`
    return says === null ? null : told('tls-to-plain', { service, setting, says })
  }
  const [unsaid, says] = [saysOther(port), saysTls(port)]
  if (unsaid === null && says === null) return null
  const written = own.ingress.metadata.annotations ?? {}
  const isDecided = ['backend-protocol', 'ssl-passthrough'].some(
    (name) => written[`${model.policy.annotationsPrefix}/${name}`] !== undefined,
  )
  if (isDecided) return null
  if (unsaid !== null) {
    const lacks = unsaid.protocol === 'GRPC' ? lackingHttp2(model, host) : null
    return told('protocol-unsaid', { service, ...unsaid, host, lacks })
  }
  if (says === null) return null
  const outside = outsideOf(inventory, model.policy, own, asked, backend)
  return told('plain-to-tls', { service, port: backend.port, says, outside })
}

/** A name outside of the cluster needs no ports: then the rule's own is called there. */
function portOf(inventory: Inventory, backend: ServiceBackend): ServicePort | undefined {
  const { namespace, service: name, port } = backend
  const service = inventory.service({ namespace, name })
  const isOpen = service?.spec?.type === 'ExternalName' && !service.spec.ports?.length
  return isOpen && typeof port === 'number' ? { port } : service && servicePort(service, port, 'TCP')
}

/** A name alone may be a habit: neither its number nor where it leads may speak of TLS. */
function saysPlain({ name, port, targetPort, appProtocol }: ServicePort): string | null {
  if (/443$/.test(`${port}`) || /443$|https|tls|ssl/i.test(`${targetPort ?? ''}`)) return null
  if (/^(?:http|kubernetes\.io\/h2c|kubernetes\.io\/ws)$/i.test(appProtocol ?? ''))
    return `port ${port} with appProtocol ${appProtocol}`
  return /^http(?:-web)?$/i.test(name ?? '') && (port === 80 || targetPort === 80) ? `port ${port} named ${name}` : null
}

/** gRPC for browsers is HTTP/1.1. */
const saysOther = onceFor(({ name, port, appProtocol }: ServicePort) => {
  const byName = /^(?:(grpc)(?!-web)|fcgi|fastcgi|php-fpm)(?:-|$)/i.exec(name ?? '')
  const byProtocol = /^(?:(grpc|kubernetes\.io\/h2c)|fcgi|fastcgi)$/i.exec(appProtocol ?? '')
  const found = byProtocol ?? byName
  if (found === null) return null
  const says = `port ${port} ${byProtocol === null ? `named ${name}` : `with appProtocol ${appProtocol}`}`
  return { says, protocol: found[1] === undefined ? ('FCGI' as const) : ('GRPC' as const) }
})

/** https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol */
const saysTls = onceFor(({ name, port, targetPort, appProtocol }: ServicePort): string | null => {
  // What leads to a port for plain HTTP is none.
  if (/^(?:80|8080)$|http(?!s)/.test(`${targetPort ?? ''}`)) return null
  if (/^https$/i.test(appProtocol ?? '')) return `port ${port} with appProtocol ${appProtocol}`
  if (/^https(?:-|$)/i.test(name ?? '')) return `port ${port} named ${name}`
  if (port === 443 || port === 8443) return `port ${port}`
  return /^(?:8?443|https)$/.test(`${targetPort ?? ''}`) ? `port ${port} with targetPort ${targetPort}` : null
})

/** Names that stand for something inside: whoever answers there may well take any host. */
const inside = /\.(?:local|localdomain|internal|intra|lan|corp|home|svc|test)\.?$|^[^.]*$|^[\d.]+$/i

/** Load balancers and machines of clouds, whose owner says which hosts there are: that may well be this one. */
const anyHost =
  /\.(?:elb(?:\.[a-z\d-]+)?\.amazonaws\.com|compute\.amazonaws\.com|cloudapp\.(?:azure\.com|net)|(?:nip|sslip)\.io)\.?$/i

/** Of names of one owner, as far as names tell: a server of `example.com` may well know `shop.example.com`. */
function siteOf(name: string): string {
  const labels = name.toLowerCase().replace(/\.$/, '').split('.')
  return labels.slice(/^(?:com?|org|net|gov|edu|ac)$/.test(labels.at(-2) ?? '') ? -3 : -2).join('.')
}

/** The name outside of the cluster that the Service leads to, where its server is asked for a host of another owner. */
export function outsideOf(
  inventory: Inventory,
  { entries, locationSnippet }: Policy,
  { annotations: { upstreamVhost, snippets } }: Kept,
  { host }: Asked,
  { namespace, service: name }: ServiceBackend,
): string | null {
  if (upstreamVhost !== '' || /host/i.test(snippets.get('configuration-snippet') ?? '')) return null
  const { type, externalName } = inventory.service({ namespace, name })?.spec ?? {}
  const target = type === 'ExternalName' ? (externalName ?? '') : ''
  if (inside.test(target) || anyHost.test(target) || siteOf(target) === siteOf(host ?? '')) return null
  return entries['proxy-set-headers'] || /host/i.test(locationSnippet) ? null : target
}

/** Its nginx, 1.25, tells HTTP/2 without TLS by how it begins: https://nginx.org/en/docs/http/ngx_http_v2_module.html#http2 */
const plainHttp2: Version = [1, 10, 0]

/** What the clients of gRPC lack at this host; null: they can come in. */
export function lackingHttp2({ policy, registered }: Model, host: string | null): WithoutHttp2 | null {
  const hasTls = policy.defaultCertificate !== null || registeredFor(registered, host ?? '') !== undefined
  const needsTls = !hasTls && !isSince(policy.version, plainHttp2)
  return policy.useHttp2 ? (needsTls ? 'tls' : null) : needsTls ? 'both' : 'http2'
}
