/** What a replica says by its API, live or as a capture keeps it. GET alone, and of three paths. */
import type { Replica } from '../../../domain/controllers/controller.js'
import type { SavedTexts } from '../../../domain/controllers/observation.js'
import type { PodAccess } from '../../../domain/controllers/pod-access.js'
import type { Answered } from '../../../domain/controllers/replica-facts.js'
import { savedReader } from '../../shared/saved-texts.js'
import { firstAnswer, Unusable } from '../../shared/ways.js'
import type { TraefikReplica } from '../workload/settings.js'

/** Under which names a capture keeps what a replica says. */
export const files = {
  rawData: 'rawdata.json',
  certificates: 'api-certificates.json',
  version: 'api-version.json',
  log: 'log.txt',
} as const

export interface Said {
  rawData(): Promise<Answered<AsyncIterable<Uint8Array> | Iterable<Uint8Array>>>
  certificates(): Promise<Answered<string>>
  version(): Promise<Answered<string>>
}

/** Without it an answer to any path is one in plain text, not in JSON: so an API that is off is told from an error. */
const isOff = 'its API is off: api.insecure, or an IngressRoute to api@internal, turns it on'

/** Bytes; 70,000 routers have 22 MB. */
const most = 160 * 1024 * 1024

export function saidLive(pods: PodAccess, replica: TraefikReplica): Said {
  const { namespace, name, node, settings } = replica
  const { apiPort, apiBase } = settings
  const ask = <T>(what: string, path: string, read: (body: Iterable<Uint8Array>) => T) =>
    firstAnswer(
      what,
      replica,
      [
        {
          by: 'port-forward' as const,
          name: `port-forward to ${apiPort}, ${path}`,
          source: 'live' as const,
          ask: async () => {
            const target = { namespace, name, node: node ?? null, port: apiPort }
            const { status, headers, body } = await pods.get(target, `${apiBase ?? ''}${path}`, most)
            const isJson = /json/.test(headers['content-type'] ?? '')
            if (status === 404 && !isJson) throw new Unusable(isOff)
            if (status !== 200 || !isJson) throw new Unusable(`it answered ${status}`)
            return read(body)
          },
        },
      ],
      pods.may,
    )
  return {
    rawData: () => ask('its list of routers', '/api/rawdata', (body) => body),
    certificates: () => ask('its certificates', '/api/certificates', bodyText),
    version: () => ask('its version', '/api/version', bodyText),
  }
}

function bodyText(body: Iterable<Uint8Array>): string {
  return Buffer.concat([...body]).toString('utf8')
}

export function saidBefore(saved: SavedTexts, replica: Replica): Said {
  const read = savedReader(saved, replica)
  return {
    rawData: async () => read.bytes(files.rawData, 'its list of routers'),
    certificates: async () => read.text(files.certificates, 'its certificates'),
    version: async () => read.text(files.version, 'its version'),
  }
}
