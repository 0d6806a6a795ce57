/** What an Envoy can be asked, live or out of a capture: https://www.envoyproxy.io/docs/envoy/latest/operations/admin */

import type { Replica } from '../../../domain/controllers/controller.js'
import type { SavedTexts } from '../../../domain/controllers/observation.js'
import type { PodAccess } from '../../../domain/controllers/pod-access.js'
import type { Answered } from '../../../domain/controllers/replica-facts.js'
import { page } from '../read.js'
import { savedReader } from '../saved-texts.js'
import { firstAnswer, Unusable } from '../ways.js'

/** Under which names a capture keeps what an Envoy says. */
export const files = {
  dump: 'config-dump.json',
  clusters: 'clusters.json',
  build: 'server-info.json',
  rejected: 'update-rejected.txt',
  log: 'log.txt',
} as const

export interface EnvoySaid {
  /** the answer to `/config_dump?include_eds`: keys are redacted by Envoy itself */
  dump(): Promise<Answered<AsyncIterable<Uint8Array> | Iterable<Uint8Array>>>
  /** JSON */
  clusters(): Promise<Answered<string>>
  /** JSON */
  build(): Promise<Answered<string>>
  /** counters of updates that it refused, `NAME: NUMBER` in lines */
  rejected(): Promise<Answered<string>>
}

/** Bytes; the largest one that is measured (test/bench/envoy.mjs) has 100 MB. */
const mostOfDump = 256 * 1024 * 1024

/** GET only: the same port takes POST to stop it. */
export function saidLive(pods: PodAccess, replica: Replica, port: number): EnvoySaid {
  const { namespace, name, node } = replica
  const target = { namespace, name, node, port }
  const ask = <T>(what: string, get: () => Promise<T>) =>
    firstAnswer(
      what,
      replica,
      [{ by: 'port-forward', name: `port-forward to ${port}`, source: 'live', ask: get }],
      pods.may,
    )
  const text = (what: string, path: string) => ask(what, async () => (await page(pods, target, path)).text)
  return {
    dump: () =>
      ask('its configuration', async () => {
        const { status, body } = await pods.get(target, '/config_dump?include_eds', mostOfDump)
        if (status !== 200) throw new Unusable(`it answered ${status}`)
        return body
      }),
    clusters: () => text('its clusters', '/clusters?format=json'),
    build: () => text('its version', '/server_info'),
    rejected: () => text('updates that it refused', '/stats?filter=update_rejected'),
  }
}

export function saidBefore(saved: SavedTexts, replica: Replica): EnvoySaid {
  const { text, bytes } = savedReader(saved, replica)
  return {
    dump: async () => bytes(files.dump, 'its configuration'),
    clusters: async () => text(files.clusters, 'its clusters'),
    build: async () => text(files.build, 'its version'),
    rejected: async () => text(files.rejected, 'updates that it refused'),
  }
}
