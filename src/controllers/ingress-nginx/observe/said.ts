/** What a replica of this dialect can be asked, live or out of a capture: texts and bytes, hardly understood yet. */
import type { Answered, Build, FailedConf, Observation, Process } from '../../../domain/controllers/observation.js'

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
