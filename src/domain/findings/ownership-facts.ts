/** Who has a host as a whole, where hosts have owners, and why an object is not taken at all: the facts of each finding. */
import type { NamespacedName, Ref } from '../objects/ref.js'

/**
 * What makes a controller reject an object as a whole.
 * - `host-missing`, `host-twice`, `no-rules`, `no-backend`, `resource`: of its rules
 * - `path-missing`, `path-form`: of a path
 * - `snippets-off`, `value`, `service-unknown`, `paid-only`: of an annotation
 * - `master-rules`, `minion-rules`, `minion-tls`: of one that is merged with others
 */
export type RejectedFor =
  | 'host-missing'
  | 'host-twice'
  | 'no-rules'
  | 'no-backend'
  | 'resource'
  | 'path-missing'
  | 'path-form'
  | 'snippets-off'
  | 'value'
  | 'service-unknown'
  | 'paid-only'
  | 'master-rules'
  | 'minion-rules'
  | 'minion-tls'

export interface OwnershipFacts {
  /** `field`: as it stands in the object; `value`: what is wrong in it, null where something is missing */
  rejected: { field: string; reason: RejectedFor; value: string | null }
  /** `host`: null, all hosts */
  'host-taken': { host: string | null; winner: Ref }
  /** they were made at the same time, and what decides then is not known */
  'host-tied': { host: string | null; others: readonly Ref[] }
  /** both write one file, and whoever writes it last is in it */
  'file-collision': { file: string; others: readonly Ref[] }
  /** a part of a host that is put together from several objects, without the one that holds it together */
  'no-master': { host: string | null }
  /** whose routes a path is handed on to: `wanted`, which is not there, or has another host or other paths */
  'delegate-missing': { path: string; wanted: string }
  /** the port of the Service that is taken, whatever the wanted one is */
  'port-not-compared': { wanted: number | string; taken: { readonly port: number; readonly name: string | null } }
  /** `also`: a path that is matched, too */
  'prefix-of-text': { path: string; also: string }
  /** `secret`: null, none is named */
  'handshake-refused': { host: string; secret: NamespacedName | null }
}
