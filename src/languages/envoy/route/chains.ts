/** Which listener takes a connection, and which of its filter chains: https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/listener/v3/listener_components.proto#config-listener-v3-filterchainmatch */
import type { Chain, Listener } from '../config/types.js'

export type ChosenChain =
  | { readonly is: 'chain'; readonly listener: Listener; readonly chain: Chain }
  /** nobody listens */
  | { readonly is: 'refused' }
  /** it is closed before anything is said */
  | { readonly is: 'closed'; readonly listener: Listener; readonly why: string }
  | { readonly is: 'untried'; readonly listener: Listener; readonly what: string }

export interface Arrival {
  readonly port: number
  readonly isTls: boolean
  /** datagrams, and no connection; absent: no */
  readonly isUdp?: boolean
  /** null: none is told */
  readonly sni: string | null
}

export function chooseChain(listeners: readonly Listener[], { port, isTls, isUdp = false, sni }: Arrival): ChosenChain {
  const listener = listeners.find((one) => one.port === port && one.isUdp === isUdp)
  if (listener === undefined) return { is: 'refused' }
  const narrowed = narrow(
    narrow(
      listener.chains,
      ({ port: own }) => own === port,
      ({ port: own }) => own === null,
    ),
    ...byName(listener.chains, isTls ? (sni?.toLowerCase() ?? null) : null),
  )
  const wanted = isTls ? 'tls' : 'raw_buffer'
  const left = narrow(
    narrowed,
    ({ transport }) => transport === wanted,
    ({ transport }) => transport === '',
  )
  const [first] = left.filter(({ untried }) => untried.length === 0)
  const untried = left.find((one) => one.untried.length > 0)
  if (untried !== undefined) return { is: 'untried', listener, what: untried.untried.join(', ') }
  const chain = first ?? listener.fallback
  if (chain === null) return { is: 'closed', listener, why: isTls ? noName(sni) : 'no filter chain takes it' }
  if (isTls && chain.tls === null && chain.target.is === 'http')
    return { is: 'closed', listener, why: 'TLS is not spoken there' }
  if (!isTls && chain.tls !== null) return { is: 'closed', listener, why: 'only TLS is spoken there' }
  return { is: 'chain', listener, chain }
}

function noName(sni: string | null): string {
  return sni === null ? 'no filter chain takes a handshake without a name' : `no filter chain takes the name ${sni}`
}

/** Each part of a match rules out all that are less specific, even where nothing is left at the end. */
function narrow(chains: readonly Chain[], ...ways: readonly ((chain: Chain) => boolean)[]): readonly Chain[] {
  for (const fits of ways) {
    const found = chains.filter(fits)
    if (found.length > 0) return found
  }
  return []
}

/** The name itself, then each wildcard above it, then none. */
function byName(chains: readonly Chain[], name: string | null): readonly ((chain: Chain) => boolean)[] {
  const any = ({ servers }: Chain) => servers.length === 0
  if (name === null || !chains.some(({ servers }) => servers.length > 0)) return [any]
  const ways: ((chain: Chain) => boolean)[] = [({ servers }) => servers.includes(name)]
  for (let at = name.indexOf('.'); at !== -1 && ways.length < 128; at = name.indexOf('.', at + 1)) {
    const above = `*${name.slice(at)}`
    ways.push(({ servers }) => servers.includes(above))
  }
  return [...ways, any]
}
