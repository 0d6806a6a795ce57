/** The load balancers of EKS Auto Mode, which no pod of the cluster makes: https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-alb.html */
import { claim, isOfController } from '../../shared/named/claim.js'
import type { Family } from '../../shared/named/family.js'
import { albAnnotations } from './aws-lbc.js'

const controllers = ['eks.amazonaws.com/alb']

export const eksAuto: Family = {
  id: 'eks-auto',
  title: 'EKS Auto Mode',
  claims: () => [claim({ controllers, names: [] })],
  isSeen: (_ingresses, classes) => classes.some((one) => isOfController({ controllers }, one)),
  events: ['ingress'],
  annotations: albAnnotations,
}
