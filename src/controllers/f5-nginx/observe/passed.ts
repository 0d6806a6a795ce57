/**
 * What a replica passes on as it is: `stream` takes it before `http` sees any of it. Hosts whose TLS is passed on are told
 * apart by a list, and each listener of its own has a server.
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs/version2/nginx.transportserver.tmpl
 */
import type { DumpedPiece } from '../../../languages/nginx/text/dump.js'
import type { LiveUpstream, Stream } from '../answer/site.js'
import { transportServers } from '../custom/kinds.js'
import type { Model } from '../model/types.js'
import { usualPorts } from '../workload/settings.js'
import { addressesIn, backendOf } from './upstreams.js'

const hostsFile = '/tls-passthrough-hosts.conf'

interface Listening {
  /** as it stands in the file: a socket, or a port */
  readonly at: string
  readonly over: Stream['over']
  readonly host: string
  readonly upstream: string
}

export class PassedStreams {
  /** host → socket */
  readonly #sockets = new Map<string, string>()
  readonly #upstreams = new Map<string, readonly string[]>()
  readonly #servers: Listening[] = []

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
    const wordsOf = (word: string) => block?.find((one) => one.name === word)?.args ?? []
    const [at, ...parameters] = wordsOf('listen')
    const [upstream] = wordsOf('proxy_pass')
    if (name !== 'server' || at === undefined || upstream === undefined) return
    const over = parameters.includes('udp') ? 'udp' : 'tcp'
    this.#servers.push({ at, over, host: wordsOf('server_name')[0] ?? '', upstream })
  }

  found(model: Pick<Model, 'upstreams'>): readonly Stream[] {
    const passed = [...this.#sockets].flatMap(([host, socket]) => {
      const server = this.#servers.find(({ at }) => at === socket)
      return this.#streamOf(model, { ...(server ?? { over: 'tcp', upstream: '' }), host, at: socket }, usualPorts.https)
    })
    const listening = this.#servers.flatMap((one) => {
      const port = Number(/^(?:[\d.]+:)?(\d{1,5})$/.exec(one.at)?.[1] ?? Number.NaN)
      return Number.isNaN(port) ? [] : this.#streamOf(model, one, port)
    })
    return [...passed, ...listening]
  }

  #streamOf(
    { upstreams }: Pick<Model, 'upstreams'>,
    { at, over, host, upstream: name }: Listening,
    port: number,
  ): Stream[] {
    const isPassed = at.startsWith('unix:')
    const [, namespace, object] =
      (isPassed
        ? /\/passthrough-([a-z0-9-]{1,63})_([a-z0-9.-]{1,253})\.sock$/.exec(at)
        : /^ts_([a-z0-9-]{1,63})_([a-z0-9.-]{1,253})_/.exec(name)) ?? []
    if (namespace === undefined || object === undefined) return []
    const endpoints = this.#upstreams.get(name) ?? null
    const why = endpoints?.length === 0 ? 'its file has no address that anybody listens behind' : null
    const upstream: LiveUpstream = { name, endpoints, why, service: upstreams.get(name)?.service ?? null }
    return [{ source: { kind: transportServers.kind, namespace, name: object }, upstream, over, port, host, isPassed }]
  }
}
