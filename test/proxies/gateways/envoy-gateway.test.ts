/** Who answers a request at a Gateway: ours, from the objects and from Envoy's state, and an Envoy as Envoy Gateway steers it. */
import { expect, it } from 'vitest'
import { envoyGateway } from '../../../src/controllers/envoy-gateway/index.js'
import { words } from '../../../src/controllers/envoy-gateway/words.js'
import { EnvoyTracer } from '../../../src/controllers/shared/envoy/answer.js'
import { readConfigDump } from '../../../src/languages/envoy/dump/read.js'
import { freePorts } from '../../support/free-ports.js'
import { seed } from '../../support/random.js'
import { gatewayPlan } from '../../support/worlds/gateway-world.js'
import type { ServedObject } from '../watched-api.js'
import { byKind, certificate, differingStatuses, expectAnswers, withBackends } from './compare-gateways.js'
import { withEnvoyGateway } from './envoy-gateway.js'
import { GatewayGenerator } from './generate-gateways.js'
import { ownExtras, ownObjects } from './generate-own-kinds.js'

const rounds = Number(process.env.TKNG_PROXIES_ROUNDS ?? 3)
const requests = Number(process.env.TKNG_PROXIES_REQUESTS ?? 600)
const dialect = envoyGateway.gateway
const routes = Number(process.env.TKNG_PROXIES_ROUTES ?? 60)

/** One hostname from two listeners freezes a whole port: of most clusters each port for HTTP has one listener. */
function thinned(objects: readonly ServedObject[]): readonly ServedObject[] {
  const taken = new Set<string>()
  return objects.flatMap((one) => {
    const { listeners = [], parentRef } = (one.spec ?? {}) as Thinned
    if (one.kind !== 'Gateway' && one.kind !== 'ListenerSet') return [one]
    const gateway = parentRef?.name ?? one.metadata.name
    const left = listeners.filter(({ port, protocol }) => {
      const isFree = protocol !== 'HTTP' || !taken.has(`${gateway} ${port}`)
      taken.add(`${gateway} ${port}`)
      return isFree
    })
    return left.length === 0 ? [] : [{ ...one, spec: { ...(one.spec as object), listeners: left } }]
  })
}

interface Thinned {
  readonly listeners?: readonly { readonly port: number; readonly protocol: string }[]
  readonly parentRef?: { readonly name: string }
}

it.each(Array.from({ length: rounds }, (_, i) => i))(`generated Gateways %i, TKNG_SEED=${seed}`, async (round) => {
  const [https = 0, tcp = 0, tls = 0, udp = 0, ...http] = await freePorts(7)
  const generator = new GatewayGenerator(seed + round * 7919, { http, https, tcp, tls, udp }, routes, ownExtras)
  const shown = certificate()
  await withBackends(shown, async (behind) => {
    const made = generator.objects('gateway.envoyproxy.io/gatewayclass-controller', behind, shown)
    const own = ownObjects(generator.chance, generator.breadth, behind, made)
    const objects = [...(round % 4 === 3 ? made : thinned(made)), ...own]
    await withEnvoyGateway(objects, certificate(), async (gateways, statuses, written) => {
      const plan = gatewayPlan(byKind(written), dialect)
      const live = new Map<string, EnvoyTracer>()
      for (const [name, { dump }] of gateways) live.set(name, new EnvoyTracer(await readConfigDump([dump]), words))
      await expectAnswers(generator, requests, plan, ({ gateway }) => {
        const name = `${gateway.namespace}/${gateway.name}`
        return { address: gateways.get(name)?.address, live: live.get(name) }
      })
      // It says of routes that they are accepted where all their listeners are out: they are not.
      expect(differingStatuses(plan, statuses, ({ reason }) => reason !== 'ListenerNotReady')).toEqual([])
    })
  })
})
