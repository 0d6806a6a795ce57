/** What a replica of this dialect can be asked, live or out of a capture. */

import type { Replica } from '../../../domain/controllers/controller.js'
import type { Observation, SavedTexts } from '../../../domain/controllers/observation.js'
import type { Answered, Build, Process } from '../../../domain/controllers/replica-facts.js'
import { processesIn } from '../../shared/nginx/processes.js'
import { savedReader } from '../../shared/saved-texts.js'
import { maskArgument } from '../discretion.js'
import { files } from './files.js'

export interface Said {
  /** all files of the configuration in one text, each behind a comment with its name */
  conf: Observation['conf']
  /** what is shown to a client that asks for a name, as PEM; null: the handshake is refused */
  certificate(servername: string): Promise<Answered<string | null>>
  metrics(): Promise<Answered<string>>
  version(): Promise<Answered<Build>>
  processes(): Promise<Answered<readonly Process[]>>
}

/** What a capture holds of a replica: the same answers as a live one gives. */
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

/** What `ps` prints in the container of this controller. */
export function processesOf(text: string): Process[] {
  return processesIn(text, /^(?:\S*\/)?nginx-ingress(?:\s|$)/, maskArgument)
}
