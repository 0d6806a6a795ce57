/** NGINX Gateway Fabric, which takes no Ingress: https://github.com/nginx/nginx-gateway-fabric */
import { byVirtualHost } from '../../shared/gateways/specification.js'
import type { Family } from '../../shared/named/family.js'
import { isOfGateway } from '../../shared/named/settings.js'

export const nginxGatewayFabric: Family = {
  id: 'nginx-gateway-fabric',
  title: 'NGINX Gateway Fabric',
  runs: ({ path, argv }) =>
    (/(?:^|\/)nginx-gateway-fabric$/.test(path) && !argv.includes('initialize')) ||
    argv.some((word) => /^--gateway-ctlr-name(?:=|$)/.test(word)),
  proxies: ({ path }, pod) => /(?:^|\/)nginx-gateway-fabric\/nginx(?:-plus)?$/.test(path) && isOfGateway(pod),
  claims: () => [],
  gateway: byVirtualHost('NGINX Gateway Fabric', 'gateway.nginx.org/nginx-gateway-controller'),
}
