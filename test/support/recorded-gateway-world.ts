/** A recorded cluster with Gateways, and what each data plane said, as verbs see them. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createControllers } from '../../src/controllers/create.js'
import type { Controllers } from '../../src/domain/controllers/dialect.js'
import { gatewayKinds } from '../../src/domain/objects/gateway/inventory.js'
import { type Kind, pluralOf } from '../../src/domain/objects/objects.js'
import type { ClusterReader } from '../../src/domain/ports.js'
import { memoryCluster } from './memory-cluster.js'
import { gatewayAnswers, recordedBytes } from './recorded-gateways.js'
import { recordedJson, recording } from './recordings.js'

const kinds: readonly Kind[] = [...gatewayKinds, 'Pod', 'Service', 'EndpointSlice', 'Namespace', 'Secret', 'Deployment']

export function recordedGatewayWorld(...folder: readonly string[]): {
  readonly cluster: ClusterReader
  readonly controllers: Controllers
} {
  const answers = gatewayAnswers(...folder)
  const cluster = memoryCluster({ objects: objectsIn(folder) })
  const controllers = createControllers(
    cluster,
    (dialect, replica) => {
      const { gateway } = replica.settings as { gateway?: { namespace: string; name: string } | null }
      const path = gateway && answers.get(`${gateway.namespace}/${gateway.name}`)
      const text = (file: string) =>
        file === 'config-dump.json' && path
          ? new TextDecoder().decode(recordedBytes(join(path, 'config_dump.json')))
          : undefined
      return dialect.replay({ source: 'recording', text, sourceOf: () => 'recording' }, replica)
    },
    null,
  )
  return { cluster, controllers }
}

function objectsIn(folder: readonly string[]): Partial<Record<Kind, unknown[]>> {
  const files = new Set(readdirSync(recording(...folder, 'objects')))
  return Object.fromEntries(
    kinds.map((kind) => {
      const file = `${pluralOf(kind).toLowerCase()}.json`
      return [kind, files.has(file) ? recordedJson<{ items: unknown[] }>(...folder, 'objects', file).items : []]
    }),
  )
}
