/** Cilium: its operator takes the Ingresses, and Envoys of the agents serve them: https://github.com/cilium/cilium */
import { claim } from '../../shared/named/claim.js'
import type { Family } from '../../shared/named/family.js'
import { releases } from './cilium-releases.js'

export const cilium: Family = {
  id: 'cilium',
  title: 'Cilium',
  releases,
  speaks: { prefixes: ['ingress.cilium.io'], guards: [] },
  runs: ({ path, argv }) =>
    /(?:^|[/-])cilium[/-]operator(?:-[a-z]+)?$/.test(path) ||
    argv.some((word) => /^(?:\S*\/)?cilium-operator(?:-[a-z]+)?$/.test(word)),
  // https://docs.cilium.io/en/stable/network/servicemesh/ingress/
  claims: () => [claim({ controllers: ['io.cilium/ingress-controller'], names: ['cilium'] })],
  // Its operator runs wherever Cilium is the network, whether it takes Ingresses or not: that is said in a ConfigMap.
  needsClass: true,
}
