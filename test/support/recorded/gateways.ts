/** Recorded Gateways: what an Envoy said of itself, and what it answered. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { TraceRequest } from '../../../src/domain/requests/trace.js'
import { recording } from './recordings.js'

/** A request and its answer, as the recordings' README says. */
export interface Recorded {
  readonly id: string
  /** whose data plane; absent: there is one */
  readonly gateway?: string
  /** the listener's; absent: the scheme's own */
  readonly port?: number
  readonly scheme: 'http' | 'https'
  readonly host: string | null
  readonly path: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly sni?: string
  readonly grpc?: boolean
  readonly status: number | null
  readonly location: string | null
  readonly error?: string
  readonly grpc_status?: string
  readonly cert?: { readonly serial: string }
  readonly pod: string | null
  readonly podns: string | null
  readonly podip?: string
  readonly podport: number | null
  readonly upstream_uri: string | null
  readonly upstream_host: string | null
  readonly mirrored?: unknown
  readonly random?: boolean
  readonly unstable?: boolean
  readonly log?: Readonly<Record<string, string>>
}

/** Without those whose answer is left to chance. @param file the last one: a folder has `truth.jsonl` */
export function stableTruth(...file: readonly string[]): readonly Recorded[] {
  const path = file.at(-1)?.endsWith('.jsonl') ? file : [...file, 'truth.jsonl']
  return readFileSync(recording(...path), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Recorded)
    .filter(({ random, unstable }) => !random && !unstable)
}

/** `NS/NAME` of a Gateway → the folder of what its data plane said. */
export function gatewayAnswers(...folder: readonly string[]): ReadonlyMap<string, string> {
  const answers = recording(...folder, 'answers')
  const names = readdirSync(answers, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return new Map(names.map(({ name }) => [name.replace('_', '/'), join(answers, name)]))
}

/** A file that may be packed. */
export function recordedBytes(path: string): Uint8Array {
  return existsSync(path) ? readFileSync(path) : gunzipSync(readFileSync(`${path}.gz`))
}

/** Name of a pod → its address. */
export function podAddresses(...folder: readonly string[]): ReadonlyMap<string, string> {
  const { items } = JSON.parse(
    new TextDecoder().decode(recordedBytes(recording(...folder, 'objects', 'pods.json'))),
  ) as {
    items: { metadata: { namespace: string; name: string }; status?: { podIP?: string } }[]
  }
  return new Map(items.map(({ metadata, status }) => [`${metadata.namespace}/${metadata.name}`, status?.podIP ?? '']))
}

/** As a request of ours; null: one that tells several lines of a name from one line with a comma, which ours does not. */
export function recordedRequest(truth: Recorded): TraceRequest | null {
  const { scheme, method = 'GET', host, path, headers = {}, sni, grpc, gateway, port } = truth
  const sent: [string, string][] = grpc ? [['content-type', 'application/grpc']] : []
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== 'string' || value.includes(', ')) return null
    sent.push([name.toLowerCase(), value.trim()])
  }
  const [namespace = '', name = ''] = gateway?.split('/') ?? []
  return {
    scheme,
    method,
    host,
    target: path,
    headers: new Map(sent),
    clientAddress: null,
    httpVersion: '1.1',
    sni: sni ?? null,
    port: port ?? (scheme === 'https' ? 443 : 80),
    ...(gateway === undefined ? {} : { gateway: { namespace, name } }),
  }
}
