/**
 * What a proxy in front says of the client, and whether nginx believes it.
 * https://nginx.org/en/docs/http/ngx_http_realip_module.html
 */
import { onceFor } from '../../../../domain/remember.js'
import { type Answer, type Hop, hop, type TraceRequest } from '../../../../domain/requests/trace.js'
import { contains } from '../../../../languages/networks.js'
import type { Directive } from '../../../../languages/nginx/text/directive.js'
import type { Policy } from '../../workload/policy.js'

interface RealIp {
  /** in lower case; null: the proxy protocol tells it, or nobody */
  readonly header: string | null
  /** networks of proxies that are believed */
  readonly trusted: readonly string[]
  readonly isRecursive: boolean
  /** does each connection begin with the header of the proxy protocol */
  readonly isProxyProtocol: boolean
}

const realIpOf = onceFor(read)

/** @param http what stands in `http` itself */
function read(http: readonly Directive[]): RealIp {
  const said = (name: string) => http.find((one) => one.name === name)?.args[0]?.toLowerCase() ?? null
  const header = said('real_ip_header')
  return {
    // Behind the proxy protocol the controller copies what it believes into a header of its own.
    header: header === 'proxy_protocol' ? null : header?.endsWith('-proxy-protocol') ? 'x-forwarded-for' : header,
    trusted: http.flatMap(({ name, args }) => (name === 'set_real_ip_from' ? (args[0] ?? []) : [])),
    isRecursive: said('real_ip_recursive') === 'on',
    isProxyProtocol: header?.endsWith('proxy_protocol') || header?.endsWith('-proxy-protocol') || false,
  }
}

/** The client as lists of addresses see it. null: not known */
export function clientOf(http: readonly Directive[], { headers, clientAddress }: TraceRequest): string | null {
  const realIp = realIpOf(http)
  const { header, isRecursive } = realIp
  const sent = header === null ? undefined : headers.get(header)
  if (sent === undefined) return clientAddress
  let client = clientAddress
  for (const next of sent.split(',').reverse()) {
    const address = next.trim()
    if (!believes(realIp, client) || contains(address, address) === null) return client
    client = address
    if (!isRecursive) return client
  }
  return client
}

/** @param address null: any */
function believes({ trusted }: RealIp, address: string | null): boolean {
  return trusted.some((range) => (address === null ? range === '0.0.0.0/0' : contains(range, address) === true))
}

const told = ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'x-forwarded-port']

/** Of TLS that ended before nginx, which does not know that. */
const mixed = ': the backend is told X-Forwarded-Proto: http, and may write links of http into pages of https'
const seen: Readonly<Partial<Record<Answer['verdict'], string>>> = {
  redirect: ': where a load balancer ends TLS, it is redirected again and again',
  served: mixed,
  guarded: mixed,
}

/** What was sent of it, and what comes of that. */
export function forwardedHops(
  http: readonly Directive[],
  request: TraceRequest,
  { useForwardedHeaders: trusts, entries }: Pick<Policy, 'useForwardedHeaders' | 'entries'>,
  verdict: Answer['verdict'],
): Hop[] {
  const realIp = realIpOf(http)
  const { header, trusted } = realIp
  const meant = entries['forwarded-for-header']?.toLowerCase()
  const sent = [...new Set([...told, header ?? [], meant ?? []].flat())].filter((name) => request.headers.has(name))
  const isInVain = meant !== undefined && meant !== header && request.headers.has(meant)
  const isStranger = !believes(realIp, request.clientAddress)
  const fateOf = (name: string) => {
    if (name === header) return isStranger ? 'stranger' : 'trusted'
    if (name === 'x-forwarded-for' && header !== null) return 'unread'
    return trusts ? 'trusted' : 'untrusted'
  }
  const those = (fate: ReturnType<typeof fateOf>) => sent.filter((name) => fateOf(name) === fate).map(titled)
  const client = clientOf(http, request)
  const anybody = trusted.includes('0.0.0.0/0') ? ', whoever sends it (proxy-real-ip-cidr 0.0.0.0/0)' : ''
  const counts = client === request.clientAddress ? '' : `: the client counts as ${client}${anybody}`
  const isHidden = request.scheme === 'http' && request.headers.get('x-forwarded-proto') === 'https' && !trusts
  const hides = isHidden ? (seen[verdict] ?? '') : ''
  const why = '(use-forwarded-headers is not "true" in the controller\'s ConfigMap)'
  const network = `(${request.clientAddress ?? 'the client'} is not in proxy-real-ip-cidr ${trusted.join(',')})`
  return [
    ...(realIp.isProxyProtocol ? [proxyProtocol] : []),
    // Who may say who they are gets past any list of addresses.
    ...hopOf('trusted', those('trusted'), counts).map((one) =>
      counts !== '' && anybody !== '' ? { ...one, gist: `trusted: ${one.detail}` } : one,
    ),
    ...hopOf('not trusted', those('stranger'), ` ${network}`),
    ...hopOf('not trusted', those('unread'), ` (the address of the client is taken from ${titled(header ?? '')})`),
    ...hopOf('not trusted', those('untrusted'), ` ${why}${hides}`).map((one) =>
      hides !== '' || isInVain ? { ...one, gist: `not trusted: ${one.detail}` } : one,
    ),
  ]
}

const proxyProtocol: Hop = hop(
  'note',
  'proxy protocol',
  'a connection that does not begin with its header is closed (use-proxy-protocol)',
)

function hopOf(subject: string, headers: readonly string[], rest: string): Hop[] {
  return headers.length === 0 ? [] : [hop('note', subject, `${headers.join(', ')}${rest}`)]
}

function titled(name: string): string {
  return name.replaceAll(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase())
}
