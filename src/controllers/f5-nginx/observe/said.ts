/** What a replica of this dialect can be asked, live or out of a capture. */
import type { Answered, Build, Observation, Process } from '../../../domain/controllers/observation.js'

export interface Said {
  /** all files of the configuration in one text, each behind a comment with its name */
  conf: Observation['conf']
  /** what is shown to a client that asks for a name, as PEM; null: the handshake is refused */
  certificate(servername: string): Promise<Answered<string | null>>
  metrics(): Promise<Answered<string>>
  version(): Promise<Answered<Build>>
  processes(): Promise<Answered<readonly Process[]>>
}
