/**
 * Services that are asked who may pass, by whichever name. One that is asked by a host of the controller's own is a
 * request to nginx like any other: https://nginx.org/en/docs/http/ngx_http_auth_request_module.html
 */
import type { RoutingFacts } from '../../../../domain/controllers/routing-facts.js'
import type { AuthFault } from '../../../../domain/findings/acting-facts.js'
import type { Inventory } from '../../../../domain/objects/inventory.js'
import { type NamespacedName, nameOf } from '../../../../domain/objects/ref.js'
import { plainGet, type TraceRequest } from '../../../../domain/requests/trace.js'
import { servicePort } from '../../../../domain/routes/resolve-endpoints.js'
import { resolveService } from '../../../../domain/routes/resolve-service.js'
import { serviceNamed } from '../../../../domain/routes/service-name.js'
import { wildcardAbove } from '../../model/certificates.js'
import type { Model } from '../../model/types.js'
import { decide } from '../decide.js'
import type { Decision, Site } from '../decision.js'

export class AuthServices {
  readonly #model: Model
  readonly #facts: RoutingFacts
  readonly #open: () => Site
  readonly #known = new Map<string, AuthFault | null>()
  /** the question that is being put to nginx, and whether it came to be asked again on the way */
  #asking: { readonly url: string; isAgain: boolean } | null = null

  /** @param open what the objects ask for, with all hosts; only where a host of its own is asked */
  constructor(model: Model, facts: RoutingFacts, open: () => Site) {
    this.#model = model
    this.#facts = facts
    this.#open = open
  }

  /**
   * @param url with variables, of which `$host` alone is understood
   * @param host of the request that has to pass; null: any
   * @param namespace where a service of one word is meant to be; null: not known
   * @returns null: it may be asked, as far as is known
   */
  faultOf(url: string, host: string | null, namespace: string | null): AuthFault | null {
    const asked = host === null ? url : url.replace(/\$(?:host\b|\{host\})/, () => host)
    if (this.#asking !== null) {
      this.#asking.isAgain ||= asked === this.#asking.url
      return null
    }
    let found = this.#known.get(asked)
    if (found === undefined) {
      found = this.#throughNginx(asked)
      this.#known.set(asked, found)
    }
    return found ?? authFault(this.#facts.inventory, asked, namespace)
  }

  #throughNginx(url: string): AuthFault | null {
    const [, scheme = '', name = '', path = '/'] =
      /^(https?):\/\/([^/?#:@$]+)(?::(?:80|443))?([/?][^#]*)?$/i.exec(url) ?? []
    const host = name.toLowerCase()
    const { policy, servers } = this.#model
    const unread = policy.entries['use-proxy-protocol'] === 'true' ? policy.publishService : null
    const service = serviceNamed(host)
    if (unread !== null && service !== null && nameOf(service) === nameOf(unread))
      return { is: 'proxy-protocol', host, instead: null }
    if (!servers.has(host) && !servers.has(wildcardAbove(host))) return null
    const request = plainGet(scheme.toLowerCase() === 'https' ? 'https' : 'http', host, path)
    const question = { url, isAgain: false }
    this.#asking = question
    const decision = decide(this.#open(), request)
    this.#asking = null
    const { status, location } = decision
    if (unread !== null && this.#comesStraight(unread))
      return { is: 'proxy-protocol', host, instead: this.#serviceUrl(decision, request) }
    if (question.isAgain) return { is: 'itself', host, path: path.replace(/\?.*$/s, '') }
    // Whoever has to show a password, or come from elsewhere, may well do so.
    if (status === null || status < 300 || status === 401 || status === 403 || decision.outcomes.length > 0) return null
    const isTls = location?.toLowerCase().startsWith(`https://${host}`) && request.scheme === 'http'
    return { is: 'answered', host, status, instead: isTls ? `https://${host}` : null }
  }

  /** Whoever asks for the address of a load balancer from within is sent to the pods at once, and no header is written. */
  #comesStraight(service: NamespacedName): boolean {
    const ingress = this.#facts.inventory.service(service)?.status?.loadBalancer?.ingress ?? []
    return ingress.length > 0 && ingress.every(({ ip, hostname }) => ip && !hostname)
  }

  /** The URL of the backend itself, by which the same path is asked; null: there is none, or it gets another path. */
  #serviceUrl({ balanced, lastHop, outcome }: Decision, { target }: TraceRequest): string | null {
    const backend = balanced?.backend.service ?? null
    if (backend === null || outcome.uri !== target.replace(/\?.*$/s, '')) return null
    const { inventory } = this.#facts
    const service = inventory.service({ namespace: backend.namespace, name: backend.service })
    const port = service && servicePort(service, backend.port, 'TCP')?.port
    if (port === undefined) return null
    const scheme = lastHop?.protocol === 'HTTPS' ? 'https' : 'http'
    const usual = scheme === 'https' ? 443 : 80
    return `${scheme}://${backend.service}.${backend.namespace}.svc.cluster.local${port === usual ? '' : `:${port}`}`
  }
}

/**
 * nginx itself asks DNS for the host, for each request and exactly as it stands: the search list of a pod, which makes
 * NAME.NAMESPACE.svc.cluster.local of less, does not count. https://nginx.org/en/docs/http/ngx_http_core_module.html#resolver
 * @param namespace where a host of one word is looked for, to say what is meant; null: nowhere
 * @returns null: it may be asked
 */
function authFault(inventory: Inventory, url: string, namespace: string | null): AuthFault | null {
  const [, scheme = '', host = '', digits] =
    /^(https?):\/\/(?:[^@/]*@)?([^/?#:[\]]+)(?::(\d+))?(?:[/?#]|$)/i.exec(url) ?? []
  if (host === '' || host.includes('$') || host === 'localhost' || /^[\d.]+$/.test(host)) return null
  const service = serviceNamed(host)
  if (service === null) return shortName(inventory, host, namespace)
  if (/\.svc\.?$/i.test(host)) return { is: 'short-name', host, service }
  const port = digits === undefined ? (scheme === 'https' ? 443 : 80) : Number(digits)
  const { state, nearestPort } = resolveService(inventory, service, port, 'TCP')
  switch (state) {
    case 'no-service':
      return { is: 'no-service', service }
    case 'no-port':
      return inventory.service(service)?.spec?.clusterIP === 'None'
        ? null
        : { is: 'no-port', service, port, near: nearestPort }
    case 'no-slices':
    case 'none-ready':
      return { is: 'no-endpoints', service, port }
    default:
      return null
  }
}

/** One word is the name of nothing; two may be a name of the internet, unless there is such a Service. */
function shortName(inventory: Inventory, host: string, namespace: string | null): AuthFault | null {
  const [name = '', of, ...more] = host.toLowerCase().replace(/\.$/, '').split('.')
  if (more.length > 0) return null
  const service = { namespace: of ?? namespace ?? 'NAMESPACE', name }
  return of === undefined || inventory.service(service) !== undefined ? { is: 'short-name', host, service } : null
}
