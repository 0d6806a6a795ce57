/** AWS Load Balancer Controller: https://github.com/kubernetes-sigs/aws-load-balancer-controller */
import { bySpecification } from '../../shared/gateways/specification.js'
import { claim } from '../../shared/named/claim.js'
import type { Family } from '../../shared/named/family.js'
import { listIn } from '../../shared/named/flags.js'
import type { NamedController } from '../../shared/named/settings.js'
import { vulnerableBy, type WayThere } from '../../shared/named/vulnerable.js'
import { missingActions } from './alb-actions.js'
import { shadowedRules } from './alb-order.js'

/** What decides which load balancer an Ingress gets, and in which order its rules stand there. */
export const albAnnotations = {
  'alb.ingress.kubernetes.io/group.name': 'all Ingresses of a group share a load balancer',
  'alb.ingress.kubernetes.io/group.order': 'in a group the lowest comes first, then namespace and name',
  'alb.ingress.kubernetes.io/scheme': '',
  'alb.ingress.kubernetes.io/target-type': '',
}

/** Before an address is written: pkg/k8s/events.go. Of a group all members have the same Event. */
export const albRefusals = [
  ...['FailedBuildModel', 'FailedDeployModel', 'FailedLoadGroupID', 'FailedAddFinalizer', 'ConflictingIngressClass'],
]

/** It detaches what it did not attach itself. https://github.com/kubernetes-sigs/aws-load-balancer-controller/security/advisories */
const firewalls: WayThere = ({ controller }) =>
  (controller as NamedController).settings.said?.['enable-wafv2'] === 'false'
    ? null
    : 'it looks after web ACLs (--enable-wafv2 is not off), and detaches one that was attached by hand'

export const awsLbc: Family = {
  id: 'aws-lbc',
  title: 'AWS Load Balancer Controller',
  gateway: bySpecification('gateway.k8s.aws/alb', 'gateway.k8s.aws/nlb'),
  releases: {
    flaws: ['GHSA-rjfv-pjvx-mjgv 2.0.0 2.8.2'],
  },
  speaks: { prefixes: ['alb.ingress.kubernetes.io'], guards: [] },
  runs: ({ path }) => /(?:^|[/-])aws-(?:load-balancer|alb-ingress)-controller$/.test(path),
  // https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/configurations/ (ingress-class)
  claims: (flags) => {
    const name = flags.get('ingress-class')
    return [
      claim({
        controllers: ['ingress.k8s.aws/alb'],
        names: [name || 'alb'],
        withoutClass: name === '',
        first: 'annotation',
        namespaces: listIn(flags, 'watch-namespace'),
      }),
    ]
  },
  events: ['ingress'],
  refusals: albRefusals,
  keeps: ['enable-wafv2'],
  rules: [vulnerableBy({ 'GHSA-rjfv-pjvx-mjgv': firewalls })],
  annotations: albAnnotations,
  lost: (ingresses) => [...shadowedRules(ingresses), ...missingActions(ingresses)],
  flags: ['ingress-class', 'watch-namespace'],
}
