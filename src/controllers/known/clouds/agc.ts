/** Application Gateway for Containers of Azure: https://learn.microsoft.com/azure/application-gateway/for-containers/overview */
import { bySpecification } from '../../shared/gateways/specification.js'
import { claim } from '../../shared/named/claim.js'
import type { Family } from '../../shared/named/family.js'

export const agc: Family = {
  id: 'agc',
  title: 'Application Gateway for Containers',
  gateway: bySpecification('alb.networking.azure.io/alb-controller'),
  speaks: { prefixes: ['alb.networking.azure.io'], guards: [], guardsBeside: true },
  runs: ({ path }) => /(?:^|\/)alb-controller$/.test(path),
  claims: () => [claim({ controllers: ['alb.networking.azure.io/'], names: ['azure-alb-external'], by: 'either' })],
}
