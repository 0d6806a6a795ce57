/** Objects that ask for no route themselves, and that others name: whose routes they are a part of. */
import type { CustomObject } from '../../domain/objects/custom.js'
import { isNamedBy, type ObjectName } from '../../domain/objects/object-name.js'
import { isSame, type Ref, refKey, refOf } from '../../domain/objects/ref.js'
import type { Scope } from '../../domain/ports.js'
import type { World } from '../worlds/world.js'

export interface Used {
  readonly object: CustomObject
  /** what asks for routes, and names it */
  readonly users: readonly Ref[]
}

/** What controllers brought with them, as far as it was read. */
export function customObjects({ dialect, facts }: World): readonly CustomObject[] {
  return (dialect.customKinds ?? []).flatMap((kind) => facts.customOf?.(kind).items ?? [])
}

export function usedOnes(worlds: readonly World[], names: readonly ObjectName[], scope: Scope): readonly Used[] {
  if (names.length === 0) return []
  const found = new Map<string, Used>()
  for (const world of worlds) {
    const { plan } = world
    const named = customObjects(world).filter((one) => names.some((name) => isNamedBy(name, refOf(one), scope)))
    for (const object of named) {
      const ref = refOf(object)
      if ([...(plan.customRoutes ?? []), ...(plan.passedOver ?? [])].some(({ source }) => isSame(source, ref))) continue
      const known = found.get(refKey(ref))?.users ?? []
      found.set(refKey(ref), { object, users: [...known, ...(plan.usersOf?.(ref) ?? [])] })
    }
  }
  return [...found.values()]
}
