/** A recorded cluster with Gateways, and what each data plane said, as verbs see them. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createControllers } from '../../../src/controllers/create.js'
import type { Controllers } from '../../../src/domain/controllers/dialect.js'
import { gatewayKinds } from '../../../src/domain/objects/gateway/inventory.js'
import { type Kind, pluralOf } from '../../../src/domain/objects/objects.js'
import type { ClusterReader } from '../../../src/domain/ports.js'
import { memoryCluster } from '../cluster/memory-cluster.js'
import { gatewayAnswers, recordedBytes } from './gateways.js'
import { recordedJson, recording } from './recordings.js'

const kinds: readonly Kind[] = [...gatewayKinds, 'Pod', 'Service', 'EndpointSlice', 'Namespace', 'Secret', 'Deployment']

/** Objects in wire JSON. */
export type WireWorld = Partial<Record<Kind, WireObject[]>>

interface WireObject {
  readonly metadata: { readonly namespace: string; readonly name: string }
  readonly spec: Record<string, unknown>
  endpoints?: unknown[]
}

/** @param change what happened after the proxies were asked. Absent: nothing */
export function recordedGatewayWorld({
  folder,
  change = () => {},
}: {
  readonly folder: readonly string[]
  readonly change?: (world: WireWorld) => void
}): {
  readonly cluster: ClusterReader
  readonly controllers: Controllers
} {
  const objects = objectsIn(folder)
  change(objects)
  const answers = gatewayAnswers(...folder)
  const cluster = memoryCluster({ objects })
  const controllers = createControllers(
    cluster,
    (dialect, replica) => {
      const { gateway } = replica.settings as { gateway?: { namespace: string; name: string } | null }
      const path = gateway && answers.get(`${gateway.namespace}/${gateway.name}`)
      const text = (file: string) => {
        const kept = path ? ofEnvoy[file] : ofTraefik[file]
        if (kept === undefined || (gateway && !path)) return undefined
        return new TextDecoder().decode(recordedBytes(join(path || recording(...folder, 'answers'), kept)))
      }
      return dialect.replay({ source: 'recording', text, isEmpty: false, sourceOf: () => 'recording' }, replica)
    },
    null,
  )
  return { cluster, controllers }
}

/** Name of a text in a capture → the file in which it was recorded. */
const ofEnvoy: Readonly<Record<string, string>> = {
  'config-dump.json': 'config_dump.json',
  'clusters.json': 'clusters.json',
}
const ofTraefik: Readonly<Record<string, string>> = {
  'rawdata.json': 'api_rawdata.json',
  'api-certificates.json': 'api_certificates.json',
}

function objectsIn(folder: readonly string[]): WireWorld {
  const files = new Set(readdirSync(recording(...folder, 'objects')))
  return Object.fromEntries(
    kinds.map((kind) => {
      const file = `${pluralOf(kind).toLowerCase()}.json`
      return [kind, files.has(file) ? recordedJson<{ items: WireObject[] }>(...folder, 'objects', file).items : []]
    }),
  )
}
