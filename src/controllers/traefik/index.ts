/** Traefik, as https://github.com/traefik/traefik is, and as k3s and RKE2 ship it. */

import type { Controller } from '../../domain/controllers/controller.js'
import type { Dialect } from '../../domain/controllers/dialect.js'
import type { GatewayDialect, GatewayProfile } from '../../domain/gateway/profile.js'
import { classNameOf } from '../../domain/objects/class-name.js'
import { tlsSecrets } from '../../domain/objects/ingress-hosts.js'
import type { CountEndpoints } from '../../domain/routes/resolve-routes.js'
import { arrivalOf } from '../shared/arrival.js'
import { traefikGatewayDialect } from '../shared/gateways/traefik.js'
import { isClaimed } from '../shared/named/claim.js'
import { namedDialect } from '../shared/named/dialect.js'
import { recognise } from '../shared/named/settings.js'
import { presumedAs } from '../shared/named/support.js'
import { outOfReach, reachOf } from '../shared/reach.js'
import { backendLanguage, countedFor, logLanguage, observationOf, planOf, rules, traefikDiscretion } from './mind.js'
import { customKinds } from './model/custom/kinds.js'
import { nginxConfigMaps, nginxSecrets } from './model/nginx-secrets.js'
import { files, saidBefore, saidLive } from './observe/said.js'
import { claimsOf } from './workload/claims.js'
import { traefik as family } from './workload/family.js'
import { isOf2, natureOf, portsSaid, type TraefikController, type TraefikReplica } from './workload/settings.js'

/** How it reads Gateways, as it is started: they may listen where an entry point is, and nowhere else. */
const gateway: GatewayDialect = {
  ...traefikGatewayDialect,
  profileOf: profileAtPorts,
  isOn: (controller) =>
    (controller as TraefikController).settings.beside?.providers.includes('kubernetesgateway') ?? null,
  arrivesAt: (controller, request, inventory) => {
    const { port, name } = arrivalOf(request, { controller, facts: { inventory } })
    const { traits, settings } = controller as TraefikController
    const named = settings.entryPoints.find((one) => one.name === name)?.port
    // Whose Service is not named has its usual ports in front of the usual entry points.
    const isUsual =
      traits.publishService === null && request.stream === undefined && port === usualPorts[request.scheme]
    return named ?? (isUsual ? traits.ports?.[request.scheme] : undefined) ?? port
  },
}

const usualPorts = { http: 80, https: 443 } as const

function profileAtPorts(controllers: readonly Controller[]): GatewayProfile {
  const { profile } = traefikGatewayDialect
  const ports = (controllers as readonly TraefikController[]).map(({ settings }) => portsSaid(settings))
  if (ports.some((one) => one === null)) return profile
  const takesTcp = (controllers as readonly TraefikController[]).some(({ settings }) => settings.takesTcpRoutes)
  const protocols = profile.attachment.protocols.filter((one) => one !== 'TCP' || takesTcp)
  return { ...profile, attachment: { ...profile.attachment, protocols, ports: ports.flatMap((one) => one ?? []) } }
}

const named = namedDialect(family)

export const traefik = {
  ...named,
  reads: { rules: true, inside: true },
  assumption: `judged as ${family.title} 3.7 with defaults`,
  presumed: presumedAs(family, '3.7.15', (version) =>
    isOf2(version) ? 'rules, groups of objects and defaults, which are of Traefik 2' : null,
  ),
  names: ['traefik', 'rke2-traefik'],
  recognise: (pod) => recognise(family, pod, natureOf),
  suggests: (ingress, ingressClass) => {
    const name = classNameOf(ingress) ?? ''
    return ingressClass(name) === undefined ? name === 'traefik' : named.suggests(ingress, ingressClass)
  },
  takesInstead: ({ settings }: TraefikController, ingress, classOf) =>
    isClaimed(claimsOf(settings).instead, ingress, classOf) === true,
  usual: (namespace) => natureOf(new Map(), namespace, ''),
  counting: ({ settings }: TraefikController, { inventory }) => {
    const count: CountEndpoints = ({ namespace, name }, port) =>
      countedFor(inventory, { namespace, service: name, port }, settings.nginx.isOn)
    return () => count
  },
  needs: ({ settings }: TraefikController, ingresses) => ({
    configMaps: settings.nginx.isOn ? ingresses.flatMap(nginxConfigMaps) : [],
    // Which certificate is shown, the names in them decide: so all of them are looked at.
    secrets: ingresses.flatMap((one) => [...tlsSecrets(one), ...(settings.nginx.isOn ? nginxSecrets(one) : [])]),
    custom: settings.crd.isOn ? customKinds : [],
  }),
  plan: (controller: TraefikController, facts) => planOf(controller, facts),
  gateway,
  get rules() {
    return rules
  },
  observe: (pods, replica: TraefikReplica) => observationOf(replica, saidLive(pods, replica), reachOf(pods, replica)),
  replay: (saved, replica: TraefikReplica) =>
    observationOf(replica, saidBefore(saved, replica), outOfReach(replica, saved, saved.text(files.log))),
  texts: [files.rawData],
  get discretion() {
    return traefikDiscretion
  },
  customKinds,
  get log() {
    return logLanguage
  },
  get backends() {
    return backendLanguage
  },
} satisfies Dialect
