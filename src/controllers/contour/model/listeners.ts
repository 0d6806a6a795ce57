/** The two listeners that Contour gives to its Envoys: internal/xdscache/v3/listener.go of https://github.com/projectcontour/contour */
import type { Chain, Connection, Filter, Listener, Target } from '../../../languages/envoy/config/types.js'
import { misdirecting } from '../../shared/envoy/scripts.js'
import { filters } from '../custom/guards.js'
import type { ContourConfig } from '../workload/config.js'
import type { SecureHost } from './types.js'

/** @param hasPlain does any host have routes without TLS */
export function listenersOf(
  hasPlain: boolean,
  secure: readonly SecureHost[],
  config: ContourConfig,
): readonly Listener[] {
  const asked = config.authorization === null ? switched : [...switched, guard(filters.authorization)]
  const http = chain('', [], null, { is: 'http', connection: connection('ingress_http', asked, config) })
  const [first] = secure.filter(({ isFallback }) => isFallback)
  const https = [
    ...secure.map((one) => chainOf(one, config)),
    ...(first === undefined ? [] : [fallbackOf(first, config)]),
  ]
  const any = { isUdp: false, fallback: null }
  return [
    ...(hasPlain ? [{ name: 'ingress_http', ...any, port: 8080, chains: [http] }] : []),
    ...(https.length > 0 ? [{ name: 'ingress_https', ...any, port: 8443, chains: https }] : []),
  ]
}

function chainOf({ name, tls, tcp, guards }: SecureHost, config: ContourConfig): Chain {
  const target: Target =
    tcp === null
      ? {
          is: 'http',
          connection: connection(`https/${name}`, [misdirected, ...switched, ...guards.map(guard)], config),
        }
      : { is: 'tcp', clusters: tcp.map((one) => ({ ...one, hostRewrite: null })) }
  return chain('', [name], tls && { secrets: [name], inline: [] }, target)
}

/** For handshakes that no host has a name for. */
function fallbackOf({ name, guards }: SecureHost, config: ContourConfig): Chain {
  const target: Target = {
    is: 'http',
    connection: connection('ingress_fallbackcert', [...switched, ...guards.map(guard)], config),
  }
  return chain('tls', [], { secrets: [name], inline: [] }, target)
}

/** A client that speaks of one name and asks for another is told so. */
const misdirected: Filter = {
  ...{ name: 'lua', kind: 'lua', isDisabled: false, mayAnswer: true },
  script: misdirecting,
}

/** They do nothing until a host or a route says so. */
const switched: readonly Filter[] = [filters.rate, filters.addresses].map((name) => ({
  ...{ name, kind: kindOf(name), isDisabled: false, mayAnswer: false, script: null },
}))

/** Tokens are asked for where a route says so, everything else unless a route says otherwise. */
function guard(name: string): Filter {
  return { name, kind: kindOf(name), isDisabled: false, mayAnswer: name !== filters.tokens, script: null }
}

function kindOf(name: string): string {
  return name.replace(/^.*\./, '')
}

function chain(transport: string, servers: readonly string[], tls: Chain['tls'], target: Target): Chain {
  return { name: '', servers, transport, port: null, untried: [], tls, enders: [], target }
}

function connection(routes: string, own: readonly Filter[], config: ContourConfig): Connection {
  const { mergesSlashes, stripsDot } = config
  return {
    routes,
    ...{ normalizesPath: true, mergesSlashes, escapedSlashes: 'keep', stripsPort: 'no', stripsDot },
    ...{ underscores: 'allow', takesHttp10: true, defaultHost: null, filters: own },
  }
}
