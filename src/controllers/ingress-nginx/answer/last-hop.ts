/** How nginx talks to a backend: by which protocol, to which address, with which Host. */
import type { Directive } from '../../../languages/nginx/text/directive.js'
import type { LiveBackend } from './live-backend.js'

/**
 * @param handler the `proxy_pass` or its like
 * @param asked the Host of the request: elsewhere than in the cluster it mostly is another one that is waited for
 * @returns in words that follow the number of endpoints; '' for plain HTTP to pods
 */
export function lastHopText(
  handler: Directive | null,
  location: Directive | undefined,
  { endpoints, service, isAddress }: LiveBackend,
  asked: string | null,
): string {
  const [endpoint] = endpoints ?? []
  const isOutside = endpoint !== undefined && /[a-z]/i.test(endpoint.replace(/:\d+$/, '')) && !endpoint.startsWith('[')
  const to =
    endpoint === undefined || service === null
      ? ''
      : isOutside
        ? ` at ${endpoint}`
        : isAddress
          ? ` at ${endpoint}, the address of the Service (service-upstream)`
          : ''
  const protocol = protocolOf(handler)
  const host = hostSent(location) ?? (isOutside && asked !== null ? `${asked}, that of the request` : null)
  return [to, protocol === '' ? '' : `, over ${protocol}`, host === null ? '' : `, with Host: ${host}`].join('')
}

const protocols: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^https:/, 'HTTPS'],
  [/^\$scheme:/, "the client's own protocol (AUTO_HTTP)"],
  [/^grpcs:/, 'gRPC with TLS'],
  [/^grpc:/, 'gRPC'],
]

/** '': HTTP */
function protocolOf(handler: Directive | null): string {
  if (handler === null) return ''
  if (handler.name === 'fastcgi_pass') return 'FastCGI'
  return protocols.find(([pattern]) => pattern.test(handler.args[0] ?? ''))?.[1] ?? ''
}

/** null: that of the client */
function hostSent(location: Directive | undefined): string | null {
  const set = location?.block?.find(
    ({ name, args }) =>
      (name === 'proxy_set_header' || name === 'grpc_set_header') && args[0]?.toLowerCase() === 'host',
  )
  const host = set?.args[1]
  return host === undefined || host.startsWith('$') ? null : host
}
