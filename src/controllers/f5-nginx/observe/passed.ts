/**
 * Hosts whose TLS connections a replica passes on as they are: `stream` tells them apart before `http` sees any of them.
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs/version1/nginx.tmpl (TLSPassthrough)
 */
import type { DumpedPiece } from '../../../languages/nginx/text/dump.js'
import type { LiveUpstream, Passed } from '../answer/site.js'
import { transportServers } from '../custom/kinds.js'
import type { Model } from '../model/types.js'
import { addressesIn, backendOf } from './upstreams.js'

const hostsFile = '/tls-passthrough-hosts.conf'

export class PassedHosts {
  readonly #sockets = new Map<string, string>()
  readonly #upstreams = new Map<string, readonly string[]>()
  /** socket → upstream */
  readonly #servers = new Map<string, string>()

  /** @param piece outside of `http` */
  read({ file, context, directive }: Pick<DumpedPiece, 'file' | 'context' | 'directive'>): void {
    if (directive === null) return
    const { name, args, block } = directive
    if (file?.endsWith(hostsFile)) this.#sockets.set(name, args[0] ?? '')
    if (context !== 'stream') return
    if (name === 'upstream') {
      const backend = backendOf(directive)
      this.#upstreams.set(backend.name, addressesIn(backend))
    }
    const listen = block?.find((one) => one.name === 'listen')?.args[0]
    const pass = block?.find((one) => one.name === 'proxy_pass')?.args[0]
    if (name === 'server' && listen && pass) this.#servers.set(listen, pass)
  }

  found({ upstreams }: Pick<Model, 'upstreams'>): ReadonlyMap<string, Passed> {
    return new Map(
      [...this.#sockets].flatMap(([host, socket]): [string, Passed][] => {
        const [, namespace, name] = /\/passthrough-([a-z0-9-]{1,63})_([a-z0-9.-]{1,253})\.sock$/.exec(socket) ?? []
        if (namespace === undefined || name === undefined) return []
        const pass = this.#servers.get(socket) ?? ''
        const endpoints = this.#upstreams.get(pass) ?? null
        const why = endpoints?.length === 0 ? 'its file has no address that anybody listens behind' : null
        const upstream: LiveUpstream = { name: pass, endpoints, why, service: upstreams.get(pass)?.service ?? null }
        return [[host, { source: { kind: transportServers.kind, namespace, name }, upstream }]]
      }),
    )
  }
}
