/** Application Gateway Ingress Controller of Azure: https://github.com/Azure/application-gateway-kubernetes-ingress */
import { claim } from '../../shared/named/claim.js'
import type { Family } from '../../shared/named/family.js'

const name = 'azure/application-gateway'

export const agic: Family = {
  id: 'agic',
  title: 'Application Gateway Ingress Controller',
  speaks: { prefixes: ['appgw.ingress.kubernetes.io'], guards: [] },
  runs: ({ path }) => /(?:^|\/)azure-application-gateway\/kubernetes-ingress$/.test(path),
  // The annotation has the name of the controller itself, not that of a class.
  // https://azure.github.io/application-gateway-kubernetes-ingress/annotations/
  claims: () => [claim({ controllers: [name], names: [name], first: 'annotation' })],
  events: [name],
}
