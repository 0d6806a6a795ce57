/** Who answers a request at a Gateway: ours, from the objects alone, and a real Traefik that reads the same objects. */
import { expect, it } from 'vitest'
import { traefikGatewayDialect } from '../../../src/controllers/shared/gateways/traefik.js'
import { freePorts } from '../../support/free-ports.js'
import { seed } from '../../support/random.js'
import { gatewayPlan } from '../../support/worlds/gateway-world.js'
import { withTraefikOfGateways } from '../traefik.js'
import { byKind, certificate, differingStatuses, expectAnswers, withBackends } from './compare-gateways.js'
import { GatewayGenerator } from './generate-gateways.js'

const rounds = Number(process.env.TKNG_PROXIES_ROUNDS ?? 3)
const routes = Number(process.env.TKNG_PROXIES_ROUTES ?? 60)
const requests = Number(process.env.TKNG_PROXIES_REQUESTS ?? 600)

/** As it is when nobody tells it to read TCPRoutes. */
const { attachment, ...profile } = traefikGatewayDialect.profile
const protocols = attachment.protocols.filter((one) => one !== 'TCP')
const usual = { ...traefikGatewayDialect, profile: { ...profile, attachment: { ...attachment, protocols } } }

it.each(Array.from({ length: rounds }, (_, i) => i))(`generated Gateways %i, TKNG_SEED=${seed}`, async (round) => {
  const ports = await freePorts(6)
  const [https = 0, tcp = 0, tls = 0, ...http] = ports
  // Of some clusters one port has both: what is read, and what goes by the name of the handshake.
  const named = round % 2 === 0 ? tls : https
  const generator = new GatewayGenerator(seed + round * 7919, { http, https, tcp, tls: named }, routes)
  const shown = certificate()
  await withBackends(shown, async (behind) => {
    const objects = generator.objects('traefik.io/gateway-controller', behind, shown)
    // It reads TCPRoutes only where it is told to.
    const isTold = (seed + round) % 3 > 0
    const plan = gatewayPlan(byKind(objects), isTold ? traefikGatewayDialect : usual)
    const words = isTold ? ['--providers.kubernetesGateway.experimentalChannel=true'] : []
    await withTraefikOfGateways(objects, ports, words, async ({ statuses }) => {
      await expectAnswers(generator, requests, plan)
      expect(differingStatuses(plan, statuses, ({ route }) => isTold || route.kind !== 'TCPRoute')).toEqual([])
    })
  })
})
