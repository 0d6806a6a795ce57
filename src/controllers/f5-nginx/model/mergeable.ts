/**
 * Hosts that are put together from several Ingresses: a master has the host and its TLS, minions have paths of it.
 * https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/cross-namespace-configuration/
 */
import type { Ingress } from '../../../domain/objects/objects.js'

export function mergeType({ metadata }: Ingress): 'master' | 'minion' | null {
  const type = metadata.annotations?.['nginx.org/mergeable-ingress-type']
  return type === 'master' || type === 'minion' ? type : null
}

/** What a master may not say: https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs/annotations.go (masterDenylist) */
const notOfMaster = new Set(['rewrites', 'ssl-services', 'grpc-services', 'websocket-services', 'use-cluster-ip'])

/** What a minion may not say (minionDenylist). */
const notOfMinion = new Set([
  ...['redirect-to-https', 'ssl-redirect', 'http-redirect-code', 'server-snippets', 'app-root'],
  ...['listen-ports', 'listen-ports-ssl'],
])

/** What a minion takes over from its master where it says nothing (minionInheritanceList), as far as it is read. */
const inherited = [
  ...['location-snippets', 'client-max-body-size', 'upstream-zone-size', 'keepalive', 'fail-timeout'],
  ...['max-fails', 'max-conns', 'proxy-connect-timeout', 'proxy-read-timeout', 'proxy-send-timeout'],
  ...['proxy-buffers', 'proxy-buffer-size', 'proxy-busy-buffers-size', 'proxy-max-temp-file-size'],
]

type Annotations = Readonly<Record<string, string>>

/** The annotations of an Ingress that count, by their names behind `nginx.org/`. @param master of a minion */
export function ownAnnotations(ingress: Ingress, master: Ingress | null = null): Annotations {
  const type = mergeType(ingress)
  const left = type === 'master' ? notOfMaster : type === 'minion' ? notOfMinion : new Set<string>()
  const own = { ...deprecated(ingress), ...named(ingress) }
  const kept = Object.entries(own).filter(([name]) => !left.has(name))
  const above = master === null ? {} : named(master)
  const taken = inherited.flatMap((name) => (above[name] === undefined ? [] : [[name, above[name]] as const]))
  return Object.fromEntries([...taken, ...kept])
}

function named({ metadata }: Ingress): Annotations {
  const prefix = 'nginx.org/'
  return Object.fromEntries(
    Object.entries(metadata.annotations ?? {}).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
    ),
  )
}

function deprecated({ metadata }: Ingress): Annotations {
  const said = metadata.annotations?.['ingress.kubernetes.io/ssl-redirect']
  return said === undefined ? {} : { 'ssl-redirect': said }
}
