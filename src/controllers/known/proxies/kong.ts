/** Kong Ingress Controller: https://github.com/Kong/kubernetes-ingress-controller */
import { refOf } from '../../../domain/objects/ref.js'
import { bySpecification } from '../../shared/gateways/specification.js'
import { fullKey } from '../../shared/go/values.js'
import { claim } from '../../shared/named/claim.js'
import type { Family } from '../../shared/named/family.js'
import { listIn } from '../../shared/named/flags.js'
import type { NamedController } from '../../shared/named/settings.js'
import { vulnerableBy, type WayThere } from '../../shared/named/vulnerable.js'
import { adminOpen, adminWords } from './kong-admin.js'

/** https://github.com/Kong/kubernetes-ingress-controller/security/advisories */
const dumps: WayThere = ({ controller }) =>
  (controller as NamedController).settings.said?.['dump-config'] === 'true'
    ? 'it runs with --dump-config, and what it shows there has secrets of plugins in it'
    : null

const unmanaged = 'konghq.com/gatewayclass-unmanaged'

const managed: WayThere = (_world, facts) => {
  const found = facts
    .all('GatewayClass')
    .find(({ metadata, spec }) => spec?.controllerName === kongName && metadata.annotations?.[unmanaged] !== 'true')
  return found === undefined ? null : `GatewayClass ${refOf(found).name} has no annotation ${unmanaged}`
}

/** Of the IngressClasses of both. */
export const kongController = 'ingress-controllers.konghq.com/kong'

/** Of its proxy. */
export const kongPorts = { http: 8000, https: 8443 }

const kongName = 'konghq.com/kic-gateway-controller'

export const kong: Family = {
  id: 'kong',
  title: 'Kong Ingress Controller',
  gateway: bySpecification(kongName),
  releases: {
    // https://developer.konghq.com/kubernetes-ingress-controller/support/: a year, and three years of 2.12 and 3.4
    ends: [
      ...['2.11 2024-08-09', '2.12 2026-09-25', '3.0 2024-11-03', '3.1 2025-02-07', '3.2 2025-06-12', '3.3 2025-08-26'],
      '3.4 2027-12-18',
    ],
    flaws: ['GHSA-m23h-6mwm-39m8 3.0.0 3.4.14 3.5.0 3.5.7', 'GHSA-3278-c88v-xrh4 3.0.0 3.5.7'],
  },
  speaks: { prefixes: ['konghq.com'], guards: [] },
  runs: ({ path }) => /(?:^|\/)kong\/kubernetes-ingress-controller$|(?:^|\/)kong-ingress-controller$/.test(path),
  beside: ({ path }) => /(?:^|\/)kong(?:-gateway)?$/.test(path),
  // By name. Where neither an argument nor a variable (see environment.ts) tells it, any class of its controller may be its own.
  // https://developer.konghq.com/kubernetes-ingress-controller/reference/cli-arguments/
  claims: (flags) => {
    const name = flags.get('ingress-class')
    return [
      claim({
        controllers: [kongController],
        names: [name || 'kong'],
        by: name === undefined ? 'either' : 'name',
        // It does so where its class is marked as default.
        withoutClass: null,
        namespaces: listIn(flags, 'watch-namespace'),
      }),
    ]
  },
  ports: kongPorts,
  publishes: (flags) => fullKey(flags.get('publish-service')),
  events: ['kong-client'],
  keeps: ['dump-config', ...adminWords],
  rules: [
    adminOpen,
    vulnerableBy({ 'GHSA-3278-c88v-xrh4': dumps }),
    vulnerableBy({ 'GHSA-m23h-6mwm-39m8': managed }, ['GatewayClass']),
  ],
  life: 'free images of its proxy stop at Kong Gateway 3.9',
  flags: ['ingress-class', 'watch-namespace', 'publish-service', ...adminWords],
}
