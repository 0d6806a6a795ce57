/** Kong Operator, which has Kong Ingress Controller inside: https://github.com/Kong/kong-operator */
import { bySpecification } from '../../shared/gateways/specification.js'
import { claim } from '../../shared/named/claim.js'
import type { Family } from '../../shared/named/family.js'
import { kongController, kongPorts } from './kong.js'

const label = 'gateway-operator.konghq.com/managed-by'

export const kongOperator: Family = {
  id: 'kong-operator',
  title: 'Kong Operator',
  gateway: bySpecification('konghq.com/gateway-operator'),
  runs: ({ path }) => /(?:^|\/)kong\/(?:gateway-operator(?:-oss)?|kong-operator)$/.test(path),
  proxies: ({ path }, { metadata }) =>
    /(?:^|\/)kong(?:-gateway)?$/.test(path) && metadata.labels?.[label] === 'dataplane',
  // Each of its ControlPlanes says in `spec.ingressClass` whether it takes Ingresses, and which.
  claims: () => [claim({ controllers: [kongController], names: [], isSure: false })],
  ports: kongPorts,
}
