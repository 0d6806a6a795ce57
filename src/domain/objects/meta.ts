/** What every object of the API has. */

export type Maybe<T> = T | null | undefined

export interface ObjectMeta {
  readonly name?: Maybe<string>
  readonly generateName?: Maybe<string>
  readonly namespace?: Maybe<string>
  readonly uid?: Maybe<string>
  readonly creationTimestamp?: Maybe<string>
  readonly deletionTimestamp?: Maybe<string>
  readonly labels?: Maybe<Readonly<Record<string, string>>>
  readonly annotations?: Maybe<Readonly<Record<string, string>>>
  /** kept where a status tells which one it is about */
  readonly generation?: Maybe<number>
  /** kept for slices of endpoints: when whoever wrote it did so last */
  readonly managedFields?: Maybe<readonly { readonly time?: Maybe<string> }[]>
  /** kept for pods */
  readonly ownerReferences?: Maybe<readonly OwnerReference[]>
}

export interface OwnerReference {
  readonly kind: string
  readonly name: string
  /** the one owner that manages the object */
  readonly controller?: Maybe<boolean>
}

export interface KubeObject<K extends string = string> {
  /** items of a list have none on the wire: whoever reads them knows it */
  readonly kind: K
  readonly metadata: ObjectMeta
}

/** Has it an annotation of this prefix: what is said to one kind of controller. */
export function hasPrefix({ metadata }: KubeObject, prefix: string): boolean {
  return Object.keys(metadata.annotations ?? {}).some((key) => key.startsWith(`${prefix}/`))
}
