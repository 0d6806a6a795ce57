/** What an API server refuses of objects as they are written, and says only when they are applied. */

import { finding, told } from '../domain/findings/finding.js'
import type { LintRule } from '../domain/lint/rule.js'

export const apiRefuses: LintRule = {
  codes: ['api-refuses'],
  needs: [],
  find: ({ refusals }) =>
    refusals.flatMap(({ of, found }) =>
      found.map((one) => finding(told('api-refuses', one), of, { field: one.field })),
    ),
}
