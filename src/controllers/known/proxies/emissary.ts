/** Emissary-ingress, Ambassador before: https://github.com/emissary-ingress/emissary */
import { claim } from '../../shared/named/claim.js'
import type { Family } from '../../shared/named/family.js'

export const emissary: Family = {
  id: 'emissary',
  title: 'Emissary-ingress',
  speaks: { prefixes: ['getambassador.io'], guards: [], guardsBeside: true },
  runs: ({ path }) => /(?:^|\/)(?:emissary|datawire\/(?:ambassador|aes))$/.test(path),
  claims: () => [claim({ controllers: ['getambassador.io/ingress-controller'], names: ['ambassador'] })],
  ports: { http: 8080, https: 8443 },
}
