/**
 * What an Application Load Balancer does by an annotation, where no Service is meant.
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#actions
 */
import { type Finding, finding, told } from '../../../domain/findings/finding.js'
import { pathsOf } from '../../../domain/objects/ingress-paths.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { refOf } from '../../../domain/objects/ref.js'

/** Paths of which nobody says what is done: they are answered with 503, and the rest of the group is not held up. */
export function missingActions(ingresses: readonly Ingress[]): readonly Finding[] {
  return ingresses.flatMap((one) =>
    pathsOf(one).flatMap(({ backend, field }) => {
      const { name, port } = backend?.service ?? {}
      const action = `alb.ingress.kubernetes.io/actions.${name}`
      if (port?.name !== 'use-annotation' || !name || one.metadata.annotations?.[action] !== undefined) return []
      const { namespace } = refOf(one)
      const facts = { service: { namespace, name }, instead: { is: 'nobody' }, action } as const
      return [finding(told('no-service', facts), refOf(one), { field })]
    }),
  )
}
