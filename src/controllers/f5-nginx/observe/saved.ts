/** What a capture holds of a replica: the same answers as a live one gives. */
import type { Replica } from '../../../domain/controllers/controller.js'
import type { SavedTexts } from '../../../domain/controllers/observation.js'
import { savedReader } from '../../shared/saved-texts.js'
import { files } from './files.js'
import { processesOf } from './processes.js'
import type { Said } from './said.js'

export function saidBefore(saved: SavedTexts, replica: Replica): Said {
  const read = savedReader(saved, replica)
  return {
    conf: async () => read.bytes(files.dump, 'its configuration'),
    certificate: async (servername) => read.certificate(files.certificates, servername),
    metrics: async () => read.text(files.metrics, '/metrics'),
    version: async () => read.build(files.build),
    processes: async () => {
      const found = read.text(files.processes, 'the processes')
      return { ...found, value: processesOf(found.value) }
    },
  }
}
