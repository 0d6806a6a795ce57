/** The load balancers of EKS Auto Mode, which no pod of the cluster makes: https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-alb.html */
import { type Claim, claim, isOfController } from '../../shared/named/claim.js'
import type { Family } from '../../shared/named/family.js'
import { missingActions } from './alb-actions.js'
import { shadowedRules } from './alb-order.js'
import { albAnnotations, albRefusals } from './aws-lbc.js'

const controllers = ['eks.amazonaws.com/alb']

export const eksAuto: Family = {
  id: 'eks-auto',
  title: 'EKS Auto Mode',
  speaks: { prefixes: ['alb.ingress.kubernetes.io'], guards: [] },
  claims,
  seen: (_ingresses, classes) => (classes.some((one) => isOfController({ controllers }, one)) ? claims() : null),
  events: ['ingress'],
  refusals: albRefusals,
  annotations: albAnnotations,
  lost: (ingresses) => [...shadowedRules(ingresses), ...missingActions(ingresses)],
}

function claims(): readonly Claim[] {
  return [claim({ controllers, names: [] })]
}
