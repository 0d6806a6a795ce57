/** The controllers of a cluster, by every dialect that we know. */
import type { Controller, Controllers, Observer, Replica } from '../domain/controllers/controller.js'
import type { Pod } from '../domain/objects/workloads.js'
import type { ClusterReader } from '../domain/ports.js'
import { namedObjects } from './ingress-nginx/annotations/named-objects.js'
import { askedTracer, servedTracer } from './ingress-nginx/answer/open.js'
import { logReader, tellsOf } from './ingress-nginx/logs/read-log.js'
import { hostNames } from './ingress-nginx/model/host-names.js'
import { parseBackends, upstreamNames, upstreamOf } from './ingress-nginx/observe/backends.js'
import { confBlocks } from './ingress-nginx/observe/conf-blocks.js'
import { excerpt } from './ingress-nginx/observe/excerpt.js'
import { expectedEndpoints } from './ingress-nginx/observe/expected-endpoints.js'
import { servedRoutes } from './ingress-nginx/observe/served-routes.js'
import { whyIgnored } from './ingress-nginx/why/evidence.js'
import { whyIngresses } from './ingress-nginx/why/why.js'
import { locate, replicaOf } from './ingress-nginx/workload/locate.js'
import { owns } from './ingress-nginx/workload/own.js'
import { supportOf } from './ingress-nginx/workload/support.js'

/**
 * @param observer asks the replicas: a live cluster's, or a capture's
 * @param saved the files, where the observer answers from some that do not say whose they are
 */
export function createControllers(cluster: ClusterReader, observer: Observer, saved: string | null): Controllers {
  return {
    observer,
    find: async (namespace) => {
      const { items, gaps } = await cluster.list('Pod', {
        scope: namespace === null ? 'all-namespaces' : { namespace },
      })
      const controllers = locate(items)
      // A saved nginx.conf needs no pod to be looked at.
      return controllers.length === 0 && saved !== null
        ? { controllers: [standIn('File', 'saved', saved)], gaps: [] }
        : { controllers, gaps }
    },
    owns,
    backends: parseBackends,
    support: supportOf,
    logReader,
    tellsOf,
    upstreamNames,
    excerpt,
    confBlocks,
    servedRoutes,
    expectedEndpoints,
    asked: askedTracer,
    served: servedTracer,
    why: whyIngresses,
    whyIgnored,
    hostNames,
    namedObjects,
    assumed: () => standIn('assumed', 'assumed', 'ingress-nginx'),
    upstreams: (backends, ingresses) => {
      const names = upstreamNames(ingresses)
      return backends.map((backend) => upstreamOf(backend, backends, names))
    },
  }
}

/** A controller of which nothing is known but what somebody saved of it. */
function standIn(kind: string, namespace: string, name: string): Controller {
  const pod: Pod = { kind: 'Pod', metadata: { name, namespace } }
  const replica: Replica = { ...replicaOf(pod, { name: '', image: null }), state: 'ready' }
  return {
    namespace,
    name,
    kind,
    dialect: 'ingress-nginx',
    replicas: [replica],
    settings: replica.settings,
    release: replica.release,
  }
}
