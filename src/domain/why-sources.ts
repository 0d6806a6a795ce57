/** Where evidence is looked for: each source is asked when it is needed first, and once. What gives no answer is a gap. */

import type { Backend } from './controllers/controller.js'
import type { Event } from './objects/objects.js'
import type { Ref } from './objects/ref.js'

export interface WhySources {
  /** the one that is asked; null: none can be, and all of its sources are silent */
  readonly replica: Ref | null
  /** was there an answer to the question for its nginx.conf */
  hasConf(): boolean
  /** what a reader makes of its nginx.conf */
  conf<T>(read: (bytes: AsyncIterable<Uint8Array>) => Promise<T>): Promise<T | null>
  backends(): Promise<readonly Backend[] | null>
  metrics(): Promise<string | null>
  /** the end of its log, line by line */
  log(): Promise<readonly string[] | null>
  /** the name of the configuration that failed its test last; null: there is none, or it is not known */
  failedConf(): Promise<string | null>
  /** Events of these namespaces */
  events(namespaces: readonly string[]): Promise<readonly Event[]>
}
