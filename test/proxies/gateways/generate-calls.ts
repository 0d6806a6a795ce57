/** Generated routes of gRPC and of datagrams, and calls that try them. */
import type { ServedObject } from '../watched-api.js'
import { type Breadth, type Chance, group } from './chance.js'
import { type Extras, RuleGenerator } from './generate-gateway-rules.js'
import type { GatewayAsked, GatewayPorts } from './generate-gateways.js'

/** Of a route, what all kinds have. */
export interface Place {
  readonly metadata: ServedObject['metadata']
  readonly parentRefs: readonly object[]
}

const methods = [
  { type: 'Exact', service: 'pkg.Svc', method: 'Get' },
  { type: 'Exact', service: 'pkg.Svc', method: 'Put' },
  { service: 'pkg.Other', method: 'Get' },
  { type: 'Exact', service: 'pkg.Svc' },
  { type: 'Exact', method: 'Get' },
  { type: 'RegularExpression', service: 'pkg..*', method: 'G.*' },
  { type: 'RegularExpression', service: 'pkg\\.(Svc|Other)' },
  { type: 'RegularExpression', method: 'P[a-z]+' },
  undefined,
]
const targets = [
  ...[
    '/pkg.Svc/Get',
    '/pkg.Svc/Get',
    '/pkg.Svc/Put',
    '/pkg.Other/Get',
    '/pkgXSvc/Get',
    '/pkg.Svc',
    '/pkg.Svc/Get/more',
  ],
  ...['/x/pkg.Svc/Get', '/pkg.Svc/Get?x=1', '/pkg.Svc%2FGet', '/pkg.svc/get'],
]
const contentTypes = ['application/grpc', 'application/grpc', 'application/grpc+proto', 'application/grpc;x=1']

export class CallGenerator {
  readonly chance: Chance
  readonly #ports: GatewayPorts
  readonly #breadth: Breadth
  readonly #rules: RuleGenerator

  constructor(chance: Chance, ports: GatewayPorts, breadth: Breadth, extras?: Extras) {
    this.chance = chance
    this.#ports = ports
    this.#breadth = breadth
    this.#rules = new RuleGenerator(chance, ports.http[0] ?? 80, extras)
  }

  grpcRoute({ metadata, parentRefs }: Place): ServedObject {
    const { below, one } = this.chance
    const hostname = one(['grpc.example.test', 'long-name.example.test', '*.other.test', one(this.#breadth.hostnames)])
    const rules = Array.from({ length: 1 + below(3) }, (_, rule) => ({
      matches: Array.from({ length: 1 + below(2) }, () => this.#match()),
      ...this.#rules.grpcRule(`${metadata.namespace}/${metadata.name}/${rule}`),
    }))
    const hostnames = below(5) === 0 ? {} : { hostnames: [hostname] }
    return { apiVersion: `${group}/v1`, kind: 'GRPCRoute', metadata, spec: { parentRefs, ...hostnames, rules } }
  }

  udpRoute({ metadata }: Place): ServedObject {
    const { below, one } = this.chance
    const backend = () => ({ name: one(['one', 'two', 'one', 'two', 'none', 'gone']), port: one([53, 53, 53, 80]) })
    const backendRefs = Array.from({ length: 1 + Number(below(3) === 0) }, backend)
    const parentRefs = [{ group, kind: 'Gateway', ...one(this.#breadth.gateways), sectionName: 'udp' }]
    return { apiVersion: `${group}/v1`, kind: 'UDPRoute', metadata, spec: { parentRefs, rules: [{ backendRefs }] } }
  }

  /** Of some routes of connections there is another backend. */
  second(isPassed: boolean): object[] {
    const { below, one } = this.chance
    const name = one([...(isPassed ? ['secure'] : ['two', 'one']), 'none', 'gone'])
    const other = {
      group: '',
      kind: 'Service',
      name,
      port: 80,
      weight: 1 + below(2),
    }
    return below(3) === 0 ? [other] : []
  }

  /** The same, or a call in its place. */
  turned(asked: GatewayAsked): GatewayAsked {
    const { below, one } = this.chance
    const { http, udp } = this.#ports
    const plain = { ...asked, scheme: 'http', sni: null } as const
    if (udp !== undefined && below(40) === 0) return { ...plain, over: 'udp', port: udp }
    if (asked.over !== 'http' || below(5) > 0) return asked
    const headers = new Map([...asked.headers, ['content-type', one(contentTypes)]])
    const target = below(3) === 0 ? asked.target : one(targets)
    const host = below(3) === 0 ? asked.host : one(['grpc.example.test', 'long-name.example.test', 'z.other.test'])
    const call = { over: 'grpc', method: 'POST', headers, target, host } as const
    // Whoever asks in TLS mostly means the host that the handshake names.
    if (asked.sni !== null) return { ...asked, ...call, sni: below(8) === 0 ? asked.sni : nameIn(host) }
    return { ...plain, port: one(http), ...call }
  }

  #match(): object {
    const { below, one } = this.chance
    const method = one(methods)
    const headers = [
      ...(below(3) === 0 ? [{ name: 'x-a', type: 'Exact', value: '1' }] : []),
      ...(below(5) === 0 ? [{ name: 'X-b', type: 'RegularExpression', value: '[12]' }] : []),
    ]
    return { ...(method && { method }), ...(headers.length > 0 && { headers }) }
  }
}

/** The name of a handshake for a Host. */
export function nameIn(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\.|\.$/g, '')
}
