/** Of the controllers that are meant, those that are understood: the others are only named. */
import type { Controllers, Reads } from '../../domain/controllers/dialect.js'
import type { Gap } from '../../domain/gap.js'
import { nameOf } from '../../domain/objects/ref.js'
import { problem } from '../../domain/problem.js'
import { type Chosen, type ControllerSelection, findControllers, type Meant } from './choose-controller.js'

/** Is known what it makes of the objects. */
export function readsRules({ dialectOf }: Pick<Controllers, 'dialectOf'>, { controller }: Chosen): boolean {
  return dialectOf(controller).reads.rules
}

/** Is understood what its replicas say that they serve. */
export function readsInside({ dialectOf }: Pick<Controllers, 'dialectOf'>, { controller }: Chosen): boolean {
  return dialectOf(controller).reads.inside
}

/** @throws Problem `not-read` where there is none among them */
export function readOnes(controllers: Controllers, chosen: readonly Chosen[], what: keyof Reads): readonly Chosen[] {
  const read = chosen.filter(({ controller }) => controllers.dialectOf(controller).reads[what])
  if (read.length > 0 || chosen.length === 0) return read
  throw problem('not-read', { controllers: chosen.map((one) => titleOf(controllers, one)) })
}

/**
 * Of whom nothing is told beside those that are read, and why; one that is named is refused by itself.
 * @param isBesides something else is told, though none of them is read
 */
export function passedOver(
  controllers: Controllers,
  chosen: readonly Chosen[],
  what: keyof Reads,
  isBesides = false,
): readonly Gap[] {
  const others = chosen.filter(({ controller }) => !controllers.dialectOf(controller).reads[what])
  if (others.length === 0 || (others.length === chosen.length && !isBesides)) return []
  const who = others.map((one) => titleOf(controllers, one)).join(', ')
  const message = `${who}: what is inside of such a controller is not read, so that nothing of it is shown here`
  return [{ kind: 'Controller', namespace: null, reason: 'unsupported', message }]
}

/** `TITLE VERSION (NAMESPACE/NAME)`: a controller as people call it, and which one it is. */
export function titleOf(
  { dialectOf }: Pick<Controllers, 'dialectOf'>,
  { controller }: Pick<Chosen, 'controller'>,
): string {
  const { title } = dialectOf(controller)
  const { version } = controller.release
  return `${version === null ? title : `${title} ${version}`} (${nameOf(controller)})`
}

/** As {@link findControllers}, for what can be asked of those alone that are read. @throws Problem `not-read` too */
export async function findRead(
  controllers: Controllers,
  selection: ControllerSelection,
  namespace: string | null,
): Promise<Meant> {
  const { chosen, gaps } = await findControllers(controllers, selection, namespace)
  return {
    chosen: readOnes(controllers, chosen, 'inside'),
    gaps: [...gaps, ...passedOver(controllers, chosen, 'inside')],
  }
}

/** As {@link findControllers}, for what every pod has: of one that is only named where there is no other, or it was said. */
export async function findReadFirst(
  controllers: Controllers,
  selection: ControllerSelection,
  namespace: string | null,
): Promise<Meant> {
  const { chosen, gaps } = await findControllers(controllers, selection, namespace)
  const read = chosen.filter((one) => readsInside(controllers, one))
  return { chosen: read.length > 0 ? read : chosen, gaps: [...gaps, ...passedOver(controllers, chosen, 'inside')] }
}
