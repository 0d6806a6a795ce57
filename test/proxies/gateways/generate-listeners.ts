/** Generated Gateways, and the ListenerSets that give them more listeners. */
import type { ServedObject } from '../watched-api.js'
import { aged, type Breadth, type Chance, group, secretRef } from './chance.js'
import type { GatewayPorts } from './generate-gateways.js'

const all = { namespaces: { from: 'All' } }

export class ListenerGenerator {
  readonly #chance: Chance
  readonly #ports: GatewayPorts
  readonly #breadth: Breadth
  /** is what goes by the name in the handshake passed on as it is */
  readonly passes: boolean

  constructor(chance: Chance, ports: GatewayPorts, breadth: Breadth) {
    this.#chance = chance
    this.#ports = ports
    this.#breadth = breadth
    this.passes = chance.below(2) === 0
  }

  gateways(): ServedObject[] {
    return this.#breadth.gateways.map(({ namespace, name }, at) => {
      const from = this.#chance.one(['All', 'All', 'Same', 'None', undefined])
      return {
        apiVersion: `${group}/${this.#chance.one(['v1', 'v1', 'v1beta1'])}`,
        kind: 'Gateway',
        metadata: { namespace, name, generation: 1, ...aged(1 + at) },
        spec: {
          ...{ gatewayClassName: 'own', listeners: [...this.#forRequests(), ...this.#forStreams()] },
          ...(from && { allowedListeners: { namespaces: { from } } }),
        },
      }
    })
  }

  /** Listeners that a Gateway gets from others, on the ports that it has. */
  listenerSet(i: number): ServedObject {
    const { below, one } = this.#chance
    const listeners = this.#hosts(2).map((hostname, at) => {
      const isSecure = below(4) === 0
      return {
        name: `more-${at}`,
        ...(isSecure
          ? { port: this.#ports.https, protocol: 'HTTPS', tls: this.#certificate() }
          : { port: one(this.#ports.http), protocol: 'HTTP' }),
        ...(hostname && { hostname }),
        allowedRoutes: { namespaces: this.#allowed() },
      }
    })
    return {
      apiVersion: `${group}/v1`,
      kind: 'ListenerSet',
      metadata: { namespace: one(['infra', 'shop']), name: `set${i}`, generation: 1, ...aged(1 + below(3)) },
      spec: { parentRef: { group, kind: 'Gateway', ...one(this.#breadth.gateways) }, listeners },
    }
  }

  #forRequests(): object[] {
    const { below, one } = this.#chance
    const { http, https } = this.#ports
    const listeners: object[] = [...http, https].flatMap((port) =>
      this.#hosts(3).map((hostname, i) => ({
        name: `p${port}-${i}`,
        port,
        ...(hostname === undefined ? {} : { hostname }),
        ...(port === https ? { protocol: 'HTTPS', tls: this.#certificate() } : { protocol: 'HTTP' }),
        allowedRoutes: { namespaces: this.#allowed(), ...this.#kinds() },
      })),
    )
    const [first = 0] = http
    // One whose protocol does not go with those of its port: which of them comes first may decide.
    const odd = one([
      { port: first, protocol: 'HTTPS', tls: { mode: 'Terminate', certificateRefs: [secretRef('good')] } },
      { port: https, protocol: 'HTTP' },
    ])
    if (below(4) === 0)
      listeners.splice(below(listeners.length + 1), 0, {
        ...{ name: 'odd', ...odd, hostname: one(['odd.example.test', 'a.example.test', '*.example.test']) },
        allowedRoutes: { namespaces: this.#allowed() },
      })
    return listeners
  }

  #forStreams(): object[] {
    const { tcp, tls, udp } = this.#ports
    return [
      ...(udp === undefined ? [] : [{ name: 'udp', port: udp, protocol: 'UDP', allowedRoutes: all }]),
      { name: 'tcp', port: tcp, protocol: 'TCP', allowedRoutes: { namespaces: this.#allowed() } },
      ...this.#hosts(2).map((hostname, i) => ({
        ...{ name: `tls-${i}`, port: tls, protocol: 'TLS', ...(hostname && { hostname }) },
        tls: this.passes ? { mode: 'Passthrough' } : this.#certificate(),
        allowedRoutes: { namespaces: this.#allowed() },
      })),
    ]
  }

  /** Of infra there is one that others may name where a grant says so; of most other namespaces one of their own. */
  #certificate(): object {
    const { below, one } = this.#chance
    const name = below(8) === 0 ? 'missing' : 'good'
    const namespace = below(12) === 0 ? { namespace: one(['infra', 'shop', 'team-a']) } : {}
    return { mode: 'Terminate', certificateRefs: [{ ...secretRef(name), ...namespace }] }
  }

  #hosts(most: number): (string | undefined)[] {
    return this.#chance.shuffled(this.#breadth.listenerHosts).slice(0, 1 + this.#chance.below(most))
  }

  #kinds(): object {
    switch (this.#chance.below(12)) {
      case 0:
        return { kinds: [{ group, kind: 'HTTPRoute' }] }
      case 1:
        return {
          kinds: [
            { group, kind: 'HTTPRoute' },
            { group, kind: this.#chance.one(['GRPCRoute', 'TCPRoute']) },
          ],
        }
      default:
        return {}
    }
  }

  #allowed(): object {
    switch (this.#chance.below(6)) {
      case 0:
        return { from: 'Same' }
      case 1:
        return { from: 'Selector', selector: { matchLabels: { kind: 'team' } } }
      case 2:
        return {
          from: 'Selector',
          selector: {
            matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['team-b'] }],
          },
        }
      default:
        return { from: 'All' }
    }
  }
}
