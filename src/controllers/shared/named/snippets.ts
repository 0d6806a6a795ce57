/** Parts of the proxy's configuration may be written in annotations: whoever may write Ingresses reads what the controller reads. */
import { type Controller, isAssumed, isOutside } from '../../../domain/controllers/controller.js'
import { finding, told } from '../../../domain/findings/finding.js'
import type { ControllerRule } from '../../../domain/lint/rule.js'
import { namedBy } from '../../../domain/objects/ref.js'

export interface Allowed {
  /** what allows them, in words */
  readonly setting: string
  /** what would not: the beginning of a sentence */
  readonly undo: string
  /** is it so where nothing is said */
  readonly isUsual: boolean
}

/**
 * @param annotation of an Ingress that holds such a part
 * @param allowed null: nobody may
 */
export function snippetsAllowed(
  annotation: RegExp,
  allowed: (controller: Controller) => Allowed | null,
): ControllerRule {
  return {
    codes: ['snippets-on'],
    needs: [],
    find: ({ controller, dialect }, { inventory }) => {
      const by = isAssumed(controller) || isOutside(controller) ? null : allowed(controller)
      if (by === null) return []
      const count = inventory.ingresses.filter(
        (one) =>
          Object.keys(one.metadata.annotations ?? {}).some((name) => annotation.test(name)) &&
          dialect.owns(controller, one, inventory.classOf) === true,
      ).length
      return [finding(told('snippets-on', { ...by, count }), namedBy(controller))]
    },
  }
}
