/**
 * On generated clusters of routes, listeners, ListenerSets and grants, whoever owns the Gateways: who answers a request has
 * a row in `routes` that is not lost, and a TLSRoute that is said to be served gets what comes for its name. TKNG_SEED
 * repeats a run, TKNG_AGREEMENT_CLUSTERS says how many clusters are generated.
 */
import { expect, it } from 'vitest'
import { envoyGateway } from '../../src/controllers/envoy-gateway/index.js'
import { contourGatewayDialect } from '../../src/controllers/shared/gateways/contour.js'
import { bySpecification } from '../../src/controllers/shared/gateways/specification.js'
import { traefikGatewayDialect } from '../../src/controllers/shared/gateways/traefik.js'
import { refKey } from '../../src/domain/objects/ref.js'
import type { Answer, TraceRequest } from '../../src/domain/requests/trace.js'
import { gatewayRows } from '../../src/questions/gateways/rows.js'
import { byKind } from '../proxies/gateways/compare-gateways.js'
import { GatewayGenerator } from '../proxies/gateways/generate-gateways.js'
import { ownExtras, ownObjects } from '../proxies/gateways/generate-own-kinds.js'
import { pem } from '../support/cluster/tls-files.js'
import { seed } from '../support/random.js'
import { gatewayPlan } from '../support/worlds/gateway-world.js'

const seeds = Array.from({ length: Number(process.env.TKNG_AGREEMENT_CLUSTERS ?? 3) }, (_, i) => seed + i * 7919)
const specified = bySpecification('example.com/own')
const dialects = [specified, envoyGateway.gateway, contourGatewayDialect, traefikGatewayDialect]
/** Found with a seed: names that another protocol's listener has, requests of other methods, what chance decides, and expressions that take some of the paths. */
const known = [
  [specified, 1],
  [envoyGateway.gateway, 1_941_145_415],
  [contourGatewayDialect, 359],
  [traefikGatewayDialect, 22],
  [traefikGatewayDialect, 24],
  [traefikGatewayDialect, 317],
  [traefikGatewayDialect, 2_059_155_434],
] as const
const runs = [...known, ...dialects.flatMap((dialect) => seeds.map((one) => [dialect, one] as const))]
const behind = { plain: [1, 2, 3, 4, 5, 6, 7, 8], sealed: [9, 10] }
const may = ['served', 'fails', 'undefined-winner', 'unknown']

let answered = 0

const isByChance = ({ hops }: Answer) => hops.some(({ subject }) => subject === 'random')

it.each(runs.map(([dialect, one]) => [dialect.profile.title, one, dialect] as const))(
  '%s, TKNG_SEED=%i',
  (_title, own, dialect) => {
    const isOwn = dialect === envoyGateway.gateway
    // Of every other cluster one port has HTTPS and TLS.
    const ports = { http: [80, 8080], https: 443, tcp: 9000, tls: own % 2 ? 443 : 8443 }
    const generator = new GatewayGenerator(own, ports, 40, isOwn ? ownExtras : undefined)
    const made = generator.objects(dialect.controllerNames[0] ?? '', behind, { cert: pem('server'), key: '' })
    const more = isOwn ? ownObjects(generator.chance, generator.breadth, behind, made) : []
    const plan = gatewayPlan(byKind([...made, ...more]), dialect)
    const rows = gatewayRows(
      { plan, ownerOf: () => null, isOff: () => false, inventory: plan.world.facts.inventory },
      () => true,
    )
    const wrong: string[] = []
    const check = (request: TraceRequest) => {
      const { source, rule, verdict } = plan.answer(request, false)
      if (source === null || verdict === 'unknown') return
      answered += 1
      const of = rows.filter((one) => refKey(one.route.source) === refKey(source) && one.rule.index === rule)
      if (of.some(({ route }) => may.includes(route.fate?.is ?? 'unknown'))) return
      wrong.push(
        `${JSON.stringify(request)}: ${refKey(source)} ${rule}, ${JSON.stringify(of.map(({ route }) => route.fate))}`,
      )
    }
    for (let i = 0; i < 150; i++) {
      const { over, ...asked } = generator.request()
      // What becomes of a host is told for handshakes of its own name, and for names without a dot at their end.
      if (/\.(?::|$)/.test(asked.host) || (asked.sni === 'other.test' && !asked.host.startsWith('other.test'))) continue
      const request = { ...asked, clientAddress: null, httpVersion: '1.1' } as const
      check(request)
      if (over === 'tcp') check({ ...request, scheme: 'http', stream: 'tcp' })
    }
    for (const { route } of rows) {
      if (route.source.kind !== 'TLSRoute' || route.fate?.is !== 'served') continue
      const host = route.host?.replace('*', 'nobody') ?? 'nobody.invalid'
      const gets = route.parents.some(({ gateway, port }) => {
        const place = { scheme: 'https', port, gateway, host, sni: host, target: '/', method: 'GET' } as const
        const answer = plan.answer({ ...place, headers: new Map(), clientAddress: null, httpVersion: '1.1' }, true)
        return (answer.source && refKey(answer.source) === refKey(route.source)) || isByChance(answer)
      })
      if (!gets) wrong.push(`${refKey(route.source)} is said to be served at ${route.host}`)
    }
    expect(wrong).toEqual([])
  },
)

// Of one cluster few may be: how many depends on what was drawn.
it('requests were answered by routes', () => expect(answered).toBeGreaterThan(30 * runs.length))
