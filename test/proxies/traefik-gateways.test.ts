/** Who answers a request at a Gateway: ours, from the objects alone, and a real Traefik that reads the same objects. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { traefikGatewayDialect } from '../../src/controllers/shared/gateways/traefik.js'
import type { GatewayRoute, ParentRef } from '../../src/domain/objects/gateway/routes.js'
import { refKey } from '../../src/domain/objects/ref.js'
import type { Answer, TraceRequest } from '../../src/domain/requests/trace.js'
import type { GatewayPlan } from '../../src/semantics/gateway/plan.js'
import { seed } from '../support/random.js'
import { gatewayPlan, type WireObjects } from '../support/worlds/gateway-world.js'
import { freePorts } from './envoy.js'
import { type GatewayAsked, GatewayGenerator } from './generate-gateways.js'
import { ask, echoIn, echoing, type Reply } from './http.js'
import { withTraefikOfGateways } from './traefik.js'
import type { ServedObject } from './watched-api.js'

const rounds = Number(process.env.TKNG_PROXIES_ROUNDS ?? 3)
const routes = 60
const requests = 600

function certificate(): { cert: string; key: string } {
  const folder = mkdtempSync(join(tmpdir(), 'tkng-certificate-'))
  const words = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  const files = [
    '-keyout',
    join(folder, 'key'),
    '-out',
    join(folder, 'crt'),
    '-subj',
    '/CN=test',
    '-addext',
    'subjectAltName=DNS:*.example.test',
  ]
  execFileSync('openssl', [...words, ...files], { stdio: 'ignore' })
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')
  const made = { cert: read('crt'), key: read('key') }
  rmSync(folder, { recursive: true })
  return made
}

function byKind(objects: readonly ServedObject[]): WireObjects {
  const kinds = [...new Set(objects.map(({ kind }) => kind))]
  return Object.fromEntries(kinds.map((kind) => [kind, objects.filter((one) => one.kind === kind)])) as WireObjects
}

function traceRequest(asked: GatewayAsked): TraceRequest {
  const { scheme, port, gateway, method, host, target, headers, sni } = asked
  return { scheme, port, gateway, method, host, target, headers, sni, clientAddress: null, httpVersion: '1.1' }
}

function textOf({ method, target, host, headers }: GatewayAsked): string {
  const lines = [['host', host] as const, ...headers]
  const body = method === 'GET' || method === 'HEAD' ? '' : 'content-length: 0\r\n'
  return `${method} ${target} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}${body}connection: close\r\n\r\n`
}

/** @returns what is wrong; null: both say the same */
function fault(answer: Answer, reply: Reply): string | null {
  const echo = echoIn(reply)
  const real = `${reply.status} ${reply.headers.get('location') ?? ''} ${echo?.rule ?? ''} ${echo?.uri ?? ''} ${echo?.port ?? ''}`
  const rule = answer.source && `${answer.source.namespace}/${answer.source.name}/${answer.rule}`
  const ours = `${answer.status} ${answer.location ?? ''} ${rule ?? ''} ${answer.upstreamUri ?? ''} ${answer.endpoints?.join() ?? ''}`
  const wrong = `ours ${ours}, real ${real}`
  if (answer.split.length > 0) {
    if (echo === null)
      return answer.split.some(({ when }) => when.endsWith(`answered with ${reply.status}`)) ? null : wrong
    const fits = answer.split.some(({ endpoints }) => endpoints?.includes(`127.0.0.1:${echo.port}`))
    return fits && echo.rule === rule ? null : wrong
  }
  // A server of gRPC is spoken to in HTTP/2, which ours does not know.
  if (answer.source?.kind === 'GRPCRoute' && answer.verdict === 'served') return reply.status >= 500 ? null : wrong
  if (echo !== null) {
    const fits = answer.verdict === 'served' && answer.endpoints?.includes(`127.0.0.1:${echo.port}`)
    return fits && echo.rule === rule && echo.uri === answer.upstreamUri ? null : wrong
  }
  if (answer.location !== (reply.headers.get('location') ?? null)) return wrong
  return answer.status === reply.status ? null : wrong
}

const isSame = (a: ParentRef, b: ParentRef) =>
  a.name === b.name &&
  (a.namespace ?? '') === (b.namespace ?? '') &&
  (a.sectionName ?? '') === (b.sectionName ?? '') &&
  (a.port ?? 0) === (b.port ?? 0)

/** Does a route hang on its Gateway: ours, and what was written into its status. */
function differingStatuses({ world }: GatewayPlan, statuses: ReadonlyMap<string, unknown>): string[] {
  return world.attachments.flatMap(({ source, parentRef, reason }) => {
    const { parents = [] } = (statuses.get(refKey(source)) ?? {}) as NonNullable<GatewayRoute['status']>
    const said = (parents ?? []).find((one) => one.parentRef && isSame(one.parentRef, parentRef))
    const accepted = said?.conditions?.find(({ type }) => type === 'Accepted')
    if (accepted === undefined) return [`${refKey(source)}: nothing is said of it`]
    return (accepted.status === 'True') === (reason === null)
      ? []
      : [`${refKey(source)}: ${reason}, and its status ${accepted.reason}`]
  })
}

it.each(Array.from({ length: rounds }, (_, i) => i))(`generated Gateways %i, TKNG_SEED=${seed}`, async (round) => {
  const ports = await freePorts(4)
  const [https = 0, ...http] = ports
  const generator = new GatewayGenerator(seed + round * 7919, { http, https })
  await echoing(8, async (backends) => {
    const objects = generator.objects('traefik.io/gateway-controller', backends, certificate(), routes)
    const plan = gatewayPlan(byKind(objects), traefikGatewayDialect)
    await withTraefikOfGateways(objects, ports, async ({ statuses }) => {
      const wrong: string[] = []
      let compared = 0
      for (let i = 0; i < requests; i++) {
        const asked = generator.request()
        const answer = plan.answer(traceRequest(asked), true)
        if (answer.hops.some(({ subject }) => subject === 'random')) continue
        compared++
        const reply = await ask(asked.port, textOf(asked), asked.sni ?? undefined)
        const found = fault(answer, reply)
        if (found !== null) wrong.push(`${JSON.stringify({ ...asked, headers: [...asked.headers] })}: ${found}`)
      }
      expect(wrong).toEqual([])
      expect(compared).toBeGreaterThan(requests / 2)
      expect(differingStatuses(plan, statuses)).toEqual([])
    })
  })
})
