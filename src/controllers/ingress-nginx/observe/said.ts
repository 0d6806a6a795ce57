/** What a replica of this dialect can be asked, live or out of a capture: texts and bytes, hardly understood yet. */

import type { Replica } from '../../../domain/controllers/controller.js'
import type { FailedConf, Observation, SavedTexts } from '../../../domain/controllers/observation.js'
import type { Answered, Build, Process } from '../../../domain/controllers/replica-facts.js'
import { bytesOf, savedReader } from '../../shared/saved-texts.js'
import { files } from './files.js'
import { parseProcesses } from './processes.js'

export interface Said {
  /** the body of /configuration/backends as it came: may be empty before the first sync */
  backends(): Promise<Answered<string>>
  /** the bytes of nginx.conf */
  conf: Observation['conf']
  /** the chain that is served for a registered name, as PEM without its key; null: no such name */
  certificate(registered: string): Promise<Answered<string | null>>
  /** https://prometheus.io/docs/instrumenting/exposition_formats/ */
  metrics(): Promise<Answered<string>>
  version(): Promise<Answered<Build>>
  processes(): Promise<Answered<readonly Process[]>>
  failedConf(): Promise<Answered<Omit<FailedConf, 'said'> | null>>
}

/** What a capture holds of a replica: the same answers as a live one gives. */
export function saidBefore(saved: SavedTexts, replica: Replica): Said {
  const read = savedReader(saved, replica)
  return {
    backends: async () => read.text(files.backends, 'the backends'),
    conf: async () => read.bytes(files.conf, 'nginx.conf'),
    certificate: async (registered) => read.certificate(files.certificates, registered),
    metrics: async () => read.text(files.metrics, '/metrics'),
    version: async () => read.build(files.build),
    processes: async () => {
      const found = read.text(files.processes, 'the processes')
      return { ...found, value: parseProcesses(found.value) }
    },
    failedConf: async () => {
      const found = read.text(files.failedConf, 'the configuration that failed')
      return { ...found, value: found.value === '' ? null : { name: files.failedConf, bytes: bytesOf(found.value) } }
    },
  }
}
