/** What a capture holds of a replica: the same answers as a live one gives. */
import type { Replica } from '../../../domain/controllers/controller.js'
import type { Answered, SavedTexts } from '../../../domain/controllers/observation.js'
import { record } from '../../../domain/objects/project-fields.js'
import { notHeld } from '../../shared/reach.js'
import { buildIn, bytesOf, parsed } from '../../shared/saved-texts.js'
import { files } from './files.js'
import { processesOf } from './processes.js'
import type { Said } from './said.js'

export function saidBefore(saved: SavedTexts, replica: Replica): Said {
  const { source } = saved
  const text = (name: string, what: string): Answered<string> => {
    const value = saved.text(name)
    if (value === undefined) throw notHeld(replica, source, what)
    return { value, source: 'capture', way: saved.sourceOf(name) }
  }
  return {
    conf: async () => {
      const found = text(files.dump, 'its configuration')
      return { ...found, value: bytesOf(found.value) }
    },
    certificate: async (servername) => {
      const what = `the certificate of ${servername}`
      const found = text(files.certificates, what)
      const value = record(parsed(found.value))[servername]
      if (value !== null && typeof value !== 'string') throw notHeld(replica, source, what)
      return { ...found, value }
    },
    metrics: async () => text(files.metrics, '/metrics'),
    version: async () => {
      const found = text(files.build, 'the version')
      return { ...found, value: buildIn(parsed(found.value)) }
    },
    processes: async () => {
      const found = text(files.processes, 'the processes')
      return { ...found, value: processesOf(found.value) }
    },
  }
}
