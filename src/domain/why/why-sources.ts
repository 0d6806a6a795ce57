/** Where evidence is looked for: each source is asked when it is needed first, and once. What gives no answer is a gap. */
import type { Backend, Reload } from '../controllers/replica-facts.js'
import type { Event } from '../objects/objects.js'
import type { Ref } from '../objects/ref.js'

export interface WhySources {
  /** the one that is asked; null: none can be, and all of its sources are silent */
  readonly replica: Ref | null
  /** was there an answer to the question for its configuration */
  hasConf(): boolean
  /** what a reader makes of its configuration */
  conf<T>(read: (bytes: AsyncIterable<Uint8Array>) => Promise<T>): Promise<T | null>
  backends(): Promise<readonly Backend[] | null>
  /** how its last reload went */
  reload(): Promise<Reload | null>
  /** the end of its log, line by line */
  log(): Promise<readonly string[] | null>
  /** the same, where it is of no matter whether there is one */
  logIfAny(): Promise<readonly string[] | null>
  /** in the proxy's own words, why it refused a configuration last; null: that is not known */
  refusal(): Promise<string | null>
  /** where the configuration is kept that failed its test last; null: there is none, or it is not known */
  failedConf(): Promise<string | null>
  /** Events of these namespaces */
  events(namespaces: readonly string[]): Promise<readonly Event[]>
}
