/** Cilium: its operator takes the Ingresses, and Envoys of the agents serve them: https://github.com/cilium/cilium */
import { byVirtualHost } from '../../shared/gateways/specification.js'
import { claim } from '../../shared/named/claim.js'
import type { Family, Releases } from '../../shared/named/family.js'
import { byGateways, byGrants, vulnerableBy, type WayThere } from '../../shared/named/vulnerable.js'

/** Cilium's lines of releases that have ended, and its public flaws. */
const releases: Releases = {
  flaws: [
    'CVE-2026-53935 0 1.17.16 1.18.2 1.18.10 1.19.0 1.19.4',
    'CVE-2026-49445 0 1.17.14 1.18.0 1.18.8 1.19.0 1.19.2',
    'CVE-2026-41520 0 1.17.15 1.18.0 1.18.9 1.19.0 1.19.3',
    'CVE-2026-33726 0 1.17.14 1.18.0 1.18.8 1.19.0 1.19.2',
    'CVE-2026-26963 1.18.0 1.18.6',
    'CVE-2025-64715 0 1.16.17 1.17.0 1.17.10 1.18.0 1.18.4',
    'CVE-2025-32793 1.13.0 1.15.16 1.16.0 1.16.9 1.17.0 1.17.3',
    'CVE-2025-30163 1.16.0 1.16.8 1.17.0 1.17.2',
    'CVE-2025-30162 1.15.0 1.15.15 1.16.0 1.16.8 1.17.0 1.17.2',
    'CVE-2025-23047 1.14.0 1.14.19 1.15.0 1.15.13 1.16.0 1.16.6',
    'CVE-2025-23028 1.14.0 1.14.18 1.15.0 1.15.12 1.16.0 1.16.5',
    'CVE-2024-52529 1.16.0 1.16.4',
    'CVE-2024-47825 1.14.0 1.14.16 1.15.0 1.15.10',
    'CVE-2024-42488 0 1.14.14 1.15.0 1.15.8',
    'CVE-2024-42487 1.15.0 1.15.8 1.16.0 1.16.1',
    'CVE-2024-42486 1.15.0 1.15.8 1.16.0 1.16.1',
    'CVE-2024-37307 1.13.0 1.13.17 1.14.0 1.14.12 1.15.0 1.15.6',
    'CVE-2024-28860 0 1.13.14 1.14.0 1.14.9 1.15.0 1.15.3',
    'CVE-2024-28250 1.14.0 1.14.8 1.15.0 1.15.2',
    'CVE-2024-28249 0 1.13.13 1.14.0 1.14.8 1.15.0 1.15.2',
    'CVE-2024-28248 1.13.9 1.13.13 1.14.0 1.14.8 1.15.0 1.15.2',
    'CVE-2024-25631 1.14.0 1.14.7',
    'CVE-2024-25630 1.14.0 1.14.7',
    'CVE-2023-41333 0 1.12.14 1.13.0 1.13.7 1.14.0 1.14.2',
    'CVE-2023-41332 0 1.12.14 1.13.0 1.13.7 1.14.0 1.14.2',
    'CVE-2023-39347 0 1.12.14 1.13.0 1.13.7 1.14.0 1.14.2',
    'CVE-2023-34242 1.13.0 1.13.4',
    'CVE-2023-30851 0 1.11.16 1.12.0 1.12.9 1.13.0 1.13.2',
    'CVE-2023-29002 1.7.0 1.11.16 1.12.0 1.12.9 1.13.0 1.13.2',
    'CVE-2023-28114 0 0.13.2',
    'CVE-2023-27595 1.13.0 1.13.1',
    'CVE-2023-27594 0 1.11.15 1.12.0 1.12.8 1.13.0 1.13.1',
    'CVE-2022-29179 0 1.9.16 1.10.0 1.10.11 1.11.0 1.11.5',
    'CVE-2022-29178 0 1.9.16 1.10.0 1.10.11 1.11.0 1.11.5',
    'GHSA-pfhr-pccp-hwmh 0 1.10.14 1.11.0 1.11.8 1.12.0 1.12.1',
    'GHSA-c66w-hq56-4q97 1.7.8 1.7.15 1.8.3 1.8.8 1.9.0 1.9.5',
  ],
}

/** Without a Gateway nobody asks for a grant. */
const sharedByGateways: WayThere = (world, facts) => byGateways(world, facts) && byGrants(world, facts)

export const cilium: Family = {
  id: 'cilium',
  title: 'Cilium',
  gateway: byVirtualHost('Cilium', 'io.cilium/gateway-controller'),
  releases,
  speaks: { prefixes: ['ingress.cilium.io'], guards: [] },
  runs: ({ path, argv }) =>
    /(?:^|[/-])cilium[/-]operator(?:-[a-z]+)?$/.test(path) ||
    argv.some((word) => /^(?:\S*\/)?cilium-operator(?:-[a-z]+)?$/.test(word)),
  proxies: ({ path }) => /(?:^|[/-])cilium-envoy$/.test(path),
  numbered: /operator/,
  // https://docs.cilium.io/en/stable/network/servicemesh/ingress/
  claims: () => [claim({ controllers: ['io.cilium/ingress-controller'], names: ['cilium'] })],
  // Its operator runs wherever Cilium is the network, whether it takes Ingresses or not: that is said in a ConfigMap.
  needsClass: true,
  // https://github.com/cilium/cilium/security/advisories: these are of traffic that its Envoy serves
  rules: [
    vulnerableBy({ 'CVE-2026-33726': byGateways, 'CVE-2025-30162': byGateways, 'CVE-2024-42487': byGateways }, [
      'GatewayClass',
    ]),
    vulnerableBy({ 'CVE-2024-42486': sharedByGateways, 'CVE-2023-34242': sharedByGateways }, [
      'GatewayClass',
      'ReferenceGrant',
    ]),
  ],
}
