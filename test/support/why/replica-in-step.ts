/** What a replica of ingress-nginx says that follows the objects: its configuration, its backends, its certificates. */
import { createControllers } from '../../../src/controllers/create.js'
import { render } from '../../../src/controllers/ingress-nginx/model/render/render.js'
import { keptNames } from '../../../src/controllers/ingress-nginx/observe/observation.js'
import type { NginxPlan } from '../../../src/controllers/ingress-nginx/plan.js'
import type { Controllers } from '../../../src/domain/controllers/dialect.js'
import type { Kind, Secret } from '../../../src/domain/objects/objects.js'
import { openWorlds } from '../../../src/questions/worlds/worlds.js'
import { memoryCluster } from '../cluster/memory-cluster.js'
import { pem } from '../cluster/tls-files.js'

export type Objects = { readonly [K in Kind]?: readonly object[] }

/** Nothing is asked of a replica: the objects tell what it should say. */
const unasked = (): ReturnType<Controllers['observe']> => {
  throw new Error('no replica is there to be asked')
}

/**
 * @param of name of the controller; left out: the first
 * @returns file name → text, as a capture keeps what a replica said
 */
export async function saidInStep(objects: Objects, of?: string): Promise<Readonly<Record<string, string>>> {
  const cluster = memoryCluster({ objects })
  const question = { selection: {}, namespace: null, semantics: null, now: 0 }
  const worlds = await openWorlds(cluster, createControllers(cluster, unasked, null), question)
  const chosen = worlds.chosen.find(({ controller }) => of === undefined || controller.name === of) ?? worlds.standIn
  const { plan, facts } = await worlds.open(chosen, null)
  const { controller, model, upstreams } = plan as NginxPlan
  const backends = upstreams.map(({ name, endpoints }) => ({
    name,
    endpoints: (endpoints ?? []).map((one) => {
      const colon = one.lastIndexOf(':')
      return { address: one.slice(0, colon), port: one.slice(colon + 1) }
    }),
    alternativeBackends: model.upstreams.get(name)?.alternatives ?? [],
    trafficShapingPolicy: model.upstreams.get(name)?.canary ?? {},
  }))
  const http = (plan.settings ?? []).map(({ directive, value }) => `${directive} ${value};`)
  return {
    'nginx.conf': ['events {}', 'http {', ...http, ...render(model, controller.settings), '}', ''].join('\n'),
    'backends.json': JSON.stringify(backends),
    'certificates.json': JSON.stringify(
      Object.fromEntries([
        ...['_', ...facts.ingresses.flatMap(keptNames)].map((name) => [name, null] as const),
        ...plan.routes.map(({ host }) => [host ?? '_', null] as const),
        ...[...model.registered].map(
          ([name, { secret, certificate }]) =>
            [name, secret === null || certificate === null ? pem('expired') : pemOf(facts.secretOf(secret))] as const,
        ),
      ]),
    ),
  }
}

function pemOf(secret: Secret | undefined | null): string {
  return atob(secret?.data?.['tls.crt'] ?? '')
}
