/** Gateways and their routes, in few words. */

export const traefik = 'traefik.io/gateway-controller'

export const envoy = 'gateway.envoyproxy.io/gatewayclass-controller'

export const contour = 'projectcontour.io/gateway-controller'

export const plain = [{ name: 'web', port: 80, protocol: 'HTTP' }]

/** A class and its one Gateway, `edge`. */
export const edge = (listeners: readonly object[], controllerName = 'example.com/other', status: object = {}) => ({
  GatewayClass: [{ metadata: { name: 'edge' }, spec: { controllerName }, status }],
  Gateway: [{ metadata: { namespace: 'default', name: 'edge' }, spec: { gatewayClassName: 'edge', listeners } }],
})

export const route = (name: string, rules: readonly object[], more: object = {}, kind = 'HTTPRoute') => ({
  kind,
  metadata: { namespace: 'default', name },
  spec: { parentRefs: [{ name: 'edge' }], rules, ...more },
})

export const http = (...rules: readonly object[]) => ({ HTTPRoute: [route('r', rules)] })
