/** What ours says of a generated Gateway, beside what a real proxy does. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { GatewayRoute, ParentRef } from '../../../src/domain/objects/gateway/routes.js'
import { refKey } from '../../../src/domain/objects/ref.js'
import type { Answer, TraceRequest, Tracer } from '../../../src/domain/requests/trace.js'
import type { Attachment } from '../../../src/semantics/gateway/attachment/attach.js'
import type { GatewayPlan } from '../../../src/semantics/gateway/plan.js'
import type { WireObjects } from '../../support/worlds/gateway-world.js'
import { Client } from '../client.js'
import { echoing, echoingSealed } from '../echo.js'
import { ask, echoIn, type Reply, severalAtOnce } from '../http.js'
import { answeringDatagrams, datagram } from '../streams.js'
import type { ServedObject } from '../watched-api.js'
import type { Behind, Certificate, GatewayAsked, GatewayGenerator } from './generate-gateways.js'

/** For the hosts of the generated clusters. */
export function certificate(): Certificate {
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

/** Servers behind a generated cluster. */
export function withBackends<T>(shown: Certificate, use: (behind: Behind) => Promise<T>): Promise<T> {
  return echoing(8, (plain) =>
    answeringDatagrams(['127.0.0.1'], plain, () => echoingSealed(2, shown, (sealed) => use({ plain, sealed }))),
  )
}

/** Wire objects by their kind. */
export function byKind(objects: readonly ServedObject[]): WireObjects {
  const kinds = [...new Set(objects.map(({ kind }) => kind))]
  return Object.fromEntries(kinds.map((kind) => [kind, objects.filter((one) => one.kind === kind)])) as WireObjects
}

/** Where a proxy listens, and what it says of itself, for a request; what is left out is as asked. */
export interface Way {
  readonly port?: number
  readonly address?: string | undefined
  readonly gateway?: GatewayAsked['gateway']
  readonly live?: Tracer | undefined
}

/** Generated requests through the proxy: the plan and its own state must say of each what comes. Those that chance decides are left out. */
export async function expectAnswers(
  generator: GatewayGenerator,
  requests: number,
  plan: Tracer,
  wayOf: (asked: GatewayAsked) => Way = () => ({}),
): Promise<void> {
  const wrong: string[] = []
  const client = new Client()
  let compared = 0
  const compare = async (asked: GatewayAsked) => {
    const { port = asked.port, address, gateway = asked.gateway, live } = wayOf(asked)
    const request = { ...traceRequest(asked), gateway }
    const reply = await replyTo(client, asked, port, address)
    const said = () => JSON.stringify({ ...asked, headers: [...asked.headers] })
    if (isUnheard(plan.answer(request, false), reply, generator.sealed)) return
    const found = faultOf(plan, request, reply, asked)
    if (found !== null) {
      if (plan.answer(request, true).hops.some(({ subject }) => subject === 'random')) return
      wrong.push(`${said()}: ${found}`)
    }
    compared++
    const other = live === undefined ? null : faultOf(live, request, reply, asked)
    if (other !== null) wrong.push(`live: ${said()}: ${other}`)
  }
  const all = Array.from({ length: requests }, () => generator.request())
  await severalAtOnce(all, compare)
  client.close()
  expect(wrong).toEqual([])
  expect(compared).toBeGreaterThan(requests / 2)
}

/** Calls go in clear text to a server that speaks nothing but TLS, since no policy counts for their route. */
function isUnheard({ source, lastHop, endpoints }: Answer, reply: Reply, sealed: readonly number[]): boolean {
  const isCleartext = source?.kind === 'GRPCRoute' && lastHop?.tls === null
  const isLost = reply.status >= 500 || reply.headers.get('grpc-status') === '14'
  return isCleartext && isLost && echoIn(reply) === null && sealed.some((port) => isAmong(endpoints, port))
}

async function replyTo(client: Client, asked: GatewayAsked, port: number, address = '127.0.0.1'): Promise<Reply> {
  const { over, sni, method, target } = asked
  if (over === 'udp') return replyOf(await datagram(port, address))
  if (over === 'grpc') return client.call({ address, port, target, headers: headersOf(asked), sni })
  if (over === 'tcp') return ask(port, textOf(asked), sni ?? undefined, address)
  return client.ask({ address, port, method, target, headers: headersOf(asked), sni })
}

/** Of datagrams who sent one is all that comes back. */
function replyOf(taker: string | null): Reply {
  const echo = { port: Number(taker?.split(':')[1]), uri: '/', host: '' }
  const headers = taker === null ? [] : [['x-echo', Buffer.from(JSON.stringify(echo)).toString('base64')] as const]
  return { status: 0, headers: new Map(headers), body: '' }
}

/** What a tracer says of a request, beside what came. @returns null: the same, or it says that it cannot know */
function faultOf(tracer: Tracer, request: TraceRequest, reply: Reply, asked: GatewayAsked): string | null {
  const answer = tracer.answer(request, false)
  if (answer.verdict === 'unknown') return null
  if (answer.outcomes.length === 0) return fault(answer, reply, asked)
  const { status, outcomes } = answer
  const isRefused =
    echoIn(reply) === null && outcomes.some((one) => one.when !== 'pass' && (one.status ?? 0) === reply.status)
  if (isRefused && (status === null || status === reply.status)) return null
  if (status !== null)
    return `ours ${status}, since ${outcomes.map(({ condition }) => condition).join()}, real ${reply.status}`
  return fault(tracer.answer({ ...request, auth: 'pass' }, false), reply, asked)
}

/** The same request as ours is asked. */
function traceRequest(asked: GatewayAsked): TraceRequest {
  const { over, ...rest } = asked
  return { ...rest, ...(over === 'udp' && { stream: over }), clientAddress: null, httpVersion: '1.1' }
}

/** What goes over the wire. */
function textOf(asked: GatewayAsked): string {
  const lines = headersOf(asked).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${asked.method} ${asked.target} HTTP/1.1\r\n${lines.join('')}connection: close\r\n\r\n`
}

function headersOf({ over, method, host, headers }: GatewayAsked): readonly (readonly [string, string])[] {
  const body = over === 'grpc' || method === 'GET' || method === 'HEAD' ? [] : [['content-length', '0'] as const]
  return [['host', host], ...headers, ...body]
}

/** @param answer of a proxy's state it does not say which rule it was
 * @returns what is wrong; null: both say the same */
function fault(answer: Answer, reply: Reply, { over }: Pick<GatewayAsked, 'over'>): string | null {
  const isStream = over === 'tcp' || over === 'udp'
  const echo = echoIn(reply)
  const by = answer.rule === undefined ? echo?.rule?.replace(/\/\d+$/, '') : echo?.rule
  const real = `${reply.status} ${reply.headers.get('location') ?? ''} ${echo?.rule ?? ''} ${echo?.uri ?? ''} ${echo?.port ?? ''}`
  const rule =
    answer.source &&
    `${answer.source.namespace}/${answer.source.name}${answer.rule === undefined ? '' : `/${answer.rule}`}`
  // A backend has none of its own here.
  const called = reply.headers.get('grpc-status') ?? ''
  const isUnavailable = reply.status === 503 || called === '14'
  // One that is spoken to in TLS for no other reason than that the client is knows none.
  if (answer.source?.kind === 'GRPCRoute' && answer.lastHop?.tls && isUnavailable) return null
  // A host that the request names may not be there.
  if (answer.verdict === 'served' && answer.endpoints === null && isUnavailable) return null
  if (echo === null && answer.split.length === 0 && called !== `${answer.grpcStatus ?? ''}`)
    return `ours ${answer.status} ${answer.grpcStatus}, real ${reply.status} ${called}`
  const ours = `${answer.status} ${answer.location ?? ''} ${rule ?? ''} ${answer.upstreamUri ?? ''} ${answer.endpoints?.join() ?? ''}`
  const wrong = `ours ${ours}, real ${real}`
  // Nobody writes into what is passed on, or into what comes back; where one port has both, it may be read.
  const isRead = answer.source?.kind === 'HTTPRoute' || answer.source?.kind === 'GRPCRoute'
  if (isStream && !isRead && (echo !== null || reply.status === 0)) {
    // Of several any may be the one, and the connections of some end.
    const { verdict, split } = answer
    const lost = split.filter(
      ({ when, endpoints }) => endpoints?.length === 0 || when.endsWith('whose connections end'),
    )
    const ends = verdict !== 'served' || lost.length > 0
    const takers = split.length > 0 ? split.filter((one) => !lost.includes(one)) : verdict === 'served' ? [answer] : []
    const fits = takers.some(({ endpoints }) => isAmong(endpoints, echo?.port))
    return (echo === null ? ends && reply.status === 0 : fits) ? null : wrong
  }
  if (answer.split.length > 0) {
    if (echo === null)
      return answer.split.some(({ when }) =>
        when.endsWith(`answered with ${called ? `grpc-status ${called}` : reply.status}`),
      )
        ? null
        : wrong
    const fits = answer.split.some(({ endpoints }) => isAmong(endpoints, echo.port))
    return fits && by === rule ? null : wrong
  }
  if (echo !== null) {
    const fits = answer.verdict === 'served' && isAmong(answer.endpoints, echo.port)
    const [host] = answer.lastHop?.hosts ?? []
    if (host != null && host !== echo.host) return `${wrong}: Host ${host}, real ${echo.host}`
    // What an expression makes of a path is not worked out.
    return fits && by === rule && echo.uri === (answer.upstreamUri ?? echo.uri) ? null : wrong
  }
  if (answer.location !== (reply.headers.get('location') ?? null)) return wrong
  // 0: the connection ends.
  return (answer.status ?? (answer.verdict === 'unavailable' ? 0 : null)) === reply.status ? null : wrong
}

/** By the port: all are here, by address or by name. null: nobody knows where they are */
function isAmong(endpoints: readonly string[] | null, port: number | undefined): boolean {
  return endpoints === null || endpoints.some((one) => one.endsWith(`:${port}`))
}

const isSame = (a: ParentRef, b: ParentRef) =>
  a.name === b.name &&
  (a.namespace ?? '') === (b.namespace ?? '') &&
  (a.sectionName ?? '') === (b.sectionName ?? '') &&
  (a.port ?? 0) === (b.port ?? 0)

/** Why it is not accepted, though it hangs there: nothing of it is left. */
const ofRules: ReadonlySet<string> = new Set([
  ...['RuleMatchConflict', 'UnsupportedValue', 'InvalidMethodMatch', 'IncompatibleFilters'],
])
const isOfRules = (reason: string | null | undefined) => (reason ?? '').split(',').every((one) => ofRules.has(one))

/** Does a route hang on its Gateway: ours, and what was written into its status. @param isRead is anything said of it */
export function differingStatuses(
  { world }: GatewayPlan,
  statuses: ReadonlyMap<string, unknown>,
  isRead: (attachment: Attachment) => boolean = () => true,
): string[] {
  return world.attachments.filter(isRead).flatMap(({ source, parentRef, reason }) => {
    const { parents = [] } = (statuses.get(refKey(source)) ?? {}) as NonNullable<GatewayRoute['status']>
    const said = (parents ?? []).find((one) => one.parentRef && isSame(one.parentRef, parentRef))
    const accepted = said?.conditions?.find(({ type }) => type === 'Accepted')
    if (accepted === undefined) return [`${refKey(source)}: nothing is said of it`]
    // Envoy Gateway writes over what it said of the listeners, where a part of the rules is refused, or all of them.
    const isOverwritten =
      isOfRules(accepted.reason) ||
      said?.conditions?.some(({ type, status }) => type === 'PartiallyInvalid' && status === 'True')
    if (reason !== null && isOverwritten) return []
    return (accepted.status === 'True' || isOfRules(accepted.reason)) === (reason === null)
      ? []
      : [`${refKey(source)}: ${reason}, and its status ${accepted.reason}`]
  })
}
