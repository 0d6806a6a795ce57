/** Who has a host as a whole, where hosts have owners, and why an object is not taken at all: the facts of each finding. */
import type { NamespacedName, Others, Ref } from '../objects/ref.js'

/**
 * What makes a controller reject an object as a whole.
 * - `host-missing`, `host-twice`, `no-rules`, `no-backend`, `resource`: of its rules
 * - `path-missing`, `path-form`: of a path
 * - `snippets-off`, `value`, `service-unknown`, `paid-only`: of an annotation
 * - `missing`, `empty`, `needs`, `conflict`, `twice`: of a field that says too little, or too much
 * - `namespace`: of where it stands
 * - `host-shared`: others name its host, and none of them has it
 * - `secret-missing`, `secret-invalid`, `secret-foreign`: of a Secret that it names
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
  | 'unfit'
  | 'service-unknown'
  | 'paid-only'
  | 'missing'
  | 'empty'
  | 'needs'
  | 'needs-setting'
  | 'conflict'
  | 'twice'
  | 'namespace'
  | 'host-shared'
  | 'secret-missing'
  | 'secret-invalid'
  | 'secret-foreign'
  | 'master-rules'
  | 'minion-rules'
  | 'minion-tls'

/**
 * Why nobody has what is handed on.
 * - `missing`: it does not exist; `class`: it is of another class; `rejected`: it is there, and is not taken
 * - `host`, `path`: its own is another one
 * - `root`: it has a host of its own
 * - `loop`: it leads back
 * - `twice`: another include has the same conditions
 * - `conditions`: those of the include cannot be
 */
export type DelegateFault =
  | 'missing'
  | 'class'
  | 'rejected'
  | 'host'
  | 'path'
  | 'root'
  | 'loop'
  | 'twice'
  | 'conditions'

/**
 * Why a Policy that is named does not count.
 * - `missing`: it is not there; `class`: it belongs to another controller; `invalid`: it says too little, or too much
 * - `paid-only`: it does what only the paid edition of the proxy can do
 * - `secret-missing`, `secret-invalid`: of a Secret that it names
 * - `unsupported`: it may not stand on an Ingress; `place`: it may be named for all of a host alone
 * - `no-tls`: the host has none; `twice`: there is another one of its kind
 */
export type PolicyFault =
  | 'missing'
  | 'class'
  | 'invalid'
  | 'paid-only'
  | 'secret-missing'
  | 'secret-invalid'
  | 'unsupported'
  | 'place'
  | 'no-tls'
  | 'twice'

/** It is not served itself, or has another host, or a path with which not all paths of the part begin. */
export interface InVain {
  readonly ref: Ref
  readonly fault: 'unserved' | 'host' | 'paths'
}

export interface OwnershipFacts {
  /** `field`: as it stands in the object; `value`: what is wrong in it, null where something is missing */
  rejected: { field: string; reason: RejectedFor; value: string | null }
  /** `host`: null, all hosts; `listener`: at which they are asked for, and absent at the usual ports */
  'host-taken': { host: string | null; winner: Ref; listener?: string }
  /** they were made at the same time, and what decides then is not known */
  'host-tied': Others & { host: string | null; listener?: string }
  /** both write one file, and whoever writes it last is in it */
  'file-collision': Others & { file: string }
  /**
   * a part of a host that is put together from several objects, without the one that holds it together. `part`: the kind of
   * the object; `host`: null, of an HTTPProxy, that nobody includes it; `by`: who would hold it together, and does not
   */
  'no-master': { host: string | null; part: string; by?: InVain }
  /** whose routes a path is handed on to: `wanted`, which is not there, or has another host or other paths */
  'delegate-missing': { path: string; wanted: string; kind: string; fault: DelegateFault; detail: string | null }
  /** `field`: in the Policy; `value`: what stands there, or its kind */
  'policy-refuses': { policy: NamespacedName; fault: PolicyFault; field: string | null; value: string | null }
  /** `beside`: the field with which it says nothing */
  'asked-in-vain': { beside: string }
  /** `isGuarded`: there are others, and nobody gets in; else everybody does */
  'provider-missing': { provider: string; isGuarded: boolean }
  /** what the status of an object says that it is, and what it is by the objects. `reason`: null, nothing is wrong with it */
  'status-differs': { said: string; is: string; reason: string | null }
  /** the port of the Service that is taken, whatever the wanted one is */
  'port-not-compared': { wanted: number | string; taken: { readonly port: number; readonly name: string | null } }
  /** `also`: a path that is matched, too */
  'prefix-of-text': { path: string; also: string }
  /** `isRedirected`: whoever leaves out the slash is sent to the path with it; else he is no match */
  'trailing-slash': { path: string; isRedirected: boolean }
  /** `secret`: null, none is named */
  /** `host`: null: all that no rule names, whose certificate is a matter of flags */
  'handshake-refused': { host: string | null; secret: NamespacedName | null }
}
