/**
 * Limits are counted by each replica for itself: with three of them a client may do three times as much.
 * https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#rate-limiting
 */
import { finding, told } from '../../../domain/findings/finding.js'
import type { ControllerRule } from '../../../domain/lint/rule.js'
import type { NginxPlan } from '../plan.js'

const limits = ['limit-connections', 'limit-rps', 'limit-rpm']

export const limitPerReplica: ControllerRule = {
  codes: ['limit-per-replica'],
  needs: [],
  find: ({ controller, plan }) => {
    const replicas = controller.replicas.filter(({ state }) => state === 'ready').length
    if (replicas < 2) return []
    return (plan as NginxPlan).model.kept.flatMap(({ ingress, ref, annotations }) => {
      if (!annotations.access.rateLimited) return []
      const name = limits
        .map((one) => `${(plan as NginxPlan).controller.settings.annotationsPrefix}/${one}`)
        .find((one) => ingress.metadata.annotations?.[one] !== undefined)
      if (name === undefined) return []
      const annotation = name.slice(name.indexOf('/') + 1)
      return [
        finding(told('limit-per-replica', { annotation, replicas }), ref, {
          field: `metadata.annotations["${name}"]`,
        }),
      ]
    })
  },
}
