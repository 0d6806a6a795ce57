/** Addresses and networks, as directives take them: ngx_parse_url and ngx_ptocidr in src/core/ngx_inet.c. */
import type { Directive } from '../text/directive.js'
import type { FaultText } from './fault.js'

/** Where a directive stands. */
export interface DirectivePlace {
  /** is its location a pattern, or a named one; of what is no location: false */
  readonly isPattern: boolean
  /** in an `if`, or in limit_except */
  readonly isCondition: boolean
}

export function proxyPassFault({ args: [url = ''] }: Directive, { isPattern, isCondition }: DirectivePlace): FaultText {
  if (url.includes('$')) return null
  const [, rest] = /^https?:\/\/(.*)$/is.exec(url) ?? []
  if (rest === undefined) return 'invalid URL prefix'
  const fault = authorityFault(rest.startsWith('unix:') ? rest : rest.replace(/[/?#].*$/s, ''), rest)
  if (fault !== null) return fault
  const hasUri = rest.includes('/') && !rest.startsWith('unix:')
  return hasUri && (isPattern || isCondition)
    ? '"proxy_pass" cannot have URI part in location given by regular expression, or inside named location, or inside "if" statement, or inside "limit_except" block'
    : null
}

/** Of those that take an address alone: no port is usual. */
export function passFault({ name, args: [target = ''] }: Directive): FaultText {
  if (target.includes('$')) return null
  const url = name === 'grpc_pass' ? target.replace(/^grpcs?:\/\//i, '') : target
  if (!url.startsWith('unix:') && /[/?#]/.test(url)) return `invalid host in upstream "${url}"`
  const isAddress = /^\d+(?:\.\d+){3}$/.test(url)
  return isAddress ? `no port in upstream "${url}"` : authorityFault(url, url)
}

function authorityFault(authority: string, url: string): FaultText {
  if (authority.startsWith('unix:'))
    return authority === 'unix:' ? `no path in the unix domain socket in upstream "${url}"` : null
  if (authority.startsWith('[')) return authority.includes(']') ? null : `invalid host in upstream "${url}"`
  const [host = '', port] = authority.split(/:(.*)/s)
  if (port !== undefined && !isPort(port)) return `invalid port in upstream "${url}"`
  return host === '' ? `no host in upstream "${url}"` : null
}

function isPort(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 65535
}

const listens =
  /^(?:default(?:_server)?|bind|deferred|reuseport|ssl|http2|spdy|quic|proxy_protocol|multipath|(?:setfib|fastopen|backlog|rcvbuf|sndbuf|accept_filter|ipv6only|so_keepalive)=.*)$/

/** Of what may be said behind an address that it listens to. */
export function listenWords({ args: [place = '', ...words] }: Directive): FaultText {
  const [, port] = /^(?:[\d.*]+:)?(\d+)$/.exec(place) ?? []
  if (port !== undefined && !isPort(port)) return `invalid port in "${place}" of the "listen" directive`
  const strange = words.find((one) => !listens.test(one))
  return strange === undefined ? null : `invalid parameter "${strange}"`
}

export function networkFault(network: string): FaultText {
  return network === 'all' || network === 'unix:' || isNetwork(network) ? null : `invalid parameter "${network}"`
}

/** Whose address is believed; a name is looked up. */
export function proxyNetworkFault({ args: [network = ''] }: Directive): FaultText {
  const isName = network === 'unix:' || !network.includes('/')
  return isName || isNetwork(network) ? null : `host not found in set_real_ip_from "${network}"`
}

function isNetwork(network: string): boolean {
  const [address = '', length] = network.split('/')
  const octets = address.split('.')
  const isFour = octets.length === 4 && octets.every((one) => /^\d{1,3}$/.test(one) && Number(one) < 256)
  const isSix = address.includes(':') && /^[\da-f:.]+$/i.test(address)
  const isLength = length === undefined || (/^\d+$/.test(length) && Number(length) <= (isFour ? 32 : 128))
  return (isFour || isSix) && isLength
}
