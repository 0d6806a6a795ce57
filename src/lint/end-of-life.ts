/** A controller whose builder makes no more fixes, or soon will not. What is not known of a build is not told. */
import { isAssumed, isOutside } from '../domain/controllers/controller.js'
import { finding, told } from '../domain/findings/finding.js'
import type { LintRule } from '../domain/lint/rule.js'
import { namedBy } from '../domain/objects/ref.js'

export const endOfLife: LintRule = {
  codes: ['end-of-life'],
  needs: [],
  find: ({ worlds, now }) =>
    worlds.flatMap(({ controller, dialect: { support, title } }) => {
      if (isAssumed(controller) || isOutside(controller)) return []
      const { origin, version } = controller.release
      const end = support?.(controller.release)?.end ?? null
      if (end === null) return []
      const isPast = Date.parse(end) < now
      return [finding(told('end-of-life', { title, version, of: origin, on: end, isPast }), namedBy(controller))]
    }),
}
