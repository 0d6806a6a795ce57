/**
 * A rule of a route that gives none of its backends a share: its requests are answered by nobody.
 * https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref
 */
import { finding, told } from '../../../domain/findings/finding.js'
import { sharesNothing } from '../../../semantics/gateway/own-answers.js'
import type { GatewayRule } from './rule.js'

export const weightsZero: GatewayRule = {
  codes: ['weights-zero'],
  needs: [],
  find: ({ plan: { world } }) =>
    world.routes.flatMap((route) =>
      world.rulesOf(route).flatMap((rule) => {
        if (!sharesNothing(rule)) return []
        const found = told('weights-zero', { backends: rule.backends.map(({ target }) => target.name) })
        return [finding(found, rule.source, { field: `spec.rules[${rule.index}].backendRefs` })]
      }),
    ),
}
