/** What is made of HTTPProxies on the way to routes. */
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import type { RejectedFor } from '../../../domain/findings/ownership-facts.js'
import type { CustomObject } from '../../../domain/objects/custom.js'
import type { Wire } from '../../../domain/objects/project-fields.js'
import { type Ref, refKey, refOf } from '../../../domain/objects/ref.js'
import type { RouteBackend } from '../../../domain/routes/route.js'
import type { Clusters } from '../model/clusters.js'
import type { Matching, Wanted } from '../model/types.js'
import type { ContourConfig, ContourSettings } from '../workload/config.js'
import type { Secrets } from './secrets.js'

/** One route of an HTTPProxy under the host of a root, or an include that leads nowhere. */
export interface AskedRoute extends Matching {
  readonly object: CustomObject
  readonly field: string
  /** null: no root leads to it */
  readonly host: string | null
  readonly route: Wire
  readonly backends: readonly RouteBackend[]
  /** why nothing is made of it; null: routes are */
  readonly lack: Told | null
  /** what is wrong with some of what is behind it */
  readonly flaws: readonly Told[]
  /** it hangs on a Secret that may not be looked at whether it is taken. Absent: it does not */
  readonly isUnseen?: true
  /** one with a path that is replaced may be two */
  readonly made: readonly Wanted[]
}

/** What is wrong with an object. */
export interface Fault {
  readonly found: Told
  readonly field: string
  /** as the status of the object calls it */
  readonly reason: string
}

/** What all HTTPProxies of one controller share. */
export interface ProxyWorld {
  readonly settings: ContourSettings
  readonly config: ContourConfig
  readonly secrets: Secrets
  readonly clusters: Clusters
  /** its own, by `NAMESPACE/NAME` */
  readonly proxies: ReadonlyMap<string, CustomObject>
  readonly faults: Faults
  /** by namespace of the root, how much was made of objects that had been included before */
  readonly again: Map<string, number>
  /** namespaces of roots of which not all that they include was looked at */
  readonly cut: Set<string>
}

export class Faults {
  /** of each object, by where and why: one that several include is looked at for each of them */
  readonly #found = new Map<string, Map<string, Fault>>()

  of(ref: Ref): readonly Fault[] {
    return [...(this.#found.get(refKey(ref))?.values() ?? [])]
  }

  /** As the status of an object calls it. */
  standing(ref: Ref): 'valid' | 'invalid' | 'orphaned' {
    const own = this.of(ref)
    return own.length === 0 ? 'valid' : own.some(({ reason }) => reason === 'Orphaned') ? 'orphaned' : 'invalid'
  }

  add(object: CustomObject, fault: Fault): Told {
    const key = refKey(refOf(object))
    const known = this.#found.get(key) ?? new Map<string, Fault>()
    const place = `${fault.reason} ${fault.field}`
    if (!known.has(place)) this.#found.set(key, known.set(place, fault))
    return fault.found
  }

  /** Nothing of it is served. @param value what is wrong */
  reject(object: CustomObject, reason: string, field: string, why: RejectedFor, value: string | null = null): Told {
    return this.add(object, { found: told('rejected', { field, reason: why, value }), field, reason })
  }
}
