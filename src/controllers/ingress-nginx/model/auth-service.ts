/**
 * Services that are asked who may pass, and cannot be asked: each request is answered with 500 then.
 * https://nginx.org/en/docs/http/ngx_http_auth_request_module.html
 */
import type { AuthFault } from '../../../domain/findings/acting-facts.js'
import type { Inventory } from '../../../domain/objects/inventory.js'
import { resolveService } from '../../../domain/routes/resolve-service.js'
import { serviceNamed } from '../../../domain/routes/service-name.js'

/**
 * nginx itself asks DNS for the host, for each request and exactly as it stands: the search list of a pod, which makes
 * NAME.NAMESPACE.svc.cluster.local of less, does not count. https://nginx.org/en/docs/http/ngx_http_core_module.html#resolver
 * @param namespace where a host of one word is looked for, to say what is meant; null: nowhere
 * @returns null: it may be asked
 */
export function authFault(inventory: Inventory, url: string, namespace: string | null): AuthFault | null {
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
