/** Who answers a request at a Gateway: ours, from the objects and from the proxy's state, and a real Contour with its Envoy. */
import { expect, it } from 'vitest'
import { words } from '../../../src/controllers/contour/words.js'
import { EnvoyTracer } from '../../../src/controllers/shared/envoy/answer.js'
import { contourGatewayDialect } from '../../../src/controllers/shared/gateways/contour.js'
import { readConfigDump } from '../../../src/languages/envoy/dump/read.js'
import { yamlBlock } from '../../../src/print/document.js'
import { freePorts } from '../../support/free-ports.js'
import { seed } from '../../support/random.js'
import { gatewayPlan } from '../../support/worlds/gateway-world.js'
import { contourKinds, runContour } from '../contour.js'
import { watchedGateways, withWatchedApi } from '../watched-api.js'
import { byKind, certificate, differingStatuses, expectAnswers, withBackends } from './compare-gateways.js'
import { GatewayGenerator } from './generate-gateways.js'

const rounds = Number(process.env.TKNG_PROXIES_ROUNDS ?? 2)
const requests = Number(process.env.TKNG_PROXIES_REQUESTS ?? 600)
const routes = Number(process.env.TKNG_PROXIES_ROUTES ?? 60)
/** Where its Envoy listens for a port of a listener: https://github.com/projectcontour/contour/blob/main/internal/gatewayapi/listeners.go */
const moved = 8000

it.each(Array.from({ length: rounds }, (_, i) => i))(`generated Gateways %i, TKNG_SEED=${seed}`, async (round) => {
  const [https = 0, tcp = 0, tls = 0, ...http] = (await freePorts(6)).map((port) => port - moved)
  const generator = new GatewayGenerator(seed + round * 7919, { http, https, tcp, tls }, routes)
  const config = yamlBlock({
    gateway: { gatewayRef: { namespace: 'infra', name: 'one' } },
    timeouts: { 'delayed-close-timeout': '1ms' },
  })
  const shown = certificate()
  await withBackends(shown, async (behind) => {
    const name = 'projectcontour.io/gateway-controller'
    const objects = generator.objects(name, behind, shown)
    const plan = gatewayPlan(byKind(objects), contourGatewayDialect)
    await withWatchedApi(objects, { ...watchedGateways, ...contourKinds }, ({ url, statuses }) =>
      runContour(
        url,
        config,
        async () => statuses.has('Gateway/infra/one'),
        async ({ page, until }) => {
          await until(async () => !Buffer.from(await page()).includes('warming_state'))
          const live = new EnvoyTracer(await readConfigDump([await page()]), words)
          const gateway = { namespace: 'infra', name: 'one' }
          await expectAnswers(generator, requests, plan, ({ port }) => ({ port: port + moved, gateway, live }))
          expect(differingStatuses(plan, statuses, ({ gateway }) => gateway.name === 'one')).toEqual([])
        },
      ),
    )
  })
})
