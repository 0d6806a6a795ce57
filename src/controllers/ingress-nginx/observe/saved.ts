/** What a capture holds of a replica: the same answers as a live one gives. */
import type { Replica } from '../../../domain/controllers/controller.js'
import type { SavedTexts } from '../../../domain/controllers/observation.js'
import { bytesOf, savedReader } from '../../shared/saved-texts.js'
import { files } from './files.js'
import { parseProcesses } from './processes.js'
import type { Said } from './said.js'

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
