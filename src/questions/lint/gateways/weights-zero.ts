/**
 * A rule of a route that gives none of its backends a share: its requests are answered by nobody.
 * https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref
 */
import { finding, told } from '../../../domain/findings/finding.js'
import type { GatewayRule } from './rule.js'

export const weightsZero: GatewayRule = {
  codes: ['weights-zero'],
  needs: [],
  find: ({ plan: { world } }) =>
    world.routes.flatMap((route) =>
      world.rulesOf(route).flatMap(({ backends, filters, source, index }) => {
        const isShared = backends.length === 0 || backends.some(({ weight }) => weight !== 0)
        if (isShared || filters.some(({ type }) => type === 'RequestRedirect')) return []
        const found = told('weights-zero', { backends: backends.map(({ target }) => target.name) })
        return [finding(found, source, { field: `spec.rules[${index}].backendRefs` })]
      }),
    ),
}
