/** What is particular to one kind of controller that steers Envoys: how it names things there. */
import type { Ref } from '../../../domain/objects/ref.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import type { PathRule } from '../../../languages/envoy/config/rules.js'
import { headerOf } from '../../../languages/envoy/match/match.js'
import type { Scripts } from '../../../languages/envoy/route/evaluate.js'

export interface EnvoyWords {
  /** as people call the controller */
  readonly title: string
  /** of the pod's loopback, where Envoy tells what it runs with: GET alone is ever sent there */
  readonly adminPort: number
  /** where Envoy listens for what clients send to a port, the likeliest first */
  portsFor(port: number): readonly number[]
  /** whose route this is, by its `filter_metadata`; null: it does not say */
  sourceOf(metadata: Readonly<Record<string, unknown>>): Ref | null
  /** kinds of the objects whose routes a plan knows: those of others are nobody's surprise */
  readonly planned: readonly string[]
  /** the Service behind a cluster, by its name; null: it does not say */
  serviceOf(cluster: string): ServiceBackend | null
}

/** The path of a route, in the words of the objects. */
export function pathOf(rule: PathRule): { readonly path: string; readonly type: string } {
  switch (rule.is) {
    case 'exact':
      return { path: rule.path, type: 'Exact' }
    case 'separated':
      return { path: rule.path, type: 'Prefix' }
    case 'prefix':
      return { path: rule.path, type: rule.path === '/' ? 'Prefix' : 'prefix' }
    case 'regex':
      return { path: rule.regex.text, type: 'RegularExpression' }
    default:
      return { path: '/', type: rule.is }
  }
}

/** The one script that is known: a host that is not the name of the handshake is misdirected (421). Stands for it in a capture. */
export const misdirecting = '-- envoy_on_request: misdirected request, unless the host is requestedServerName'

export function isMisdirecting(source: string): boolean {
  return ['envoy_on_request', 'misdirected request', 'requestedServerName'].every((word) => source.includes(word))
}

export const knownScripts: Scripts = (source, { sni }, { headers }) => {
  if (!isMisdirecting(source)) return undefined
  const [host] = (headerOf(headers, ':authority') ?? '').toLowerCase().split(':')
  return host === (sni ?? '').toLowerCase() ? null : 421
}
