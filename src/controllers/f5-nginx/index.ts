/** F5 NGINX Ingress Controller, as https://github.com/nginx/kubernetes-ingress has it, with and without NGINX Plus. */

import type { Dialect } from '../../domain/controllers/dialect.js'
import { classNameOf } from '../../domain/objects/class-name.js'
import type { CustomKind } from '../../domain/objects/custom.js'
import { ruleHosts, tlsSecrets } from '../../domain/objects/ingress-hosts.js'
import { hasPrefix } from '../../domain/objects/meta.js'
import { nearHosts } from '../../domain/routes/near-hosts.js'
import { namedDialect } from '../shared/named/dialect.js'
import { recognise } from '../shared/named/settings.js'
import { presumedAs } from '../shared/named/support.js'
import { outOfReach, reachOf } from '../shared/reach.js'
import { globalConfigurations, transportServers, virtualServerRoutes, virtualServers } from './custom/kinds.js'
import { policies } from './custom/policies/kinds.js'
import {
  endpointsFor,
  f5Discretion,
  harmless,
  logLanguage,
  observationOf,
  planOf,
  rules,
  saidBefore,
  saidLive,
  upstreamNames,
  upstreamOf,
} from './mind.js'
import { files } from './observe/files.js'
import { f5Nginx as family } from './workload/family.js'
import { type F5Controller, type F5Replica, natureOf } from './workload/settings.js'

const named = namedDialect(family)
const own = [virtualServers, virtualServerRoutes, transportServers, policies, globalConfigurations]

export const f5Nginx = {
  ...named,
  reads: { rules: true, inside: true },
  assumption: `judged as ${family.title} 5.5 with defaults`,
  presumed: presumedAs(family, '5.5'),
  names: ['nginx-ingress'],
  refusesWithoutSecret: true,
  needsConfig: true,
  recognise: (pod) => recognise(family, pod, natureOf),
  usual: (namespace) => natureOf(new Map(), namespace, ''),
  hostNames: (_controller, ingress) => ruleHosts(ingress),
  counting: ({ settings }: F5Controller, { inventory }) => {
    const isPlus = settings.isPlus
    return ({ metadata }) => {
      const byAddressOf = metadata.annotations?.['nginx.org/use-cluster-ip'] === 'true'
      return (service, port) => endpointsFor(inventory, service, port, { byAddressOf, isPlus }).counted
    }
  },
  needs: ({ settings }: F5Controller, ingresses, hosts) => {
    const { configMap, wildcardCertificate, defaultCertificate } = settings
    const near = hosts === null ? ingresses : nearHosts(ingresses, hosts, ruleHosts)
    return {
      configMaps: configMap === null ? [] : [configMap],
      custom: settings.hasCustomResources ? own.filter((one) => isNeeded(one, settings)) : [],
      secrets: [...near.flatMap(tlsSecrets), ...[wildcardCertificate, defaultCertificate].flatMap((one) => one ?? [])],
    }
  },
  customKinds: own,
  suggests: (ingress, ingressClass) => {
    if (ingressClass(classNameOf(ingress) ?? '') !== undefined) return named.suggests(ingress, ingressClass)
    return family.speaks?.prefixes.some((prefix) => hasPrefix(ingress, prefix)) === true
  },
  plan: (controller: F5Controller, facts) => planOf(controller, facts),
  get rules() {
    return rules
  },
  observe: (pods, replica: F5Replica) => observationOf(replica, saidLive(pods, replica), reachOf(pods, replica)),
  replay: (saved, replica: F5Replica) =>
    observationOf(replica, saidBefore(saved, replica), outOfReach(replica, saved, saved.text(files.log))),
  texts: [files.dump],
  get discretion() {
    return f5Discretion
  },
  get log() {
    return logLanguage
  },
  backends: {
    names: (ingresses) => upstreamNames(ingresses),
    harmless: (backend) => harmless(backend),
    read: (backends, ingresses) => {
      const names = upstreamNames(ingresses)
      return backends.map((backend) => upstreamOf(backend, names))
    },
  },
} satisfies Dialect

function isNeeded(kind: CustomKind, { globalConfiguration }: F5Controller['settings']): boolean {
  return kind !== globalConfigurations || globalConfiguration !== null
}
