/**
 * The one door for what is kept of a cluster or shown of its objects: fields that are known to be harmless pass, and
 * all others are masked, whatever they hold. What the answers depend on is among those that pass.
 */
import type { CustomObject } from '../objects/custom.js'
import type { Kind, Kinds } from '../objects/objects.js'
import type { Wire } from '../objects/project-fields.js'
import type { SavedText } from '../ports.js'

/** What a dialect knows of the texts that only it understands. */
export interface Discretion {
  /** @returns what may be shown of the value; null: nobody knows what it is */
  annotation(name: string, value: string): string | null
  /** of a ConfigMap, by its key */
  setting(key: string, value: string): string | null
  /** of a flag of the controller, without dashes */
  argument(flag: string, value: string): string | null
  /** of a replica, by the name of the file that keeps it */
  text(file: string, text: string): string | null
  /** the same of a long text as it comes, in parts cut anywhere. Absent, or null: it is needed whole */
  parts?(file: string, parts: Iterable<Uint8Array>): Iterable<string> | null
  /** of an object of one of its own kinds; absent: whatever is read of these is harmless */
  custom?(kind: string, spec: Wire): Wire
}

export interface Masker {
  object<K extends Kind>(kind: K, object: Kinds[K]): Kinds[K]
  /** of a kind that a controller brought with it */
  custom(object: CustomObject): CustomObject
  /** @returns null: nobody knows what it is */
  text(file: string, text: SavedText): string | Iterable<string> | null
  /** a sentence of a server or a person */
  sentence(text: string): string
}
